#include "runtime/exec/executor.h"

#include <algorithm>
#include <cmath>
#include <csignal>

#include "runtime/store/disk.h"

namespace itw::exec {
namespace {

unsigned slotsOf(const ExecOptions& options) {
  return options.slots > 0 ? options.slots : usableCpus();
}

}  // namespace

Executor::Executor(const store::Store& store, Session& session, store::Index& index,
                   const ExecOptions& options, Observer& observer)
    : store_(store),
      session_(session),
      index_(index),
      options_(options),
      observer_(observer),
      recorder_(session.journal, session.state, background_),
      resolver_(session.plan, session.directory, index, background_),
      checker_(store, index, background_),
      logs_(store, session.run),
      pool_(options, session.directory, *this),
      scheduler_(sched::graphOf(session.plan, slotsOf(options)), slotsOf(options)) {
  for (const expr::ModelGraph& model : session.plan.models) models_.push_back(plan::toJson(model));
}

Outcome Executor::run() {
  startedAt_ = steadyClock();
  nextBeat_ = startedAt_ + store::Lease::kBeatSeconds;
  store::removeAll(store_.scratchFolder(session_.run));
  recorder_.flushFirst(session_.unflushed);
  recorder_.add(session_.start);
  observer_.runStarts(session_.run, session_.plan.tasks.size());
  for (const std::string& text : index_.takeNotes()) note(text);
  for (const std::string& text : session_.notes) note(text);
  turn();
  while (!finished()) {
    waitForSomething();
    turn();
  }
  return conclude();
}

/// Does all that can be done without waiting.
void Executor::turn() {
  settle();
  recorder_.flush();
  if (recorder_.error()) {
    // What the journal does not have was not promised to anyone.
    announcements_.clear();
    abort(*recorder_.error());
  }
  recorder_.syncInBackground(steadyClock());
  for (auto& [worker, message] : std::exchange(outbox_, {})) pool_.send(worker, message);
  for (const auto& tell : std::exchange(announcements_, {})) tell(observer_);
}

bool Executor::finished() const { return scheduler_.done() && requests_.empty(); }

void Executor::waitForSomething() {
  std::vector<pollfd> polled;
  pool_.addDescriptors(polled);
  const std::size_t own = polled.size();
  polled.push_back({signals_.descriptor(), POLLIN, 0});
  polled.push_back({background_.descriptor(), POLLIN, 0});
  double now = steadyClock();
  const double wait = std::clamp(nextDeadline(now) - now, 0.0, 3600.0);
  (void)poll(polled.data(), polled.size(), static_cast<int>(std::ceil(wait * 1000)));
  now = steadyClock();
  // Workers first: what they have said must count before they are called silent or stopped.
  pool_.handle(polled, now);
  if (polled[own + 1].revents != 0) background_.collect();
  if (polled[own].revents != 0) onSignals();
  checkTimers(now);
}

double Executor::nextDeadline(double now) const {
  double next = recorder_.nextSync(std::min(pool_.nextDeadline(now), nextBeat_));
  if (killAt_ > 0) next = std::min(next, killAt_);
  return next;
}

void Executor::checkTimers(double now) {
  pool_.checkDeadlines(now);
  if (now >= nextBeat_) {
    nextBeat_ = now + store::Lease::kBeatSeconds;
    auto beat = session_.lease->beat();
    if (!beat && !fatal_) {
      recorder_.abandon(beat.error());
      abort(std::move(beat.error()));
    }
  }
  if (killAt_ > 0 && now >= killAt_) {
    killAt_ = 0;
    killAll("it did not stop in time");
  }
}

void Executor::onSignals() {
  for (int number : signals_.take()) {
    if (number == SIGCHLD) continue;  // It only had to wake us.
    stop(number);
  }
}

void Executor::stop(int signal) {
  if (stopSignal_ != 0) return killAll("asked twice to stop");
  stopSignal_ = signal;
  killAt_ = steadyClock() + options_.graceSeconds;
  observer_.note("stopping; ask once more to stop at once");
  scheduler_.cancel();
  for (const auto& [worker, request] : requests_) {
    outbox_.emplace_back(worker, event::Cancel{request.number});
  }
}

void Executor::killAll(const std::string& why) {
  for (const auto& [worker, request] : requests_) {
    pool_.condemn(worker, makeError(ErrorClass::Interrupted, "the worker was killed: " + why));
  }
}

/// Ends the run because it cannot go on as a whole.
void Executor::abort(Error error) {
  if (fatal_) return;
  fatal_ = std::move(error);
  scheduler_.cancel();
  killAll(fatal_->message);
}

/// How the run ended, by what its tasks did.
Outcome Executor::judge() const {
  Outcome outcome{.status = "done", .fatal = fatal_};
  for (const plan::Task& task : session_.plan.tasks) {
    const store::TaskRecord* record = recorder_.state().find(task.id);
    if (record != nullptr && record->succeeded()) continue;
    outcome.status = "failed";
    outcome.exitCode = exitCodeOf(ErrorClass::Task);
    if (record == nullptr || !record->error) continue;
    const bool outside = record->error->kind == ErrorClass::Environment;
    if (outside && !outcome.fatal) outcome.fatal = *record->error;
  }
  if (fatal_) outcome.status = "failed";
  if (outcome.fatal) outcome.exitCode = exitCodeOf(outcome.fatal->kind);
  if (stopSignal_ != 0 && !fatal_ && outcome.status != "done") {
    outcome.status = "interrupted";
    outcome.exitCode = 128 + stopSignal_;
  }
  return outcome;
}

/// The journal could not be written to its end: only what stands in it may be told.
Outcome Executor::tellWhatIsWritten(const event::RunEnded& end) {
  auto reading = store_.readRun(session_.run);
  session_.state = reading ? std::move(reading->state) : store::RunState();
  session_.state.markAbandoned();
  session_.state.apply(end);
  announcements_.clear();
  return {.status = "failed",
          .exitCode = exitCodeOf(recorder_.error()->kind),
          .fatal = recorder_.error()};
}

Outcome Executor::conclude() {
  dropTasks();
  Outcome outcome = judge();
  event::RunEnded end{outcome.status, steadyClock() - startedAt_, wallClock()};
  recorder_.add(end);
  recorder_.close();
  if (recorder_.error()) {
    end.status = "failed";
    outcome = tellWhatIsWritten(end);
  }
  for (const auto& tell : std::exchange(announcements_, {})) tell(observer_);
  store::removeAll(store_.scratchFolder(session_.run));
  index_.catchUp(session_.run);
  pool_.shutDown();
  return outcome;
}

}  // namespace itw::exec
