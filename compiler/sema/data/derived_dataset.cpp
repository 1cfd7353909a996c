#include "compiler/sema/data/derived_dataset.h"

#include <algorithm>

#include "compiler/sema/data/data_diagnostics.h"
#include "compiler/sema/data/named_fields.h"

namespace itw::sema {
namespace {

// Works out the record of one derived dataset.
class Deriver {
 public:
  Deriver(Context& context, const BoundArguments& bound, Span call)
      : context_(context), bound_(bound), call_(call) {}

  TypeRef record(const Type& derived) {
    if (!derived.inner->is(TypeKind::Record)) return context_.types.error();
    result_ = {.kind = TypeKind::Record};
    bool whole = derived.name == "rows"   ? addRows(*derived.inner)
                 : derived.name == "both" ? addBoth(derived)
                                          : addWindows(derived);
    return whole ? context_.types.make(std::move(result_)) : context_.types.error();
  }

 private:
  bool add(TypeField field) {
    if (const TypeField* earlier = result_.find(field.name)) {
      context_.report(fieldTwice(call_, field, *earlier));
      return false;
    }
    result_.fields.push_back(std::move(field));
    return true;
  }

  // A batch of results has the samples in its first dimension.
  bool addRows(const Type& results) {
    for (const TypeField& result : results.fields) {
      Tensor tensor = result.type->tensor;
      if (tensor.leading || tensor.dims.empty() || !tensor.dims[0].asSymbol()) {
        context_.report(resultWithoutSamples(call_, result));
        return false;
      }
      tensor.dims.erase(tensor.dims.begin());
      if (!add({result.name, context_.types.tensor(std::move(tensor)), result.span})) return false;
    }
    return true;
  }

  bool addBoth(const Type& derived) {
    if (!derived.second->is(TypeKind::Record)) return false;
    for (const Type* side : {derived.inner, derived.second})
      for (const TypeField& field : side->fields)
        if (!add(field)) return false;
    return true;
  }

  bool addWindows(const Type& derived) {
    auto names = fieldNamesOf(bound_, derived.members[0]);
    auto length = lengthOf(derived.members[1]);
    auto target = fieldNamesOf(bound_, derived.members[2]);
    if (!names || !length || !target || target->size() != 1) return false;
    for (const TypeField& field : derived.inner->fields) {
      bool wanted =
          names->empty() || std::find(names->begin(), names->end(), field.name) != names->end();
      if (wanted && !add({field.name, windowOf(field, *length), field.span})) return false;
    }
    const TypeField* field = derived.inner->find(target->front());
    return field != nullptr && add({"target", field->type, field->span});
  }

  std::optional<expr::Dim> lengthOf(const std::string& argument) const {
    const BoundArgument* length = bound_.find(argument);
    return length == nullptr ? std::nullopt : length->item.scalar.dim;
  }

  TypeRef windowOf(const TypeField& field, const expr::Dim& length) {
    Tensor tensor = field.type->tensor;
    if (field.type->is(TypeKind::Class)) tensor = {.dtype = expr::DType::I64};
    if (field.type->is(TypeKind::Bool)) tensor = {.dtype = expr::DType::Bool};
    tensor.dims.insert(tensor.dims.begin(), length);
    return context_.types.tensor(std::move(tensor));
  }

  Context& context_;
  const BoundArguments& bound_;
  Span call_;
  Type result_;
};

}  // namespace

TypeRef derivedType(Context& context, TypeRef type, const BoundArguments& bound, Span call) {
  if (type->is(TypeKind::Derived)) return Deriver(context, bound, call).record(*type);
  if (!type->is(TypeKind::Dataset) || !type->inner->is(TypeKind::Derived)) return type;
  if (bound.poisoned) return context.types.error();
  TypeRef record = derivedType(context, type->inner, bound, call);
  if (record->isError()) return record;
  return context.types.make({.kind = TypeKind::Dataset, .inner = record});
}

}  // namespace itw::sema
