#include <algorithm>

#include "compiler/parse/character.h"
#include "compiler/parse/syntax_diagnostics.h"
#include "compiler/parse/tree_builder.h"

namespace itw::parsing {

using syntax::ExprPtr;
using syntax::Token;
using syntax::TokenKind;

namespace {

std::string withoutUnderscores(std::string_view digits) {
  std::string result(digits);
  std::erase(result, '_');
  return result;
}

/// Bytes of the number that a text begins with.
std::size_t numberLength(std::string_view text) {
  std::size_t end = 0;
  const auto at = [&](std::size_t index) { return index < text.size() ? text[index] : '\0'; };
  while (isDigit(at(end)) || (at(end) == '_' && isDigit(at(end + 1)))) ++end;
  if (at(end) == '.' && isDigit(at(end + 1))) {
    ++end;
    while (isDigit(at(end)) || (at(end) == '_' && isDigit(at(end + 1)))) ++end;
  }
  const std::size_t exponent = end + (at(end + 1) == '+' || at(end + 1) == '-' ? 2 : 1);
  if ((at(end) == 'e' || at(end) == 'E') && isDigit(at(exponent))) {
    end = exponent;
    while (isDigit(at(end))) ++end;
  }
  return end;
}

/// `6h30min` as its parts.
syntax::QuantityLiteral quantityOf(std::string_view text) {
  syntax::QuantityLiteral result;
  while (!text.empty()) {
    const std::size_t number = numberLength(text);
    const std::size_t unit = isBlank(text[number]) ? number + 1 : number;
    const auto end = static_cast<std::size_t>(
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(unit), text.end(), isDigit) -
        text.begin());
    result.parts.push_back(
        {withoutUnderscores(text.substr(0, number)), std::string(text.substr(unit, end - unit))});
    text.remove_prefix(end);
  }
  return result;
}

}  // namespace

ExprPtr TreeBuilder::primary(Grammar::PrimaryContext* ctx) {
  if (ctx == nullptr) return missing();
  const Token& first = firstToken(ctx);
  switch (first.kind) {
    case TokenKind::OpenParen: {
      ExprPtr inner = expr(ctx->expr());
      inner->span = spanOf(ctx);
      return inner;
    }
    case TokenKind::OpenBracket:
      return ctx->list() != nullptr ? list(ctx->list()) : missing();
    case TokenKind::OpenBrace:
      return record(ctx->record());
    case TokenKind::TypeOpen: {
      if (ctx->recordType() == nullptr) return missing();
      return make(spanOf(ctx), syntax::TypeExpr{recordType(ctx->recordType())});
    }
    default:
      return literal(first);
  }
}

ExprPtr TreeBuilder::literal(const Token& token) {
  if (token.broken) return make(spanOf(token), syntax::Missing{});
  switch (token.kind) {
    case TokenKind::True:
      return make(spanOf(token), syntax::BoolLiteral{true});
    case TokenKind::False:
      return make(spanOf(token), syntax::BoolLiteral{false});
    case TokenKind::None:
      return make(spanOf(token), syntax::NoneLiteral{});
    case TokenKind::Integer:
    case TokenKind::Decimal:
      return make(spanOf(token), syntax::NumberLiteral{withoutUnderscores(textOf(token)),
                                                       token.kind == TokenKind::Integer});
    case TokenKind::Quantity:
      return make(spanOf(token), quantityOf(textOf(token)));
    case TokenKind::String:
      return make(spanOf(token), interpolated(token));
    case TokenKind::Name:
      return nameExpr(token);
    default:
      return make(spanOf(token), syntax::Missing{});
  }
}

/// A name, or one of the constants that other languages write with a capital.
ExprPtr TreeBuilder::nameExpr(const Token& token) {
  const std::string_view word = textOf(token);
  const Span span = spanOf(token);
  if (token.broken) return make(span, syntax::Missing{});
  if (word == "True" || word == "False") {
    diagnostics_.add(foreignWord(span, word, word == "True" ? "true" : "false"));
    return make(span, syntax::BoolLiteral{word == "True"});
  }
  if (word == "None" || word == "null" || word == "nil") {
    diagnostics_.add(foreignWord(span, word, "none"));
    return make(span, syntax::NoneLiteral{});
  }
  return make(span, syntax::NameExpr{std::string(word)});
}

ExprPtr TreeBuilder::list(Grammar::ListContext* ctx) {
  if (ctx->FOR() != nullptr) {
    syntax::ComprehensionExpr result;
    result.body = expr(ctx->expr(0));
    result.variable = name(ctx->NAME());
    result.source = ctx->chain() != nullptr ? rung(ctx->chain()) : missing();
    if (ctx->IF() != nullptr) result.condition = expr(ctx->expr(1));
    return make(spanOf(ctx), std::move(result));
  }
  syntax::ListExpr result;
  for (auto* each : ctx->expr()) result.items.push_back(expr(each));
  return make(spanOf(ctx), std::move(result));
}

ExprPtr TreeBuilder::record(Grammar::RecordContext* ctx) {
  if (ctx == nullptr) return missing();
  syntax::RecordExpr result;
  for (auto* each : ctx->entry()) result.fields.push_back(entry(each));
  return make(spanOf(ctx), std::move(result));
}

syntax::Binding TreeBuilder::entry(Grammar::EntryContext* ctx) {
  takeDoc(ctx);
  syntax::Binding result;
  result.span = spanOf(ctx);
  result.name = dotted(ctx->key());
  result.drawn = ctx->TILDE() != nullptr;
  result.value = expr(ctx->expr());
  if (ctx->OF() == nullptr) return result;
  const Span of = spanOf(ctx->OF());
  if (result.name.text != "nodes") diagnostics_.add(misplacedOf(of));
  auto* const kind = ctx->dotted();
  ExprPtr node =
      kind != nullptr ? make(spanOf(kind), syntax::NameExpr{dotted(kind).text}) : missing();
  result.value = binary(syntax::BinaryOp::Of, of, std::move(result.value), std::move(node));
  return result;
}

}  // namespace itw::parsing
