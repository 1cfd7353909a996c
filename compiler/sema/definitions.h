#pragma once

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// A parameter that has a value of its own: a file-level param or a pipeline's argument. `path` is
/// what `--set` calls it.
struct ParameterValue {
  Item item;
  Layer layer = Layer::Default;
};

/// The value after all layers, checked against range and condition.
ParameterValue evaluateParameter(Context& context, const syntax::Parameter& parameter,
                                 const std::string& path, const Scope& scope, TypeRef type);

/// Evaluates all params, constants and types of the user's file, each after what it needs.
void checkDefinitions(Context& context);

/// The params of the user's file and the arguments of its pipelines, as the program keeps them.
std::vector<ParamValue> listParams(Context& context);

}  // namespace itw::sema
