#include "runtime/cli/carry_out.h"
#include "runtime/cli/output.h"
#include "runtime/cli/run_document.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class ShowVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("RUN", run_, "the run (default: the latest)");
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc show", "itwc show r0007 --format json");
  }

  int run(Console& console) override {
    const store::Store store(store_.folder);
    auto run = chooseRun(store, run_);
    if (!run) return reportError(console, format_.json(), "show", run.error());
    auto stored = readStoredRun(store, *run);
    if (!stored) return reportError(console, format_.json(), "show", stored.error());
    const RunView view{store, stored->plan, stored->reading.state, stored->run};
    const std::string& torn = stored->reading.end.note;
    if (!torn.empty() && !stored->reading.live) console.note("note: " + torn + "\n");
    if (format_.json()) {
      console.result(runDocument(view, {.kind = "show", .full = true}));
      return 0;
    }
    console.result(runText(view));
    return 0;
  }

 private:
  std::string run_;
  StoreOption store_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeShowVerb() { return std::make_unique<ShowVerb>(); }

}  // namespace itw::cli
