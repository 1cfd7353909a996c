#include "runtime/exec/session.h"

#include <unistd.h>

#include <filesystem>

#include "compiler/base/version.h"
#include "runtime/exec/exec_options.h"
#include "runtime/exec/preflight.h"
#include "runtime/store/disk.h"

namespace itw::exec {
namespace {

std::string currentFolder() {
  std::error_code ignored;
  return std::filesystem::current_path(ignored).string();
}

event::RunStarted startOf(const Session& session, const std::string& planJson) {
  const store::LeaseHolder self = store::thisHolder();
  return {.run = session.run,
          .pipeline = session.plan.pipeline,
          .plan = digestText(sha256(planJson)),
          .build = std::string(buildVersion()),
          .host = self.host,
          .bootId = self.bootId,
          .pid = self.pid,
          .tasks = static_cast<std::int64_t>(session.plan.tasks.size()),
          .directory = session.directory,
          .time = wallClock()};
}

/// What keys are made of is computed again by content, and is a good part of a large plan.
void dropKeyParts(plan::Plan& plan) {
  for (plan::Task& task : plan.tasks) std::vector<plan::KeyPart>().swap(task.keyParts);
}

/// The folder where the run was started, while it is still there.
std::string directoryOf(const store::RunState& state) {
  const std::string& recorded = state.started() ? state.started()->directory : "";
  return store::exists(recorded) ? recorded : currentFolder();
}

}  // namespace

Error unknownRun(const store::Store& store, const std::string& run) {
  Error error = makeError(ErrorClass::Usage, "there is no run `" + run + "` in " + store.root(),
                          "`itwc runs` lists them; --dir names another folder");
  error.code = "R0206";
  return error;
}

Result<Session> beginRun(const store::Store& store, plan::Plan plan, const RunRequest& request) {
  std::vector<std::string> notes;
  auto known = checkImplemented(plan, request.unimplemented);
  if (!known) return fail(std::move(known.error()));
  auto enough = checkResources(plan, thisMachine(), notes);
  if (!enough) return fail(std::move(enough.error()));
  auto created = store.create();
  if (!created) return fail(std::move(created.error()));
  store.sweepScratch();
  const std::string planJson = plan::toJson(plan) + "\n";
  auto run = store.addRun(planJson);
  if (!run) return fail(std::move(run.error()));
  auto lease = store::Lease::take(store.leasePath(*run), *run);
  if (!lease) return fail(std::move(lease.error()));
  auto journal = event::Journal::create(store.journalPath(*run));
  if (!journal) return fail(std::move(journal.error()));
  Session session{.run = *run,
                  .plan = std::move(plan),
                  .lease = *std::move(lease),
                  .journal = *std::move(journal),
                  .directory = currentFolder(),
                  .unflushed = store.newPaths(*run),
                  .notes = std::move(notes)};
  session.start = startOf(session, planJson);
  dropKeyParts(session.plan);
  session.start.file = request.file;
  session.start.overrides = request.overrides;
  return session;
}

Result<Session> resumeRun(const store::Store& store, const std::string& run) {
  if (!store.hasRun(run)) return fail(unknownRun(store, run));
  auto lease = store::Lease::take(store.leasePath(run), run);
  if (!lease) return fail(std::move(lease.error()));
  auto text = store::readFile(store.planPath(run));
  if (!text) return fail(std::move(text.error()));
  auto plan = plan::fromJson(*text);
  if (!plan) return fail(std::move(plan.error()).during("read " + store.planPath(run)));
  std::vector<std::string> notes;
  auto enough = checkResources(*plan, thisMachine(), notes);
  if (!enough) return fail(std::move(enough.error()));
  auto reading = store.readRun(run);
  if (!reading) return fail(std::move(reading.error()));
  // The lease is ours, so whoever wrote the journal is gone.
  reading->state.markAbandoned();
  auto journal = store::exists(store.journalPath(run))
                     ? event::Journal::reopen(store.journalPath(run), reading->end)
                     : event::Journal::create(store.journalPath(run));
  if (!journal) return fail(std::move(journal.error()));
  const std::string directory = directoryOf(reading->state);
  Session session{.run = run,
                  .plan = *std::move(plan),
                  .lease = *std::move(lease),
                  .journal = *std::move(journal),
                  .state = std::move(reading->state),
                  .directory = directory,
                  .notes = std::move(notes)};
  if (!reading->end.note.empty()) session.notes.push_back(reading->end.note);
  session.start = startOf(session, *text);
  dropKeyParts(session.plan);
  if (const auto& before = session.state.started()) {
    session.start.file = before->file;
    session.start.overrides = before->overrides;
    session.start.attempt = before->attempt + 1;
  }
  return session;
}

std::string latestUnfinished(store::Index& index) {
  const std::vector<store::RunRow> rows = index.runs();
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const std::string& status = row->status;
    if (status == "interrupted" || status == "failed" || status == "cancelled") return row->run;
  }
  return {};
}

}  // namespace itw::exec
