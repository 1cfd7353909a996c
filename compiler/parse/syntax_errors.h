#pragma once

#include <cstddef>
#include <string_view>

#include "compiler/diag/diagnostic.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/misplaced.h"

namespace itw::parsing {

/// Turns "this token cannot stand here" into a diagnostic that says what was probably meant.
class SyntaxErrors {
 public:
  SyntaxErrors(FileId file, std::string_view text, const Program& program,
               DiagnosticSink& diagnostics)
      : file_(file), text_(text), program_(program), diagnostics_(diagnostics) {}

  /// The token of that index stands where one of `needed` should.
  void report(std::size_t token, const TokenKinds& needed);

 private:
  bool isSilent(std::size_t token) const;

  FileId file_;
  std::string_view text_;
  const Program& program_;
  DiagnosticSink& diagnostics_;
};

}  // namespace itw::parsing
