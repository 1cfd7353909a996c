#pragma once

#include <vector>

#include "compiler/sema/arguments.h"
#include "compiler/sema/checked_program.h"

namespace itw::sema {

class PipelineBuilder;

/// What callers of a pipeline need to know of it.
struct PipelineInfo {
  bool checked = false;
  bool valid = false;                ///< Nothing was wrong with its own defaults.
  std::vector<TypeField> published;  ///< Names as `publish` gives them, and their types.
  std::unordered_map<std::uint32_t, double> epochs;  ///< Of the tasks that count them.
  std::uint32_t depth = 0;  ///< Of the pipelines that it calls, the longest way down.
};

/// What is known of a pipeline; checkPipelines fills it, each after those that it calls.
PipelineInfo& pipelineInfoOf(Context& context, const Symbol& symbol);

/// One walk through a pipeline's body.
struct PipelineWalk {
  const Symbol* symbol = nullptr;
  PipelineBuilder* builder = nullptr;
  Locals locals;         ///< The arguments.
  bool untaken = false;  ///< In a branch that is not taken.
  bool first = true;     ///< What is wrong whatever the arguments are is told now.
};

/// What was published: outputs of tasks, in the order of the text.
struct PublishedOutput {
  std::string name;
  Item item;
  Span span;
};

/// Evaluates the body of a pipeline.
std::vector<PublishedOutput> walkPipeline(Context& context, PipelineWalk walk);

/// Pipelines that call each other deeper than this are refused.
inline constexpr std::uint32_t kDeepestPipeline = 64;

}  // namespace itw::sema
