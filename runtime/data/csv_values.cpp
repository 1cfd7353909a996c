#include "runtime/data/csv_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>

namespace itw::data {

namespace {

using expr::DType;

std::string_view withoutBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// What programs write for a value that they do not have.
bool meansMissing(std::string_view text) {
  constexpr std::string_view kWords[] = {"NA", "N/A", "n/a", "na", "NULL", "null", "None", "?"};
  return std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords);
}

template <class T>
void store(std::byte* to, T value) {
  std::memcpy(to, &value, sizeof value);
}

CsvOutcome storeInteger(std::int64_t value, const FieldType& type, std::byte* to) {
  if (type.classes > 0 && (value < 0 || value >= type.classes)) return CsvOutcome::LabelOutOfRange;
  switch (type.dtype) {
    case DType::U8:
      if (value < 0 || value > std::numeric_limits<std::uint8_t>::max()) {
        return CsvOutcome::OutOfRange;
      }
      store(to, static_cast<std::uint8_t>(value));
      return CsvOutcome::Ok;
    case DType::Bool:
      if (value != 0 && value != 1) return CsvOutcome::OutOfRange;
      store(to, static_cast<std::uint8_t>(value));
      return CsvOutcome::Ok;
    default:
      store(to, value);
      return CsvOutcome::Ok;
  }
}

CsvOutcome readInteger(std::string_view text, const FieldType& type, std::byte* to) {
  if (type.dtype == DType::Bool && (text == "true" || text == "false")) {
    return storeInteger(text == "true" ? 1 : 0, type, to);
  }
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range && stop == end) {
    return type.classes > 0 ? CsvOutcome::LabelOutOfRange : CsvOutcome::OutOfRange;
  }
  if (error == std::errc() && stop == end) return storeInteger(value, type, to);
  double number = 0;
  const auto [numberStop, numberError] = std::from_chars(text.data(), end, number);
  if (numberError != std::errc() || numberStop != end) return CsvOutcome::NotANumber;
  return std::isfinite(number) ? CsvOutcome::NotAnInteger : CsvOutcome::Missing;
}

template <class T>
CsvOutcome readFloat(std::string_view text, std::byte* to) {
  T value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument) return CsvOutcome::NotANumber;
  if (error == std::errc::result_out_of_range) {
    // from_chars does not tell an overflow from a number too close to zero; the wider type does.
    double wide = 0;
    const auto [wideStop, wideError] = std::from_chars(text.data(), end, wide);
    const bool tiny = wideError == std::errc() && std::fabs(wide) < 1;
    if (!tiny) return CsvOutcome::OutOfRange;
    value = static_cast<T>(wide);
  } else if (!std::isfinite(value)) {
    return CsvOutcome::Missing;
  }
  store(to, value);
  return CsvOutcome::Ok;
}

bool endsField(const char* at, const char* end) {
  return at == end || *at == ',' || *at == '\n' || *at == '\r';
}

template <class T>
const char* readPlain(const char* at, const char* end, std::byte* to) {
  T value = 0;
  const auto [stop, error] = std::from_chars(at, end, value);
  if (error != std::errc() || !endsField(stop, end)) return nullptr;
  if constexpr (std::is_floating_point_v<T>) {
    if (!std::isfinite(value)) return nullptr;
  }
  store(to, value);
  return stop;
}

}  // namespace

CsvOutcome readValue(std::string_view text, const FieldType& type, std::byte* to) {
  text = withoutBlanks(text);
  if (text.empty() || meansMissing(text)) return CsvOutcome::Missing;
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  switch (type.dtype) {
    case DType::F32:
      return readFloat<float>(text, to);
    case DType::F64:
      return readFloat<double>(text, to);
    default:
      return readInteger(text, type, to);
  }
}

const char* readPlainValue(const char* at, const char* end, const FieldType& type, std::byte* to) {
  switch (type.dtype) {
    case DType::F32:
      return readPlain<float>(at, end, to);
    case DType::F64:
      return readPlain<double>(at, end, to);
    case DType::I64: {
      std::int64_t value = 0;
      const auto [stop, error] = std::from_chars(at, end, value);
      if (error != std::errc() || !endsField(stop, end)) return nullptr;
      return storeInteger(value, type, to) == CsvOutcome::Ok ? stop : nullptr;
    }
    default:
      return nullptr;
  }
}

}  // namespace itw::data
