#pragma once

#include <string_view>

#include "compiler/base/error.h"

namespace itw::cli {

/// What a verb may say: results on standard output, everything else on standard error.
class Console {
 public:
  Console();

  /// Part of the result. Once a write fails nothing more is written, and the exit code becomes 6.
  void result(std::string_view text);
  /// Anything that is not the result: diagnostics, progress, notes.
  void note(std::string_view text);
  /// An error as people read it, on standard error.
  void error(const Error& error);

  /// From here on errors are one line each, without colour.
  void tellShort() { short_ = true; }
  bool tellsShort() const { return short_; }

  bool resultIsTerminal() const { return resultIsTerminal_; }
  bool noteIsTerminal() const { return noteIsTerminal_; }
  /// Whether notes may be coloured: on a terminal and without NO_COLOR.
  bool colour() const { return colour_; }

  /// The exit code of the process for a verb that ended with `code`.
  int exitCode(int code) const { return resultFailed_ && code == 0 ? 6 : code; }
  bool resultFailed() const { return resultFailed_; }

 private:
  bool resultIsTerminal_ = false;
  bool noteIsTerminal_ = false;
  bool colour_ = false;
  bool resultFailed_ = false;
  bool short_ = false;
};

}  // namespace itw::cli
