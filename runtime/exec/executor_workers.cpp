#include "runtime/exec/executor.h"
#include "runtime/exec/result_check.h"
#include "runtime/exec/worker_errors.h"

namespace itw::exec {

Error Executor::unexpected() { return workerGarbled("it sent a message that only itwc sends"); }

void Executor::onHello(WorkerId worker, pid_t pid, const event::Hello& hello) {
  recorder_.add(event::WorkerReady{.worker = worker,
                                   .pid = pid,
                                   .build = hello.build,
                                   .torch = hello.torch,
                                   .instructions = hello.instructions,
                                   .threads = hello.threads,
                                   .time = wallClock()});
}

void Executor::onMessage(WorkerId worker, const event::Message& message) {
  std::visit(
      [&]<class T>(const T& each) {
        if constexpr (requires { each.request; }) {
          const auto found = requests_.find(worker);
          if (found == requests_.end() || found->second.number != each.request) {
            return pool_.condemn(
                worker, workerGarbled("it spoke of request " + std::to_string(each.request) +
                                      ", which it does not have"));
          }
        }
        on(worker, each);
      },
      message);
}

void Executor::on(WorkerId worker, const event::Progress& message) {
  announce([&id = nodeOf(requests_.at(worker).task).id, message](Observer& observer) {
    observer.progress(id, message);
  });
}

void Executor::on(WorkerId worker, const event::Metric& message) {
  const std::string& task = nodeOf(requests_.at(worker).task).id;
  recorder_.add(event::TaskMetric{task, message.name, message.step, message.epoch, message.value});
  announce([&task, message](Observer& observer) { observer.metric(task, message); });
}

void Executor::on(WorkerId worker, const event::Log& message) {
  const std::string& task = nodeOf(requests_.at(worker).task).id;
  recorder_.add(event::TaskLog{task, message.level, message.text, wallClock()});
  logs_.write(task, message.level + ": " + message.text + "\n");
  announce([&task, message](Observer& observer) { observer.log(task, message); });
}

/// The request is over, for good or bad; the worker has none any more.
Executor::Request Executor::leave(WorkerId worker) {
  Request request = std::move(requests_.at(worker));
  requests_.erase(worker);
  return request;
}

void Executor::on(WorkerId worker, const event::Finished& message) {
  const std::string fault = faultOf(nodeOf(requests_.at(worker).task), message);
  if (!fault.empty()) return pool_.condemn(worker, workerResult(fault));
  const Request request = leave(worker);
  pool_.release(worker);
  storeOutputs(request, message);
}

void Executor::on(WorkerId worker, const event::Failed& message) {
  const Request request = leave(worker);
  pool_.release(worker);
  if (stopSignal_ != 0 && message.error.kind == ErrorClass::Interrupted) {
    return stopTask(request.task);
  }
  failTask(request.task, message.error, steadyClock() - request.startedAt);
}

void Executor::onCaptured(WorkerId worker, const Captured& piece) {
  const auto found = requests_.find(worker);
  logs_.write(found == requests_.end() ? "worker" : nodeOf(found->second.task).id, piece.text);
}

void Executor::onLost(WorkerId worker, const Error& error) {
  if (!requests_.contains(worker)) return;
  const Request request = leave(worker);
  if (stopSignal_ != 0 || fatal_) return stopTask(request.task);
  failTask(request.task, error, steadyClock() - request.startedAt);
  // A worker that cannot even start will not start for the next task either.
  if (error.kind == ErrorClass::Environment) abort(error);
}

}  // namespace itw::exec
