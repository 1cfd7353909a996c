#include "runtime/cli/carry_out.h"

#include <algorithm>
#include <cstdlib>

#include "runtime/cli/output.h"
#include "runtime/cli/progress.h"
#include "runtime/cli/run_document.h"
#include "runtime/cli/run_words.h"
#include "runtime/store/disk.h"

namespace itw::cli {
namespace {

/// Seconds from the environment, for machines slower than we thought and for tests.
double secondsFrom(const char* name, double otherwise) {
  const char* text = std::getenv(name);
  const double seconds = text == nullptr ? 0 : std::atof(text);
  return seconds > 0 ? seconds : otherwise;
}

exec::ExecOptions optionsFromEnvironment() {
  exec::ExecOptions options;
  options.helloSeconds = secondsFrom("ITW_WORKER_START_SECONDS", options.helloSeconds);
  options.silenceSeconds = secondsFrom("ITW_WORKER_SILENCE_SECONDS", options.silenceSeconds);
  options.graceSeconds = secondsFrom("ITW_WORKER_GRACE_SECONDS", options.graceSeconds);
  return options;
}

void tellErrors(Console& console, const RunView& view, const exec::Outcome& outcome) {
  bool told = false;
  for (const Error& error : errorsOf(view)) {
    console.error(error);
    told = told || (outcome.fatal && outcome.fatal->message == error.message);
  }
  if (outcome.fatal && !told) console.error(*outcome.fatal);
}

std::string summary(const RunView& view, const exec::Outcome& outcome) {
  std::string text = "run " + view.run + " " + outcome.status + " in " +
                     durationText(view.state.seconds()) + ": " + countsText(view) + "\n";
  if (outcome.status == "interrupted") text += "`itwc resume " + view.run + "` goes on\n";
  return text;
}

}  // namespace

void StoreOption::declare(Options& options) {
  options.text("--dir", folder, {"DIR", "the folder that holds .itw (default: here)"});
}

exec::Outcome execute(Console& console, const store::Store& store, exec::Session& session,
                      store::Index& index, bool silent) {
  const exec::ExecOptions options = optionsFromEnvironment();
  exec::Observer nobody;
  const auto progress = silent ? nullptr : makeProgress(console);
  exec::Observer& observer = progress ? *progress : nobody;
  return exec::Executor(store, session, index, options, observer).run();
}

int carryOut(Console& console, const store::Store& store, exec::Session& session,
             store::Index& index, const Telling& telling) {
  const exec::Outcome outcome = execute(console, store, session, index, telling.json);
  const RunView view{store, session.plan, session.state, session.run};
  if (telling.json) {
    console.result(runDocument(view, {.kind = telling.kind,
                                      .ok = outcome.status == "done",
                                      .warnings = telling.warnings,
                                      .fatal = outcome.fatal ? &*outcome.fatal : nullptr}));
    return outcome.exitCode;
  }
  tellErrors(console, view, outcome);
  console.result(publishedText(view) + summary(view, outcome));
  return outcome.exitCode;
}

Result<std::string> chooseRun(const store::Store& store, const std::string& name) {
  if (!name.empty()) {
    if (store.hasRun(name)) return name;
    return fail(exec::unknownRun(store, name));
  }
  const std::vector<std::string> runs = store.runs();
  // A folder without a plan belongs to an itwc that was killed as it began.
  const auto latest = std::find_if(runs.rbegin(), runs.rend(), [&](const std::string& run) {
    return store::exists(store.planPath(run));
  });
  if (latest != runs.rend()) return *latest;
  Error error = makeError(ErrorClass::Usage, "there are no runs in " + store.root(),
                          "`itwc run FILE` makes one; --dir names another folder");
  error.code = "R0206";
  return fail(std::move(error));
}

Result<StoredRun> readStoredRun(const store::Store& store, const std::string& run) {
  auto text = store::readFile(store.planPath(run));
  if (!text) return fail(std::move(text.error()));
  auto plan = plan::fromJson(*text);
  if (!plan) return fail(std::move(plan.error()).during("read " + store.planPath(run)));
  auto reading = store.readRun(run);
  if (!reading) return fail(std::move(reading.error()));
  return StoredRun{run, *std::move(plan), *std::move(reading)};
}

}  // namespace itw::cli
