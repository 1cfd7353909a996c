#pragma once

#include "compiler/sema/arguments.h"
#include "compiler/sema/pipeline_builder.h"

namespace itw::sema {

/// Reports arguments of the type `parts<batch>`, or components with such ones, that divide a batch
/// while the model has a layer with buffers: those are statistics of the batch as a whole. Silent
/// where the numbers or the model are not known yet.
void checkWholeBatch(Context& context, const PipelineBuilder& builder, const BoundArguments& bound);

}  // namespace itw::sema
