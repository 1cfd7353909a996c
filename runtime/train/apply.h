#pragma once

#include <memory>
#include <string>

#include "compiler/base/result.h"
#include "compiler/expr/value.h"
#include "runtime/data/dataset.h"

namespace itw::train {

/// A dataset with a function of one value applied to each element of a field, in f64. Errors: no
/// such field, one that is not floating, a result that is not finite.
Result<std::shared_ptr<const data::Dataset>> applyToField(const data::DataView& view,
                                                          const std::string& field,
                                                          const expr::Value* function);

}  // namespace itw::train
