#pragma once

#include <memory>
#include <string>

#include "compiler/base/result.h"
#include "runtime/nn/module.h"

namespace itw::train {

/// Writes a model as one safetensors file: its weights by name and, in the metadata, its graph. The
/// file says all that evaluation needs, does not depend on how the model was trained across ranks,
/// and is readable by every safetensors library.
Result<void> writeModel(const std::string& path, const nn::Module& module);

/// Opens what writeModel wrote; weights must be exactly those of the graph.
Result<std::unique_ptr<nn::Module>> readModel(const std::string& path);

}  // namespace itw::train
