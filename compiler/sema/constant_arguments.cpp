#include "compiler/sema/constant_arguments.h"

#include <algorithm>

#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/reach.h"

namespace itw::sema {
namespace {

bool readsParams(Context& context, const Symbol& symbol) {
  if (!context.symbols.isUsers(symbol.module)) return false;
  if (symbol.kind == SymbolKind::Param) return true;
  const SymbolSet& reached = reachOf(context).of(symbol);
  return std::any_of(reached.begin(), reached.end(),
                     [](const Symbol* each) { return each->kind == SymbolKind::Param; });
}

}  // namespace

bool isConstant(Context& context, const Scope& scope, const syntax::Expr& expr,
                const std::unordered_set<std::string>& fixed) {
  bool constant = true;
  forEachName(expr, [&](const NameUse& use) {
    if (!constant || fixed.contains(use.name)) return;
    constant = scope.find(use.name) == nullptr &&
               context.symbols.findAlias(scope.module, use.name) == nullptr;
    for (const Symbol* symbol : context.symbols.find(scope.module, use.name))
      constant = constant && !readsParams(context, *symbol);
  });
  return constant;
}

bool speaksOf(const syntax::Expr& condition, const Locals& parameters,
              const std::unordered_set<std::string>& fixed) {
  bool only = true;
  forEachName(condition, [&](const NameUse& use) {
    only = only && (fixed.contains(use.name) || parameters.count(use.name) == 0);
  });
  return only;
}

}  // namespace itw::sema
