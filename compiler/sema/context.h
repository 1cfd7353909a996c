#pragma once

#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/sema/checked_program.h"
#include "compiler/sema/item.h"
#include "compiler/sema/symbols.h"
#include "compiler/sema/type.h"

namespace itw::sema {

struct CompiledCondition;
struct ConstantRange;
struct Signature;
struct FunctionInfo;
struct OpRule;
struct StepInfo;
struct VariableNames;
struct ModelInfo;
struct PipelineInfo;
class Reach;

/// How far the value of a param or constant is known; Running is how cycles are noticed.
enum class Progress : std::uint8_t { Untouched, Running, Done };

/// What one layer said of a param or argument.
struct LayerItem {
  Layer layer = Layer::Default;
  Item item;
  std::string setBy;  ///< "profile booster", "--set lr=2".
  Span place;         ///< Invalid for the command line.
};

/// A param, constant or type alias: evaluated when it is first asked for.
struct Definition {
  Progress progress = Progress::Untouched;
  Item item;
  Layer layer = Layer::Default;
  std::vector<LayerItem> layers;
  std::size_t rank = 0;  ///< Its place in an order in which each comes after what it needs.
};

/// `--set` texts by what they name, and whether anything took them.
struct PendingOverride {
  const Override* override = nullptr;
  mutable bool taken = false;
};

/// An argument of a pipeline with its value.
struct PipelineArgument {
  std::string path;  ///< "digits.place".
  const syntax::Parameter* parameter = nullptr;
  Item item;
  Layer layer = Layer::Default;
  std::vector<LayerItem> layers;
};

/// A call of a pipeline or model whose body is being evaluated.
struct PipelineFrame {
  Span call;
  std::string pipeline;
};

/// What is said of mistakes in a part of the text, where they say no more themselves.
struct Advice {
  Span within;
  std::string help;
  std::vector<Fix> fixes;
};

/// A shape declaration after checking.
struct ShapeInfo {
  bool valid = false;
  std::vector<expr::Resources> alternatives;
};

/// What the parts of one check share. Plain tables, filled on demand; each has one file that
/// fills it.
struct Context {
  Context(const CheckInput& checkInput, DiagnosticSink& diagnostics);
  ~Context();

  const CheckInput& input;
  DiagnosticSink& sink;
  TypeArena types;
  SymbolTable symbols;
  std::unordered_map<const Symbol*, Definition> definitions;
  std::unordered_map<const Symbol*, std::unique_ptr<Signature>> signatures;
  std::unordered_map<const Symbol*, std::unique_ptr<OpRule>> opRules;
  std::unordered_map<const Symbol*, std::unique_ptr<ModelInfo>> models;
  std::unordered_map<const Symbol*, std::unique_ptr<PipelineInfo>> pipelines;
  std::unordered_map<const Symbol*, std::unique_ptr<FunctionInfo>> functions;
  std::unordered_map<const Symbol*, std::unique_ptr<StepInfo>> steps;
  std::unordered_map<const Symbol*, ShapeInfo> shapes;
  std::unique_ptr<Reach> reach;
  /// Ranges and conditions that were compiled, null where they have to be evaluated afresh.
  std::unordered_map<const syntax::Parameter*, std::unique_ptr<ConstantRange>> ranges;
  std::unordered_map<const syntax::Expr*, std::unique_ptr<CompiledCondition>> conditions;
  std::vector<PendingOverride> overrides;
  std::vector<PipelineArgument> arguments;
  /// The bindings of each pipeline, as the objectives of its sweeps see them.
  std::unordered_map<const Symbol*, Locals> bindings;
  std::unordered_map<const Symbol*, std::shared_ptr<VariableNames>> variableNames;
  /// The entries of the chosen profile: "lr", "lr in", "digits.place".
  std::unordered_map<std::string, const syntax::ProfileEntry*> profileEntries;
  const Symbol* profile = nullptr;  ///< What `--profile` chose.
  const Symbol* site = nullptr;     ///< What `--site` or the profile chose.
  /// Graphs of all model calls; those that no task uses are left out at the end.
  std::vector<expr::ModelGraph> graphs;

  /// Mismatches of data, model and judge that were told: later calls only inherit them.
  std::unordered_set<std::string> told;
  /// The `--set` that is being evaluated: it is named in what is reported meanwhile.
  std::string settingBy;

  /// For the call that is being checked, or nothing.
  std::optional<Advice> advice;

  /// The calls of pipelines and models that are being evaluated, outermost first.
  std::vector<PipelineFrame> calls;
  /// How many elements of fan-outs and statements of called pipelines may still be evaluated:
  /// calls of calls could make any number of tasks.
  std::int64_t fanOutLeft = 200000;

  /// How many statements may still be evaluated to try the values of sweeps and studies in their
  /// uses.
  std::int64_t usesLeft = 1500;

  /// An import that was reported and of which no guess could be made: the names that nothing
  /// declares may be its own, and so may all behind its alias.
  std::set<std::uint32_t> lackingImports;  ///< Modules that have one without an alias.
  std::set<std::pair<std::uint32_t, std::string>> lackingAliases;
  /// Modules of the library whose import a file was told to lack.
  std::set<std::pair<std::uint32_t, std::string>> missingImports;

  /// Where that is asked for: the places of the params and arguments that a walk has read, branches
  /// that are not taken left out.
  std::set<std::pair<std::uint32_t, std::uint32_t>>* reads = nullptr;

  /// How often nearest names may still be looked for: nobody reads thousands of suggestions.
  int suggestionsLeft = 200;

  void report(Diagnostic diagnostic);
  /// The item of something that was reported.
  Item poisoned(Span span) const;
};

}  // namespace itw::sema
