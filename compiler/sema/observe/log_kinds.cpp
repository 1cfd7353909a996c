#include "compiler/sema/observe/log_kinds.h"

#include <set>

#include "compiler/sema/observe/observe_diagnostics.h"

namespace itw::sema {
namespace {

// What a tracker is given: the words of its argument `takes`.
void addTaken(const expr::Component& tracker, std::set<std::string>& taken) {
  const expr::Value* takes = tracker.arguments.find("takes");
  const auto* list = takes == nullptr ? nullptr : std::get_if<expr::List>(&takes->node);
  if (list == nullptr) return;
  for (const expr::Value& item : list->items)
    if (const auto* word = std::get_if<std::string>(&item.node)) taken.insert(*word);
}

Span observePlace(const Context& context) {
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations)
    if (std::holds_alternative<syntax::ObserveDecl>(declaration.node)) return declaration.keyword;
  return {};
}

// The first result of each kind: where it comes from and how it is called.
class Results {
 public:
  void add(const PipelineInstance& pipeline) {
    for (const TaskNode& node : pipeline.nodes)
      for (const OutputType& output : node.outputs)
        if (output.type == "metric" || output.type == "table")
          keep(output.type, {node.name + "." + output.name, node.span});
    for (const Published& published : pipeline.published) {
      if (published.source.node >= pipeline.nodes.size()) continue;
      for (const OutputType& output : pipeline.nodes[published.source.node].outputs) {
        bool number = output.type == "metric" || output.type == "table";
        if (output.name == published.source.output && !number)
          keep("artifact", {published.name, published.span});
      }
    }
  }

  const std::vector<std::pair<std::string, LoggedResult>>& all() const { return first_; }

 private:
  void keep(const std::string& kind, LoggedResult result) {
    if (seen_.insert(kind).second) first_.emplace_back(kind, std::move(result));
  }

  std::set<std::string> seen_;
  std::vector<std::pair<std::string, LoggedResult>> first_;
};

}  // namespace

void checkLogKinds(Context& context, const CheckedProgram& program) {
  std::set<std::string> taken;
  for (const expr::Component& tracker : program.trackers) addTaken(tracker, taken);
  if (taken.empty() || context.sink.hasErrors()) return;
  Results results;
  for (const PipelineInstance& pipeline : program.pipelines) results.add(pipeline);
  for (const auto& [kind, result] : results.all())
    if (!taken.contains(kind)) context.report(kindNotTaken(observePlace(context), kind, result));
}

}  // namespace itw::sema
