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

bool has(const TokenKinds& kinds, TokenKind kind) {
  return kinds.test(static_cast<std::size_t>(kind));
}

bool hasCloser(const TokenKinds& kinds) {
  return has(kinds, TokenKind::CloseParen) || has(kinds, TokenKind::CloseBracket) ||
         has(kinds, TokenKind::CloseBrace);
}

/// Whether the rule holds a pair of brackets.
bool isBracket(std::size_t rule) {
  switch (rule) {
    case ItwParser::RuleParameters:
    case ItwParser::RulePorts:
    case ItwParser::RuleOpBody:
    case ItwParser::RuleModelBody:
    case ItwParser::RuleStepBody:
    case ItwParser::RulePipelineBody:
    case ItwParser::RuleTestBody:
    case ItwParser::RuleSearchBody:
    case ItwParser::RuleSiteBody:
    case ItwParser::RuleProfileBody:
    case ItwParser::RuleObserveBody:
    case ItwParser::RuleArguments:
    case ItwParser::RulePrimary:
    case ItwParser::RuleList:
    case ItwParser::RuleRecord:
    case ItwParser::RuleDims:
    case ItwParser::RuleRecordType:
      return true;
    default:
      return false;
  }
}

/// What may follow the rules that we are in, up to the innermost bracket.
TokenKinds kindsBehind(antlr4::Parser* parser) {
  const auto& atn = parser->getATN();
  TokenKinds kinds;
  for (auto* ctx = static_cast<antlr4::RuleContext*>(parser->getContext());
       ctx != nullptr && ctx->parent != nullptr;
       ctx = static_cast<antlr4::RuleContext*>(ctx->parent)) {
    const auto* const call = static_cast<const antlr4::atn::RuleTransition*>(
        atn.states[ctx->invokingState]->transitions[0]);
    kinds |= kindsOf(atn.nextTokens(call->followState));
    if (isBracket(static_cast<antlr4::RuleContext*>(ctx->parent)->getRuleIndex())) break;
  }
  return kinds;
}

bool isElementEnd(TokenKind kind) {
  return kind == TokenKind::Comma || kind == TokenKind::Separator;
}

bool endsSkipping(std::size_t type, std::size_t depth, const TokenKinds& stops) {
  const TokenKind kind = kindOf(type);
  if (type == antlr4::Token::EOF || kind == TokenKind::End) return true;
  if (depth > 0) return false;
  return syntax::isCloser(kind) || (isElementEnd(kind) && has(stops, kind));
}

}  // namespace

void RecoveringStrategy::report(antlr4::Parser* parser, const TokenKinds& needed) {
  if (inErrorRecoveryMode(parser)) return;
  beginErrorCondition(parser);
  errors_.report(parser->getCurrentToken()->getTokenIndex(), needed);
}

void RecoveringStrategy::reportError(antlr4::Parser* parser,
                                     const antlr4::RecognitionException& error) {
  if (!inErrorRecoveryMode(parser)) report(parser, kindsOf(error.getExpectedTokens()));
}

void RecoveringStrategy::skipTo(antlr4::Parser* parser, const TokenKinds& stops) {
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

void RecoveringStrategy::skipBehindError(antlr4::Parser* parser, const TokenKinds& needed) {
  // Where a closing bracket is needed we are in its bracket and find it. Elsewhere the element or
  // statement is given up.
  skipTo(parser, hasCloser(needed) ? needed : needed | kindsBehind(parser));
}

void RecoveringStrategy::recover(antlr4::Parser* parser, std::exception_ptr /*error*/) {
  skipTo(parser, kindsBehind(parser));
}

void RecoveringStrategy::sync(antlr4::Parser* parser) {
  if (inErrorRecoveryMode(parser)) return;
  const auto& atn = parser->getATN();
  const antlr4::misc::IntervalSet& next = atn.nextTokens(atn.states[parser->getState()]);
  if (next.contains(antlr4::Token::EPSILON)) return;
  if (next.contains(parser->getTokenStream()->LA(1))) return;
  report(parser, kindsOf(next));
  skipBehindError(parser, kindsOf(next));
}

antlr4::Token* RecoveringStrategy::recoverInline(antlr4::Parser* parser) {
  const auto& atn = parser->getATN();
  const antlr4::misc::IntervalSet& next = atn.nextTokens(atn.states[parser->getState()]);
  report(parser, kindsOf(next));
  skipBehindError(parser, kindsOf(next));
  if (!next.contains(parser->getTokenStream()->LA(1))) {
    throw antlr4::InputMismatchException(parser);
  }
  antlr4::Token* found = parser->getCurrentToken();
  reportMatch(parser);
  parser->consume();
  return found;
}

}  // namespace itw::parsing
