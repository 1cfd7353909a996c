#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"
#include "compiler/syntax/token.h"

namespace itw::parsing {

/// A set of token kinds.
using TokenKinds = std::bitset<128>;

/// Turns "this token cannot stand here" into a diagnostic that says what was probably meant.
class SyntaxErrors {
 public:
  SyntaxErrors(FileId file, std::string_view text, const Program& program,
               DiagnosticSink& diagnostics);

  /// The token of that index stands where one of `needed` should.
  void report(std::size_t token, const TokenKinds& needed);

 private:
  struct Place;

  bool isSilent(std::size_t token) const;
  Diagnostic describe(const Place& place) const;
  std::optional<Diagnostic> describeStart(const Place& place) const;
  std::optional<Diagnostic> describeBinding(const Place& place) const;
  std::optional<Diagnostic> describeBehindOperand(const Place& place) const;
  std::optional<Diagnostic> describeUnit(const Place& place) const;
  std::optional<Diagnostic> describeWord(const Place& place) const;
  syntax::TokenKind operatorBefore(std::size_t index) const;
  Span spanOf(const syntax::Token& token) const { return {file_, token.begin, token.end}; }

  FileId file_;
  std::string_view text_;
  const Program& program_;
  DiagnosticSink& diagnostics_;
};

}  // namespace itw::parsing
