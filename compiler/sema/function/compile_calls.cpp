#include "compiler/base/check.h"
#include "compiler/sema/function/function_info.h"
#include "compiler/sema/function/text_path.h"
#include "compiler/sema/scalar_compiler.h"

namespace itw::sema {

using expr::Op;

std::optional<FunctionUse> Leaves::functionUse(const syntax::Expr&) { return std::nullopt; }

Leaf Leaves::capture(const Capture&) {
  ITW_CHECK(false, "a call of a function where calls are leaves");
  return {};
}

ScalarCompiler::Node ScalarCompiler::joined(const syntax::Expr& expr,
                                            const syntax::StringLiteral& literal) {
  Node text = result_.code.addConstant({std::string()}, at(expr.span));
  for (const syntax::StringPiece& piece : literal.pieces) {
    Node next = piece.path.empty() ? result_.code.addConstant({piece.text}, at(expr.span))
                                   : leaf(*textPath(piece.path));
    if (!next) return std::nullopt;
    text = apply(Op::Join, *text, *next, expr.span);
  }
  return text;
}

ScalarCompiler::Node ScalarCompiler::functionCall(const syntax::Expr& expr,
                                                  const FunctionUse& use) {
  const FunctionInfo& info = *use.function;
  std::vector<std::uint32_t> operands;
  auto withCaptures = [&](const FunctionCode& code) {
    std::vector<std::uint32_t> all = operands;
    for (const Capture& capture : code.captures)
      all.push_back(*addLeaf(leaves_.capture(capture), expr.span));
    return all;
  };
  const Signature& signature = signatureOf(context_, *info.symbol);
  for (std::size_t i = 0; i < use.arguments.size(); ++i) {
    if (use.arguments[i] == nullptr) {
      const FunctionCode& code = info.defaults[i];
      operands.push_back(result_.code.addCall({code.function, withCaptures(code)}, at(expr.span)));
      continue;
    }
    Node operand = node(*use.arguments[i], signature.parameters[i].type);
    if (!operand) return std::nullopt;
    operands.push_back(*operand);
  }
  return result_.code.addCall({info.body.function, withCaptures(info.body)}, at(expr.span));
}

ScalarCompiler::Node ScalarCompiler::guardOf(const syntax::Parameter& parameter) {
  syntax::Expr name{parameter.name.span, syntax::NameExpr{parameter.name.text}};
  Node all = result_.code.addConstant({true}, at(parameter.name.span));
  if (parameter.range) {
    Node value = leaf(name);
    const auto* range = std::get_if<syntax::RangeExpr>(&parameter.range->node);
    Node inside = !value             ? Node()
                  : range != nullptr ? rangeTest(*value, *parameter.range, *range)
                                     : listTest(*value, *parameter.range, *parameter.range);
    if (!inside) return std::nullopt;
    all = apply(Op::And, *all, *inside, parameter.range->span);
  }
  Node condition = parameter.where ? node(*parameter.where) : all;
  if (!condition) return std::nullopt;
  return apply(Op::And, *all, *condition, parameter.name.span);
}

std::optional<CompiledScalar> ScalarCompiler::compileGuard(
    const std::vector<syntax::Parameter>& parameters) {
  result_ = {};
  enumerations_.clear();
  Node all;
  for (const syntax::Parameter& parameter : parameters) {
    if (!parameter.range && !parameter.where) continue;
    Node one = guardOf(parameter);
    if (!one) return std::nullopt;
    all = all ? apply(Op::And, *all, *one, parameter.name.span) : one;
  }
  return std::move(result_);
}

}  // namespace itw::sema
