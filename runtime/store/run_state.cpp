#include "runtime/store/run_state.h"

#include <algorithm>
#include <charconv>

namespace itw::store {
namespace {

std::string numberText(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

}  // namespace

event::OutputValue outputOf(const TaskRecord& task, const std::string& output) {
  for (const event::OutputValue& each : task.outputs) {
    if (each.output == output) return each;
  }
  event::OutputValue value{.output = output, .kind = "value", .value = "null"};
  if (output == "seconds") value.value = numberText(task.seconds);
  if (output == "peak_memory") value.value = std::to_string(task.peakMemoryBytes);
  return value;
}

void RunState::apply(const event::Record& record) {
  std::visit([this](const auto& each) { on(each); }, record);
}

const TaskRecord* RunState::find(const std::string& task) const {
  const auto found = tasks_.find(task);
  return found == tasks_.end() ? nullptr : &found->second;
}

void RunState::markAbandoned() {
  if (status_ != "running") return;
  status_ = "interrupted";
  if (started_) seconds_ += std::max(0.0, lastTime_ - started_->time);
  for (auto& [task, each] : tasks_) {
    if (each.state == "running") each.state = "interrupted";
  }
}

void RunState::on(const event::RunStarted& record) {
  if (!started_) firstStart_ = record.time;
  markAbandoned();
  started_ = record;
  status_ = "running";
  lastTime_ = record.time;
  // Whatever did not end well is done again.
  for (auto& [task, each] : tasks_) {
    if (!each.succeeded()) each.state = "waiting";
  }
}

void RunState::on(const event::TaskReady& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = "ready";
  task.contentKey = record.contentKey;
}

void RunState::on(const event::TaskStarted& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = "running";
  task.attempts = record.attempt;
  task.startedAt = lastTime_ = record.time;
  task.error.reset();
  task.outputs.clear();
  task.series.clear();
}

void RunState::on(const event::TaskMetric& record) {
  tasks_[record.task].series[record.name].push_back({record.step, record.epoch, record.value});
}

void RunState::on(const event::TaskLog& record) {
  tasks_[record.task].logs.push_back(record);
  lastTime_ = record.time;
}

void RunState::on(const event::TaskDone& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = "done";
  task.outputs = record.outputs;
  task.seconds = record.seconds;
  task.peakMemoryBytes = record.peakMemoryBytes;
  task.endedAt = lastTime_ = record.time;
}

void RunState::on(const event::TaskCached& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = "cached";
  task.outputs = record.outputs;
  task.seconds = record.seconds;
  task.peakMemoryBytes = record.peakMemoryBytes;
  task.fromRun = record.fromRun;
  task.endedAt = lastTime_ = record.time;
}

void RunState::on(const event::TaskFailed& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = "failed";
  task.error = std::make_shared<const Error>(record.error);
  task.seconds = record.seconds;
  task.endedAt = lastTime_ = record.time;
}

void RunState::on(const event::TaskDropped& record) {
  TaskRecord& task = tasks_[record.task];
  task.state = record.state;
  task.endedAt = lastTime_ = record.time;
}

void RunState::on(const event::RunEnded& record) {
  status_ = record.status;
  seconds_ += record.seconds;
  lastTime_ = record.time;
}

}  // namespace itw::store
