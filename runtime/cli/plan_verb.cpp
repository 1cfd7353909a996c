#include "runtime/cli/output.h"
#include "runtime/cli/plan_source.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class PlanVerb final : public Verb {
 public:
  void declare(Options& options) override {
    compile_.declareWithTarget(options);
    format_.declare(options);
    options.examples("itwc plan experiment.itw",
                     "itwc plan experiment.itw --format json > plan.json && itwc run plan.json");
  }

  int run(Console& console) override {
    int exitCode = 0;
    const auto loaded = loadPlan(console, compile_, format_.json(), "plan", exitCode);
    if (!loaded) return exitCode;
    if (format_.json()) {
      console.result(plan::toJson(loaded->plan, loaded->diagnostics));
      console.result("\n");
    } else {
      console.result(plan::describe(loaded->plan));
    }
    return 0;
  }

 private:
  CompileOptions compile_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makePlanVerb() { return std::make_unique<PlanVerb>(); }

}  // namespace itw::cli
