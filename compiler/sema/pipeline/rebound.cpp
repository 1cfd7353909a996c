#include "compiler/sema/pipeline/rebound.h"

#include <algorithm>

#include "compiler/sema/lookup.h"
#include "compiler/sema/pipeline/reach.h"

namespace itw::sema {

Rebound::Rebound(Context& context, const Rebindings& values) : context_(context) {
  if (values.empty()) return;
  std::vector<const Symbol*> roots;
  for (const auto& [symbol, item] : values) roots.push_back(symbol);
  for (const Symbol* symbol : reachOf(context).dependents(roots)) {
    if (auto found = context.definitions.find(symbol); found != context.definitions.end()) {
      definitions_.emplace_back(symbol, std::move(found->second));
      found->second = {.rank = definitions_.back().second.rank};
    }
    if (auto found = context.shapes.find(symbol); found != context.shapes.end()) {
      shapes_.emplace_back(symbol, std::move(found->second));
      context.shapes.erase(found);
    }
  }
  for (const auto& [symbol, item] : values) {
    Definition& definition = context.definitions[symbol];
    definition.progress = Progress::Done;
    definition.item = item;
  }
  // Each after what it needs, so that no chain of them is too long for the stack.
  std::sort(definitions_.begin(), definitions_.end(), [](const auto& left, const auto& right) {
    return left.second.rank < right.second.rank;
  });
  for (const auto& [symbol, before] : definitions_) definitionOf(context, *symbol, symbol->span);
}

Rebound::~Rebound() {
  for (auto& [symbol, before] : definitions_) context_.definitions[symbol] = std::move(before);
  for (auto& [symbol, before] : shapes_) context_.shapes[symbol] = std::move(before);
}

}  // namespace itw::sema
