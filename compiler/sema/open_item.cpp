#include "compiler/sema/open_item.h"

namespace itw::sema {

Item openItemOf(Context& context, TypeRef type, const syntax::Name& name,
                const expr::Interval& bounds, expr::Facts& facts) {
  Item item{.type = type, .span = name.span};
  if (type->isError()) return context.poisoned(item.span);
  if (type->is(TypeKind::Record)) {
    auto parts = std::make_shared<std::vector<ItemField>>();
    for (const TypeField& field : type->fields)
      parts->push_back(
          {field.name,
           openItemOf(context, field.type, {name.text + "." + field.name, name.span}, {}, facts)});
    item.fields = std::move(parts);
    return item;
  }
  if (type->is(TypeKind::Int) || type->is(TypeKind::Count)) {
    facts.bound(name.text, bounds);
    item.scalar = expr::abstractOf(expr::Dim::symbol(name.text), facts);
  }
  item.scalar.range = bounds;
  return item;
}

}  // namespace itw::sema
