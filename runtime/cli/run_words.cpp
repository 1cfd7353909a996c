#include "runtime/cli/run_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>

namespace itw::cli {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMatrixSize = 20;

bool isSmallMatrix(const Json& value) {
  if (!value.is_array() || value.empty() || value.size() > kMatrixSize) return false;
  return std::all_of(value.begin(), value.end(), [](const Json& row) {
    return row.is_array() && !row.empty() && row.size() <= kMatrixSize &&
           std::all_of(row.begin(), row.end(), [](const Json& cell) { return cell.is_number(); });
  });
}

std::string cellText(const Json& cell) {
  return cell.is_number_integer() ? cell.dump() : numberText(cell.get<double>());
}

std::string matrixText(const Json& matrix, const std::string& indent) {
  std::size_t width = 1;
  for (const Json& row : matrix) {
    for (const Json& cell : row) width = std::max(width, cellText(cell).size());
  }
  std::string text;
  for (const Json& row : matrix) {
    text += "\n" + indent;
    for (const Json& cell : row) text += fmt::format(" {:>{}}", cellText(cell), width);
  }
  return text;
}

}  // namespace

std::string numberText(double value) { return fmt::format("{:.6g}", value); }

std::string durationText(double seconds) {
  if (seconds < 0.0995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string groupedText(double number) {
  std::string digits = fmt::format("{:.0f}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string bytesText(std::int64_t bytes) {
  auto amount = static_cast<double>(bytes);
  for (const char* unit : {"B", "kB", "MB", "GB"}) {
    if (amount < 999.5) return fmt::format("{:.{}f} {}", amount, amount < 9.95 ? 1 : 0, unit);
    amount /= 1000;
  }
  return fmt::format("{:.1f} TB", amount);
}

std::string timeText(double time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return text;
}

std::string valueText(const std::string& json, const std::string& indent) {
  const Json value = Json::parse(json, nullptr, false);
  if (value.is_number_integer()) return value.dump();
  if (value.is_number()) return numberText(value.get<double>());
  if (isSmallMatrix(value)) return matrixText(value, indent);
  return json;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

}  // namespace itw::cli
