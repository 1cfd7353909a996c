#include "compiler/sema/body_walker.h"

#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/tensor_diagnostics.h"

namespace itw::sema {

using syntax::BinaryOp;

namespace {

const syntax::BinaryExpr* flowOf(const syntax::Expr& expr) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node);
  if (binary == nullptr) return nullptr;
  bool flows = binary->op == BinaryOp::Pipe || binary->op == BinaryOp::Add ||
               binary->op == BinaryOp::Subtract || binary->op == BinaryOp::Multiply;
  return flows ? binary : nullptr;
}

// `a |> b + c` is a chain of flows that leans to the left: its spine, outermost first, and its
// start.
const syntax::Expr& unfold(const syntax::Expr& expr,
                           std::vector<const syntax::BinaryExpr*>& spine) {
  const syntax::Expr* start = &expr;
  while (const auto* binary = flowOf(*start)) {
    spine.push_back(binary);
    start = binary->left.get();
  }
  return *start;
}

std::string joinPath(const std::string& path, const std::string& name) {
  return path.empty() ? name : name.empty() ? path : path + "." + name;
}

const syntax::Expr& calleeOf(const syntax::Expr& stage) {
  const auto* call = std::get_if<syntax::CallExpr>(&stage.node);
  return call == nullptr ? stage : *call->callee;
}

}  // namespace

BodyWalker::BodyWalker(Context& context, const BodyWalk& walk)
    : context_(context),
      walk_(walk),
      scope_{.module = walk.info->symbol->module, .locals = walk.parameters, .facts = walk.facts} {}

std::optional<std::vector<TensorValue>> BodyWalker::run() {
  const Type& ports = *walk_.info->inputs;
  for (std::size_t i = 0; i < walk_.inputs.size(); ++i)
    values_.emplace(ports.fields[i].name, walk_.inputs[i]);
  std::optional<TensorValue> last;
  for (std::size_t index : walk_.info->order) {
    const syntax::ModelStatement& statement = walk_.info->declaration->body[index];
    if (statement.kind == syntax::ModelStatementKind::Layer) {
      declareLayer(statement);
    } else if (statement.kind == syntax::ModelStatementKind::Result) {
      last = valueOf(*statement.value, "");
    } else {
      values_[statement.name->text] = valueOf(*statement.value, statement.name->text);
    }
  }
  return results(last);
}

TensorValue BodyWalker::poisoned(Span span) const { return {.span = span, .poisoned = true}; }

std::string BodyWalker::below(const std::string& name) const { return joinPath(walk_.path, name); }

// A binding of a single op gives its layer the binding's name; several are numbered below it.
TensorValue BodyWalker::valueOf(const syntax::Expr& expr, const std::string& path) {
  std::vector<const syntax::BinaryExpr*> spine;
  const syntax::Expr& first = unfold(expr, spine);
  bool single =
      spine.empty() || (spine.size() == 1 && spine[0]->op == BinaryOp::Pipe && isTensorName(first));
  std::string name = single ? path : "";
  TensorValue value = start(first, path, name);
  for (auto place = spine.rbegin(); place != spine.rend(); ++place) {
    const syntax::BinaryExpr& binary = **place;
    value = binary.op == BinaryOp::Pipe ? applyStage(*binary.right, std::move(value), path, name)
                                        : arithmetic(binary, std::move(value), path);
  }
  value.span = expr.span;
  return value;
}

bool BodyWalker::isTensorName(const syntax::Expr& expr) const {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  return name != nullptr && values_.count(name->name) > 0;
}

TensorValue BodyWalker::start(const syntax::Expr& expr, const std::string& path,
                              const std::string& name) {
  if (const auto* written = std::get_if<syntax::NameExpr>(&expr.node)) {
    auto value = values_.find(written->name);
    if (value != values_.end()) {
      TensorValue result = value->second;
      result.span = expr.span;
      return result;
    }
  }
  if (const auto* choice = std::get_if<syntax::IfExpr>(&expr.node))
    return branches(expr, *choice, path);
  bool stage = std::holds_alternative<syntax::NameExpr>(expr.node) ||
               std::holds_alternative<syntax::MemberExpr>(expr.node) ||
               std::holds_alternative<syntax::CallExpr>(expr.node) ||
               std::holds_alternative<syntax::ClauseExpr>(expr.node);
  if (stage) return applyStage(expr, soleInput(expr), path, name);
  if (!std::holds_alternative<syntax::Missing>(expr.node)) context_.report(notATensor(expr.span));
  return poisoned(expr.span);
}

TensorValue BodyWalker::soleInput(const syntax::Expr& expr) {
  if (walk_.inputs.size() == 1) return walk_.inputs[0];
  // What is applied is looked at first: an unknown name is the better report.
  if (findCallee(context_, scope_, calleeOf(expr), nullptr) != nullptr)
    context_.report(chainNeedsStart(expr.span, *walk_.info->inputs));
  TensorValue value = poisoned(expr.span);
  value.span = {};
  return value;
}

TensorValue BodyWalker::branches(const syntax::Expr& expr, const syntax::IfExpr& choice,
                                 const std::string& path) {
  Item condition =
      elaborateAs(context_, scope_, *choice.condition, context_.types.simple(TypeKind::Bool));
  if (condition.isError()) return poisoned(expr.span);
  if (walk_.builder != nullptr && condition.scalar.truth != expr::Tri::Unknown) {
    bool chosen = condition.scalar.truth == expr::Tri::True;
    return valueOf(chosen ? *choice.then : *choice.otherwise, path);
  }
  TensorValue then = valueOf(*choice.then, path);
  TensorValue otherwise = valueOf(*choice.otherwise, path);
  if (then.poisoned || otherwise.poisoned) return poisoned(expr.span);
  if (!sameType(*context_.types.tensor(then.tensor), *context_.types.tensor(otherwise.tensor))) {
    // With a known condition only one of them flows on.
    if (condition.scalar.truth == expr::Tri::True) return then;
    if (condition.scalar.truth == expr::Tri::False) return otherwise;
    context_.report(tensorBranchesDiffer(choice, then, otherwise));
    return poisoned(expr.span);
  }
  return condition.scalar.truth == expr::Tri::False ? otherwise : then;
}

TensorValue BodyWalker::arithmetic(const syntax::BinaryExpr& binary, TensorValue left,
                                   const std::string& path) {
  TensorValue right = valueOf(*binary.right, path);
  if (left.poisoned || right.poisoned) return poisoned(binary.operatorSpan);
  const char* op = binary.op == BinaryOp::Add        ? "add"
                   : binary.op == BinaryOp::Subtract ? "subtract"
                                                     : "multiply";
  syntax::Expr written{binary.operatorSpan, syntax::NameExpr{std::string(signOf(binary.op))}};
  return combine(op, {written, {std::move(left), std::move(right)}, path, ""});
}

TensorValue BodyWalker::sum(const syntax::Expr& written, TensorValue left, TensorValue right,
                            const std::string& path) {
  syntax::Expr sign{written.span, syntax::NameExpr{"residual"}};
  return combine("add", {sign, {std::move(left), std::move(right)}, path, ""});
}

// The ops of the standard library that signs stand for.
TensorValue BodyWalker::combine(const std::string& op, OpUse use) {
  for (const Symbol* symbol : context_.symbols.anywhere(op))
    if (symbol->kind == SymbolKind::Op && symbol->module != 0)
      return applyOp(*symbol, std::move(use));
  return poisoned(use.written.span);
}

TensorValue BodyWalker::applyStage(const syntax::Expr& stage, TensorValue input,
                                   const std::string& path, const std::string& name) {
  if (std::holds_alternative<syntax::Missing>(stage.node)) return poisoned(stage.span);
  if (const auto* clauses = std::get_if<syntax::ClauseExpr>(&stage.node)) {
    context_.report(clauseInModel(clauses->clauses.front().span));
    return poisoned(stage.span);
  }
  const syntax::Expr& callee = calleeOf(stage);
  std::string written = dottedName(callee);
  auto shared = layers_.find(written);
  if (shared != layers_.end()) {
    const auto* call = std::get_if<syntax::CallExpr>(&stage.node);
    if (call != nullptr && !call->arguments.empty())
      context_.report(layerTakesNothing(stage.span, written));
    return applyShared(shared->second, stage, std::move(input));
  }
  if (values_.count(written) > 0) {
    context_.report(tensorApplied(callee.span, written));
    return poisoned(stage.span);
  }
  bool declared = !context_.symbols.find(scope_.module, written).empty();
  if (!declared && written == "repeat") return applyRepeat(stage, std::move(input), path);
  if (!declared && written == "residual") return applyResidual(stage, std::move(input), path);
  const Symbol* symbol = findCallee(context_, scope_, callee, nullptr);
  if (symbol == nullptr) return poisoned(stage.span);
  OpUse use{stage, {std::move(input)}, path, name};
  if (symbol->kind == SymbolKind::Op) return applyOp(*symbol, std::move(use));
  if (symbol->kind == SymbolKind::Model) return applyModel(*symbol, std::move(use));
  context_.report(notAnOp(callee.span, written, describe(*symbol)));
  return poisoned(stage.span);
}

void BodyWalker::declareLayer(const syntax::ModelStatement& statement) {
  std::vector<const syntax::BinaryExpr*> spine;
  const syntax::Expr& first = unfold(*statement.value, spine);
  const std::string& name = statement.name->text;
  Shared stages;
  stages.push_back({.op = &first, .name = spine.empty() ? name : ""});
  for (auto place = spine.rbegin(); place != spine.rend(); ++place) {
    if ((*place)->op != BinaryOp::Pipe) {
      context_.report(layerNotAChain((*place)->operatorSpan, name));
      stages.clear();
      break;
    }
    stages.push_back({.op = (*place)->right.get()});
  }
  layers_[name] = std::move(stages);
}

TensorValue BodyWalker::applyShared(Shared& stages, const syntax::Expr& use, TensorValue input) {
  if (stages.empty()) return poisoned(use.span);
  TensorValue value = std::move(input);
  for (SharedStage& stage : stages) {
    const Symbol* symbol = findCallee(context_, scope_, calleeOf(*stage.op), nullptr);
    if (symbol == nullptr) {
      stages.clear();
      return poisoned(use.span);
    }
    if (symbol->kind != SymbolKind::Op) {
      context_.report(layerOfOps(stage.op->span, describe(*symbol)));
      stages.clear();
      return poisoned(use.span);
    }
    OpUse application{*stage.op, {std::move(value)}, dottedName(use), stage.name, &stage};
    value = applyOp(*symbol, std::move(application));
    if (value.poisoned) break;
  }
  value.span = use.span;
  return value;
}

std::optional<std::vector<TensorValue>> walkBody(Context& context, const BodyWalk& walk) {
  return BodyWalker(context, walk).run();
}

}  // namespace itw::sema
