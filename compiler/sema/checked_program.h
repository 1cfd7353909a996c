#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/expr/model_graph.h"
#include "compiler/expr/resources.h"
#include "compiler/expr/value.h"
#include "compiler/sema/place/site_info.h"
#include "compiler/sema/search/search_info.h"
#include "compiler/sema/step/manifest.h"
#include "compiler/sema/test/test_info.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/declaration.h"

namespace itw::sema {

/// The layer that gave a value, weakest first.
enum class Layer : std::uint8_t { Default, Profile, Set };

/// `--set path=value`: the text is parsed with the language's own literals and typed by its target.
struct Override {
  std::string path;
  std::string text;
};

/// The module that an import of a file or package means.
struct LoadedImport {
  const syntax::Declaration* declaration = nullptr;
  std::uint32_t module = 0;
};

/// A parsed file with the name that its declarations are qualified with: "std.nn" for the standard
/// library, "" for the file that the user named, "io" for one that it imports `as io`.
struct Module {
  std::string name;
  const syntax::File* file = nullptr;
  bool isStandard = false;
  /// Its names are seen without an import: those of strategies, searchers, trackers, schedulers.
  bool isPrelude = false;
  bool isPackage = false;             ///< May declare ops, tasks and components.
  std::string path;                   ///< What messages call a file: "./steps/io.itw".
  std::vector<LoadedImport> imports;  ///< Those of files and packages that could be read.
};

/// What the checker reads. `modules[0]` is the user's file; among the others are the standard
/// library and the files that imports lead to, which the driver loaded.
struct CheckInput {
  const SourceMap* sources = nullptr;
  std::vector<Module> modules;
  std::vector<Override> overrides;
  std::string profile;         ///< `--profile`, or empty.
  std::string site;            ///< `--site`, or empty.
  std::string target;          ///< What is to be planned, or empty.
  bool loadsPackages = false;  ///< Who loads reports packages that are not there.
  ManifestInput manifest;
};

/// What one layer said of a param: its value and where.
struct LayerValue {
  Layer layer = Layer::Default;
  std::optional<expr::Value> value;  ///< Nothing for a param without a default.
  std::string setBy;                 ///< "profile booster", "--set lr=2".
  Span place;                        ///< Invalid for the command line.
};

/// A file-level param or pipeline argument with the value it has after all layers.
struct ParamValue {
  std::string path;  ///< "lr", or "digits.place" for a pipeline argument.
  std::string type;  ///< As written: "float".
  std::string doc;
  expr::Value value;
  Layer layer = Layer::Default;
  Span declared;
  std::vector<LayerValue> layers;  ///< Weakest first; the last one won.
};

/// One output of a task and its type as a user would write it.
struct OutputType {
  std::string name;
  std::string type;
  bool opaque = false;  ///< Of the type `opaque`, or with a part that is.
};

/// An argument of a task call with its canonical value (positional ones are named, defaults
/// filled).
struct TaskArgument {
  std::string name;
  expr::Value value;
  Span span;            ///< Invalid for a default.
  bool opaque = false;  ///< Whether its parameter takes `opaque`.
};

/// A task call of a pipeline: a node of the dataflow.
struct TaskNode {
  std::string name;       ///< Binding path inside the pipeline: "fit".
  std::string component;  ///< Qualified task: "std.train.train".
  std::vector<TaskArgument> arguments;
  std::vector<OutputType> outputs;
  expr::Resources resources;
  std::optional<expr::Component> strategy;
  std::optional<expr::Component> retry;     ///< `std.clause.retry` with its arguments.
  std::optional<expr::Component> cache;     ///< `std.clause.cache`.
  std::optional<expr::Component> deadline;  ///< `std.clause.deadline`.
  std::optional<expr::Record> step;         ///< How an external step runs; see plan::Task.
  Span span;                                ///< The call.
  Span outermost;                           ///< That of the pipeline it is in, if one is called.
  bool mentioned = false;                   ///< Used by a branch that is not taken, or may be.
};

/// `publish fit.model as "digits"`; `source.output` is empty for the whole record of outputs.
struct Published {
  std::string name;
  expr::OutputRef source;
  Span span;
};

/// A param or argument that the pipeline needs and that nothing gives a value.
struct MissingValue {
  std::string path;  ///< What `--set` calls it.
  Span declared;
};

/// A pipeline with its arguments bound: nodes in an order in which they can run.
struct PipelineInstance {
  std::string name;
  /// When not empty the pipeline was checked for all values, and there are no nodes to run.
  std::vector<MissingValue> missing;
  std::vector<TaskNode> nodes;
  std::vector<Published> published;
  std::unordered_set<std::string> settings;  ///< Paths of what `--set` can change of it.
  Span span;
};

/// `test "a short run learns" { ... }`: what it runs, and what it compares. Without nodes there is
/// nothing to run.
struct TestInstance {
  std::string title;
  PipelineInstance run;
  std::vector<Expectation> expectations;
};

/// Everything that was proved. Valid only when the sink has no errors.
struct CheckedProgram {
  std::vector<ParamValue> params;
  std::vector<ParamValue> places;        ///< Entries of shapes, and the site.
  std::vector<expr::ModelGraph> models;  ///< What expr::ModelRef points into.
  std::vector<PipelineInstance> pipelines;
  std::vector<PipelineInstance> searched;  ///< Those of imported files that searches vary.
  std::vector<SweepInfo> sweeps;
  std::vector<StudyInfo> studies;
  std::vector<SiteInfo> sites;
  std::vector<expr::Component> trackers;
  std::vector<TestInstance> tests;
  std::vector<PythonUse> pythonUses;
  std::string profile;  ///< What `--profile` chose, or empty.
  std::string site;     ///< What `--site` or the profile chose, or empty.
};

/// What flows between the tasks of all pipelines, and how much of it has types on both ends.
struct Edges {
  std::size_t all = 0;
  std::size_t checked = 0;  ///< Those that `opaque` hides from the checker left out.
};
Edges countEdges(const CheckedProgram& program);

/// Checks names, types, ranges and tensor shapes of all modules and evaluates the pipelines.
/// Reports every independent mistake once; never stops at the first.
CheckedProgram check(const CheckInput& input, DiagnosticSink& diagnostics);

/// The declarations of a module of the standard library, for the registry test and `explain`.
struct Declared {
  std::string name;  ///< "std.nn.linear".
  std::string kind;  ///< "op", "task", or the component kind "optimizer".
  std::vector<std::string> parameters;
};

/// All ops, tasks and components that the modules declare.
std::vector<Declared> listDeclared(const std::vector<Module>& modules);

}  // namespace itw::sema
