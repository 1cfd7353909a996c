#include "compiler/lower/model_table.h"

#include "compiler/base/check.h"

namespace itw::lower {

expr::ModelRef ModelTable::place(expr::ModelRef model) {
  ITW_CHECK(model.model < all_.size(), "a model that the program does not have");
  std::optional<expr::ModelRef>& known = places_[model.model];
  if (!known) {
    known = expr::ModelRef{static_cast<std::uint32_t>(used_.size())};
    used_.push_back(all_[model.model]);
  }
  return *known;
}

expr::Value ModelTable::adopt(expr::Value value) {
  if (auto* model = std::get_if<expr::ModelRef>(&value.node)) *model = place(*model);
  if (auto* list = std::get_if<expr::List>(&value.node)) {
    for (expr::Value& item : list->items) item = adopt(std::move(item));
  }
  auto* record = std::get_if<expr::Record>(&value.node);
  if (auto* component = std::get_if<expr::Component>(&value.node)) record = &component->arguments;
  if (record != nullptr) {
    for (expr::NamedValue& field : record->fields) field.value = adopt(std::move(field.value));
  }
  return value;
}

}  // namespace itw::lower
