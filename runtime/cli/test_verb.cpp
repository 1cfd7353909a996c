#include "compiler/base/nearest.h"
#include "compiler/diag/render.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/carry_out.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/test_run.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

std::string textOf(const SourcePlace& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

// What a person reads of one test: everything about what failed, a line about what did not.
std::string textOf(const TestResult& result) {
  const char* word = result.passed() ? "passed" : result.error ? "did not run" : "failed";
  std::string text = std::string(word) + ": " + result.title;
  if (!result.run.empty()) text += "  (run " + result.run + ")";
  text += "\n";
  for (const ExpectationResult& each : result.expectations) {
    if (each.holds) continue;
    text += "  expect " + each.text + "  at " + textOf(each.place) + "\n";
    for (const OperandResult& operand : each.operands)
      text += "    " + operand.text + " is " + operand.value + "\n";
    if (!each.fault.empty()) text += "    " + each.fault + "\n";
  }
  return text;
}

void writeExpectation(plan::JsonWriter& out, const ExpectationResult& expectation) {
  out.beginObject();
  out.key("fault");
  expectation.fault.empty() ? out.null() : out.string(expectation.fault);
  out.key("holds");
  out.boolean(expectation.holds);
  out.key("operands");
  out.beginArray();
  for (const OperandResult& operand : expectation.operands) {
    out.beginObject();
    out.key("text");
    out.string(operand.text);
    out.key("value");
    out.string(operand.value);
    out.endObject();
  }
  out.endArray();
  out.key("place");
  out.string(textOf(expectation.place));
  out.key("text");
  out.string(expectation.text);
  out.endObject();
}

void writeTest(plan::JsonWriter& out, const TestResult& result) {
  out.beginObject();
  out.key("error");
  result.error ? out.raw(diagnosticJson(*result.error)) : out.null();
  out.key("expectations");
  out.beginArray();
  for (const ExpectationResult& each : result.expectations) writeExpectation(out, each);
  out.endArray();
  out.key("run");
  result.run.empty() ? out.null() : out.string(result.run);
  out.key("state");
  out.string(result.passed() ? "passed" : result.error ? "not_run" : "failed");
  out.key("title");
  out.string(result.title);
  out.endObject();
}

class TestVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.required("FILE", compile_.file, "the file to read, such as experiment.itw");
    options.optional("TITLE", title_, "the test to carry out (default: all)");
    compile_.declareLayers(options);
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc test experiment.itw",
                     "itwc test experiment.itw \"a short run learns\" --set epochs=2");
  }

  int run(Console& console) override {
    const auto request = compile_.request();
    if (!request) return reportError(console, format_.json(), "test", request.error());
    const auto unit = checkFile(DiskFileSystem(), *request);
    if (!unit->program) return reportErrors(console, format_.json(), "test", *unit);
    if (!format_.json()) noteDiagnostics(console, *unit);
    const auto chosen = choose(*unit);
    if (chosen.empty()) return reportError(console, format_.json(), "test", nothing(*unit));
    const store::Store store(store_.folder);
    std::vector<TestResult> results;
    for (const sema::TestInstance* test : chosen) {
      results.push_back(carryOutTest(console, *unit, *test,
                                     {store, compile_.file, compile_.sets, format_.json()}));
      if (!format_.json()) tell(console, results.back());
    }
    return end(console, *unit, results);
  }

 private:
  std::vector<const sema::TestInstance*> choose(const Compilation& unit) const {
    std::vector<const sema::TestInstance*> chosen;
    for (const sema::TestInstance& test : unit.program->tests)
      if (title_.empty() || test.title == title_) chosen.push_back(&test);
    return chosen;
  }

  Error nothing(const Compilation& unit) const {
    std::vector<std::string> titles;
    for (const sema::TestInstance& test : unit.program->tests) titles.push_back(test.title);
    const std::string near = nearestName(title_, titles);
    std::string message =
        titles.empty() ? "the file declares no test" : "no test is titled \"" + title_ + "\"";
    std::string help = !near.empty()    ? "did you mean \"" + near + "\"?"
                       : titles.empty() ? "a test compares results: `test \"it learns\" { ... }`"
                                        : "`itwc test " + compile_.file + "` carries out all";
    Error error = makeError(ErrorClass::Usage, std::move(message), std::move(help));
    error.code = "R1001";
    return error;
  }

  static void tell(Console& console, const TestResult& result) {
    if (result.error) console.error(*result.error);
    console.result(textOf(result));
  }

  int end(Console& console, const Compilation& unit, const std::vector<TestResult>& results) const {
    int exitCode = 0;
    std::size_t passed = 0;
    for (const TestResult& result : results) {
      passed += result.passed() ? 1 : 0;
      if (exitCode == 0 || result.exitCode == 5) exitCode = result.exitCode;
    }
    if (format_.json()) {
      console.result(document(unit, results, exitCode == 0));
    } else {
      console.result(std::to_string(passed) + " of " + std::to_string(results.size()) +
                     (results.size() == 1 ? " test passed\n" : " tests passed\n"));
    }
    return exitCode;
  }

  static std::string document(const Compilation& unit, const std::vector<TestResult>& results,
                              bool ok) {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("diagnostics");
    out.raw(renderJson(unit.sources, unit.diagnostics));
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("test");
    out.key("ok");
    out.boolean(ok);
    out.key("tests");
    out.beginArray();
    for (const TestResult& result : results) writeTest(out, result);
    out.endArray();
    out.endObject();
    return text + "\n";
  }

  CompileOptions compile_;
  StoreOption store_;
  FormatOption format_;
  std::string title_;
};

}  // namespace

std::unique_ptr<Verb> makeTestVerb() { return std::make_unique<TestVerb>(); }

}  // namespace itw::cli
