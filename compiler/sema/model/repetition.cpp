#include "compiler/sema/body_walker.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/tensor_diagnostics.h"

// `repeat(12, block(64))` and `residual(linear(8) |> relu)`: what is written inside is applied to
// the tensor that they are given.
namespace itw::sema {
namespace {

// The values of a call without names, if there are as many as asked for.
std::vector<const syntax::Expr*> plainValues(const syntax::Expr& stage, std::size_t count) {
  std::vector<const syntax::Expr*> values;
  const auto* call = std::get_if<syntax::CallExpr>(&stage.node);
  if (call == nullptr || call->arguments.size() != count) return values;
  for (const syntax::Argument& argument : call->arguments) {
    if (argument.name) return {};
    values.push_back(argument.value.get());
  }
  return values;
}

bool sameShape(const Tensor& left, const Tensor& right, const expr::Facts& facts) {
  if (left.dims.size() != right.dims.size() || left.dtype != right.dtype) return false;
  for (std::size_t i = 0; i < left.dims.size(); ++i)
    if (provablyEqual(left.dims[i], right.dims[i], facts) != expr::Tri::True) return false;
  return true;
}

}  // namespace

TensorValue BodyWalker::applyChain(const syntax::Expr& chain, TensorValue input,
                                   const std::string& path) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&chain.node);
  if (binary == nullptr) return applyStage(chain, std::move(input), path, "");
  if (binary->op != syntax::BinaryOp::Pipe) {
    context_.report(layerNotAChain(binary->operatorSpan, ""));
    return poisoned(chain.span);
  }
  TensorValue left = applyChain(*binary->left, std::move(input), path);
  return applyStage(*binary->right, std::move(left), path, "");
}

TensorValue BodyWalker::applyResidual(const syntax::Expr& stage, TensorValue input,
                                      const std::string& path) {
  auto values = plainValues(stage, 1);
  if (values.empty()) {
    context_.report(repetitionForm(stage.span, "residual", "residual(linear(64) |> relu)"));
    return poisoned(stage.span);
  }
  TensorValue branch = applyChain(*values[0], input, path);
  if (input.poisoned || branch.poisoned) return poisoned(stage.span);
  if (!sameShape(input.tensor, branch.tensor, *walk_.facts)) {
    context_.report(unequalRepetition(stage.span, "residual", input, branch));
    return poisoned(stage.span);
  }
  return sum(stage, std::move(input), std::move(branch), path);
}

std::optional<std::int64_t> BodyWalker::repetitions(const syntax::Expr& count) {
  Item item = elaborateAs(context_, scope_, count, context_.types.simple(TypeKind::Int));
  if (item.isError()) return std::nullopt;
  if (item.scalar.range.high < 0 || item.scalar.range.low < 0) {
    context_.report(negativeRepetition(count.span));
    return std::nullopt;
  }
  const bool written = std::holds_alternative<syntax::NumberLiteral>(count.node);
  if (written && walk_.builder == nullptr && item.scalar.range.high == 0)
    context_.report(repetitionOfNothing(count.span));
  // For all values of the parameters one copy shows whether the shapes fit.
  if (walk_.builder == nullptr || !item.scalar.value) return 1;
  return std::get<std::int64_t>(item.scalar.value->node);
}

TensorValue BodyWalker::applyRepeat(const syntax::Expr& stage, TensorValue input,
                                    const std::string& path) {
  auto values = plainValues(stage, 2);
  if (values.empty()) {
    context_.report(repetitionForm(stage.span, "repeat", "repeat(12, block(64))"));
    return poisoned(stage.span);
  }
  const bool swapped = std::holds_alternative<syntax::CallExpr>(values[0]->node) &&
                       std::holds_alternative<syntax::NumberLiteral>(values[1]->node);
  if (swapped) {
    context_.report(repeatedNumber(*values[0], *values[1], *context_.input.sources));
    return poisoned(stage.span);
  }
  auto count = repetitions(*values[0]);
  if (!count || input.poisoned) return poisoned(stage.span);
  std::string name = path.empty() ? "repeat" : path + ".repeat";
  if (walk_.builder != nullptr) name += "_" + std::to_string(++repeats_[name]);
  TensorValue value = std::move(input);
  for (std::int64_t copy = 0; copy < *count; ++copy) {
    const std::size_t before = walk_.builder == nullptr ? 0 : walk_.builder->size();
    TensorValue next = applyChain(*values[1], value, name + "." + std::to_string(copy));
    if (next.poisoned) return next;
    if (!sameShape(value.tensor, next.tensor, *walk_.facts)) {
      context_.report(unequalRepetition(stage.span, "repeat", value, next));
      return poisoned(stage.span);
    }
    // A copy that adds no op leaves what it takes, and so would all others.
    if (walk_.builder != nullptr && walk_.builder->size() == before) break;
    value = std::move(next);
  }
  value.span = stage.span;
  return value;
}

}  // namespace itw::sema
