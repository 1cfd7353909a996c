#include "runtime/data/field_type.h"

#include <charconv>
#include <optional>

#include "runtime/data/data_errors.h"

namespace itw::data {

namespace {

// A dataset with more scalars than this in one sample is a slip of the keyboard.
constexpr std::int64_t kMaxElements = std::int64_t{1} << 40;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "1, 8, 8": positive integers.
std::optional<std::vector<std::int64_t>> sizesOf(std::string_view text) {
  std::vector<std::int64_t> sizes;
  std::int64_t product = 1;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = trimmed(text.substr(0, comma));
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), size);
    if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
    if (size < 1 || size > kMaxElements / product) return std::nullopt;
    product *= size;
    sizes.push_back(size);
    if (comma == std::string_view::npos) return sizes;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::int64_t FieldType::elements() const {
  std::int64_t product = 1;
  for (std::int64_t size : shape) product *= size;
  return product;
}

Result<FieldType> fieldTypeOf(std::string_view text) {
  const std::size_t bracket = text.find('[');
  const std::string_view head = trimmed(text.substr(0, bracket));
  FieldType type;
  if (bracket != std::string_view::npos) {
    if (text.back() != ']') return fail(unknownFieldType(text));
    auto sizes = sizesOf(text.substr(bracket + 1, text.size() - bracket - 2));
    if (!sizes) return fail(unknownFieldType(text));
    type.shape = std::move(*sizes);
  }
  if (head == "class") {
    if (type.shape.size() != 1) return fail(unknownFieldType(text));
    return FieldType{.dtype = expr::DType::I64, .shape = {}, .classes = type.shape[0]};
  }
  const std::optional<expr::DType> dtype = expr::dtypeOf(head);
  if (!dtype) return fail(unknownFieldType(text));
  type.dtype = *dtype;
  return type;
}

std::string textOf(const FieldType& type) {
  if (type.classes > 0) return "class[" + std::to_string(type.classes) + "]";
  std::string text(expr::nameOf(type.dtype));
  if (type.shape.empty()) return text;
  text += '[';
  for (std::size_t i = 0; i < type.shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(type.shape[i]);
  }
  return text + ']';
}

Result<Schema> schemaOf(const expr::Record& record) {
  Schema schema;
  for (const expr::NamedValue& field : record.fields) {
    const auto* text = std::get_if<std::string>(&field.value.node);
    if (text == nullptr) return fail(unknownFieldType(field.name));
    auto type = fieldTypeOf(*text);
    if (!type) return fail(std::move(type.error()).during("field `" + field.name + "`"));
    schema.push_back({field.name, *std::move(type)});
  }
  return schema;
}

}  // namespace itw::data
