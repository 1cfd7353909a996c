#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/ids.h"
#include "compiler/base/result.h"
#include "compiler/base/sha256.h"
#include "compiler/expr/model_graph.h"
#include "compiler/expr/resources.h"
#include "compiler/expr/value.h"

namespace itw::plan {

/// A task of one plan; dense, in an order in which the tasks can run.
using TaskId = Id<struct TaskTag>;

/// An output of an earlier task.
struct Source {
  TaskId task;
  std::string output;
};

/// An argument that is fed by other tasks; several sources where a list is asked for.
struct Input {
  std::string argument;
  std::vector<Source> sources;
  bool isList = false;
  /// How the argument is computed from what a search finds, as written: "1 - share"; else empty.
  std::string formula;
};

/// A declared output and its type as a user would write it: {"validation_loss", "metric"}.
struct Output {
  std::string name;
  std::string type;
};

/// One part of a task's identity, kept apart so that `why` can name what changed: {"argument lr",
/// digest}.
struct KeyPart {
  std::string name;
  Digest digest{};
};

/// One task. `id` is its stable path, "digits/fit".
struct Task {
  std::string id;
  std::string component;   ///< "std.train.train".
  expr::Record arguments;  ///< Constants only; what comes from tasks is in `inputs`.
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  expr::Resources resources;
  std::optional<expr::Component> strategy;
  std::optional<expr::Component> retry;     ///< When and how it is run again after a failure.
  std::optional<expr::Component> cache;     ///< Whether earlier results are taken.
  std::optional<expr::Component> deadline;  ///< How long it may run.
  /// How an external step runs: `python`, or `command` with its words, `environment` and `image`.
  /// A word is a list of texts, paths, `{ argument = name }` and `{ output = name }`.
  std::optional<expr::Record> step;
  std::optional<std::int64_t> seed;
  std::int64_t parameters = 0;  ///< Trainable scalars of its model; 0 without one.
  Digest planKey{};
  std::vector<KeyPart> keyParts;
  SourcePlace origin;  ///< Outside the hashed part.
};

/// `publish fit.model as "digits"`; an empty output means the record of all outputs.
struct Published {
  std::string name;
  Source source;
};

/// A frozen plan: what crosses from compiler to runtime, and the only thing that does.
struct Plan {
  int edition = 1;
  std::string build;                     ///< Version of the itwc that wrote it.
  Digest stdlib{};                       ///< Digest of the standard library's sources.
  std::string pipeline;                  ///< "digits".
  std::vector<expr::ModelGraph> models;  ///< What expr::ModelRef points into.
  std::vector<Task> tasks;
  std::vector<Published> published;
  /// The sweep or study of whose trials the tasks are the template, with its space and settings, as
  /// a record with `kind` and `name` (lower/search_value.h); nothing for a pipeline.
  std::optional<expr::Value> search;
  std::vector<expr::Component> trackers;     ///< Of `observe`.
  std::string site;                          ///< What `--site` chose, or empty.
  std::optional<expr::Component> scheduler;  ///< Of that site.
};

/// What the plan is of: the name of its sweep or study, else of its pipeline.
std::string targetOf(const Plan& plan);

/// The number of points of a sweep's space or the number of cells of a study; nothing for a space
/// that is not finite. Draws under a `when` count as if they always happened.
std::optional<double> pointsOf(const expr::Value& search);

/// The reference as users see it: "digits/parts.train", "digits/raw" for an unnamed output, and
/// "digits/score" for the record of all outputs.
std::string textOf(const Plan& plan, const Source& source);

/// What is wrong with a plan, if anything: references that dangle or run in a circle, names that
/// stand twice, models and counts that do not fit. A plan from the compiler has none of it.
std::optional<Error> verify(const Plan& plan);

/// Trainable scalars of the models among a task's arguments, which must exist.
std::int64_t parametersOf(const Plan& plan, const Task& task);

/// The qualified names of all tasks, components and ops that a plan needs, sorted and each once.
std::vector<std::string> namesUsed(const Plan& plan);

/// Sums over a plan; time that no shape bounds counts as zero.
struct Totals {
  double gpuHours = 0;
  std::int64_t parameters = 0;
};
Totals totalsOf(const Plan& plan);

/// Version of the JSON form; a plan of another version is refused with a message.
inline constexpr int kPlanSchema = 1;

/// The plan as one JSON document (language.md section 9, kind "plan"), in canonical form (RFC
/// 8785). `diagnostics` is the JSON array of the warnings that led to it.
std::string toJson(const Plan& plan, std::string_view diagnostics = "[]");

/// Reads what toJson wrote, verifying structure, references and keys. Errors: not JSON, another
/// kind or schema, a dangling or cyclic reference, a key that does not match its task.
Result<Plan> fromJson(std::string_view text);

/// Canonical JSON (RFC 8785) of a value; floats by shortest round-trip form. A component is
/// {"component": name, "arguments": {...}}, a quantity {"quantity": amount, "unit": unit}, a path
/// {"path": text, "base": folder}, a model {"model": index}; what JSON would change is
/// {"int": "9007199254740993"} or {"float": "nan"}, and a record whose fields look like one of
/// these is {"record": {...}}. Read back, fields are in canonical order and a whole float is an
/// int: ask expr::numberOf where a float is meant.
std::string toJson(const expr::Value& value);
Result<expr::Value> valueFromJson(std::string_view text);

/// JSON of a model graph, and back; used for plans and in checkpoints' manifests.
std::string toJson(const expr::ModelGraph& model);
Result<expr::ModelGraph> modelFromJson(std::string_view text);

/// Computes every task's keyParts and planKey: operation and its version, canonical arguments,
/// inputs by their producers' keys, files as declared, model structure, seed, edition. Names,
/// places, resources and strategy do not count.
void computeKeys(Plan& plan);

/// A path among a task's arguments and where it stands: "path", "files[2]", "loader.file".
struct NamedPath {
  std::string name;
  expr::Path path;
};

/// All paths in a task's arguments, in canonical order: the files that it reads.
std::vector<NamedPath> pathsOf(const Task& task);

/// Digests of what a task is about to read.
struct TaskContent {
  std::vector<std::vector<Digest>> inputs;  ///< As in `Task::inputs`, one digest a source.
  std::vector<Digest> files;                ///< As pathsOf lists them.
};

/// A key and what it was made of.
struct ContentKey {
  Digest key{};
  std::vector<KeyPart> parts;
};

/// What the cache is asked for and the run record keeps: like planKey, but inputs and files count
/// by content, so that the same data from another place is the same.
ContentKey contentKey(const Plan& plan, const Task& task, const TaskContent& content);

/// The plan as people read it: tasks with their arguments and resources, models with the shape
/// after every layer and parameter counts, totals, what is published.
std::string describe(const Plan& plan);

/// The dataflow as a Graphviz digraph.
std::string toDot(const Plan& plan);
/// The dataflow as a Mermaid flowchart.
std::string toMermaid(const Plan& plan);
/// The dataflow as the JSON document of `itwc graph --format json`: nodes and edges.
std::string graphToJson(const Plan& plan, std::string_view diagnostics = "[]");

}  // namespace itw::plan
