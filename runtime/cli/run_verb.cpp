#include "compiler/driver/standard_library.h"
#include "runtime/cli/carry_out.h"
#include "runtime/cli/output.h"
#include "runtime/cli/plan_source.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class RunVerb final : public Verb {
 public:
  void declare(Options& options) override {
    compile_.declareWithTarget(options);
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc run experiment.itw --set lr=3e-4", "itwc run plan.json --format json");
  }

  int run(Console& console) override {
    int exitCode = 0;
    auto loaded = loadPlan(console, compile_, format_.json(), "run", exitCode);
    if (!loaded) return exitCode;
    const store::Store store(store_.folder);
    auto session = exec::beginRun(store, std::move(loaded->plan),
                                  {compile_.file, compile_.sets, unimplementedNames()});
    if (!session) return reportError(console, format_.json(), "run", session.error());
    const auto index = store::Index::open(store);
    return carryOut(console, store, *session, *index,
                    {.kind = "run", .json = format_.json(), .warnings = loaded->diagnostics});
  }

 private:
  CompileOptions compile_;
  StoreOption store_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeRunVerb() { return std::make_unique<RunVerb>(); }

}  // namespace itw::cli
