#pragma once

#include "compiler/parse/grammar_stream.h"
#include "compiler/parse/syntax_errors.h"

namespace itw::parsing {

/// Goes on behind a syntax error. Brackets match in what we parse, so an error never leaves the
/// bracket it is in: text is skipped to the next element or statement, or to the end of the
/// bracket.
class RecoveringStrategy final : public antlr4::DefaultErrorStrategy {
 public:
  explicit RecoveringStrategy(SyntaxErrors& errors) : errors_(errors) {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  void sync(antlr4::Parser* parser) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;

 private:
  void report(antlr4::Parser* parser, const TokenKinds& needed);
  /// Skips to a token of the set, or to where the bracket or declaration ends.
  void skipTo(antlr4::Parser* parser, const TokenKinds& stops);
  void skipBehindError(antlr4::Parser* parser, const TokenKinds& needed);

  SyntaxErrors& errors_;
};

}  // namespace itw::parsing
