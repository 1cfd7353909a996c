#pragma once

#include <string>
#include <vector>

#include "ItwParser.h"
#include "compiler/syntax/token.h"

// ANTLR is seen in this room only.
namespace itw::parsing {

/// A token as ANTLR wants it: little more than a kind and an index.
class GrammarToken final : public antlr4::Token {
 public:
  GrammarToken(std::size_t type, std::size_t index) : type_(type), index_(index) {}

  std::string getText() const override { return {}; }
  size_t getType() const override { return type_; }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return DEFAULT_CHANNEL; }
  size_t getTokenIndex() const override { return index_; }
  size_t getStartIndex() const override { return index_; }
  size_t getStopIndex() const override { return index_; }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  antlr4::CharStream* getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }

 private:
  std::size_t type_;
  std::size_t index_;
};

/// Our tokens as ANTLR's stream, all of them at hand.
class GrammarStream final : public antlr4::TokenStream {
 public:
  explicit GrammarStream(const syntax::Tokens& tokens);

  antlr4::Token* LT(ssize_t k) override;
  antlr4::Token* get(size_t index) const override;
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval& interval) override;
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext* ctx) override;
  std::string getText(antlr4::Token* start, antlr4::Token* stop) override;

  void consume() override;
  size_t LA(ssize_t i) override { return LT(i)->getType(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t /*marker*/) override {}
  size_t index() override { return next_; }
  void seek(size_t index) override { next_ = index; }
  size_t size() override { return tokens_.size(); }
  std::string getSourceName() const override { return {}; }

 private:
  // The last one is EOF. ANTLR takes pointers to mutable tokens even from a const stream.
  mutable std::vector<GrammarToken> tokens_;
  std::size_t next_ = 0;
};

/// The kind of a token type of the grammar; EOF is `End`.
syntax::TokenKind kindOf(std::size_t type);

}  // namespace itw::parsing
