#include "compiler/sema/function/function_leaves.h"

#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/sema/function/function_diagnostics.h"
#include "compiler/sema/lookup.h"

namespace itw::sema {
namespace {

using Symbols = std::vector<const Symbol*>;

// What a name, or a member of an imported module, may mean in a file.
Symbols symbolsNamed(const Context& context, std::uint32_t module, const syntax::Expr& expr) {
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node))
    return context.symbols.find(module, name->name);
  const auto* member = std::get_if<syntax::MemberExpr>(&expr.node);
  const auto* object =
      member == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&member->object->node);
  const Import* import =
      object == nullptr ? nullptr : context.symbols.findAlias(module, object->name);
  if (import == nullptr) return {};
  return context.symbols.inModule(import->module, member->member.text);
}

// The arguments by parameter; they were bound once before, so that they fit.
std::vector<const syntax::Expr*> assign(const Signature& signature,
                                        const std::vector<syntax::Argument>& written,
                                        const syntax::Expr* piped) {
  std::vector<const syntax::Expr*> arguments(signature.parameters.size(), nullptr);
  std::size_t position = 0;
  if (piped != nullptr) arguments[position++] = piped;
  for (const syntax::Argument& argument : written) {
    std::size_t at = argument.name ? 0 : position++;
    if (argument.name)
      while (signature.parameters[at].name != argument.name->text) ++at;
    arguments[at] = argument.value.get();
  }
  return arguments;
}

}  // namespace

const Symbol* functionNamed(const Context& context, std::uint32_t module,
                            const syntax::Expr& callee) {
  for (const Symbol* symbol : symbolsNamed(context, module, callee))
    if (symbol->kind == SymbolKind::Fn) return symbol;
  return nullptr;
}

Item itemOf(Context& context, const Capture& capture, Span use) {
  Item item = definitionOf(context, *capture.symbol, use);
  if (!capture.item) return item;
  bool there = item.items != nullptr && *capture.item < item.items->size();
  return there ? (*item.items)[*capture.item] : context.poisoned(use);
}

std::optional<std::size_t> FunctionLeaves::parameterNamed(const syntax::Expr& leaf) const {
  const auto* name = std::get_if<syntax::NameExpr>(&leaf.node);
  for (std::size_t i = 0; name != nullptr && i < count_; ++i)
    if (signature_.parameters[i].name == name->name) return i;
  return std::nullopt;
}

const Symbol* FunctionLeaves::valueNamed(const syntax::Expr& leaf) const {
  for (const Symbol* symbol : symbolsNamed(context_, signature_.symbol->module, leaf))
    if (symbol->kind == SymbolKind::Param || symbol->kind == SymbolKind::Let) return symbol;
  return nullptr;
}

std::optional<Leaf> FunctionLeaves::resolve(const syntax::Expr& leaf) {
  if (std::holds_alternative<syntax::Missing>(leaf.node)) return std::nullopt;
  if (auto index = parameterNamed(leaf)) {
    TypeRef type = signature_.parameters[*index].type;
    return Leaf{static_cast<std::uint32_t>(*index), *scalarTypeOf(*type),
                type->is(TypeKind::Enum) ? type : nullptr};
  }
  // A function in which something is wrong was reported where it stands.
  const auto* call = std::get_if<syntax::CallExpr>(&leaf.node);
  bool broken =
      call != nullptr && functionNamed(context_, signature_.symbol->module, *call->callee);
  if (broken) return std::nullopt;
  const Symbol* symbol = valueNamed(leaf);
  Item item = symbol == nullptr ? Item{} : definitionOf(context_, *symbol, leaf.span);
  if (item.isError() || !scalarTypeOf(*item.type)) {
    context_.report(notInAFunction(leaf.span));
    return std::nullopt;
  }
  return capture({symbol, std::nullopt});
}

std::optional<std::vector<Leaf>> FunctionLeaves::resolveList(const syntax::Expr& list) {
  const Symbol* symbol = valueNamed(list);
  Item item = symbol == nullptr ? Item{} : definitionOf(context_, *symbol, list.span);
  if (item.isError() || !item.items) {
    context_.report(notInAFunction(list.span));
    return std::nullopt;
  }
  std::vector<Leaf> leaves;
  for (std::size_t i = 0; i < item.items->size(); ++i) leaves.push_back(capture({symbol, i}));
  return leaves;
}

std::optional<FunctionUse> FunctionLeaves::functionUse(const syntax::Expr& call) {
  const syntax::Expr* callee = &call;
  const syntax::Expr* piped = nullptr;
  if (const auto* pipe = std::get_if<syntax::BinaryExpr>(&call.node)) {
    piped = pipe->left.get();
    callee = pipe->right.get();
  }
  static const std::vector<syntax::Argument> kNone;
  const auto* written = std::get_if<syntax::CallExpr>(&callee->node);
  if (written == nullptr && piped == nullptr) return std::nullopt;
  const Symbol* symbol = functionNamed(context_, signature_.symbol->module,
                                       written == nullptr ? *callee : *written->callee);
  if (symbol == nullptr) return std::nullopt;
  const FunctionInfo& function = functionOf(context_, *symbol);
  if (!function.valid()) return std::nullopt;
  return FunctionUse{&function, assign(signatureOf(context_, *symbol),
                                       written == nullptr ? kNone : written->arguments, piped)};
}

Leaf FunctionLeaves::capture(const Capture& capture) {
  auto place = std::find(captures_.begin(), captures_.end(), capture);
  auto index = static_cast<std::size_t>(place - captures_.begin());
  if (place == captures_.end()) captures_.push_back(capture);
  Item item = itemOf(context_, capture, capture.symbol->span);
  auto type = item.isError() ? std::nullopt : scalarTypeOf(*item.type);
  return Leaf{static_cast<std::uint32_t>(count_ + index), type.value_or(expr::ScalarType{}),
              item.isError() || !item.type->is(TypeKind::Enum) ? nullptr : item.type};
}

}  // namespace itw::sema
