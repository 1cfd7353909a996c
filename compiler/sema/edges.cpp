#include <algorithm>

#include "compiler/sema/checked_program.h"

namespace itw::sema {
namespace {

bool isOpaque(const PipelineInstance& pipeline, const expr::OutputRef& source) {
  const std::vector<OutputType>& outputs = pipeline.nodes[source.node].outputs;
  return std::any_of(outputs.begin(), outputs.end(), [&](const OutputType& output) {
    return output.opaque && (source.output.empty() || source.output == output.name);
  });
}

}  // namespace

Edges countEdges(const CheckedProgram& program) {
  Edges edges;
  for (const PipelineInstance& pipeline : program.pipelines) {
    auto count = [&](const TaskArgument& argument, const expr::Value& value) {
      const auto* source = std::get_if<expr::OutputRef>(&value.node);
      if (source == nullptr) return;
      ++edges.all;
      if (!argument.opaque && !isOpaque(pipeline, *source)) ++edges.checked;
    };
    for (const TaskNode& node : pipeline.nodes)
      for (const TaskArgument& argument : node.arguments) {
        count(argument, argument.value);
        if (const auto* list = std::get_if<expr::List>(&argument.value.node))
          for (const expr::Value& item : list->items) count(argument, item);
      }
  }
  return edges;
}

}  // namespace itw::sema
