#pragma once

#include <cstdint>
#include <string>

#include "compiler/expr/dim.h"
#include "compiler/sema/item.h"

namespace itw::sema {

class PipelineBuilder;
struct ModelInfo;

/// Where an expression stands: which names it sees and what may be done there.
struct Scope {
  std::uint32_t module = 0;  ///< Of the file whose names are visible.
  const Scope* outer = nullptr;
  const Locals* locals = nullptr;
  const expr::Facts* facts = nullptr;   ///< About dimension symbols; null outside models.
  PipelineBuilder* pipeline = nullptr;  ///< Where task calls become nodes; null elsewhere.
  const ModelInfo* body = nullptr;      ///< The model in whose chain an op is looked for.
  bool draws = false;                   ///< In a choice of a sweep, whose arguments may be drawn.
  bool untaken = false;                 ///< In a branch that the given values do not reach.

  /// A parameter or binding of that name, innermost first, or null.
  const Item* find(const std::string& name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
      if (scope->locals == nullptr) continue;
      auto place = scope->locals->find(name);
      if (place != scope->locals->end()) return &place->second;
    }
    return nullptr;
  }

  /// What is known of dimension symbols here; nothing outside models.
  const expr::Facts& knownFacts() const;
};

}  // namespace itw::sema
