#include "compiler/parse/grammar_stream.h"

#include <algorithm>

namespace itw::parsing {

using grammar::ItwParser;
using syntax::TokenKind;

namespace {

constexpr std::size_t typeOf(TokenKind kind) { return static_cast<std::size_t>(kind) + 1; }

#define ITW_TOKEN(kind, grammarName, text)                         \
  static_assert(typeOf(TokenKind::kind) == ItwParser::grammarName, \
                "token_kinds.def and grammar/Itw.g4 disagree about " #kind);
#include "compiler/syntax/token_kinds.def"
#undef ITW_TOKEN

}  // namespace

TokenKind kindOf(std::size_t type) {
  if (type == antlr4::Token::EOF || type == 0) return TokenKind::End;
  return static_cast<TokenKind>(type - 1);
}

GrammarStream::GrammarStream(const syntax::Tokens& tokens) {
  tokens_.reserve(tokens.size() + 1);
  for (const syntax::Token& token : tokens) {
    tokens_.emplace_back(typeOf(token.kind), tokens_.size());
  }
  tokens_.emplace_back(antlr4::Token::EOF, tokens_.size());
}

antlr4::Token* GrammarStream::LT(ssize_t k) {
  if (k == 0 || (k < 0 && static_cast<std::size_t>(-k) > next_)) return nullptr;
  const std::size_t index =
      k < 0 ? next_ - static_cast<std::size_t>(-k) : next_ + static_cast<std::size_t>(k) - 1;
  return get(std::min(index, tokens_.size() - 1));
}

antlr4::Token* GrammarStream::get(size_t index) const { return &tokens_[index]; }

std::string GrammarStream::getText(const antlr4::misc::Interval& /*interval*/) { return {}; }

std::string GrammarStream::getText(antlr4::RuleContext* /*ctx*/) { return {}; }

std::string GrammarStream::getText(antlr4::Token* /*start*/, antlr4::Token* /*stop*/) { return {}; }

void GrammarStream::consume() {
  if (next_ + 1 < tokens_.size()) ++next_;
}

}  // namespace itw::parsing
