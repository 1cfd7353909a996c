#include "compiler/expr/value_text.h"
#include "compiler/sema/type.h"

namespace itw::sema {
namespace {

std::string dimsText(const Tensor& tensor) {
  if (!tensor.leading && tensor.dims.empty()) return "";
  std::string text = tensor.leading ? ".." + *tensor.leading : "";
  for (const expr::Dim& dim : tensor.dims) text += (text.empty() ? "" : ", ") + dim.text();
  return "[" + text + "]";
}

std::string fieldsText(const Type& type, const char* open, const char* close) {
  std::string text;
  for (const TypeField& field : type.fields)
    text += (text.empty() ? "" : ", ") + field.name + ": " + textOf(*field.type);
  return open + text + close;
}

// A port without a name shows its type alone.
std::string portsText(const Type& ports) {
  bool unnamed = ports.fields.size() == 1 &&
                 (ports.fields[0].name == "input" || ports.fields[0].name == "output");
  return unnamed ? textOf(*ports.fields[0].type) : fieldsText(ports, "(", ")");
}

std::string innerText(const Type& type) {
  return type.inner == nullptr ? "" : "<" + textOf(*type.inner) + ">";
}

std::string enumText(const Type& type) {
  std::string text;
  for (const std::string& member : type.members)
    text += (text.empty() ? "" : " | ") + expr::quoted(member);
  return text;
}

std::string modelText(const Type& type) {
  if (type.inner == nullptr) return "model";
  if (!type.inner->is(TypeKind::Record))
    return "model<" + textOf(*type.inner) + " -> " + textOf(*type.second) + ">";
  return "model<" + portsText(*type.inner) + " -> " + portsText(*type.second) + ">";
}

std::string countText(const Type& type) { return "count<" + expr::textOf(type.dimension) + ">"; }

// Of types that have no parts.
std::string_view wordOf(TypeKind kind) {
  constexpr std::pair<TypeKind, std::string_view> kWords[] = {
      {TypeKind::Error, "?"},       {TypeKind::None, "none"},    {TypeKind::Bool, "bool"},
      {TypeKind::Int, "int"},       {TypeKind::Float, "float"},  {TypeKind::String, "string"},
      {TypeKind::Path, "path"},     {TypeKind::Shape, "shape"},  {TypeKind::Series, "series"},
      {TypeKind::Stdout, "stdout"}, {TypeKind::Opaque, "opaque"}};
  for (const auto& [each, word] : kWords)
    if (each == kind) return word;
  return {};
}

}  // namespace

std::string textOf(const Tensor& tensor) {
  std::string dtype(tensor.dtype ? expr::nameOf(*tensor.dtype) : "f");
  return dtype + dimsText(tensor);
}

std::string textOf(const Type& type) {
  if (std::string_view word = wordOf(type.kind); !word.empty()) return std::string(word);
  switch (type.kind) {
    case TypeKind::Measure:
      return expr::textOf(type.dimension);
    case TypeKind::Count:
      return countText(type);
    case TypeKind::Enum:
      return enumText(type);
    case TypeKind::List:
      return "list" + innerText(type);
    case TypeKind::Record:
      return fieldsText(type, "{ ", " }");
    case TypeKind::Optional:
      return textOf(*type.inner) + "?";
    case TypeKind::Tensor:
      return textOf(type.tensor);
    case TypeKind::Class:
      return "class" + dimsText(type.tensor);
    case TypeKind::Schema:
      return "schema" + innerText(type);
    case TypeKind::Dataset:
      return "dataset" + innerText(type);
    case TypeKind::Field:
      return (type.name.empty() ? "field" : type.name) + innerText(type);
    case TypeKind::Derived:
      return type.name + innerText(type);
    case TypeKind::Model:
      return modelText(type);
    case TypeKind::File:
      return "file<" + type.name + ">";
    case TypeKind::Outputs:
      return fieldsText(type, "(", ")");
    case TypeKind::Given:
      return "given<" + type.name + ", " + textOf(*type.inner) + ">";
    case TypeKind::Each:
      return "each<" + type.name + ">";
    case TypeKind::Function:
      return "function<" + fieldsText(*type.inner, "{ ", " }") + " -> " + textOf(*type.second) +
             ">";
    default:
      return type.name;
  }
}

std::string withArticle(const Type& type) {
  if (type.is(TypeKind::Count)) return "a number of `" + expr::textOf(type.dimension) + "`";
  std::string text = "`" + textOf(type) + "`";
  if (type.is(TypeKind::None) || type.is(TypeKind::Measure)) return text;
  bool vowel = std::string("aeio").find(text[1]) != std::string::npos;
  return (vowel ? "an " : "a ") + text;
}

}  // namespace itw::sema
