#pragma once

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// A parameter that has a value of its own: a file-level param or a pipeline's argument. `path` is
/// what `--set` calls it.
struct ParameterValue {
  Item item;
  Layer layer = Layer::Default;
  std::vector<LayerItem> layers;  ///< Weakest first; the last one won.
};

/// The value after all layers, checked against range and condition.
ParameterValue evaluateParameter(Context& context, const syntax::Parameter& parameter,
                                 const std::string& path, const Scope& scope, TypeRef type);

/// Checks a value against the range and condition of its parameter, which may speak of itself.
/// False after a report.
bool checkValue(Context& context, const syntax::Parameter& parameter, const Scope& scope,
                const Item& item);

/// Evaluates all params, constants, types and functions of a file, each after what it needs. The
/// files that it imports come first.
void checkDefinitions(Context& context, std::uint32_t module);

/// Evaluates again what calls models, once these are checked: before, they have no graphs.
void completeDefinitions(Context& context, std::uint32_t module);

/// The params of the user's file and the arguments of its pipelines, as the program keeps them.
std::vector<ParamValue> listParams(Context& context);

}  // namespace itw::sema
