#include "compiler/sema/step/manifest_types.h"

#include <algorithm>

namespace itw::sema {
namespace {

bool isNumber(const Type& type) {
  bool metric = type.is(TypeKind::Component) && type.name == "metric";
  return type.is(TypeKind::Float) || type.is(TypeKind::Measure) || metric;
}

bool isWhole(const Type& type) { return type.is(TypeKind::Int) || type.is(TypeKind::Count); }

bool isText(const Type& type) { return type.is(TypeKind::String) || type.is(TypeKind::Enum); }

bool isFile(const Type& type) { return type.is(TypeKind::File) || type.is(TypeKind::Path); }

bool subsetOf(const std::vector<std::string>& some, const std::vector<std::string>& all) {
  return std::all_of(some.begin(), some.end(), [&](const std::string& each) {
    return std::find(all.begin(), all.end(), each) != all.end();
  });
}

// Python names the fields that it needs.
bool suitsRecord(const Type& given, const PythonType& taken) {
  if (!given.is(TypeKind::Record)) return false;
  for (std::size_t i = 0; i < taken.members.size(); ++i) {
    const TypeField* field = given.find(taken.members[i]);
    if (field == nullptr || !suitsPython(*field->type, taken.parts[i])) return false;
  }
  return true;
}

bool givesRecord(const PythonType& given, const Type& declared) {
  if (given.kind != PythonKind::Record || !declared.is(TypeKind::Record)) return false;
  return std::all_of(declared.fields.begin(), declared.fields.end(), [&](const TypeField& field) {
    auto member = std::find(given.members.begin(), given.members.end(), field.name);
    if (member == given.members.end()) return false;
    auto place = static_cast<std::size_t>(member - given.members.begin());
    return suitsOutput(given.parts[place], *field.type);
  });
}

std::string joined(const std::vector<std::string>& members, const char* quote) {
  std::string text;
  for (const std::string& member : members)
    text += (text.empty() ? "" : ", ") + (quote + member + quote);
  return text;
}

}  // namespace

bool suitsPython(const Type& given, const PythonType& taken) {
  if (given.isError() || given.is(TypeKind::Opaque)) return true;
  switch (taken.kind) {
    case PythonKind::Opaque:
    case PythonKind::Unsupported:
      return true;
    case PythonKind::Bool:
      return given.is(TypeKind::Bool);
    case PythonKind::Int:
      return isWhole(given);
    case PythonKind::Float:
      return isWhole(given) || isNumber(given);
    case PythonKind::String:
      return isText(given) || isFile(given);
    case PythonKind::Path:
      return isFile(given);
    case PythonKind::None:
      return given.is(TypeKind::None);
    case PythonKind::Enum:
      return given.is(TypeKind::Enum) && subsetOf(given.members, taken.members);
    case PythonKind::List:
      return given.is(TypeKind::List) && suitsPython(*given.inner, taken.parts[0]);
    case PythonKind::Optional:
      return suitsPython(given.is(TypeKind::Optional) ? *given.inner : given, taken.parts[0]);
    case PythonKind::Record:
      return suitsRecord(given, taken);
  }
  return true;
}

bool suitsOutput(const PythonType& given, const Type& declared) {
  if (declared.isError() || declared.is(TypeKind::Opaque)) return true;
  switch (given.kind) {
    case PythonKind::Opaque:
    case PythonKind::Unsupported:
      return true;
    case PythonKind::None:
      return declared.is(TypeKind::Optional);
    case PythonKind::Optional:
      return declared.is(TypeKind::Optional) && suitsOutput(given.parts[0], *declared.inner);
    default:
      break;
  }
  if (declared.is(TypeKind::Optional)) return suitsOutput(given, *declared.inner);
  switch (given.kind) {
    case PythonKind::Bool:
      return declared.is(TypeKind::Bool);
    case PythonKind::Int:
      return isWhole(declared) || isNumber(declared);
    case PythonKind::Float:
      return isNumber(declared);
    case PythonKind::String:
      return declared.is(TypeKind::String) || isFile(declared);
    case PythonKind::Path:
      return isFile(declared);
    case PythonKind::Enum:
      return declared.is(TypeKind::String) ||
             (declared.is(TypeKind::Enum) && subsetOf(given.members, declared.members));
    case PythonKind::List:
      return declared.is(TypeKind::List) && suitsOutput(given.parts[0], *declared.inner);
    default:
      return givesRecord(given, declared);
  }
}

const PythonType* unsupportedPart(const PythonType& type) {
  if (type.kind == PythonKind::Unsupported) return &type;
  for (const PythonType& part : type.parts)
    if (const PythonType* found = unsupportedPart(part)) return found;
  return nullptr;
}

std::string annotationFor(const Type& type) {
  if (type.is(TypeKind::Bool)) return "bool";
  if (isWhole(type)) return "int";
  if (isNumber(type)) return "float";
  if (type.is(TypeKind::String)) return "str";
  if (isFile(type)) return "pathlib.Path";
  if (type.is(TypeKind::Enum)) return "Literal[" + joined(type.members, "\"") + "]";
  bool list = type.is(TypeKind::List);
  if (!list && !type.is(TypeKind::Optional)) return "";
  std::string inner = annotationFor(*type.inner);
  if (inner.empty()) return "";
  return list ? "list[" + inner + "]" : inner + " | None";
}

std::string textOf(const PythonType& type) {
  switch (type.kind) {
    case PythonKind::Opaque:
      return "Any";
    case PythonKind::Bool:
      return "bool";
    case PythonKind::Int:
      return "int";
    case PythonKind::Float:
      return "float";
    case PythonKind::String:
      return "str";
    case PythonKind::Path:
      return "pathlib.Path";
    case PythonKind::None:
      return "None";
    case PythonKind::Enum:
      return "Literal[" + joined(type.members, "\"") + "]";
    case PythonKind::List:
      return "list[" + textOf(type.parts[0]) + "]";
    case PythonKind::Optional:
      return textOf(type.parts[0]) + " | None";
    case PythonKind::Record:
      return "record of " + joined(type.members, "");
    case PythonKind::Unsupported:
      return type.text;
  }
  return "";
}

}  // namespace itw::sema
