#include "compiler/syntax/tree_binary.h"

#include <cstdint>
#include <memory>
#include <type_traits>
#include <variant>

#include "compiler/syntax/fields.h"

namespace itw::syntax {

namespace {

constexpr std::uint64_t hashed(std::uint64_t hash, std::string_view text) {
  // FNV-1a.
  for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001B3U;
  return hash;
}

/// Changes whenever the structs or their fields do.
constexpr std::uint64_t schemaDigest() {
  std::uint64_t hash = 0xCBF29CE484222325U;
#define ITW_FIELD(field) "." #field
#define ITW_NODE(node, ...) hash = hashed(hash, #node "{" #__VA_ARGS__ "}");
#include "compiler/syntax/fields.def"
#undef ITW_NODE
#undef ITW_FIELD
  return hash * 31 + std::variant_size_v<decltype(Expr::node)> * 7 +
         std::variant_size_v<decltype(Type::node)> * 3 +
         std::variant_size_v<decltype(Declaration::node)>;
}

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsPointer : std::false_type {};
template <class T>
struct IsPointer<std::unique_ptr<T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

class Writer {
 public:
  template <class T>
  void write(const T& value) {
    if constexpr (std::is_same_v<T, Span>) {
      number(zigzag(static_cast<std::int64_t>(value.begin) - last_));
      number(value.end - value.begin);
      last_ = value.begin;
    } else if constexpr (std::is_same_v<T, FileId>) {
      // The reader gives the file its id.
    } else if constexpr (std::is_same_v<T, std::string>) {
      number(value.size());
      bytes_ += value;
    } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool> || std::is_integral_v<T>) {
      number(static_cast<std::uint64_t>(value));
    } else if constexpr (IsVector<T>::value) {
      number(value.size());
      for (const auto& each : value) write(each);
    } else if constexpr (IsOptional<T>::value || IsPointer<T>::value) {
      number(value ? 1 : 0);
      if (value) write(*value);
    } else if constexpr (IsVariant<T>::value) {
      number(value.index());
      std::visit([this](const auto& each) { write(each); }, value);
    } else {
      forEachField(value, [this](std::string_view /*name*/, const auto& each) { write(each); });
    }
  }

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string take() { return std::move(bytes_); }

 private:
  static std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
  }

  std::string bytes_;
  std::int64_t last_ = 0;
};

/// Reads what Writer wrote; after the first byte that does not fit, `failed` stays set.
class Reader {
 public:
  Reader(std::string_view bytes, FileId file) : bytes_(bytes), file_(file) {}

  template <class T>
  void read(T& value) {
    if (failed_) return;
    if constexpr (std::is_same_v<T, Span>) {
      readSpan(value);
    } else if constexpr (std::is_same_v<T, FileId>) {
      value = file_;
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = text(number());
    } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, bool> || std::is_integral_v<T>) {
      value = static_cast<T>(number());
    } else if constexpr (IsVector<T>::value) {
      readList(value);
    } else if constexpr (IsOptional<T>::value) {
      if (number() != 0) read(value.emplace());
    } else if constexpr (IsPointer<T>::value) {
      if (number() == 0) return;
      value = std::make_unique<typename T::element_type>();
      read(*value);
    } else if constexpr (IsVariant<T>::value) {
      readVariant(value, std::make_index_sequence<std::variant_size_v<T>>{});
    } else {
      forEachField(value, [this](std::string_view /*name*/, auto& each) { read(each); });
    }
  }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (next_ == bytes_.size()) break;
      const auto byte = static_cast<unsigned char>(bytes_[next_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }

  bool complete() const { return !failed_ && next_ == bytes_.size(); }

 private:
  void readSpan(Span& span) {
    const std::uint64_t delta = number();
    const std::uint64_t length = number();
    last_ += static_cast<std::int64_t>(delta >> 1U) ^ -static_cast<std::int64_t>(delta & 1U);
    span = {file_, static_cast<std::uint32_t>(last_),
            static_cast<std::uint32_t>(last_ + static_cast<std::int64_t>(length))};
  }

  std::string text(std::uint64_t size) {
    if (size > bytes_.size() - next_) failed_ = true;
    if (failed_) return {};
    next_ += size;
    return std::string(bytes_.substr(next_ - size, size));
  }

  template <class T>
  void readList(std::vector<T>& value) {
    const std::uint64_t count = number();
    // Every element takes a byte or more, save those without fields, which no list holds.
    if (count > bytes_.size() - next_) failed_ = true;
    if (failed_) return;
    value.resize(count);
    for (T& each : value) read(each);
  }

  template <class Variant, std::size_t... I>
  void readVariant(Variant& value, std::index_sequence<I...> /*count*/) {
    const std::uint64_t index = number();
    if (index >= sizeof...(I)) failed_ = true;
    if (failed_) return;
    ((I == index ? read(value.template emplace<I>()) : void()), ...);
  }

  std::string_view bytes_;
  FileId file_;
  std::size_t next_ = 0;
  std::int64_t last_ = 0;
  bool failed_ = false;
};

}  // namespace

std::string writeTree(const File& file) {
  Writer writer;
  writer.number(schemaDigest());
  writer.write(file);
  return writer.take();
}

std::optional<File> readTree(std::string_view bytes, FileId file) {
  Reader reader(bytes, file);
  if (reader.number() != schemaDigest()) return std::nullopt;
  File result;
  reader.read(result);
  if (!reader.complete()) return std::nullopt;
  return result;
}

}  // namespace itw::syntax
