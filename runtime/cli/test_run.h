#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/driver.h"
#include "runtime/cli/console.h"
#include "runtime/store/store.h"

namespace itw::cli {

/// What an operand of an expectation was.
struct OperandResult {
  std::string text;   ///< As written.
  std::string value;  ///< As a user would write it.
};

/// How one expectation ended.
struct ExpectationResult {
  std::string text;
  SourcePlace place;
  bool holds = false;
  std::string fault;  ///< Why it has no value: a division by zero, say; else empty.
  std::vector<OperandResult> operands;
};

/// How one test ended. Without a run it was decided by the program alone.
struct TestResult {
  std::string title;
  std::string run;             ///< "r0007", or empty.
  std::optional<Error> error;  ///< Why it could not be carried out.
  int exitCode = 0;            ///< 0, 5 for what failed, else that of the error.
  std::vector<ExpectationResult> expectations;

  bool passed() const { return exitCode == 0; }
};

/// Where and how tests run.
struct TestPlace {
  const store::Store& store;
  std::string file;
  std::vector<std::string> sets;
  bool silent = false;
};

/// Decides a test, with a run where it reads results of one.
TestResult carryOutTest(Console& console, const Compilation& unit, const sema::TestInstance& test,
                        const TestPlace& place);

}  // namespace itw::cli
