#pragma once

#include <span>

#include "compiler/sema/context.h"
#include "compiler/sema/place/entries.h"

namespace itw::sema {

/// What an alternative of a shape may say.
std::span<const EntryRule> shapeRules();

/// Checks a shape declaration: entries, types, values. Once a shape.
const ShapeInfo& shapeOf(Context& context, const Symbol& symbol);

/// What `on NAME` gives a task: the alternative that this machine can take, else the first; the
/// others follow in it. Nothing after a report.
std::optional<expr::Resources> chooseResources(Context& context, const std::string& name);

}  // namespace itw::sema
