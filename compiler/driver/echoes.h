#pragma once

#include <map>
#include <set>
#include <utility>

#include "compiler/diag/diagnostic.h"
#include "compiler/driver/import_loader.h"
#include "compiler/source/source_map.h"

namespace itw {

/// Tells which findings of sema only follow from others, so that one mistake is told once:
/// - an error on the line of an error of syntax or around one, a name that stands in a statement
///   with one, a search or model that lacks a part, and every warning;
/// - the second use of an unknown name in one declaration;
/// - that something is unused or has no effect, where what would use it has an error.
class Echoes {
 public:
  /// `syntax`: what was wrong before sema; `found`: what sema found.
  Echoes(const SourceMap& sources, const Front& front, const DiagnosticSink& syntax,
         const DiagnosticSink& found);

  /// Asked once for each finding, in their order.
  bool has(const Diagnostic& diagnostic);

 private:
  using Place = std::pair<std::size_t, std::uint32_t>;  // A file, and a byte or line.

  const syntax::Declaration* declarationAround(Span span) const;
  void noteError(Span span);
  Place lineOf(Span span) const;
  bool surrounds(Span span) const;
  bool isLost(const Diagnostic& diagnostic) const;
  bool isUnbound(const Diagnostic& diagnostic) const;
  bool followsFromSyntax(const Diagnostic& diagnostic) const;
  bool followsFromUse(const Diagnostic& diagnostic) const;
  bool isToldAgain(const Diagnostic& diagnostic);

  const SourceMap& sources_;
  std::map<std::size_t, const syntax::File*> trees_;
  bool syntaxErrors_;
  std::set<Place> places_;  // Of syntax errors.
  std::set<Place> lines_;
  std::set<const syntax::Declaration*> unnamed_;  // With a statement that binds no name.
  bool lostPipeline_ = false;                     // Searches read bindings that are not there.
  std::set<const syntax::Declaration*> wrong_;    // Declarations with an error.
  /// Names that were told to be unknown, by the declarations that use them.
  std::set<std::pair<const syntax::Declaration*, std::string_view>> unknown_;
  bool wrongReader_ = false;  // One of them would use what others declare, or is none.
};

}  // namespace itw
