#include "runtime/cli/carry_out.h"
#include "runtime/cli/output.h"
#include "runtime/cli/run_document.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class ResumeVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("RUN", run_, "the run (default: the latest that did not end well)");
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc resume", "itwc resume r0007 --format json");
  }

  int run(Console& console) override {
    const store::Store store(store_.folder);
    const auto index = store::Index::open(store);
    auto run = choose(store, *index);
    if (!run) return reportError(console, format_.json(), "resume", run.error());
    auto session = exec::resumeRun(store, *run);
    if (!session) return reportError(console, format_.json(), "resume", session.error());
    if (session->state.status() == "done") return tellDone(console, store, *session);
    return carryOut(console, store, *session, *index, {.kind = "resume", .json = format_.json()});
  }

 private:
  Result<std::string> choose(const store::Store& store, store::Index& index) const {
    if (!run_.empty()) return run_;
    std::string run = exec::latestUnfinished(index);
    if (!run.empty()) return run;
    auto last = chooseRun(store, "");
    if (!last) return last;
    Error error = makeError(ErrorClass::Usage, "there is nothing to resume: every run is done",
                            "`itwc runs` lists them");
    error.code = "R0206";
    return fail(std::move(error));
  }

  int tellDone(Console& console, const store::Store& store, const exec::Session& session) const {
    const RunView view{store, session.plan, session.state, session.run};
    if (format_.json()) {
      console.result(runDocument(view, {.kind = "resume"}));
    } else {
      console.result(publishedText(view) + "run " + session.run + " is done already\n");
    }
    return 0;
  }

  std::string run_;
  StoreOption store_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeResumeVerb() { return std::make_unique<ResumeVerb>(); }

}  // namespace itw::cli
