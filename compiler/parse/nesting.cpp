#include "compiler/parse/nesting.h"

#include "compiler/parse/line_rules.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

constexpr std::size_t kDeepestNest = 256;
constexpr std::size_t kDeepestTree = 1000;

}  // namespace

bool Nesting::take(TokenKind kind, TokenKind previous) {
  if (syntax::isOpener(kind)) {
    open(previous);
  } else if (syntax::isCloser(kind)) {
    close();
  } else {
    takeOperand(kind, previous);
  }
  const Level& top = levels_.back();
  return top.nest() <= kDeepestNest && top.depth() <= kDeepestTree && top.angles <= kDeepestTree;
}

void Nesting::open(TokenKind previous) {
  Level& outer = levels_.back();
  if (endsOperand(previous)) ++outer.operators;
  levels_.push_back({.nestBelow = outer.nest() + 1, .operatorsBelow = outer.depth()});
}

void Nesting::close() {
  if (levels_.size() > 1) levels_.pop_back();
  levels_.back().unaries = 0;
}

void Nesting::takeOperand(TokenKind kind, TokenKind previous) {
  Level& level = levels_.back();
  const bool unary = kind == TokenKind::Not || (kind == TokenKind::Minus && !endsOperand(previous));
  if (unary) {
    ++level.unaries;
    return;
  }
  level.unaries = 0;
  if (kind == TokenKind::If) ++level.ifs;
  if (kind == TokenKind::Less) ++level.angles;
  if (kind == TokenKind::Greater && level.angles > 0) --level.angles;
  if (deepensTree(kind)) ++level.operators;
}

void Nesting::endElement() {
  Level& level = levels_.back();
  level.ifs = 0;
  level.unaries = 0;
  level.operators = 0;
}

void Nesting::endStatement() {
  endElement();
  levels_.back().angles = 0;
}

}  // namespace itw::parsing
