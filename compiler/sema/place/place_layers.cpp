#include "compiler/sema/place/place_layers.h"

#include "compiler/sema/place/profiles.h"
#include "compiler/sema/place/shapes.h"

namespace itw::sema {
namespace {

void addLayer(ParamValue& value, Layer layer, const Entry& entry, const std::string& setBy) {
  if (!entry.item.known()) return;
  value.value = valueOf(entry.item);
  value.type = textOf(*entry.item.type);
  value.layer = layer;
  value.layers.push_back({layer, value.value, setBy, entry.span});
}

// The first entry of that name in the alternatives of a shape.
std::optional<Entry> writtenEntry(Context& context, const Symbol& shape, std::string_view name) {
  const auto& declaration = std::get<syntax::ShapeDecl>(shape.declaration->node);
  for (const syntax::ExprPtr& alternative : declaration.alternatives) {
    const auto* record = std::get_if<syntax::RecordExpr>(&alternative->node);
    if (record == nullptr) continue;
    const Entries entries =
        readEntries(context, entriesOf(*record), shapeRules(), {"shape", shape.name});
    if (const Entry* entry = entries.find(name)) return *entry;
  }
  return std::nullopt;
}

void addShape(Context& context, const Symbol& shape, std::vector<ParamValue>& places) {
  const std::vector<Entry> overriding = profileEntriesOf(context, shape);
  for (const EntryRule& rule : shapeRules()) {
    ParamValue value{.path = context.symbols.qualified(shape) + "." + std::string(rule.name),
                     .declared = shape.span};
    if (const auto written = writtenEntry(context, shape, rule.name)) {
      value.declared = written->span;
      addLayer(value, Layer::Default, *written, "");
    }
    for (const Entry& entry : overriding)
      if (entry.name->text == rule.name)
        addLayer(value, Layer::Profile, entry, profileText(context));
    if (!value.layers.empty()) places.push_back(std::move(value));
  }
}

}  // namespace

std::vector<ParamValue> listPlaces(Context& context) {
  std::vector<ParamValue> places;
  const std::size_t before = context.sink.all().size();
  for (const Symbol& symbol : context.symbols.all())
    if (context.symbols.isUsers(symbol.module) && symbol.kind == SymbolKind::Shape)
      addShape(context, symbol, places);
  // It was reported when the shape was read.
  context.sink.takeSince(before);
  if (context.site == nullptr) return places;
  ParamValue site{.path = "site",
                  .type = "site",
                  .value = {context.site->name},
                  .declared = context.site->span};
  if (const syntax::ProfileEntry* entry = profileBinding(context, "site"))
    if (const auto* name = std::get_if<syntax::NameExpr>(&entry->value->node))
      site.layers.push_back(
          {Layer::Profile, expr::Value{name->name}, profileText(context), entry->span});
  if (!context.input.site.empty())
    site.layers.push_back({Layer::Set, site.value, "--site " + context.input.site, {}});
  if (!site.layers.empty()) site.layer = site.layers.back().layer;
  places.push_back(std::move(site));
  return places;
}

}  // namespace itw::sema
