#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Checks a shape declaration: entries, types, values. Once a shape.
const ShapeInfo& shapeOf(Context& context, const Symbol& symbol);

/// What `on NAME` gives a task: the first alternative that this version can run. Reported at `use`
/// if there is none.
std::optional<expr::Resources> chooseResources(Context& context, const std::string& name, Span use);

}  // namespace itw::sema
