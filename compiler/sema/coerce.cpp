#include <algorithm>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/env_item.h"
#include "compiler/sema/mismatch_advice.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

bool isMemberOf(const Type& type, const std::string& text) {
  return std::find(type.members.begin(), type.members.end(), text) != type.members.end();
}

Item reject(Context& context, const Scope& scope, const Item& item, TypeRef expected) {
  Diagnostic mismatch = typeMismatch(item, *expected);
  adviseOnMismatch(context, scope, item, *expected, mismatch);
  context.report(std::move(mismatch));
  return context.poisoned(item.span);
}

Item toFloat(Context& context, Item item) {
  if (item.scalar.value) item.scalar.value = expr::Scalar{expr::realOf(*item.scalar.value)};
  item.scalar.dim.reset();
  item.type = context.types.simple(TypeKind::Float);
  return item;
}

// A text that is written out, or a constant, says a path where one is asked for; a param does not.
bool saysPath(const Item& item) {
  bool declared = item.provenance != nullptr && !item.provenance->constant;
  return item.type->is(TypeKind::String) && item.scalar.value && !declared;
}

Item toPath(Context& context, const Item& item) {
  Span origin = item.provenance ? item.provenance->declared : item.span;
  Item path = pathItem(context, *item.scalar.value->string(), origin);
  path.span = item.span;
  return path;
}

// A number that a task gives.
bool isMetric(const Item& item) {
  return item.type->is(TypeKind::Component) && item.type->name == "metric" && item.value &&
         std::holds_alternative<expr::OutputRef>(item.value->node);
}

// A path says a file, and what a program prints is a file of text.
Item toFile(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (saysPath(item)) item = toPath(context, item);
  bool text = item.type->is(TypeKind::Stdout) && expected->name == "text";
  if (!item.type->is(TypeKind::Path) && !text && !sameType(*item.type, *expected))
    return reject(context, scope, item, expected);
  item.type = expected;
  return item;
}

// `30 epochs` where a number of epochs is asked for.
Item toCount(Context& context, const Scope& scope, Item item, TypeRef expected) {
  bool quantity = item.type->is(TypeKind::Measure) && item.type->dimension == expected->dimension;
  if (!quantity && !item.type->is(TypeKind::Int)) return reject(context, scope, item, expected);
  if (quantity && item.scalar.value) {
    expr::Real amount = expr::realOf(*item.scalar.value);
    auto whole = amount.exact() ? amount.exact()->toInteger() : std::nullopt;
    if (!whole) return reject(context, scope, item, expected);
    item.scalar = expr::abstractOf(expr::Scalar{*whole});
  }
  item.type = expected;
  return item;
}

// `30` where a length in epochs is asked for.
Item toMeasure(Context& context, const Scope& scope, Item item, TypeRef expected) {
  const expr::NamedDimension* named = expr::namedDimension(expected->dimension);
  bool counted = named != nullptr && named->counted && item.type->is(TypeKind::Int);
  if (!counted) return reject(context, scope, item, expected);
  if (item.scalar.value)
    item.scalar.value =
        expr::Scalar{expr::Measure{expr::realOf(*item.scalar.value), expected->dimension}};
  item.scalar.dim.reset();
  item.type = expected;
  return item;
}

Item toEnum(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (item.type->is(TypeKind::Enum)) {
    bool inside = true;
    for (const std::string& member : item.type->members)
      inside = inside && isMemberOf(*expected, member);
    if (!inside && !item.scalar.value) return reject(context, scope, item, expected);
  } else if (!item.type->is(TypeKind::String)) {
    return reject(context, scope, item, expected);
  }
  if (item.scalar.value) {
    const std::string& text = *item.scalar.value->string();
    if (!isMemberOf(*expected, text)) {
      context.report(notAMember(item, text, *expected));
      return context.poisoned(item.span);
    }
  } else if (item.type->is(TypeKind::String)) {
    return reject(context, scope, item, expected);
  }
  item.type = expected;
  return item;
}

Item toList(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (!item.type->is(TypeKind::List)) return reject(context, scope, item, expected);
  if (!item.items) {
    return sameType(*item.type, *expected) ? item : reject(context, scope, item, expected);
  }
  auto items = std::make_shared<std::vector<Item>>();
  for (const Item& element : *item.items) {
    Item fitted = element;
    // A list by name is reported where it stands, not where it was written.
    if (item.span != element.span && fitted.provenance == nullptr && item.provenance != nullptr)
      fitted.provenance = item.provenance;
    items->push_back(coerce(context, scope, std::move(fitted), expected->inner));
    if (items->back().isError()) return context.poisoned(item.span);
  }
  item.items = std::move(items);
  item.type = expected;
  return item;
}

// Records that are written out at the place say nothing that is not needed there; others may.
bool holdsMore(const Item& item, const Type& expected) {
  if (!item.fields || item.fields->size() <= expected.fields.size()) return false;
  const Span& first = item.fields->front().item.span;
  return first.file == item.span.file && item.span.begin <= first.begin &&
         first.end <= item.span.end;
}

// A step names only the parts of a record that it needs.
Item toRecord(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (sameType(*item.type, *expected)) return item;
  if (!item.type->is(TypeKind::Record) || holdsMore(item, *expected))
    return reject(context, scope, item, expected);
  auto fields = std::make_shared<std::vector<ItemField>>();
  for (const TypeField& wanted : expected->fields) {
    const TypeField* given = item.type->find(wanted.name);
    const Item* part = item.field(wanted.name);
    const bool fits = given != nullptr && (part != nullptr || sameType(*given->type, *wanted.type));
    if (!fits) return reject(context, scope, item, expected);
    if (part == nullptr) continue;
    Item fitted = *part;
    // A record by name is reported where it stands, not where it was written.
    if (item.provenance != nullptr) fitted.span = item.span;
    if (fitted.provenance == nullptr) fitted.provenance = item.provenance;
    fields->push_back({wanted.name, coerce(context, scope, std::move(fitted), wanted.type)});
    if (fields->back().item.isError()) return context.poisoned(item.span);
  }
  if (item.fields) item.fields = std::move(fields);
  item.type = expected;
  return item;
}

Item toComponent(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (item.type->is(TypeKind::Component) && kindSuits(expected->name, item.type->name)) return item;
  if (item.type->is(TypeKind::Component)) {
    context.report(kindMismatch(item, expected->name));
    return context.poisoned(item.span);
  }
  return reject(context, scope, item, expected);
}

Item stripOptional(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (item.isNone() && !scope.untaken) {
    context.report(noneForValue(item, *expected));
    return context.poisoned(item.span);
  }
  if (item.isNone()) item.value.reset();
  item.type = item.type->inner;
  return coerce(context, scope, std::move(item), expected);
}

}  // namespace

bool kindSuits(const std::string& expected, const std::string& actual) {
  if (expected == actual) return true;
  return expected == "measure" && (actual == "metric" || actual == "table");
}

namespace {

// Between types that are neither open nor optional.
Item convert(Context& context, const Scope& scope, Item item, TypeRef expected) {
  switch (expected->kind) {
    case TypeKind::Float:
      if (item.type->is(TypeKind::Int)) return toFloat(context, std::move(item));
      if (isMetric(item)) {
        item.type = expected;
        return item;
      }
      break;
    case TypeKind::String:
      if (item.type->is(TypeKind::Enum)) {
        item.type = expected;
        return item;
      }
      break;
    case TypeKind::Path:
      if (saysPath(item)) return toPath(context, item);
      if (item.type->is(TypeKind::File) || item.type->is(TypeKind::Stdout) || isFromEnv(item)) {
        item.type = expected;
        return item;
      }
      break;
    case TypeKind::File:
      return toFile(context, scope, std::move(item), expected);
    case TypeKind::Count:
      if (!sameType(*item.type, *expected))
        return toCount(context, scope, std::move(item), expected);
      break;
    case TypeKind::Measure:
      if (!sameType(*item.type, *expected))
        return toMeasure(context, scope, std::move(item), expected);
      break;
    case TypeKind::Enum:
      return toEnum(context, scope, std::move(item), expected);
    case TypeKind::List:
      return toList(context, scope, std::move(item), expected);
    case TypeKind::Record:
      return toRecord(context, scope, std::move(item), expected);
    case TypeKind::Component:
      return toComponent(context, scope, std::move(item), expected);
    case TypeKind::Field:
    case TypeKind::Series:
      if (item.type->is(expected->kind)) return item;
      break;
    case TypeKind::Int:
      if (item.type->is(TypeKind::Count)) return item;
      break;
    default:
      break;
  }
  if (sameType(*item.type, *expected)) return item;
  return reject(context, scope, item, expected);
}

}  // namespace

Item coerce(Context& context, const Scope& scope, Item item, TypeRef expected) {
  if (item.isError() || expected->isError()) return context.poisoned(item.span);
  if (expected->is(TypeKind::Opaque) || item.type->is(TypeKind::Opaque)) {
    item.type = expected;
    return item;
  }
  if (expected->is(TypeKind::Optional)) {
    if (item.type->is(TypeKind::None) || item.type->is(TypeKind::Optional)) return item;
    return coerce(context, scope, std::move(item), expected->inner);
  }
  if (item.type->is(TypeKind::Optional))
    return stripOptional(context, scope, std::move(item), expected);
  return convert(context, scope, std::move(item), expected);
}

namespace {

// Outputs of the same names and types, whichever of them a call gives.
bool areAlike(const Type& left, const Type& right) {
  const auto given = [](const TypeField& field) -> const Type& {
    return field.type->is(TypeKind::Given) ? *field.type->inner : *field.type;
  };
  return std::equal(left.fields.begin(), left.fields.end(), right.fields.begin(),
                    right.fields.end(), [&](const TypeField& a, const TypeField& b) {
                      return a.name == b.name && sameType(given(a), given(b));
                    });
}

}  // namespace

std::optional<TypeRef> joinBranches(Context& context, const Item& then, const Item& otherwise) {
  TypeRef a = then.type;
  TypeRef b = otherwise.type;
  if (sameType(*a, *b)) return a;
  if (a->is(TypeKind::Optional) && sameType(*a->inner, *b)) return a;
  if (b->is(TypeKind::Optional) && sameType(*b->inner, *a)) return b;
  bool numbers = (a->is(TypeKind::Int) && b->is(TypeKind::Float)) ||
                 (a->is(TypeKind::Float) && b->is(TypeKind::Int));
  if (numbers) return context.types.simple(TypeKind::Float);
  if (a->is(TypeKind::None)) return context.types.make({.kind = TypeKind::Optional, .inner = b});
  if (b->is(TypeKind::None)) return context.types.make({.kind = TypeKind::Optional, .inner = a});
  if (a->is(TypeKind::Component) && b->is(TypeKind::Component) && a->name == b->name) return a;
  bool strings = scalarTypeOf(*a) && scalarTypeOf(*a) == scalarTypeOf(*b);
  if (strings) return context.types.ofScalar(*scalarTypeOf(*a));
  if (a->is(TypeKind::List) && b->is(TypeKind::List)) return a;
  // Outputs of different tasks that have the same names and types.
  if (a->is(TypeKind::Outputs) && b->is(TypeKind::Outputs) && areAlike(*a, *b)) return a;
  bool models = a->is(TypeKind::Model) && b->is(TypeKind::Model);
  return models && sameUpToSymbols(*a, *b) ? std::optional<TypeRef>(a) : std::nullopt;
}

}  // namespace itw::sema
