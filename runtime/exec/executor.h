#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/exec/artifact_checker.h"
#include "runtime/exec/content_resolver.h"
#include "runtime/exec/observer.h"
#include "runtime/exec/recorder.h"
#include "runtime/exec/session.h"
#include "runtime/exec/signals.h"
#include "runtime/exec/task_logs.h"
#include "runtime/exec/worker_pool.h"
#include "runtime/sched/scheduler.h"

namespace itw::exec {

/// How a run ended; what its tasks did stands in the session's state.
struct Outcome {
  std::string status;          ///< "done", "failed" or "interrupted".
  int exitCode = 0;            ///< As language.md section 6 says.
  std::optional<Error> fatal;  ///< What ended the run as a whole, not one task.
};

/// Carries a run out: asks the scheduler what to start, has workers do it, and journals every
/// transition before acting on it. One loop on one thread; what blocks is done in the background.
class Executor : private WorkerHandler {
 public:
  Executor(const store::Store& store, Session& session, store::Index& index,
           const ExecOptions& options, Observer& observer);

  /// To be called once.
  Outcome run();

 private:
  using TaskId = plan::TaskId;

  /// A request that a worker is busy with.
  struct Request {
    TaskId task;
    std::uint64_t number = 0;
    double startedAt = 0;
    std::string scratch;
  };

  // executor.cpp: the loop.
  void turn();
  void waitForSomething();
  void onSignals();
  void stop(int signal);
  void killAll(const std::string& why);
  void abort(Error error);
  void checkTimers(double now);
  double nextDeadline(double now) const;
  bool finished() const;
  Outcome judge() const;
  Outcome tellWhatIsWritten(const event::RunEnded& end);
  Outcome conclude();

  // executor_tasks.cpp: tasks from ready to their end.
  void settle();
  void onResolved(TaskId task, const std::optional<plan::ContentKey>& key);
  void lookUp(TaskId task, std::vector<store::CacheHit> hits, const std::string& problem);
  void keep(TaskId task, const store::TaskRecord& before, const plan::ContentKey& key);
  void reuse(TaskId task, const store::CacheHit& hit);
  void recordReady(TaskId task, const std::optional<plan::ContentKey>& key);
  void dropTasks();
  void startTask(TaskId task);
  Result<std::string> takeScratch(std::uint64_t number);
  void leaveScratch(const std::string& scratch);
  event::RunTask messageFor(TaskId task, const Request& request);
  void storeOutputs(const Request& request, const event::Finished& finished);
  void complete(TaskId task, const event::Finished& finished);
  void failTask(TaskId task, Error error, double seconds);
  void stopTask(TaskId task);
  void note(const std::string& text);
  void announceEnd(TaskId task, const std::string& state, double seconds);
  const plan::Task& nodeOf(TaskId task) const { return session_.plan.tasks[task.index()]; }

  // executor_workers.cpp: what workers say.
  void onHello(WorkerId worker, pid_t pid, const event::Hello& hello) override;
  void onMessage(WorkerId worker, const event::Message& message) override;
  void onCaptured(WorkerId worker, const Captured& piece) override;
  void onLost(WorkerId worker, const Error& error) override;
  void on(WorkerId worker, const event::Progress& message);
  void on(WorkerId worker, const event::Metric& message);
  void on(WorkerId worker, const event::Log& message);
  void on(WorkerId worker, const event::Finished& message);
  void on(WorkerId worker, const event::Failed& message);
  template <class Other>
  void on(WorkerId worker, const Other&) {
    pool_.condemn(worker, unexpected());
  }
  static Error unexpected();
  /// Tells the observer once the journal has what it is told.
  void announce(std::function<void(Observer&)> tell) { announcements_.push_back(std::move(tell)); }
  Request leave(WorkerId worker);

  const store::Store& store_;
  Session& session_;
  store::Index& index_;
  const ExecOptions& options_;
  Observer& observer_;
  Signals signals_;
  Background background_;
  Recorder recorder_;
  ContentResolver resolver_;
  ArtifactChecker checker_;
  TaskLogs logs_;
  WorkerPool pool_;
  sched::Scheduler scheduler_;
  std::vector<std::string> models_;  ///< JSON of each model of the plan.
  std::map<WorkerId, Request> requests_;
  std::vector<std::pair<WorkerId, event::Message>> outbox_;  ///< Sent once the journal is flushed.
  std::vector<std::function<void(Observer&)>> announcements_;
  std::vector<std::string> spareScratch_;
  std::uint64_t lastRequest_ = 0;
  double startedAt_ = 0;
  double nextBeat_ = 0;
  int stopSignal_ = 0;
  double killAt_ = 0;  ///< When the grace ends; 0 while nobody was asked to stop.
  std::optional<Error> fatal_;
};

}  // namespace itw::exec
