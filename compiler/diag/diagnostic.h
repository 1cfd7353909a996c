#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"

namespace itw {

/// How bad it is; `Note` never fails a check.
enum class Severity : std::uint8_t { Error, Warning, Note };

/// One entry per code of compiler/diag/kinds.def, e.g. DiagKind::UnknownName for E0201.
enum class DiagKind : std::uint16_t {
#define ITW_DIAG(kind, code, title) kind,
#include "compiler/diag/kinds.def"
#undef ITW_DIAG
};

/// "E0201".
std::string_view codeOf(DiagKind kind);
/// The one-line title in the registry.
std::string_view titleOf(DiagKind kind);
/// By the first letter of the code: E and R are errors, W warnings.
Severity severityOf(DiagKind kind);
/// "error", "warning", "note".
std::string_view wordOf(Severity severity);

/// A second place and why it matters: "declared here".
struct Label {
  Span span;
  std::string message;
};

/// How safe it is to apply a fix without a person (as in rustc).
enum class Applicability : std::uint8_t { Automatic, Maybe, Placeholders };

/// Replaces the bytes of a span.
struct Edit {
  Span span;
  std::string replacement;
};

/// A change of the source that would resolve the diagnostic.
struct Fix {
  std::string title;
  Applicability applicability = Applicability::Maybe;
  std::vector<Edit> edits;
};

/// One mistake in a user's program, told once. Wording: lower case, no full stop, names in
/// backticks, what was seen; `help` says what to do.
struct Diagnostic {
  DiagKind kind{};
  Span span;
  std::string message;
  std::string note;  ///< Text under the primary caret; may be empty.
  std::vector<Label> labels;
  std::string setBy;  ///< "--set batch=100"; empty when the value stands in the source.
  std::string help;
  std::vector<Fix> fixes;
  /// That something is missing, which may follow from any other error: told where there is none.
  bool onlyIfAlone = false;
};

/// Collects what is wrong; passed by reference through the front end.
class DiagnosticSink {
 public:
  /// Keeps a diagnostic, in the order in which they come.
  void add(Diagnostic diagnostic);
  bool hasErrors() const { return errors_ > 0; }
  std::size_t errorCount() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return diagnostics_; }
  /// Takes out what came after the first `count`, as if it had never been told.
  std::vector<Diagnostic> takeSince(std::size_t count);
  /// Sorts by file and position, keeping the causal order of equal places, and drops exact repeats.
  void sort();

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t errors_ = 0;
};

}  // namespace itw
