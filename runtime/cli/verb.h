#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "runtime/cli/console.h"
#include "runtime/cli/options.h"

namespace itw::cli {

/// One command of `itwc`: first it names its options, then it runs with them filled in.
class Verb {
 public:
  virtual ~Verb() = default;
  virtual void declare(Options& options) = 0;
  /// Does the work and returns the exit code of language.md section 6.
  virtual int run(Console& console) = 0;
};

/// A row of the table in verbs.cpp.
struct VerbEntry {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Verb> (*make)();
};

/// All verbs, in the order of the help.
std::span<const VerbEntry> allVerbs();

/// Runs `itwc` with the words after the program's name; returns the exit code.
int runCommandLine(const std::vector<std::string>& words, Console& console);

}  // namespace itw::cli
