#include "compiler/syntax/token_spacing.h"

namespace itw::syntax {

namespace {

/// What sticks to whatever stands behind it.
bool clingsBehind(TokenKind left) {
  switch (left) {
    case TokenKind::OpenParen:
    case TokenKind::OpenBracket:
    case TokenKind::AngleOpen:
    case TokenKind::Dot:
    case TokenKind::Range:
    case TokenKind::RangeThrough:
      return true;
    default:
      return false;
  }
}

/// What sticks to whatever stands in front of it.
bool clingsBefore(TokenKind right) {
  switch (right) {
    case TokenKind::CloseParen:
    case TokenKind::CloseBracket:
    case TokenKind::AngleOpen:
    case TokenKind::AngleClose:
    case TokenKind::Comma:
    case TokenKind::Colon:
    case TokenKind::Dot:
    case TokenKind::Question:
      return true;
    default:
      return false;
  }
}

bool isNumber(TokenKind kind) {
  return kind == TokenKind::Integer || kind == TokenKind::Decimal || kind == TokenKind::Quantity;
}

/// What a `(` or `[` sticks to, as it calls it or gives its dimensions.
bool takesBracket(TokenKind left) {
  return left == TokenKind::Retry || left == TokenKind::Cache || left == TokenKind::Deadline ||
         (endsValue(left) && left != TokenKind::CloseBrace && !isNumber(left));
}

}  // namespace

bool endsValue(TokenKind kind) {
  switch (kind) {
    case TokenKind::Name:
    case TokenKind::Binder:
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Quantity:
    case TokenKind::String:
    case TokenKind::True:
    case TokenKind::False:
    case TokenKind::None:
    case TokenKind::AngleClose:
      return true;
    default:
      return isCloser(kind);
  }
}

bool blankBetween(TokenKind left, TokenKind right, bool unary) {
  // `1.x` would be half a number.
  if (right == TokenKind::Dot && isNumber(left)) return true;
  // `--` begins a comment in other languages, and is refused as one.
  if (left == TokenKind::Minus && right == TokenKind::Minus) return true;
  if (clingsBefore(right) || clingsBehind(left) || unary) return false;
  if (left == TokenKind::OpenBrace || left == TokenKind::TypeOpen) {
    return right != TokenKind::CloseBrace;
  }
  if (right == TokenKind::OpenParen || right == TokenKind::OpenBracket) return !takesBracket(left);
  const bool range = right == TokenKind::Range || right == TokenKind::RangeThrough;
  return !range || !endsValue(left);
}

}  // namespace itw::syntax
