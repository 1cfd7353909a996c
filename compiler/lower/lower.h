#pragma once

#include "compiler/plan/plan.h"
#include "compiler/sema/checked_program.h"
#include "compiler/source/source_map.h"

namespace itw::lower {

/// The plan of one pipeline of a program without errors: its tasks and the models that they use.
/// Keys and the digest of the standard library are left to the caller, since not everyone needs
/// them.
plan::Plan lower(const sema::CheckedProgram& program, const sema::PipelineInstance& pipeline,
                 const SourceMap& sources);

}  // namespace itw::lower
