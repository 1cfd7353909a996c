#include "compiler/parse/error_strategy.h"

namespace itw::parsing {

using grammar::ItwParser;
using syntax::TokenKind;

namespace {

TokenKinds kindsOf(const antlr4::misc::IntervalSet& types) {
  TokenKinds kinds;
  for (const ssize_t type : types.toList()) {
    if (type > 0) kinds.set(static_cast<std::size_t>(kindOf(static_cast<std::size_t>(type))));
  }
  return kinds;
}

bool hasCloser(const antlr4::misc::IntervalSet& types) {
  return types.contains(static_cast<std::size_t>(ItwParser::CLOSE_PAREN)) ||
         types.contains(static_cast<std::size_t>(ItwParser::CLOSE_BRACKET)) ||
         types.contains(static_cast<std::size_t>(ItwParser::CLOSE_BRACE));
}

bool isElementEnd(TokenKind kind) {
  return kind == TokenKind::Comma || kind == TokenKind::Separator;
}

bool endsSkipping(std::size_t type, std::size_t depth, const antlr4::misc::IntervalSet& stops) {
  const TokenKind kind = kindOf(type);
  if (type == antlr4::Token::EOF || kind == TokenKind::End) return true;
  if (depth > 0) return false;
  return syntax::isCloser(kind) || (isElementEnd(kind) && stops.contains(type));
}

}  // namespace

void RecoveringStrategy::report(antlr4::Parser* parser, const antlr4::misc::IntervalSet& needed) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  errors_.report(parser->getCurrentToken()->getTokenIndex(), kindsOf(needed));
}

void RecoveringStrategy::reportError(antlr4::Parser* parser,
                                     const antlr4::RecognitionException& error) {
  report(parser, error.getExpectedTokens());
}

void RecoveringStrategy::skipTo(antlr4::Parser* parser, const antlr4::misc::IntervalSet& stops) {
  // What is skipped is no part of the tree.
  parser->setBuildParseTree(false);
  std::size_t depth = 0;
  while (!endsSkipping(parser->getTokenStream()->LA(1), depth, stops)) {
    const TokenKind kind = kindOf(parser->getTokenStream()->LA(1));
    if (syntax::isOpener(kind)) ++depth;
    if (syntax::isCloser(kind)) --depth;
    parser->consume();
  }
  parser->setBuildParseTree(true);
}

void RecoveringStrategy::skipBehindError(antlr4::Parser* parser,
                                         const antlr4::misc::IntervalSet& needed) {
  // Where a closing bracket is needed we are in its bracket and find it. Elsewhere the element or
  // statement is given up.
  skipTo(parser, hasCloser(needed) ? needed : needed.Or(getErrorRecoverySet(parser)));
}

void RecoveringStrategy::recover(antlr4::Parser* parser, std::exception_ptr /*error*/) {
  skipTo(parser, getErrorRecoverySet(parser));
}

void RecoveringStrategy::sync(antlr4::Parser* parser) {
  if (inErrorRecoveryMode(parser)) return;
  const auto& atn = parser->getATN();
  const antlr4::misc::IntervalSet next = atn.nextTokens(atn.states[parser->getState()]);
  if (next.contains(antlr4::Token::EPSILON)) return;
  if (next.contains(parser->getTokenStream()->LA(1))) return;
  report(parser, next);
  skipBehindError(parser, next);
}

antlr4::Token* RecoveringStrategy::recoverInline(antlr4::Parser* parser) {
  const auto& atn = parser->getATN();
  const antlr4::misc::IntervalSet next = atn.nextTokens(atn.states[parser->getState()]);
  report(parser, next);
  skipBehindError(parser, next);
  if (!next.contains(parser->getTokenStream()->LA(1))) {
    throw antlr4::InputMismatchException(parser);
  }
  antlr4::Token* found = parser->getCurrentToken();
  reportMatch(parser);
  parser->consume();
  return found;
}

}  // namespace itw::parsing
