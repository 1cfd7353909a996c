#include "compiler/sema/data/named_fields.h"

#include "compiler/sema/data/data_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

// The `field<D>` behind `?` and `list`, or null.
TypeRef fieldType(TypeRef type) {
  while (type->is(TypeKind::Optional) || type->is(TypeKind::List)) type = type->inner;
  return type->is(TypeKind::Field) ? type : nullptr;
}

const std::string* nameOf(const Item& item) {
  return item.value ? std::get_if<std::string>(&item.value->node) : nullptr;
}

std::vector<const Item*> partsOf(const Item& item) {
  std::vector<const Item*> parts;
  if (!item.items) return {&item};
  for (const Item& part : *item.items) parts.push_back(&part);
  return parts;
}

// A number that can be put in order, alone in its sample.
bool isSingle(const Type& type) {
  if (!type.is(TypeKind::Tensor)) return true;
  for (const expr::Dim& dim : type.tensor.dims)
    if (dim.constant() != 1) return false;
  return type.tensor.dtype != expr::DType::F16 && type.tensor.dtype != expr::DType::BF16;
}

// Looks for the names of one argument in the fields of its data.
class FieldCheck {
 public:
  FieldCheck(Context& context, const Generics& generics) : context_(context), generics_(generics) {}

  bool check(const BoundArgument& argument, TypeRef wanted) {
    bool right = true;
    std::vector<const Item*> seen;
    for (const Item* part : partsOf(argument.item)) {
      const std::string* name = nameOf(*part);
      if (name == nullptr) continue;
      for (const Item* earlier : seen)
        if (*nameOf(*earlier) == *name) {
          context_.report(fieldNamedTwice(part->span, *name, earlier->span));
          right = false;
        }
      seen.push_back(part);
      for (TypeRef data : {wanted->inner, wanted->second})
        right = (data == nullptr || inData(*part, *name, *wanted, data)) && right;
    }
    return right;
  }

 private:
  bool inData(const Item& item, const std::string& name, const Type& wanted, TypeRef data) {
    auto place = generics_.find(data->name);
    if (place == generics_.end() || !place->second->is(TypeKind::Record)) return true;
    const TypeField* field = place->second->find(name);
    if (field == nullptr) {
      std::vector<std::string_view> names;
      for (const TypeField& candidate : place->second->fields) names.push_back(candidate.name);
      Type dataset{.kind = TypeKind::Dataset, .inner = place->second};
      context_.report(unknownField(item.span, name, nearest(name, names), dataset));
      return false;
    }
    auto dtype = field->type->tensor.dtype;
    bool computes = field->type->is(TypeKind::Tensor) &&
                    (dtype == expr::DType::F32 || dtype == expr::DType::F64);
    if (wanted.name == "floating" && !computes) {
      context_.report(fieldNotFloating(item.span, *field));
      return false;
    }
    if (wanted.name != "single" || isSingle(*field->type)) return true;
    context_.report(fieldNotSingle(item.span, *field));
    return false;
  }

  Context& context_;
  const Generics& generics_;
};

}  // namespace

std::optional<std::vector<std::string>> fieldNamesOf(const BoundArguments& bound,
                                                     std::string_view argument) {
  const BoundArgument* found = bound.find(argument);
  if (found == nullptr || found->item.isError()) return std::nullopt;
  std::vector<std::string> names;
  if (found->item.isNone()) return names;
  for (const Item* part : partsOf(found->item)) {
    const std::string* name = nameOf(*part);
    if (name == nullptr) return std::nullopt;
    names.push_back(*name);
  }
  return names;
}

void checkNamedFields(Context& context, BoundArguments& bound, const Generics& generics) {
  for (const BoundArgument& argument : bound.all)
    if (argument.parameter->type->is(TypeKind::Model)) return;
  for (BoundArgument& argument : bound.all) {
    TypeRef wanted = fieldType(argument.parameter->type);
    if (wanted == nullptr || argument.item.isError()) continue;
    if (!FieldCheck(context, generics).check(argument, wanted)) bound.poisoned = true;
  }
}

}  // namespace itw::sema
