#include "compiler/sema/function/function_info.h"

#include <unordered_set>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/function/function_leaves.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/types_diagnostics.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

// Checks one function for all values of its parameters, then makes its code.
class FunctionChecker {
 public:
  FunctionChecker(Context& context, FunctionInfo& info)
      : context_(context),
        info_(info),
        declaration_(std::get<syntax::FnDecl>(info.symbol->declaration->node)),
        signature_(signatureOf(context, *info.symbol)),
        scope_{.module = info.symbol->module, .locals = &locals_, .facts = &facts_} {}

  void run() {
    std::size_t before = context_.sink.errorCount();
    if (expr::functionOf(info_.symbol->name)) context_.report(builtInFunction(*info_.symbol));
    readResult();
    for (const Parameter& parameter : signature_.parameters) openParameter(parameter);
    for (const Parameter& parameter : signature_.parameters) checkParameter(parameter);
    if (sound_) elaborateAs(context_, scope_, *declaration_.body, info_.result);
    reportUnused();
    if (sound_ && context_.sink.errorCount() == before) makeCode();
  }

 private:
  void readResult() {
    Scope file{.module = info_.symbol->module};
    info_.result = resolveType(context_, file, *declaration_.result);
    if (info_.result->isError()) sound_ = false;
    if (!sound_ || scalarTypeOf(*info_.result)) return;
    context_.report(functionTypeNotScalar(declaration_.result->span, *info_.result, "gives"));
    sound_ = false;
  }

  void openParameter(const Parameter& parameter) {
    Item item{.type = parameter.type, .span = parameter.syntax->span};
    if (!parameter.type->isError() && !scalarTypeOf(*parameter.type)) {
      context_.report(
          functionTypeNotScalar(parameter.syntax->type->span, *parameter.type, "takes"));
      item.type = context_.types.error();
    }
    sound_ = sound_ && !item.isError();
    expr::Interval bounds = boundsOf(parameter);
    if (item.type->is(TypeKind::Int) || item.type->is(TypeKind::Count)) {
      facts_.bound(parameter.name, bounds);
      item.scalar = expr::abstractOf(expr::Dim::symbol(parameter.name), facts_);
    } else {
      item.scalar.range = bounds;
    }
    locals_[parameter.name] = std::move(item);
  }

  expr::Interval boundsOf(const Parameter& parameter) {
    const syntax::Expr* written = parameter.syntax->range.get();
    const auto* range =
        written == nullptr ? nullptr : std::get_if<syntax::RangeExpr>(&written->node);
    if (range == nullptr || parameter.type->isError()) return {};
    Item low = elaborate(context_, scope_, *range->low);
    Item high = elaborate(context_, scope_, *range->high);
    if (low.isError() || high.isError()) return {};
    expr::Interval bounds{low.scalar.range.low, high.scalar.range.high, !range->inclusive};
    if (bounds.empty()) {
      context_.report(emptyRange(written->span));
      sound_ = false;
    }
    return bounds;
  }

  // The range and condition have to make sense, and the default has to keep them.
  void checkParameter(const Parameter& parameter) {
    if (parameter.type->isError() || !sound_) return;
    const Item open = locals_[parameter.name];
    if (!checkConstraints(context_, *parameter.syntax, scope_, open)) sound_ = false;
    if (!parameter.syntax->fallback) return;
    Item item = elaborateAs(context_, scope_, *parameter.syntax->fallback, parameter.type);
    locals_[parameter.name] = item;
    if (!item.isError()) checkConstraints(context_, *parameter.syntax, scope_, item);
    locals_[parameter.name] = open;
  }

  void reportUnused() {
    std::unordered_set<std::string> read;
    auto note = [&](const NameUse& use) { read.insert(use.name); };
    forEachName(*declaration_.body, note);
    for (const syntax::Parameter& parameter : declaration_.parameters)
      for (const syntax::ExprPtr* part : {&parameter.range, &parameter.fallback})
        if (*part) forEachName(**part, note);
    for (const syntax::Parameter& parameter : declaration_.parameters)
      if (read.count(parameter.name.text) == 0)
        context_.report(unusedParameter(parameter.name, "function"));
  }

  void makeCode() {
    info_.defaults.resize(signature_.parameters.size());
    for (std::size_t i = 0; i < signature_.parameters.size(); ++i) {
      const syntax::Parameter& parameter = *signature_.parameters[i].syntax;
      if (!parameter.fallback) continue;
      info_.defaults[i] = codeOf(*parameter.fallback, i, signature_.parameters[i].type);
      // A default that the parser could not read was reported by it.
      if (info_.defaults[i].function == nullptr) return;
    }
    info_.body = codeOf(*declaration_.body, signature_.parameters.size(), info_.result);
    if (!info_.valid()) return;
    const expr::Function& function = *info_.body.function;
    if (function.depth <= expr::kDeepestCall && function.steps <= expr::kMostSteps) return;
    context_.report(functionTooLarge(*info_.symbol, function.depth > expr::kDeepestCall));
    info_.body.function = nullptr;
  }

  FunctionCode codeOf(const syntax::Expr& expr, std::size_t count, TypeRef result) {
    FunctionCode code;
    FunctionLeaves leaves(context_, signature_, count, code.captures);
    ScalarCompiler compiler(context_, leaves);
    bool whole = count == signature_.parameters.size();
    auto guard = whole ? compiler.compileGuard(declaration_.parameters) : CompiledScalar{};
    auto body = compiler.compile(expr, result);
    if (!guard || !body) return code;
    expr::Function function;
    for (std::size_t i = 0; i < count; ++i)
      function.slots.push_back(*scalarTypeOf(*signature_.parameters[i].type));
    for (const Capture& capture : code.captures)
      function.slots.push_back(*scalarTypeOf(*itemOf(context_, capture, expr.span).type));
    function.result = *scalarTypeOf(*result);
    function.guard = std::move(guard->code);
    function.body = std::move(body->code);
    code.places = std::move(body->spans);
    code.function = std::make_shared<expr::Function>(counted(std::move(function)));
    return code;
  }

  Context& context_;
  FunctionInfo& info_;
  const syntax::FnDecl& declaration_;
  const Signature& signature_;
  Locals locals_;
  expr::Facts facts_;
  Scope scope_;
  bool sound_ = true;
};

}  // namespace

const FunctionInfo& functionOf(Context& context, const Symbol& symbol) {
  auto& slot = context.functions[&symbol];
  if (slot) return *slot;
  slot = std::make_unique<FunctionInfo>();
  FunctionInfo& info = *slot;
  info.symbol = &symbol;
  info.result = context.types.error();
  FunctionChecker(context, info).run();
  return info;
}

void poisonFunction(Context& context, const Symbol& symbol) {
  auto& slot = context.functions[&symbol];
  slot = std::make_unique<FunctionInfo>();
  slot->symbol = &symbol;
  slot->result = context.types.error();
}

}  // namespace itw::sema
