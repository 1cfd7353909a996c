#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/pipeline/rebound.h"
#include "compiler/sema/scope.h"
#include "compiler/sema/search/draws.h"
#include "compiler/sema/search/search_info.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// What of a pipeline can vary, collected once for all its sweeps and studies.
struct VariableNames {
  std::unordered_set<const Symbol*> reached;  ///< What of the file it reads.
  std::unordered_map<std::string, const PipelineArgument*> arguments;
  Locals locals;  ///< The arguments with their values.
};

/// The settings that a block does not have yet.
std::vector<std::string_view> freeKeys(const std::vector<syntax::SweepStatement>& body,
                                       std::span<const std::string_view> keys);

/// What sweeps and studies have in common: a pipeline, the names that vary, requirements, keys.
class SearchChecker {
 public:
  /// `what` is "sweep" or "study".
  SearchChecker(Context& context, const Symbol& symbol, const syntax::Name& pipeline,
                std::string what);

  /// Whether there is a pipeline whose names can be looked up.
  bool hasPipeline() const { return pipeline_ != nullptr; }
  const Symbol* pipeline() const { return pipeline_; }
  const Symbol& symbol() const { return symbol_; }

  /// Names what will vary: conditions that read two such names say nothing of one alone.
  void announce(const std::string& name) { announced_.insert(bareName(name)); }
  /// The param or argument that a name varies; nothing after a report.
  std::optional<DrawTarget> targetOf(const syntax::Name& name);
  /// The value that a stronger layer binds a name to, or null.
  const Item* fixedValue(const syntax::Name& name, const DrawTarget& target) const;
  /// Whether a stronger layer binds the name for good, which is noted.
  bool isFixed(const syntax::Name& name, const DrawTarget& target);
  /// Makes a varying name visible to conditions.
  void vary(const DrawTarget& target, Item item);
  /// Keeps conditions silent about a name that was reported.
  void varyUnknown(const syntax::Name& name);

  /// Whether a name that would vary is bound for good, so that conditions may hold always or never.
  bool anyFixed() const { return anyFixed_; }

  /// `require`: a condition over what varies.
  std::optional<Requirement> requirement(const syntax::SweepStatement& statement);
  /// What is known of a condition over what varies; Unknown after a report too.
  std::optional<expr::Tri> truth(const syntax::Expr& condition);
  /// A number that the pipeline measures, as it is written; nothing after a report.
  std::optional<std::string> result(const syntax::Expr& expr, const std::string& what);
  /// A condition on what the pipeline measures.
  std::optional<std::string> limit(const syntax::Expr& condition);

  /// The value of a key such as `parallel`.
  Item key(const syntax::Binding& binding, TypeRef type);
  /// A whole number of at least one; one after a report.
  std::int64_t count(const syntax::Binding& binding);
  /// Reports a key that the block does not have, or that stands where a draw is meant.
  void unknownKey(const syntax::Binding& binding, const std::vector<std::string_view>& known);
  /// Reports a key that stands twice.
  bool isFirst(const syntax::Binding& binding);

  /// The bindings of the pipeline.
  const Locals& bindings() { return context_.bindings[pipeline_]; }
  std::string textOf(const syntax::Expr& expr) const;

 private:
  // Conditions name an argument without its pipeline.
  static std::string bareName(const std::string& name) { return name.substr(name.rfind('.') + 1); }

  void reportBroken(const syntax::SweepStatement& statement);
  void findPipeline(const syntax::Name& name);
  bool standsAlone(const syntax::Parameter& parameter) const;
  DrawTarget targetAt(std::string path, TypeRef type, const syntax::Parameter& parameter,
                      const Symbol* param);
  std::string nearestVariable(const std::string& name);
  const PipelineArgument* argumentOf(const std::string& name) const;
  bool readsResult(const syntax::Expr& expr) const;
  bool readsOthers(const syntax::Expr& condition) const;

  Context& context_;
  const Symbol& symbol_;
  std::string what_;
  const Symbol* pipeline_ = nullptr;
  std::string pipelineName_;
  const VariableNames* variable_ = nullptr;         ///< Of the pipeline.
  Locals varying_;                                  ///< What varies, as open values.
  Rebindings imported_;                             ///< The same of params of imported files.
  std::unordered_map<std::uint32_t, Scope> files_;  ///< What their params see.
  std::unordered_map<std::string, Span> keys_;
  std::unordered_set<std::string> announced_;
  bool anyFixed_ = false;
};

}  // namespace itw::sema
