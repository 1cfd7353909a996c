#include "runtime/data/array_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "runtime/data/assemble.h"
#include "runtime/data/half.h"

namespace itw::data {

namespace {

using expr::DType;

constexpr std::size_t kAlignment = 64;

// The first element that cannot be taken, or nothing.
using Checked = std::optional<BadElement>;

// Elements as they lie in the file, in row-major order whatever the order of their bytes.
class Source {
 public:
  explicit Source(const SourceArray& array)
      : array_(array), size_(sizeOf(array.type)), counter_(array.shape.size()) {
    std::size_t stride = size_;
    strides_.resize(array.shape.size());
    for (std::size_t i = 0; i < strides_.size(); ++i) {
      strides_[i] = stride;
      stride *= static_cast<std::size_t>(array.shape[i]);
    }
  }

  template <class T>
  T next() {
    T value;
    std::memcpy(&value, array_.bytes.data() + offset_, sizeof value);
    if (array_.swapped) value = swapped(value);
    array_.fortran ? advance() : void(offset_ += size_);
    return value;
  }

 private:
  template <class T>
  static T swapped(T value) {
    std::array<char, sizeof(T)> bytes;
    std::memcpy(bytes.data(), &value, sizeof value);
    std::reverse(bytes.begin(), bytes.end());
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }

  // The last index runs fastest in what is read, the first one in the file.
  void advance() {
    for (std::size_t i = counter_.size(); i-- > 0;) {
      offset_ += strides_[i];
      if (++counter_[i] < array_.shape[i]) return;
      offset_ -= strides_[i] * static_cast<std::size_t>(array_.shape[i]);
      counter_[i] = 0;
    }
  }

  const SourceArray& array_;
  std::size_t size_;
  std::size_t offset_ = 0;
  std::vector<std::int64_t> counter_;
  std::vector<std::size_t> strides_;
};

// What an element of the file is in C++: half floats widen on the way.
template <ElementType Type>
auto load(Source& source) {
  if constexpr (Type == ElementType::Bool || Type == ElementType::U8)
    return source.next<std::uint8_t>();
  else if constexpr (Type == ElementType::I8)
    return source.next<std::int8_t>();
  else if constexpr (Type == ElementType::I16)
    return source.next<std::int16_t>();
  else if constexpr (Type == ElementType::U16)
    return source.next<std::uint16_t>();
  else if constexpr (Type == ElementType::I32)
    return source.next<std::int32_t>();
  else if constexpr (Type == ElementType::U32)
    return source.next<std::uint32_t>();
  else if constexpr (Type == ElementType::I64)
    return source.next<std::int64_t>();
  else if constexpr (Type == ElementType::U64)
    return source.next<std::uint64_t>();
  else if constexpr (Type == ElementType::F16)
    return floatOfHalf(source.next<std::uint16_t>());
  else if constexpr (Type == ElementType::BF16)
    return floatOfBrain(source.next<std::uint16_t>());
  else if constexpr (Type == ElementType::F32)
    return source.next<float>();
  else
    return source.next<double>();
}

// Whether the value may become a To; `out` is what it becomes.
template <class To, class From>
std::optional<ElementTrouble> convert(From value, To& out) {
  if constexpr (std::is_floating_point_v<From>) {
    if (!std::isfinite(value)) return ElementTrouble::Missing;
  }
  if constexpr (std::is_floating_point_v<To>) {
    out = static_cast<To>(value);
    return std::isfinite(out) ? std::nullopt : std::optional(ElementTrouble::Range);
  } else if constexpr (std::is_floating_point_v<From>) {
    if (std::trunc(value) != value) return ElementTrouble::Fraction;
    const double wide = value;
    // 2^63 is the first double that an i64 cannot hold.
    const double top =
        sizeof(To) == 8 ? 0x1p63 : double{std::numeric_limits<std::uint8_t>::max()} + 1;
    if (wide < static_cast<double>(std::numeric_limits<To>::min()) || wide >= top)
      return ElementTrouble::Range;
    out = static_cast<To>(value);
    return std::nullopt;
  } else {
    if (!std::in_range<To>(value)) return ElementTrouble::Range;
    out = static_cast<To>(value);
    return std::nullopt;
  }
}

template <class From, class To>
std::optional<ElementTrouble> storeElement(From value, const FieldType& type, To& out) {
  if (auto trouble = convert(value, out))
    return type.classes > 0 ? ElementTrouble::Label : *trouble;
  if constexpr (std::is_integral_v<To>) {
    if (type.classes > 0 && (out < 0 || static_cast<std::int64_t>(out) >= type.classes))
      return ElementTrouble::Label;
    if (type.dtype == DType::Bool && out > 1) return ElementTrouble::Range;
  }
  return std::nullopt;
}

template <ElementType From, class To>
Checked readAll(const SourceArray& array, const FieldType& type, std::byte* to) {
  Source source(array);
  const std::int64_t count = array.elements();
  for (std::int64_t i = 0; i < count; ++i) {
    const auto value = load<From>(source);
    To element{};
    if (auto trouble = storeElement(value, type, element))
      return Checked(BadElement{*trouble, i, fmt::format("{}", value)});
    std::memcpy(to + static_cast<std::size_t>(i) * sizeof element, &element, sizeof element);
  }
  return {};
}

template <class To>
Checked readAs(const SourceArray& array, const FieldType& type, std::byte* to) {
  switch (array.type) {
    case ElementType::Bool:
      return readAll<ElementType::Bool, To>(array, type, to);
    case ElementType::I8:
      return readAll<ElementType::I8, To>(array, type, to);
    case ElementType::U8:
      return readAll<ElementType::U8, To>(array, type, to);
    case ElementType::I16:
      return readAll<ElementType::I16, To>(array, type, to);
    case ElementType::U16:
      return readAll<ElementType::U16, To>(array, type, to);
    case ElementType::I32:
      return readAll<ElementType::I32, To>(array, type, to);
    case ElementType::U32:
      return readAll<ElementType::U32, To>(array, type, to);
    case ElementType::I64:
      return readAll<ElementType::I64, To>(array, type, to);
    case ElementType::U64:
      return readAll<ElementType::U64, To>(array, type, to);
    case ElementType::F16:
      return readAll<ElementType::F16, To>(array, type, to);
    case ElementType::BF16:
      return readAll<ElementType::BF16, To>(array, type, to);
    case ElementType::F32:
      return readAll<ElementType::F32, To>(array, type, to);
    case ElementType::F64:
      return readAll<ElementType::F64, To>(array, type, to);
  }
  return {};
}

// Half floats are kept as their bits; other types than their own are not rounded to them.
Checked copyHalves(const SourceArray& array, std::byte* to) {
  Source source(array);
  const std::int64_t count = array.elements();
  for (std::int64_t i = 0; i < count; ++i) {
    const auto bits = source.next<std::uint16_t>();
    const float value = array.type == ElementType::F16 ? floatOfHalf(bits) : floatOfBrain(bits);
    if (!std::isfinite(value))
      return Checked(BadElement{ElementTrouble::Missing, i, fmt::format("{}", value)});
    std::memcpy(to + static_cast<std::size_t>(i) * sizeof bits, &bits, sizeof bits);
  }
  return {};
}

Checked readInto(const SourceArray& array, const FieldType& type, std::byte* to) {
  switch (type.dtype) {
    case DType::F32:
      return readAs<float>(array, type, to);
    case DType::F64:
      return readAs<double>(array, type, to);
    case DType::I64:
      return readAs<std::int64_t>(array, type, to);
    case DType::U8:
    case DType::Bool:
      return readAs<std::uint8_t>(array, type, to);
    default:
      return copyHalves(array, to);
  }
}

// Whether the bytes of the file are those of the field already.
bool sameBytes(const SourceArray& array, const FieldType& type) {
  const bool aligned = reinterpret_cast<std::uintptr_t>(array.bytes.data()) % kAlignment == 0;
  return dtypeOf(array.type) == type.dtype && !array.swapped && !array.fortran && aligned;
}

template <class T>
Checked verifyAll(const SourceArray& array, const FieldType& type) {
  const auto* values = reinterpret_cast<const T*>(array.bytes.data());
  const std::int64_t count = array.elements();
  for (std::int64_t i = 0; i < count; ++i) {
    T element{};
    if (auto trouble = storeElement(values[i], type, element))
      return Checked(BadElement{*trouble, i, fmt::format("{}", values[i])});
  }
  return {};
}

// Of all types but half floats, which have no form of their own in C++.
Checked verifyInPlace(const SourceArray& array, const FieldType& type) {
  switch (type.dtype) {
    case DType::F32:
      return verifyAll<float>(array, type);
    case DType::F64:
      return verifyAll<double>(array, type);
    case DType::I64:
      return verifyAll<std::int64_t>(array, type);
    case DType::U8:
    case DType::Bool:
      return verifyAll<std::uint8_t>(array, type);
    default:
      return std::nullopt;
  }
}

}  // namespace

ArrayValues readArray(const SourceArray& array, const FieldType& type) {
  if (sameBytes(array, type) && expr::sizeOf(type.dtype) != sizeof(std::uint16_t))
    return {reinterpret_cast<const std::byte*>(array.bytes.data()), nullptr,
            verifyInPlace(array, type)};
  const auto bytes = static_cast<std::size_t>(array.elements()) * expr::sizeOf(type.dtype);
  std::shared_ptr<std::byte> memory = alignedBytes(bytes);
  Checked bad = readInto(array, type, memory.get());
  return {memory.get(), memory, std::move(bad)};
}

}  // namespace itw::data
