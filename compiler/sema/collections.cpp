#include <unordered_map>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// Whether an element may stand in a list that begins with `first`; false after a report.
bool isAlike(Context& context, const Item& first, const Item& item) {
  if (first.isError() || item.isError() || joinBranches(context, first, item)) return true;
  bool components = first.type->is(TypeKind::Component) && item.type->is(TypeKind::Component);
  if (!components) context.report(elementsDiffer(item.span, *first.type, *item.type));
  return components;
}

// Lists and records share what they are made of, so that a few lines can ask for more than there
// is.
Item tooLarge(Context& context, Span span, const char* what) {
  context.report(tooManyParts(span, what));
  return context.poisoned(span);
}

}  // namespace

Item elaborateList(Context& context, const Scope& scope, const syntax::Expr& expr,
                   const syntax::ListExpr& list, TypeRef expected) {
  bool hinted = expected != nullptr && expected->is(TypeKind::List) &&
                (!hasGenerics(*expected) || expected->inner->is(TypeKind::Field));
  auto items = std::make_shared<std::vector<Item>>();
  TypeRef inner = hinted ? expected->inner : nullptr;
  bool poisoned = false;
  for (const syntax::ExprPtr& element : list.items) {
    AtPlace place = AtPlace::element(scope.pipeline, items->size());
    Item item =
        hinted ? elaborateAs(context, scope, *element, inner) : elaborate(context, scope, *element);
    poisoned = poisoned || item.isError() ||
               !isAlike(context, items->empty() ? item : items->front(), item);
    if (inner == nullptr && !item.isError()) inner = item.type;
    items->push_back(std::move(item));
  }
  if (poisoned) return context.poisoned(expr.span);
  std::uint32_t parts = 1;
  for (const Item& item : *items) parts = addParts(parts, item.parts);
  if (parts > kMostParts) return tooLarge(context, expr.span, "list");
  if (inner == nullptr) inner = context.types.simple(TypeKind::None);
  Item result{.type = hinted ? expected : context.types.list(inner), .span = expr.span};
  result.items = std::move(items);
  result.parts = parts;
  return result;
}

Item elaborateRecord(Context& context, const Scope& scope, const syntax::Expr& expr,
                     const syntax::RecordExpr& record, TypeRef expected) {
  bool hinted = expected != nullptr && expected->is(TypeKind::Record) && !hasGenerics(*expected);
  auto fields = std::make_shared<std::vector<ItemField>>();
  Type type{.kind = TypeKind::Record};
  bool poisoned = false;
  std::unordered_map<std::string_view, Span> seen;
  for (const syntax::Binding& binding : record.fields) {
    auto [earlier, fresh] = seen.emplace(binding.name.text, binding.span);
    if (!fresh) {
      context.report(duplicateField(binding.name, earlier->second));
      continue;
    }
    if (binding.drawn) context.report(drawOutsideSweep(binding.span));
    const TypeField* wanted = hinted ? expected->find(binding.name.text) : nullptr;
    Item item = wanted != nullptr ? elaborateAs(context, scope, *binding.value, wanted->type)
                                  : elaborate(context, scope, *binding.value);
    poisoned = poisoned || item.isError() || binding.drawn;
    type.fields.push_back({binding.name.text, item.type, binding.span});
    fields->push_back({binding.name.text, std::move(item)});
  }
  if (poisoned) return context.poisoned(expr.span);
  std::uint32_t parts = 1;
  for (const ItemField& field : *fields) parts = addParts(parts, field.item.parts);
  if (parts > kMostParts) return tooLarge(context, expr.span, "record");
  Item result{.type = context.types.make(std::move(type)), .span = expr.span};
  result.parts = parts;
  result.fields = std::move(fields);
  return result;
}

}  // namespace itw::sema
