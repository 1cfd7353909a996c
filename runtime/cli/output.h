#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/error.h"
#include "runtime/cli/console.h"
#include "runtime/cli/options.h"

namespace itw::cli {

/// The exit code of a verb with `--check` that would change a file.
inline constexpr int kWouldChange = 11;

/// `--format human|short|json`, the same for every verb. `short` is human with errors of a line
/// each, which the console is told before a verb runs.
struct FormatOption {
  std::string word = "human";
  void declare(Options& options);
  bool json() const { return word == "json"; }
};

/// An error as an object of the envelope's `diagnostics`.
std::string diagnosticJson(const Error& error);

/// The document of language.md section 9 for what has only diagnostics to say:
/// `{"diagnostics":[...],"itw":1,"kind":"check","ok":false}` and a newline.
std::string envelope(std::string_view kind, bool ok, std::string_view diagnostics);

/// Reports an error as the format asks: one JSON document on standard output, or text on standard
/// error. Returns the exit code of the error's class.
int reportError(Console& console, bool json, std::string_view kind, const Error& error);

}  // namespace itw::cli
