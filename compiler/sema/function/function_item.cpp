#include "compiler/expr/function_value.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/function/function_leaves.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

using Known = std::variant<expr::Abstract, expr::Fault>;

Known evaluateCall(const expr::Function& function, std::vector<expr::Abstract> slots,
                   const expr::Facts& facts) {
  std::vector<expr::Scalar> values;
  for (const expr::Abstract& slot : slots) {
    if (!slot.value) return expr::approximate(function, std::move(slots), facts);
    values.push_back(*slot.value);
  }
  auto outcome = expr::evaluate(function, std::move(values));
  if (const auto* value = std::get_if<expr::Scalar>(&outcome)) return expr::abstractOf(*value);
  return std::get<expr::Fault>(outcome);
}

// What is known of the arguments and of what the function reads of its file.
std::optional<std::vector<expr::Abstract>> slotsOf(Context& context, const FunctionCode& code,
                                                   const BoundArguments& bound, Span use) {
  std::vector<expr::Abstract> slots;
  for (const BoundArgument& argument : bound.all) {
    if (argument.item.isError()) return std::nullopt;
    slots.push_back(argument.item.scalar);
  }
  for (const Capture& capture : code.captures) {
    Item item = itemOf(context, capture, use);
    if (item.isError()) return std::nullopt;
    slots.push_back(item.scalar);
  }
  return slots;
}

bool sameFunction(const Type& expected, const Signature& signature, const FunctionInfo& info) {
  const std::vector<TypeField>& wanted = expected.inner->fields;
  if (wanted.size() != signature.parameters.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (!sameType(*wanted[i].type, *signature.parameters[i].type)) return false;
  return sameType(*expected.second, *info.result);
}

}  // namespace

Item functionCall(Context& context, const Symbol& symbol, const CallSite& site) {
  const FunctionInfo& info = functionOf(context, symbol);
  BoundArguments bound = bindArguments(context, signatureOf(context, symbol), site);
  if (bound.poisoned || !info.valid()) return context.poisoned(site.span);
  auto slots = slotsOf(context, info.body, bound, site.span);
  if (!slots) return context.poisoned(site.span);
  auto known = evaluateCall(*info.body.function, *std::move(slots), site.scope.knownFacts());
  Item item{.type = info.result, .span = site.span};
  for (const BoundArgument& argument : bound.all)
    if (!item.waitsFor) item.waitsFor = outputBehind(argument.item);
  if (auto* value = std::get_if<expr::Abstract>(&known)) {
    item.scalar = std::move(*value);
    return item;
  }
  if (site.scope.untaken) return item;
  const auto& fault = std::get<expr::Fault>(known);
  context.report(functionFault(site.span, site.callee, fault.kind, info.body.places[fault.origin]));
  return context.poisoned(site.span);
}

Item functionItem(Context& context, const Symbol& symbol, Span use, TypeRef expected) {
  const FunctionInfo& info = functionOf(context, symbol);
  if (!info.valid()) return context.poisoned(use);
  const Signature& signature = signatureOf(context, symbol);
  if (!sameFunction(*expected, signature, info)) {
    context.report(otherFunction(use, symbol, signature, *info.result, *expected));
    return context.poisoned(use);
  }
  Item item{.type = expected, .symbol = &symbol, .span = use};
  std::vector<expr::Scalar> captures;
  for (const Capture& capture : info.body.captures) {
    Item captured = itemOf(context, capture, use);
    if (captured.isError()) return context.poisoned(use);
    if (!captured.scalar.value) return item;
    captures.push_back(*captured.scalar.value);
  }
  item.value = expr::functionValue(*info.body.function, captures);
  return item;
}

}  // namespace itw::sema
