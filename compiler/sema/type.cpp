#include "compiler/sema/type.h"

#include <map>

namespace itw::sema {
namespace {

constexpr auto kLastSimple = TypeKind::Opaque;

bool samePart(TypeRef left, TypeRef right) {
  if (left == nullptr || right == nullptr) return left == right;
  return sameType(*left, *right);
}

}  // namespace

const TypeField* Type::find(const std::string& field) const {
  for (const TypeField& candidate : fields)
    if (candidate.name == field) return &candidate;
  return nullptr;
}

std::uint32_t addParts(std::uint32_t one, std::uint32_t other) {
  return std::min(one + other, kMostParts + 1);
}

TypeArena::TypeArena() {
  for (int kind = 0; kind <= static_cast<int>(kLastSimple); ++kind)
    types_.push_back({.kind = static_cast<TypeKind>(kind)});
}

TypeRef TypeArena::simple(TypeKind kind) { return &types_[static_cast<std::size_t>(kind)]; }

TypeRef TypeArena::make(Type type) {
  if (type.inner != nullptr) type.parts = addParts(type.parts, type.inner->parts);
  for (const TypeField& field : type.fields)
    if (field.type != nullptr) type.parts = addParts(type.parts, field.type->parts);
  types_.push_back(std::move(type));
  return &types_.back();
}

TypeRef TypeArena::list(TypeRef inner) { return make({.kind = TypeKind::List, .inner = inner}); }

TypeRef TypeArena::component(const std::string& kind) {
  return make({.kind = TypeKind::Component, .name = kind});
}

TypeRef TypeArena::tensor(Tensor tensor) {
  return make({.kind = TypeKind::Tensor, .tensor = std::move(tensor)});
}

TypeRef TypeArena::ofScalar(const expr::ScalarType& type) {
  switch (type.kind) {
    case expr::ScalarKind::Bool:
      return simple(TypeKind::Bool);
    case expr::ScalarKind::Int:
      return simple(TypeKind::Int);
    case expr::ScalarKind::Float:
      return simple(TypeKind::Float);
    case expr::ScalarKind::String:
      return simple(TypeKind::String);
    case expr::ScalarKind::Measure:
      return make({.kind = TypeKind::Measure, .dimension = type.dimension});
  }
  return error();
}

std::optional<expr::ScalarType> scalarTypeOf(const Type& type) {
  switch (type.kind) {
    case TypeKind::Bool:
      return expr::ScalarType{expr::ScalarKind::Bool, {}};
    case TypeKind::Int:
    case TypeKind::Count:
      return expr::ScalarType{expr::ScalarKind::Int, {}};
    case TypeKind::Float:
      return expr::ScalarType{expr::ScalarKind::Float, {}};
    case TypeKind::String:
    case TypeKind::Enum:
      return expr::ScalarType{expr::ScalarKind::String, {}};
    case TypeKind::Measure:
      return expr::ScalarType{expr::ScalarKind::Measure, type.dimension};
    default:
      return std::nullopt;
  }
}

bool sameFields(const Type& left, const Type& right) {
  if (left.fields.size() != right.fields.size()) return false;
  for (std::size_t i = 0; i < left.fields.size(); ++i) {
    if (left.fields[i].name != right.fields[i].name) return false;
    if (!sameType(*left.fields[i].type, *right.fields[i].type)) return false;
  }
  return true;
}

bool sameType(const Type& left, const Type& right) {
  if (left.kind != right.kind || left.name != right.name) return false;
  if (!(left.dimension == right.dimension) || left.members != right.members) return false;
  if (left.tensor.dtype != right.tensor.dtype || left.tensor.leading != right.tensor.leading ||
      left.tensor.dims.size() != right.tensor.dims.size())
    return false;
  for (std::size_t i = 0; i < left.tensor.dims.size(); ++i)
    if (!(left.tensor.dims[i] == right.tensor.dims[i])) return false;
  return sameFields(left, right) && samePart(left.inner, right.inner) &&
         samePart(left.second, right.second);
}

namespace {

// Pairs the symbols of two types one to one, in the order in which they occur.
class SymbolPairs {
 public:
  bool same(const expr::Dim& left, const expr::Dim& right) {
    auto a = left.asSymbol();
    auto b = right.asSymbol();
    if (!a || !b) return left == right;
    auto [forth, newForth] = forth_.emplace(*a, *b);
    auto [back, newBack] = back_.emplace(*b, *a);
    return forth->second == *b && back->second == *a;
  }

 private:
  std::map<std::string, std::string> forth_;
  std::map<std::string, std::string> back_;
};

bool samePorts(const Type& left, const Type& right, SymbolPairs& pairs) {
  if (left.fields.size() != right.fields.size()) return false;
  for (std::size_t i = 0; i < left.fields.size(); ++i) {
    const Tensor& a = left.fields[i].type->tensor;
    const Tensor& b = right.fields[i].type->tensor;
    if (left.fields[i].name != right.fields[i].name || a.dtype != b.dtype) return false;
    if (a.dims.size() != b.dims.size()) return false;
    for (std::size_t j = 0; j < a.dims.size(); ++j)
      if (!pairs.same(a.dims[j], b.dims[j])) return false;
  }
  return true;
}

}  // namespace

bool sameUpToSymbols(const Type& left, const Type& right) {
  if (left.kind != right.kind || left.inner == nullptr || right.inner == nullptr) return false;
  SymbolPairs pairs;
  return samePorts(*left.inner, *right.inner, pairs) &&
         samePorts(*left.second, *right.second, pairs);
}

bool hasGenerics(const Type& type) {
  if (type.is(TypeKind::Generic)) return true;
  return (type.inner != nullptr && hasGenerics(*type.inner)) ||
         (type.second != nullptr && hasGenerics(*type.second));
}

bool hasOpaque(const Type& type) {
  if (type.is(TypeKind::Opaque)) return true;
  for (const TypeField& field : type.fields)
    if (hasOpaque(*field.type)) return true;
  return (type.inner != nullptr && hasOpaque(*type.inner)) ||
         (type.second != nullptr && hasOpaque(*type.second));
}

}  // namespace itw::sema
