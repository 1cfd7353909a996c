#include <algorithm>
#include <set>

#include "runtime/exec/executor.h"
#include "runtime/exec/result_check.h"
#include "runtime/exec/worker_errors.h"
#include "runtime/store/disk.h"

namespace itw::exec {

void Executor::settle() {
  bool moved = true;
  while (moved) {
    const std::vector<TaskId> ready = scheduler_.takeReady();
    for (TaskId task : ready) {
      resolver_.resolve(task, recorder_.state(),
                        [this, task](const auto& key) { onResolved(task, key); });
    }
    dropTasks();
    const std::vector<TaskId> startable = scheduler_.takeStartable();
    for (TaskId task : startable) startTask(task);
    moved = !ready.empty() || !startable.empty();
  }
}

void Executor::dropTasks() {
  for (TaskId task : scheduler_.takeDropped()) {
    const char* state = sched::nameOf(scheduler_.state(task));
    recorder_.add(event::TaskDropped{nodeOf(task).id, state, wallClock()});
    announceEnd(task, state, 0);
  }
}

void Executor::note(const std::string& text) {
  recorder_.add(event::Note{text, wallClock()});
  announce([text](Observer& observer) { observer.note(text); });
}

void Executor::announceEnd(TaskId task, const std::string& state, double seconds) {
  announce([&id = nodeOf(task).id, state, seconds](Observer& observer) {
    observer.taskEnds(id, state, seconds);
  });
}

void Executor::onResolved(TaskId task, const std::optional<plan::ContentKey>& key) {
  if (scheduler_.state(task) != sched::TaskState::Ready) return;
  if (!key) {
    recordReady(task, key);
    return scheduler_.onNeeded(task);
  }
  const store::TaskRecord* before = recorder_.state().find(nodeOf(task).id);
  if (before != nullptr && before->succeeded() && before->contentKey == key->key) {
    return keep(task, *before, *key);
  }
  recordReady(task, key);
  lookUp(task, index_.find(key->key), {});
}

/// A resumed run has the task's outputs already, if they are still there.
void Executor::keep(TaskId task, const store::TaskRecord& before, const plan::ContentKey& key) {
  checker_.check(before.outputs, [this, task, &before, key](const std::string& problem) {
    if (scheduler_.state(task) != sched::TaskState::Ready) return;
    if (problem.empty()) {
      const bool cached = before.state == "cached";
      scheduler_.onAvailable(task, cached ? sched::TaskState::Cached : sched::TaskState::Done);
      return announceEnd(task, before.state, before.seconds);
    }
    recordReady(task, key);
    lookUp(task, index_.find(key.key), problem);
  });
}

void Executor::recordReady(TaskId task, const std::optional<plan::ContentKey>& key) {
  event::TaskReady record{.task = nodeOf(task).id};
  if (key) {
    record.contentKey = key->key;
    for (const plan::KeyPart& part : key->parts) record.parts.push_back({part.name, part.digest});
  }
  recorder_.add(record);
}

/// Takes the first of the hits whose files are all there; `problem` is that of an earlier one.
void Executor::lookUp(TaskId task, std::vector<store::CacheHit> hits, const std::string& problem) {
  if (hits.empty()) {
    if (!problem.empty()) note(problem + ": `" + nodeOf(task).id + "` runs again");
    return scheduler_.onNeeded(task);
  }
  const store::CacheHit hit = std::move(hits.front());
  hits.erase(hits.begin());
  checker_.check(hit.outputs, [this, task, hit, hits](const std::string& fault) {
    if (scheduler_.state(task) != sched::TaskState::Ready) return;
    fault.empty() ? reuse(task, hit) : lookUp(task, hits, fault);
  });
}

void Executor::reuse(TaskId task, const store::CacheHit& hit) {
  recorder_.add(event::TaskCached{nodeOf(task).id, hit.outputs, hit.seconds, hit.peakMemoryBytes,
                                  hit.run, wallClock()});
  scheduler_.onAvailable(task, sched::TaskState::Cached);
  announceEnd(task, "cached", hit.seconds);
}

void Executor::startTask(TaskId task) {
  const double now = steadyClock();
  auto worker = fatal_ ? Result<WorkerId>(fail(*fatal_)) : pool_.acquire(now);
  if (!worker) {
    failTask(task, worker.error(), 0);
    return abort(std::move(worker.error()));
  }
  Request request{.task = task, .number = ++lastRequest_, .startedAt = now};
  auto scratch = takeScratch(request.number);
  if (!scratch) {
    pool_.release(*worker);
    failTask(task, scratch.error(), 0);
    return abort(std::move(scratch.error()));
  }
  request.scratch = *std::move(scratch);
  const store::TaskRecord* before = recorder_.state().find(nodeOf(task).id);
  const int attempt = before == nullptr ? 1 : before->attempts + 1;
  recorder_.add(event::TaskStarted{nodeOf(task).id, attempt, *worker, wallClock()});
  announce([&id = nodeOf(task).id](Observer& observer) { observer.taskStarts(id); });
  event::RunTask message = messageFor(task, request);
  message.attempt = attempt;
  outbox_.emplace_back(*worker, std::move(message));
  requests_.emplace(*worker, std::move(request));
}

/// An empty folder for an attempt. One that was left empty serves again, since making and removing
/// folders costs more than the smallest tasks.
Result<std::string> Executor::takeScratch(std::uint64_t number) {
  if (!spareScratch_.empty()) {
    std::string scratch = std::move(spareScratch_.back());
    spareScratch_.pop_back();
    return scratch;
  }
  std::string scratch = store_.scratchFolder(session_.run) + "/" + std::to_string(number);
  auto made = store::makeFolders(scratch);
  if (!made) return fail(std::move(made.error()));
  return scratch;
}

void Executor::leaveScratch(const std::string& scratch) {
  if (store::isEmptyFolder(scratch)) {
    spareScratch_.push_back(scratch);
  } else {
    store::removeAll(scratch);
  }
}

event::RunTask Executor::messageFor(TaskId task, const Request& request) {
  const plan::Task& node = nodeOf(task);
  event::RunTask message{.request = request.number,
                         .task = node.id,
                         .component = node.component,
                         .arguments = plan::toJson(expr::Value{node.arguments}),
                         .models = modelsFor(node.arguments, models_),
                         .store = store_.artifacts().folder(),
                         .scratch = request.scratch};
  const store::TaskRecord* record = recorder_.state().find(node.id);
  if (record->contentKey) message.checkpoints = store_.checkpointFolder(*record->contentKey);
  const auto most = static_cast<std::int64_t>(options_.slots > 0 ? options_.slots : usableCpus());
  message.threads = static_cast<int>(std::clamp<std::int64_t>(node.resources.cpus, 1, most));
  for (const plan::Output& output : node.outputs) message.outputs.push_back(output.name);
  for (const plan::Input& input : node.inputs) {
    for (const plan::Source& source : input.sources) {
      const store::TaskRecord* producer = recorder_.state().find(nodeOf(source.task).id);
      event::OutputValue value = store::outputOf(*producer, source.output);
      value.output = input.argument;
      if (!value.digest.empty()) value.path = store_.artifacts().pathOf(value.digest);
      message.inputs.push_back(std::move(value));
    }
  }
  return message;
}

void Executor::storeOutputs(const Request& request, const event::Finished& finished) {
  std::vector<std::string> paths;
  for (const event::OutputValue& output : finished.outputs) {
    if (output.kind != "value") paths.push_back(request.scratch + "/" + output.path);
  }
  if (paths.empty()) {
    leaveScratch(request.scratch);
    return complete(request.task, finished);
  }
  background_.post([this, paths, request, finished]() -> Background::Completion {
    const std::string fault = faultOfFiles(finished, request.scratch);
    if (!fault.empty()) {
      return [this, fault, request, seconds = finished.seconds] {
        failTask(request.task, workerResult(fault), seconds);
      };
    }
    auto taken = store_.artifacts().take(paths);
    store::removeAll(request.scratch);
    return [this, taken = std::move(taken), request, done = finished]() mutable {
      if (!taken) {
        failTask(request.task, taken.error(), done.seconds);
        return abort(taken.error());
      }
      checker_.remember(taken->digests);
      recorder_.flushFirst(taken->folders);
      auto next = taken->digests.begin();
      for (event::OutputValue& output : done.outputs) {
        output.path.clear();
        if (output.kind != "value") output.digest = *next++;
      }
      complete(request.task, done);
    };
  });
}

void Executor::complete(TaskId task, const event::Finished& finished) {
  const std::optional<Digest> key = recorder_.state().find(nodeOf(task).id)->contentKey;
  const bool hasKey = key.has_value();
  event::TaskDone record{.task = nodeOf(task).id,
                         .outputs = finished.outputs,
                         .seconds = finished.seconds,
                         .peakMemoryBytes = finished.peakMemoryBytes,
                         .reusable = hasKey && resolver_.filesUnchanged(task),
                         .time = wallClock()};
  if (hasKey && !record.reusable) {
    note("a file that `" + nodeOf(task).id + "` reads changed meanwhile: its result is not reused");
  }
  recorder_.add(record);
  if (hasKey) store::removeAll(store_.checkpointFolder(*key));
  scheduler_.onDone(task);
  announceEnd(task, "done", finished.seconds);
}

void Executor::failTask(TaskId task, Error error, double seconds) {
  const plan::Task& node = nodeOf(task);
  error.task = node.id;
  if (const auto* record = recorder_.state().find(node.id)) error.attempt = record->attempts;
  if (!error.place && !node.origin.file.empty()) error.place = node.origin;
  recorder_.add(event::TaskFailed{node.id, error, seconds, wallClock()});
  scheduler_.onFailed(task);
  announce([&node, error](Observer& observer) { observer.taskFailed(node.id, error); });
  announceEnd(task, "failed", seconds);
}

void Executor::stopTask(TaskId task) {
  recorder_.add(event::TaskDropped{nodeOf(task).id, "cancelled", wallClock()});
  scheduler_.onStopped(task);
  announceEnd(task, "cancelled", 0);
}

}  // namespace itw::exec
