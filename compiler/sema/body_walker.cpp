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
  return chainOf(expr, path, single ? path : "");
}

// `name` is that of the layer, if there is but one.
TensorValue BodyWalker::chainOf(const syntax::Expr& expr, const std::string& path,
                                const std::string& name) {
  std::vector<const syntax::BinaryExpr*> spine;
  const syntax::Expr& first = unfold(expr, spine);
  TensorValue value = start(first, path, name);
  for (auto place = spine.rbegin(); place != spine.rend(); ++place) {
    const syntax::BinaryExpr& binary = **place;
    value = single(std::move(value), binary.left->span);
    value = binary.op == BinaryOp::Pipe ? applyStage(*binary.right, std::move(value), path, name)
                                        : arithmetic(binary, std::move(value), path);
  }
  value.span = expr.span;
  return value;
}

// A tensor by its name, or one of several results.
bool BodyWalker::isTensorName(const syntax::Expr& expr) const {
  if (std::holds_alternative<syntax::CallExpr>(expr.node)) return false;
  const std::string name = dottedName(expr);
  return !name.empty() && values_.count(name.substr(0, name.find('.'))) > 0;
}

TensorValue BodyWalker::start(const syntax::Expr& expr, const std::string& path,
                              const std::string& name) {
  if (isTensorName(expr)) return named(expr, dottedName(expr));
  if (const auto* choice = std::get_if<syntax::IfExpr>(&expr.node))
    return branches(expr, *choice, path);
  bool stage = std::holds_alternative<syntax::NameExpr>(expr.node) ||
               std::holds_alternative<syntax::MemberExpr>(expr.node) ||
               std::holds_alternative<syntax::CallExpr>(expr.node) ||
               std::holds_alternative<syntax::ClauseExpr>(expr.node);
  if (stage) return applyStage(expr, std::nullopt, path, name);
  if (!std::holds_alternative<syntax::Missing>(expr.node)) context_.report(notATensor(expr.span));
  return poisoned(expr.span);
}

const Symbol* BodyWalker::calleeIn(const syntax::Expr& stage) {
  Scope chain = scope_;
  chain.body = walk_.info;
  return findCallee(context_, chain, calleeOf(stage), nullptr);
}

TensorValue BodyWalker::soleInput(const syntax::Expr& expr) {
  if (walk_.inputs.size() == 1) return walk_.inputs[0];
  // What is applied is looked at first: an unknown name is the better report.
  if (calleeIn(expr) != nullptr) context_.report(chainNeedsStart(expr.span, *walk_.info->inputs));
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
  TensorValue right = single(valueOf(*binary.right, path), binary.right->span);
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

TensorValue BodyWalker::applyStage(const syntax::Expr& stage, std::optional<TensorValue> input,
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
    return applyShared(shared->second, stage, input);
  }
  if (values_.count(written) > 0) {
    context_.report(tensorApplied(callee.span, written));
    return poisoned(stage.span);
  }
  bool declared = !context_.symbols.find(scope_.module, written).empty();
  if (!declared && (written == "repeat" || written == "residual")) {
    TensorValue from = input ? *std::move(input) : soleInput(stage);
    return written == "repeat" ? applyRepeat(stage, std::move(from), path)
                               : applyResidual(stage, std::move(from), path);
  }
  const Symbol* symbol = calleeIn(stage);
  if (symbol == nullptr) return poisoned(stage.span);
  if (symbol->kind != SymbolKind::Op && symbol->kind != SymbolKind::Model) {
    context_.report(notAnOp(callee.span, written, describe(*symbol)));
    return poisoned(stage.span);
  }
  OpUse use{stage, {}, path, name};
  if (!takeInputs(portsOf(*symbol), std::move(input), use)) return poisoned(stage.span);
  return symbol->kind == SymbolKind::Op ? applyOp(*symbol, std::move(use))
                                        : applyModel(*symbol, std::move(use));
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

// The arguments of a use are the tensors that the layer is applied to.
TensorValue BodyWalker::applyShared(Shared& stages, const syntax::Expr& use,
                                    const std::optional<TensorValue>& input) {
  if (stages.empty()) return poisoned(use.span);
  const std::string name = dottedName(calleeOf(use));
  std::vector<TensorValue> values;
  for (SharedStage& stage : stages) {
    const Symbol* symbol = calleeIn(*stage.op);
    const bool layer =
        symbol != nullptr && (symbol->kind == SymbolKind::Op || symbol->kind == SymbolKind::Model);
    if (symbol != nullptr && !layer) context_.report(layerOfOps(stage.op->span, describe(*symbol)));
    if (!layer) {
      stages.clear();
      return poisoned(use.span);
    }
    if (&stage == &stages.front()) {
      OpUse first{use, {}, name, ""};
      if (!takeInputs(portsOf(*symbol), input, first)) return poisoned(use.span);
      if (!onlyTensors(use, first)) return poisoned(use.span);
      values = std::move(first.inputs);
    }
    OpUse application{*stage.op, std::move(values), name, stage.name, &stage};
    TensorValue value = symbol->kind == SymbolKind::Op
                            ? applyOp(*symbol, std::move(application))
                            : applyModel(*symbol, std::move(application));
    value.span = use.span;
    if (value.poisoned || &stage == &stages.back()) return value;
    values = {single(std::move(value), use.span)};
  }
  return poisoned(use.span);
}

// A layer has its numbers from its declaration.
bool BodyWalker::onlyTensors(const syntax::Expr& use, const OpUse& taken) {
  const auto* call = std::get_if<syntax::CallExpr>(&use.node);
  if (call == nullptr || call->arguments.size() == taken.taken.size()) return true;
  context_.report(layerTakesNothing(use.span, dottedName(*call->callee)));
  return false;
}

std::optional<std::vector<TensorValue>> walkBody(Context& context, const BodyWalk& walk) {
  return BodyWalker(context, walk).run();
}

}  // namespace itw::sema
