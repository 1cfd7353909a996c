#pragma once

#include <vector>

#include "compiler/sema/context.h"

namespace itw::sema {

/// The entries of shapes and the site, as the program keeps them beside the params: what the
/// declaration says of them, and what the chosen profile or `--site` does. Of a shape with
/// alternatives it is the first that says something.
std::vector<ParamValue> listPlaces(Context& context);

}  // namespace itw::sema
