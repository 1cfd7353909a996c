#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/syntax/expression.h"

namespace itw::syntax {

/// `import std.nn`, `import "./io.itw" as io`; exactly one of `path` and `file` is filled.
struct ImportDecl {
  std::vector<Name> path;
  std::string file;
  std::optional<Name> alias;
};

/// `name: type [in range] [= default] [where condition]`; what is absent is null.
struct Parameter {
  std::string doc;
  Name name;
  TypePtr type;
  ExprPtr range;
  ExprPtr fallback;
  ExprPtr where;
  Span span;
};

/// `param lr: float = 1e-3`
struct ParamDecl {
  Parameter parameter;
};

/// `let name = value`
struct LetDecl {
  Name name;
  ExprPtr value;
};

/// `type Name = type`
struct TypeDecl {
  Name name;
  TypePtr type;
};

/// `fn name(parameters): result = body`
struct FnDecl {
  Name name;
  std::vector<Parameter> parameters;
  TypePtr result;
  ExprPtr body;
};

/// An input or output of a model, op, task or step; without a name where there is only one.
struct Port {
  std::optional<Name> name;
  TypePtr type;
};

/// `weight w: [out, I] = kaiming_uniform(a = sqrt(5.0)) if condition`, or `buffer`: what training
/// keeps beside the weights and no optimizer moves.
struct WeightDecl {
  bool isBuffer = false;
  Name name;
  TypePtr shape;
  ExprPtr initializer;
  ExprPtr condition;
};

/// `op linear(out: int): f[..B, I] -> f[..B, out] { weight ..., cost = ... }`
struct OpDecl {
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  ExprPtr where;
  std::vector<WeightDecl> weights;
  ExprPtr cost;
};

/// `task split<D>(data: dataset<D>, ...) -> (train: dataset<D>)`
struct TaskDecl {
  Name name;
  std::vector<Name> generics;
  std::vector<Parameter> parameters;
  std::vector<Port> outputs;
  ExprPtr where;
};

/// `component adamw(lr: float): optimizer`
struct ComponentDecl {
  Name name;
  std::vector<Parameter> parameters;
  Name kind;  ///< `optimizer`, `loss`, `strategy` ...
};

/// What a line of a model says.
enum class ModelStatementKind : std::uint8_t { Layer, Binding, Result };

/// `layer name = value`, `name = value`, or the chain that is the result.
struct ModelStatement {
  ModelStatementKind kind{};
  std::optional<Name> name;
  ExprPtr value;
  Span span;
};

/// `model Classifier(hidden: int): f32[N, 64] -> f32[N, 10] { ... }`
struct ModelDecl {
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
  ExprPtr where;
  std::vector<ModelStatement> body;
};

/// `= python("pkg.mod:fn")` or a block of `image = ...`, `command = ...`.
struct StepDecl {
  Name name;
  std::vector<Parameter> parameters;
  std::vector<Port> outputs;
  ExprPtr implementation;
  std::vector<Binding> body;
};

/// `name = value`, or `publish value as "name"` when `published` is set.
struct PipelineStatement {
  std::optional<Name> name;
  ExprPtr value;
  std::optional<Name> published;
  Span span;
};

/// `pipeline digits(place: shape = laptop) { ... }`
struct PipelineDecl {
  Name name;
  std::vector<Parameter> parameters;
  std::vector<PipelineStatement> body;
};

/// What a line of a sweep or study says.
enum class SweepStatementKind : std::uint8_t {
  Binding,
  Require,
  Minimize,
  Maximize,
  SubjectTo,
  When,
  Over
};

/// One line of a sweep or study: `lr ~ ...`, `search = ...`, `require c because "..."`,
/// `minimize e`, `when c { ... }`, `ranks over [1, 2]`.
struct SweepStatement {
  SweepStatementKind kind{};
  std::optional<Binding> binding;
  ExprPtr value;
  std::string because;
  std::vector<SweepStatement> body;
  Span span;
};

/// `sweep tune of digits { ... }`
struct SweepDecl {
  Name name;
  Name pipeline;
  std::vector<SweepStatement> body;
};

/// `study scaling of digits { ... }`
struct StudyDecl {
  Name name;
  Name pipeline;
  std::vector<SweepStatement> body;
};

/// `{ ... } or { ... }`: ordered alternatives, all RecordExpr.
struct ShapeDecl {
  Name name;
  std::vector<ExprPtr> alternatives;
};

/// A line of a site: `scheduler = ...`, or `node gpu_node { ... }`, `links { ... }`.
struct SiteEntry {
  Name keyword;
  std::optional<Name> name;
  ExprPtr value;
  Span span;
};

/// `site juwels { ... }`
struct SiteDecl {
  Name name;
  std::vector<SiteEntry> entries;
};

/// `digits.place = quad`, or `lr in 1e-4..=1e-2` when `narrows`.
struct ProfileEntry {
  std::vector<Name> path;
  bool narrows = false;
  ExprPtr value;
  Span span;
};

/// `profile booster { ... }`
struct ProfileDecl {
  Name name;
  std::vector<ProfileEntry> entries;
};

/// `observe { ... }`
struct ObserveDecl {
  std::vector<ExprPtr> trackers;
};

/// `short = digits()`, or `expect e` when `expected`.
struct TestStatement {
  bool expected = false;
  std::optional<Name> name;
  ExprPtr value;
  Span span;
};

/// `test "a short run learns" { ... }`
struct TestDecl {
  Name title;
  std::vector<TestStatement> body;
};

/// A declaration at the top of a file, with the `##` block before it.
struct Declaration {
  std::string doc;
  Span span;
  Span keyword;
  bool damagedHead = false;  ///< An error of syntax stands in front of its body.
  bool damagedBody = false;
  std::variant<ImportDecl, ParamDecl, LetDecl, TypeDecl, FnDecl, OpDecl, TaskDecl, ComponentDecl,
               ModelDecl, StepDecl, PipelineDecl, SweepDecl, StudyDecl, ShapeDecl, SiteDecl,
               ProfileDecl, ObserveDecl, TestDecl>
      node;
};

/// One parsed file. What could not be understood was reported and is left out or `Missing`.
struct File {
  FileId id;
  std::string doc;
  int edition = 0;  ///< 0 when the edition line is missing or wrong (reported).
  Span head;        ///< The edition line and the documentation of the file.
  std::vector<Declaration> declarations;
  /// Words of the statements that have an error of syntax, sorted: what was bound or read there may
  /// be missing from the tree.
  std::vector<std::string> lostWords;
  bool lostImport = false;  ///< One of those statements was to import something.
};

}  // namespace itw::syntax
