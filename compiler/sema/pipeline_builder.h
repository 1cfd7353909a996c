#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/sema/arguments.h"
#include "compiler/sema/checked_program.h"
#include "compiler/sema/item.h"

namespace itw::sema {

/// Where in a plan the next nodes belong: what their names begin with.
struct NodePlace {
  std::string prefix;   ///< Of the pipeline call that they are in: "best.".
  std::string binding;  ///< The name that the last call of the expression gets: "fit", "files.0".
  bool inner = false;   ///< For calls that are not the last of their binding.
};

/// Collects the nodes of one pipeline while its bindings are evaluated. Nodes of branches that are
/// not taken are checked like the others and left out of the result.
class PipelineBuilder {
 public:
  explicit PipelineBuilder(std::string pipeline) : pipeline_(std::move(pipeline)) {}

  const std::string& pipeline() const { return pipeline_; }
  /// Names the nodes that follow after a binding: its last call gets the bare name.
  void beginBinding(const std::string& name) { place_.binding = name; }
  const NodePlace& place() const { return place_; }
  void setPlace(NodePlace place) { place_ = std::move(place); }
  /// The name of the next node: its binding's, or `binding.task` for calls inside one. Each once.
  std::string nameNode(const std::string& task, bool taken);

  /// Adds a node and returns its number for OutputRef.
  std::uint32_t add(TaskNode node, bool taken);
  /// The node that stands for a sweep whose results are used; made when it is first asked for.
  std::uint32_t searchNode(const TaskNode& node);
  std::size_t size() const { return nodes_.size(); }
  const TaskNode& node(std::uint32_t index) const { return nodes_[index]; }
  TaskNode& node(std::uint32_t index) { return nodes_[index]; }

  /// A call of another pipeline that leaves these arguments to their defaults.
  void noteCall(const Symbol& callee, const std::vector<std::string>& defaults) {
    defaults_[&callee].insert(defaults.begin(), defaults.end());
  }
  /// The arguments of a pipeline that some call leaves to their defaults; null when none is called.
  const std::unordered_set<std::string>* defaultsOf(const Symbol& callee) const {
    auto place = defaults_.find(&callee);
    return place == defaults_.end() ? nullptr : &place->second;
  }

  /// The nodes that are taken, renumbered, with their references.
  std::vector<TaskNode> takeNodes();
  /// Where a node went in takeNodes.
  std::uint32_t renumbered(std::uint32_t node) const { return positions_[node]; }

 private:
  std::string pipeline_;
  NodePlace place_;
  std::vector<TaskNode> nodes_;
  std::vector<bool> taken_;
  std::vector<std::uint32_t> positions_;
  std::unordered_map<std::string, int> names_;
  std::unordered_map<std::string, std::uint32_t> searches_;
  std::unordered_map<const Symbol*, std::unordered_set<std::string>> defaults_;
};

/// Moves to another place for as long as it lives; nothing outside pipelines.
class AtPlace {
 public:
  /// Calls that are not the last of their binding.
  static AtPlace inner(PipelineBuilder* builder);
  /// The element of that number of a list.
  static AtPlace element(PipelineBuilder* builder, std::size_t number);
  /// Inside a call of a pipeline, whose nodes begin with `name`.
  static AtPlace call(PipelineBuilder* builder, const std::string& name);
  ~AtPlace() {
    if (builder_ != nullptr) builder_->setPlace(std::move(before_));
  }
  AtPlace(const AtPlace&) = delete;
  AtPlace& operator=(const AtPlace&) = delete;

 private:
  AtPlace(PipelineBuilder* builder, NodePlace place);

  PipelineBuilder* builder_;
  NodePlace before_;
};

/// Calls a function with every OutputRef in a value.
void forEachOutputRef(expr::Value& value, const std::function<void(expr::OutputRef&)>& visit);
/// Calls a function with every ModelRef in a value.
void forEachModelRef(expr::Value& value, const std::function<void(expr::ModelRef&)>& visit);

/// Reports lists among the arguments of a node that hold both outputs and values; false then.
bool listsAreWhole(Context& context, const BoundArguments& bound);

/// An argument as the plan holds it. Nothing for one that is open until a param has a value, or
/// after a report: what is computed from outputs of tasks cannot be given to another one. What is
/// computed from the results of a search is marked so.
std::optional<expr::Value> planValue(Context& context, const PipelineBuilder& builder, Item item,
                                     Span span);

/// A call of a task: a node of the pipeline in whose scope it stands.
Item taskItem(Context& context, const Scope& scope, const Symbol& symbol, const CallSite& site);

/// The outputs of a task for the arguments of one call: type variables replaced, `given` and
/// `each` resolved.
TypeRef outputsOf(Context& context, const Symbol& symbol, const BoundArguments& bound,
                  const Generics& generics, Span call);

/// Checks data against models, and the output of models against losses and metrics; fills the
/// name of the target field.
void checkDataFlow(Context& context, const Symbol& symbol, BoundArguments& bound,
                   const CallSite& site);

/// The pipelines of the user's file, and those of imported files that its searches vary.
struct CheckedPipelines {
  std::vector<PipelineInstance> own;
  std::vector<PipelineInstance> searched;
};

/// Checks all pipelines of the user's files and evaluates them.
CheckedPipelines checkPipelines(Context& context);

}  // namespace itw::sema
