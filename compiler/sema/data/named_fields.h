#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/sema/arguments.h"

namespace itw::sema {

/// The names that an argument of type `field<D>`, `floating<D>` or a list of them gives; none where
/// it is `none`, nothing where it is open.
std::optional<std::vector<std::string>> fieldNamesOf(const BoundArguments& bound,
                                                     std::string_view argument);

/// Reports each argument of a task that names a field which the data do not have, or one whose
/// elements cannot be computed with where `floating<D>` is asked for. The `target` of a task with a
/// model is the business of checkDataFlow.
void checkNamedFields(Context& context, BoundArguments& bound, const Generics& generics);

}  // namespace itw::sema
