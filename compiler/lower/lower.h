#pragma once

#include "compiler/plan/plan.h"
#include "compiler/sema/checked_program.h"
#include "compiler/source/source_map.h"

namespace itw::lower {

/// The frozen plan of one pipeline of a program without errors: its tasks with keys, and the models
/// that they use. The caller fills in the digest of the standard library before keys are asked for
/// by anyone else; keys do not depend on it.
plan::Plan lower(const sema::CheckedProgram& program, const sema::PipelineInstance& pipeline,
                 const SourceMap& sources);

}  // namespace itw::lower
