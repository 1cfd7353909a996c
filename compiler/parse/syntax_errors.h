#pragma once

#include <cstddef>
#include <set>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/misplaced.h"

namespace itw::parsing {

/// Turns "this token cannot stand here" into a diagnostic that says what was probably meant.
class SyntaxErrors {
 public:
  SyntaxErrors(FileId file, std::string_view text, const Program& program,
               DiagnosticSink& diagnostics);

  /// The token of that index stands where one of `needed` should.
  void report(std::size_t token, const TokenKinds& needed);

 private:
  bool isSilent(std::size_t token) const;
  bool hasErrorOnLine(std::uint32_t place);

  FileId file_;
  std::string_view text_;
  const Program& program_;
  DiagnosticSink& diagnostics_;
  std::set<std::uint32_t> places_;  // Of the errors in this file.
  std::size_t lineBegin_ = 0;       // The line that was looked at last.
  std::size_t lineEnd_ = 0;
};

}  // namespace itw::parsing
