#include "runtime/sched/scheduler.h"

#include <numeric>
#include <utility>

#include "compiler/base/check.h"
#include "runtime/sched/priorities.h"

namespace itw::sched {

const char* nameOf(TaskState state) {
  switch (state) {
    case TaskState::Waiting:
      return "waiting";
    case TaskState::Ready:
      return "ready";
    case TaskState::Running:
      return "running";
    case TaskState::Done:
      return "done";
    case TaskState::Cached:
      return "cached";
    case TaskState::Failed:
      return "failed";
    case TaskState::Skipped:
      return "skipped";
    case TaskState::Cancelled:
      return "cancelled";
    case TaskState::Interrupted:
      return "interrupted";
  }
  return "unknown";
}

Scheduler::Scheduler(TaskGraph graph, unsigned slots)
    : graph_(std::move(graph)),
      states_(graph_.size(), TaskState::Waiting),
      missing_(graph_.size()),
      ranks_(criticalPathRanks(graph_, &operations_)),
      byRank_(graph_.size()),
      startable_(graph_.size()),
      freeSlots_(slots),
      unfinished_(graph_.size()) {
  ITW_CHECK(slots > 0, "a scheduler needs a slot");
  for (std::size_t at = 0; at < size(); ++at) {
    ITW_CHECK(graph_.slotsOf(TaskId(at)) <= slots, "a task that can never start");
    byRank_[ranks_[at]] = TaskId(at);
  }
  linkNeeders();
}

void Scheduler::linkNeeders() {
  neederStarts_.assign(size() + 1, 0);
  for (std::size_t at = 0; at < size(); ++at) {
    const auto needs = graph_.needsOf(TaskId(at));
    missing_[at] = static_cast<std::uint32_t>(needs.size());
    for (TaskId need : needs) ++neederStarts_[need.index() + 1];
    if (needs.empty()) release(TaskId(at));
  }
  std::partial_sum(neederStarts_.begin(), neederStarts_.end(), neederStarts_.begin());
  needers_.resize(neederStarts_.back());
  std::vector<std::size_t> next(neederStarts_.begin(), neederStarts_.end() - 1);
  for (std::size_t at = 0; at < size(); ++at) {
    for (TaskId need : graph_.needsOf(TaskId(at))) needers_[next[need.index()]++] = TaskId(at);
  }
  operations_ += size() + 2 * needers_.size();
}

void Scheduler::release(TaskId task) {
  states_[task.index()] = TaskState::Ready;
  fresh_.push_back(task);
  ++operations_;
}

std::vector<TaskId> Scheduler::takeReady() { return std::exchange(fresh_, {}); }

void Scheduler::onAvailable(TaskId task, TaskState state) {
  if (cancelled_) return;
  ITW_CHECK(this->state(task) == TaskState::Ready, "only a ready task can be available");
  ITW_CHECK(state == TaskState::Done || state == TaskState::Cached, "available is done or cached");
  end(task, state);
}

void Scheduler::onNeeded(TaskId task) {
  if (cancelled_) return;
  ITW_CHECK(state(task) == TaskState::Ready, "only a ready task can be needed");
  startable_.insert(ranks_[task.index()]);
  operations_ += startable_.levels();
}

std::vector<TaskId> Scheduler::takeStartable() {
  std::vector<TaskId> tasks;
  while (const auto rank = startable_.first()) {
    const TaskId task = byRank_[*rank];
    operations_ += startable_.levels();
    // The most urgent task waits for its slots; smaller ones behind it must not starve it.
    if (graph_.slotsOf(task) > freeSlots_) break;
    startable_.erase(*rank);
    freeSlots_ -= graph_.slotsOf(task);
    states_[task.index()] = TaskState::Running;
    ++running_;
    tasks.push_back(task);
  }
  return tasks;
}

void Scheduler::leaveSlots(TaskId task) {
  ITW_CHECK(state(task) == TaskState::Running, "only a running task can end");
  freeSlots_ += graph_.slotsOf(task);
  --running_;
}

void Scheduler::onDone(TaskId task) {
  leaveSlots(task);
  end(task, TaskState::Done);
}

void Scheduler::onFailed(TaskId task) {
  leaveSlots(task);
  states_[task.index()] = TaskState::Failed;
  --unfinished_;
  skipNeeders(task);
}

void Scheduler::onStopped(TaskId task) {
  leaveSlots(task);
  states_[task.index()] = TaskState::Cancelled;
  --unfinished_;
  cancel();
}

void Scheduler::end(TaskId task, TaskState state) {
  states_[task.index()] = state;
  --unfinished_;
  for (std::size_t at = neederStarts_[task.index()]; at < neederStarts_[task.index() + 1]; ++at) {
    ++operations_;
    const TaskId needer = needers_[at];
    if (--missing_[needer.index()] == 0 && this->state(needer) == TaskState::Waiting) {
      release(needer);
    }
  }
}

void Scheduler::skipNeeders(TaskId task) {
  std::vector<TaskId> open{task};
  while (!open.empty()) {
    const TaskId next = open.back();
    open.pop_back();
    for (std::size_t at = neederStarts_[next.index()]; at < neederStarts_[next.index() + 1]; ++at) {
      ++operations_;
      const TaskId needer = needers_[at];
      if (state(needer) != TaskState::Waiting) continue;
      states_[needer.index()] = TaskState::Skipped;
      --unfinished_;
      dropped_.push_back(needer);
      open.push_back(needer);
    }
  }
}

void Scheduler::cancel() {
  if (std::exchange(cancelled_, true)) return;
  fresh_.clear();
  while (const auto rank = startable_.first()) startable_.erase(*rank);
  for (std::size_t at = 0; at < size(); ++at) {
    if (states_[at] != TaskState::Waiting && states_[at] != TaskState::Ready) continue;
    states_[at] = TaskState::Cancelled;
    --unfinished_;
    dropped_.push_back(TaskId(at));
  }
  operations_ += size();
}

std::vector<TaskId> Scheduler::takeDropped() { return std::exchange(dropped_, {}); }

}  // namespace itw::sched
