#pragma once

#include <string>
#include <string_view>

#include "compiler/base/error.h"

namespace itw::nn {

/// A plan's op or component lacks an argument, or it has another type.
Error badArgument(std::string_view owner, std::string_view name, std::string_view wanted);
/// A plan names an op or component that this worker does not have; `kind` is "op", "optimizer" ...
Error unknownComponent(std::string_view kind, std::string_view name);
/// A model graph that refers to what it does not have.
Error badModel(std::string_view model, std::string_view what);
/// A checkpoint whose weights are not those of its model.
Error weightMismatch(std::string_view weight, std::string_view what);

}  // namespace itw::nn
