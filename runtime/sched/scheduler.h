#pragma once

#include <cstdint>
#include <vector>

#include "runtime/sched/rank_set.h"
#include "runtime/sched/task_graph.h"

namespace itw::sched {

/// Where a task is. Waiting and Ready come before it ran; all but Running are ends.
enum class TaskState : std::uint8_t {
  Waiting,  ///< Something it needs has not ended.
  Ready,    ///< All it needs is there; it may be asked for its outputs in the cache.
  Running,
  Done,
  Cached,  ///< Its outputs were there already.
  Failed,
  Skipped,      ///< Something it needs failed, or was skipped.
  Cancelled,    ///< Stopped, or never started, because the user asked to stop.
  Interrupted,  ///< It ran when the controller died; only a reader of journals finds this.
};

/// "waiting", "ready" ...
const char* nameOf(TaskState state);

/// Decides what may run next. It starts nothing, reads no clock and takes no lock: callers tell it
/// what happened and ask what to do. A task goes takeReady, then onAvailable or onNeeded, then
/// takeStartable, then onDone, onFailed or onStopped. Total work is linear in tasks and edges.
class Scheduler {
 public:
  Scheduler(TaskGraph graph, unsigned slots);

  /// Tasks whose inputs are all there since the last call. The caller must settle every one of
  /// them: onAvailable when its outputs exist, else onNeeded.
  std::vector<TaskId> takeReady();
  void onAvailable(TaskId task, TaskState state);
  void onNeeded(TaskId task);

  /// Tasks to start now, most urgent first. The caller must start every one of them.
  std::vector<TaskId> takeStartable();

  void onDone(TaskId task);
  void onFailed(TaskId task);
  /// A running task ended because it was told to stop.
  void onStopped(TaskId task);

  /// From now on nothing starts: whatever has not is Cancelled. Running tasks go on.
  void cancel();

  /// Tasks that became Skipped or Cancelled without having run, since the last call.
  std::vector<TaskId> takeDropped();

  TaskState state(TaskId task) const { return states_[task.index()]; }
  std::size_t running() const { return running_; }
  /// Whether every task has reached its end.
  bool done() const { return unfinished_ == 0; }
  std::size_t size() const { return states_.size(); }
  /// Steps taken so far, for the test that cost is linear.
  std::uint64_t operations() const { return operations_; }

 private:
  void linkNeeders();
  void end(TaskId task, TaskState state);
  void release(TaskId task);
  void skipNeeders(TaskId task);
  void leaveSlots(TaskId task);

  TaskGraph graph_;
  std::vector<TaskState> states_;
  std::vector<std::uint32_t> missing_;     ///< Inputs that a task still waits for.
  std::vector<std::size_t> neederStarts_;  ///< needers_[starts[t], starts[t + 1]) need task t.
  std::vector<TaskId> needers_;
  std::vector<TaskId> fresh_;  ///< Ready, not yet handed out.
  std::vector<TaskId> dropped_;
  std::vector<std::uint32_t> ranks_;
  std::vector<TaskId> byRank_;
  RankSet startable_;
  unsigned freeSlots_;
  std::size_t running_ = 0;
  std::size_t unfinished_;
  std::uint64_t operations_ = 0;
  bool cancelled_ = false;
};

}  // namespace itw::sched
