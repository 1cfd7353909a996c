#include "compiler/sema/tensor_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/scalar_compiler.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

// The way by which the tensor came about, as one label a hop.
void explainHops(Diagnostic& diagnostic, const TensorValue& value) {
  for (const auto& hop : value.hops)
    diagnostic.labels.push_back(
        {hop->span, fmt::format("`{}` leaves `{}`", hop->op, textOf(hop->tensor))});
  if (value.hops.empty() && value.span.valid() && !(value.span == diagnostic.span))
    diagnostic.labels.push_back({value.span, fmt::format("this is `{}`", textOf(value.tensor))});
}

std::string dimensions(std::size_t count) {
  return count == 1 ? "one dimension" : fmt::format("{} dimensions", count);
}

std::string reason(const Tensor& pattern, const Tensor& actual, const Match& match) {
  switch (match.failure) {
    case MatchFailure::Rank:
      return fmt::format("it takes {}{}, and this has {}", pattern.leading ? "at least " : "",
                         dimensions(pattern.dims.size()), actual.dims.size());
    case MatchFailure::DType:
      return fmt::format("it takes {} elements", pattern.dtype ? "other" : "floating-point");
    default:
      return fmt::format("`{}` stands where `{}` is needed", actual.dims[match.position].text(),
                         match.expected.text());
  }
}

}  // namespace

Diagnostic opInputMismatch(const OpUse& use, const std::string& op, const Tensor& pattern,
                           const Match& match, std::size_t index) {
  const TensorValue& input = use.inputs[index];
  Diagnostic diagnostic = plain(
      DiagKind::ShapeMismatch, use.written.span,
      fmt::format("`{}` takes `{}`, and this is `{}`", op, textOf(pattern), textOf(input.tensor)));
  diagnostic.note = reason(pattern, input.tensor, match);
  explainHops(diagnostic, input);
  bool flat = match.failure == MatchFailure::Rank && input.tensor.dims.size() == 2 &&
              pattern.dims.size() == 4;
  if (flat) diagnostic.help = fmt::format("put `{}` in front of what flattens its input", op);
  return diagnostic;
}

Diagnostic operandsDiffer(const OpUse& use, const std::string& sign, const Match& match,
                          const expr::Facts& facts) {
  const Tensor& left = use.inputs[0].tensor;
  const Tensor& right = use.inputs[1].tensor;
  Diagnostic diagnostic = plain(DiagKind::ShapeMismatch, use.written.span,
                                fmt::format("`{}` needs two tensors of one shape, and these are "
                                            "`{}` and `{}`",
                                            sign, textOf(left), textOf(right)));
  for (const TensorValue& input : use.inputs)
    diagnostic.labels.push_back({input.span, fmt::format("this is `{}`", textOf(input.tensor))});
  if (match.failure != MatchFailure::Dimension || match.equal == expr::Tri::False)
    return diagnostic;
  diagnostic.note = "they are not equal for all values of the symbols";
  std::string missing = missingConstraint(match.expected, right.dims[match.position], facts);
  if (!missing.empty()) diagnostic.help = fmt::format("add `where {}` to the model", missing);
  return diagnostic;
}

Diagnostic opConditionBroken(const OpUse& use, const std::string& op, const std::string& condition,
                             const std::string& explanation) {
  Diagnostic diagnostic =
      plain(DiagKind::ShapeMismatch, use.written.span,
            fmt::format("`{}` cannot be applied to `{}`", op, textOf(use.inputs[0].tensor)));
  diagnostic.note = fmt::format("`{}` does not hold{}{}", condition,
                                explanation.empty() ? "" : ": ", explanation);
  explainHops(diagnostic, use.inputs[0]);
  return diagnostic;
}

Diagnostic sizeFault(const OpUse& use, const std::string& op, expr::FaultKind kind) {
  const char* what = kind == expr::FaultKind::Overflow         ? "has a size that is too large"
                     : kind == expr::FaultKind::DivisionByZero ? "has a size that divides by zero"
                                                               : "has a size that is not whole";
  Diagnostic diagnostic = plain(DiagKind::ShapeMismatch, use.written.span,
                                fmt::format("what `{}` leaves {}", op, what));
  explainHops(diagnostic, use.inputs[0]);
  return diagnostic;
}

Diagnostic sizeWithoutFormula(const OpUse& use, const std::string& op) {
  return plain(DiagKind::OpenSize, use.written.span,
               fmt::format("the size that `{}` leaves is no formula of `+ - * / // %`", op),
               "compute it where the model is called, and give it as a parameter of the model");
}

Diagnostic sizeNotPositive(const OpUse& use, const std::string& op, const std::string& size) {
  Diagnostic diagnostic = plain(DiagKind::ShapeMismatch, use.written.span,
                                fmt::format("`{}` leaves nothing of `{}`: a dimension becomes {}",
                                            op, textOf(use.inputs[0].tensor), size));
  explainHops(diagnostic, use.inputs[0]);
  return diagnostic;
}

Diagnostic tensorBranchesDiffer(const syntax::IfExpr& branches, const TensorValue& then,
                                const TensorValue& otherwise) {
  Diagnostic diagnostic = plain(DiagKind::ShapeMismatch, branches.otherwise->span,
                                "the two branches leave tensors of different shapes");
  diagnostic.note = fmt::format("`{}`", textOf(otherwise.tensor));
  diagnostic.labels.push_back({branches.then->span, fmt::format("`{}`", textOf(then.tensor))});
  return diagnostic;
}

Diagnostic positionsOpen(const OpUse& use, const std::string& op, const std::string& argument) {
  return plain(
      DiagKind::OpenSize, use.written.span,
      fmt::format("which dimensions `{}` is about is not known", op),
      fmt::format("give `{}` as a constant: the shape of the result depends on it", argument));
}

Diagnostic positionsMissing(const OpUse& use, const std::string& op, const std::string& argument) {
  const std::size_t rank = use.inputs[0].tensor.dims.size();
  Diagnostic diagnostic =
      plain(DiagKind::ShapeMismatch, use.written.span,
            fmt::format("`{}` cannot be applied to `{}`", op, textOf(use.inputs[0].tensor)),
            fmt::format("`{}` counts dimensions from 0, the batch, each once; there are {}",
                        argument, rank));
  explainHops(diagnostic, use.inputs[0]);
  return diagnostic;
}

Diagnostic repetitionForm(Span use, const std::string& what, const std::string& example) {
  return plain(DiagKind::RepetitionForm, use,
               fmt::format("`{}` does not say what it applies", what),
               fmt::format("write `{}`", example));
}

Diagnostic unequalRepetition(Span use, const std::string& what, const TensorValue& taken,
                             const TensorValue& left) {
  Diagnostic diagnostic = plain(
      DiagKind::RepetitionForm, use,
      fmt::format("what stands in `{}` takes `{}` and leaves `{}`", what, textOf(taken.tensor),
                  textOf(left.tensor)),
      what == "repeat" ? "each copy takes what the one before leaves: the shapes must be equal"
                       : "what goes around is added to what comes out: the shapes must be equal");
  explainHops(diagnostic, left);
  return diagnostic;
}

Diagnostic repeatedNumber(const syntax::Expr& what, const syntax::Expr& count,
                          const SourceMap& sources) {
  const std::string op(sources.text(what.span));
  const std::string number(sources.text(count.span));
  Diagnostic diagnostic =
      plain(DiagKind::RepetitionForm, count.span, "how often stands first in `repeat`",
            fmt::format("write `repeat({}, {})`", number, op));
  diagnostic.fixes = {
      {"swap them", Applicability::Automatic, {{what.span, number}, {count.span, op}}}};
  return diagnostic;
}

Diagnostic repetitionOfNothing(Span count) {
  return plain(DiagKind::ArgumentWithoutEffect, count, "what is repeated no times has no effect",
               "remove it, or make the number a param");
}

Diagnostic negativeRepetition(Span count) {
  return plain(DiagKind::RepetitionForm, count, "the number of copies may be below zero",
               "give its param a range: `in 0..=100`");
}

Diagnostic resultMismatch(const TensorValue& value, const Tensor& declared, const TypeField& port,
                          bool open, const std::string& missing) {
  Span last = value.hops.empty() ? value.span : value.hops.back()->span;
  Diagnostic diagnostic = plain(DiagKind::ResultMismatch, last,
                                fmt::format("the model leaves `{}` and declares `{}`",
                                            textOf(value.tensor), textOf(declared)));
  explainHops(diagnostic, value);
  diagnostic.labels.push_back({port.span, fmt::format("declared as `{}`", textOf(declared))});
  if (open) diagnostic.note = "they are not equal for all values of the symbols";
  if (!missing.empty()) diagnostic.help = fmt::format("add `where {}` to the model", missing);
  return diagnostic;
}

Diagnostic sharedLayerMismatch(const OpUse& use, const std::string& op, const Tensor& first,
                               Span firstUse) {
  Diagnostic diagnostic = plain(
      DiagKind::SharedLayerMismatch, use.inputs[0].span,
      fmt::format("`{}` was applied to `{}` first, and its weights do not suit `{}`",
                  use.path.empty() ? op : use.path, textOf(first), textOf(use.inputs[0].tensor)));
  diagnostic.labels.push_back({use.written.span, "the layer has one set of weights"});
  if (firstUse.valid())
    diagnostic.labels.push_back({firstUse, fmt::format("first applied to `{}`", textOf(first))});
  diagnostic.help = "declare a second layer for the other shape";
  return diagnostic;
}

Diagnostic weightSizeOpen(const OpUse& use, const std::string& layer, const std::string& weight,
                          const std::string& size) {
  Diagnostic diagnostic =
      plain(DiagKind::OpenSize, use.written.span,
            fmt::format("the weight `{}` of `{}` would have a size of `{}`", weight, layer, size),
            "give the dimensions of the model's inputs as numbers, all but the first");
  explainHops(diagnostic, use.inputs[0]);
  return diagnostic;
}

Diagnostic modelTooLarge(Span use) {
  return plain(DiagKind::OpenSize, use,
               fmt::format("the model has more than {} ops", GraphBuilder::kMaxNodes));
}

Diagnostic notATensor(Span use) {
  return plain(DiagKind::ModelForm, use, "this is no tensor",
               "a model is made of ops that pass tensors on: `x |> linear(10) |> relu`");
}

Diagnostic chainNeedsStart(Span use, const Type& inputs) {
  std::string first = inputs.fields.empty() ? "x" : inputs.fields.front().name;
  return plain(DiagKind::ModelForm, use,
               "a chain that starts with an op takes the model's only input, and there are several",
               fmt::format("say where it starts: `{} |> ...`", first));
}

Diagnostic secondResult(Span use) {
  return plain(DiagKind::ModelForm, use, "the model has a second result",
               "bind the others to names: `a = ...`");
}

Diagnostic resultMissing(const Symbol& model, const TypeField& port) {
  bool unnamed = port.name == "output";
  Diagnostic diagnostic =
      plain(DiagKind::ModelForm, model.span,
            unnamed ? fmt::format("`{}` has no result", model.name)
                    : fmt::format("`{}` does not bind its result `{}`", model.name, port.name),
            unnamed ? "end it with a chain that has no name"
                    : fmt::format("write `{} = ...`", port.name));
  diagnostic.labels.push_back({port.span, "declared here"});
  return diagnostic;
}

Diagnostic clauseInModel(Span clause) {
  return plain(DiagKind::ModelForm, clause, "clauses follow tasks, and there are none in a model");
}

Diagnostic layerTakesNothing(Span use, const std::string& layer) {
  return plain(DiagKind::ModelForm, use,
               fmt::format("`{}` is a layer: its arguments stand where it is declared", layer));
}

Diagnostic layerNotAChain(Span use, const std::string& layer) {
  return plain(DiagKind::ModelForm, use,
               fmt::format("the layer `{}` is an op or a chain of ops", layer));
}

Diagnostic layerOfOps(Span use, const std::string& what) {
  return plain(DiagKind::ModelForm, use,
               fmt::format("a layer is made of ops, and this is {}", withArticle(what)));
}

Diagnostic tensorApplied(Span use, const std::string& name) {
  return plain(DiagKind::ModelForm, use,
               fmt::format("`{}` is a tensor and cannot be applied to another", name),
               "right of `|>` stands an op, a layer or a model");
}

Diagnostic notAnOp(Span use, const std::string& name, const std::string& what) {
  return plain(DiagKind::ModelForm, use,
               fmt::format("`{}` is {}, and a model is made of ops", name, withArticle(what)));
}

}  // namespace itw::sema
