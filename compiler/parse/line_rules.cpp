#include "compiler/parse/line_rules.h"

#include <algorithm>
#include <array>

namespace itw::parsing {

using syntax::TokenKind;

namespace {

constexpr std::array kBinaryOperators = {
    TokenKind::Pipe,         TokenKind::Or,          TokenKind::And,       TokenKind::Equal,
    TokenKind::NotEqual,     TokenKind::Less,        TokenKind::LessEqual, TokenKind::Greater,
    TokenKind::GreaterEqual, TokenKind::Plus,        TokenKind::Minus,     TokenKind::Star,
    TokenKind::Slash,        TokenKind::FloorDivide, TokenKind::Percent,   TokenKind::Bar,
};

constexpr std::array kOthersThatContinue = {
    TokenKind::Comma,   TokenKind::Assign, TokenKind::Tilde,        TokenKind::Colon,
    TokenKind::Arrow,   TokenKind::Range,  TokenKind::RangeThrough, TokenKind::Not,
    TokenKind::In,      TokenKind::If,     TokenKind::Then,         TokenKind::Else,
    TokenKind::For,     TokenKind::On,     TokenKind::Using,        TokenKind::With,
    TokenKind::As,      TokenKind::Of,     TokenKind::Over,         TokenKind::Where,
    TokenKind::Because,
};

constexpr std::array kWordsThatContinue = {
    std::string_view{"and"},     std::string_view{"or"},   std::string_view{"on"},
    std::string_view{"using"},   std::string_view{"with"}, std::string_view{"where"},
    std::string_view{"because"}, std::string_view{"then"}, std::string_view{"else"},
    std::string_view{"in"},      std::string_view{"as"},
};

template <class List, class Value>
bool contains(const List& list, Value value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

bool continuesBehind(TokenKind last) {
  // `>` also closes the arguments of a type, so it cannot promise more.
  if (last == TokenKind::Greater) return false;
  return contains(kBinaryOperators, last) || contains(kOthersThatContinue, last);
}

bool continuesWithSign(TokenKind first) {
  return first == TokenKind::Pipe || first == TokenKind::Arrow || first == TokenKind::Assign ||
         first == TokenKind::OpenBrace || first == TokenKind::Comma;
}

bool continuesWithWord(std::string_view first) { return contains(kWordsThatContinue, first); }

bool mayNotBeginLine(TokenKind first) {
  if (continuesWithSign(first)) return false;
  return contains(kBinaryOperators, first) || first == TokenKind::Range ||
         first == TokenKind::RangeThrough || first == TokenKind::Dot || first == TokenKind::Colon ||
         first == TokenKind::Tilde || first == TokenKind::Question;
}

bool endsOperand(TokenKind kind) {
  switch (kind) {
    case TokenKind::Name:
    case TokenKind::Integer:
    case TokenKind::Decimal:
    case TokenKind::Quantity:
    case TokenKind::String:
    case TokenKind::True:
    case TokenKind::False:
    case TokenKind::None:
      return true;
    default:
      return syntax::isCloser(kind);
  }
}

bool deepensTree(TokenKind kind) {
  return kind == TokenKind::Dot || kind == TokenKind::Range || kind == TokenKind::RangeThrough ||
         (kind != TokenKind::Bar && contains(kBinaryOperators, kind));
}

}  // namespace itw::parsing
