#include "runtime/exec/worker_pool.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "runtime/exec/worker_errors.h"

namespace itw::exec {
namespace {

/// Each worker takes this many entries of the polled descriptors.
constexpr std::size_t kPolled = 4;
constexpr double kShutDownSeconds = 2;
/// A worker that closed its stream has this long to end by itself.
constexpr double kClosedSeconds = 2;

bool isSet(const pollfd& polled) { return polled.fd >= 0 && polled.revents != 0; }

}  // namespace

Result<WorkerId> WorkerPool::acquire(double now) {
  for (auto& [id, worker] : workers_) {
    if (!worker->idle || worker->sentence) continue;
    worker->idle = false;
    return id;
  }
  return start(now);
}

Result<WorkerId> WorkerPool::start(double now) {
  const std::string program = options_.worker.empty() ? findWorker() : options_.worker;
  if (program.empty()) return fail(noWorkerProgram());
  auto link = WorkerLink::start(program, options_.workerArguments, directory_);
  if (!link) return fail(std::move(link.error()));
  auto worker = std::make_unique<Worker>(*std::move(link));
  worker->startedAt = worker->link.lastSign = now;
  workers_.emplace(++last_, std::move(worker));
  return last_;
}

void WorkerPool::release(WorkerId worker) {
  const auto found = workers_.find(worker);
  if (found != workers_.end()) found->second->idle = true;
}

void WorkerPool::send(WorkerId worker, const event::Message& message) {
  const auto found = workers_.find(worker);
  if (found != workers_.end()) found->second->link.send(message);
}

void WorkerPool::condemn(WorkerId worker, Error error) {
  const auto found = workers_.find(worker);
  if (found == workers_.end() || found->second->sentence) return;
  found->second->sentence = std::move(error);
  found->second->link.kill();
}

void WorkerPool::shutDown() {
  for (auto& [id, worker] : workers_) worker->link.send(event::Shutdown{});
  const double until = steadyClock() + kShutDownSeconds;
  const auto anyAlive = [this] {
    return std::any_of(workers_.begin(), workers_.end(),
                       [](auto& each) { return !each.second->link.ended(); });
  };
  while (anyAlive() && steadyClock() < until) usleep(500);
  workers_.clear();  // Kills the rest.
}

void WorkerPool::addDescriptors(std::vector<pollfd>& polled) {
  for (auto& [id, worker] : workers_) {
    const WorkerLink& link = worker->link;
    worker->polledAt = polled.size();
    polled.push_back({link.closed() ? -1 : link.outDescriptor(), POLLIN, 0});
    polled.push_back({link.hasUnsent() ? link.inDescriptor() : -1, POLLOUT, 0});
    polled.push_back({link.outputDescriptor(), POLLIN, 0});
    polled.push_back({link.errorsDescriptor(), POLLIN, 0});
  }
}

void WorkerPool::handle(const std::vector<pollfd>& polled, double now) {
  std::vector<WorkerId> ids;
  for (const auto& [id, worker] : workers_) ids.push_back(id);
  for (WorkerId id : ids) {
    Worker& worker = *workers_.at(id);
    if (worker.polledAt + kPolled > polled.size()) continue;  // Started since.
    const pollfd* mine = polled.data() + worker.polledAt;
    if (isSet(mine[1])) worker.link.continueWriting();
    if (isSet(mine[2]) || isSet(mine[3])) capture(id, worker);
    if (isSet(mine[0])) readFrom(id, worker, now);
    if ((worker.link.closed() || worker.sentence) && worker.link.ended()) bury(id, worker);
  }
}

void WorkerPool::readFrom(WorkerId id, Worker& worker, double now) {
  auto messages = worker.link.readMessages(options_.readBytes, now);
  if (worker.sentence) return;
  if (!messages) return condemn(id, workerGarbled(messages.error().message));
  for (const event::Message& message : *messages) {
    if (worker.sentence) return;
    take(id, worker, message);
  }
  if (worker.link.closed()) worker.closedAt = now;
}

void WorkerPool::take(WorkerId id, Worker& worker, const event::Message& message) {
  if (std::holds_alternative<event::Heartbeat>(message)) return;
  const auto* hello = std::get_if<event::Hello>(&message);
  if (worker.greeted == (hello != nullptr)) {
    return condemn(
        id, workerGarbled(hello != nullptr ? "it said hello twice" : "it did not say hello first"));
  }
  if (hello == nullptr) return handler_.onMessage(id, message);
  if (hello->protocol != event::kProtocol) return condemn(id, workerSpeaksOtherProtocol(*hello));
  worker.greeted = true;
  handler_.onHello(id, worker.link.pid(), *hello);
}

void WorkerPool::capture(WorkerId id, Worker& worker) {
  for (const Captured& piece : worker.link.readCaptured()) handler_.onCaptured(id, piece);
}

Error WorkerPool::causeOfDeath(Worker& worker, const process::ExitStatus& status) const {
  if (worker.sentence) return *worker.sentence;
  return worker.greeted ? workerDied(status, worker.link.lastWords())
                        : workerNeverReady(status, worker.link.lastWords());
}

void WorkerPool::bury(WorkerId id, Worker& worker) {
  capture(id, worker);
  const Error error = causeOfDeath(worker, *worker.link.ended());
  workers_.erase(id);
  handler_.onLost(id, error);
}

void WorkerPool::checkDeadlines(double now) {
  for (auto& [id, worker] : workers_) {
    if (worker->closedAt > 0) {
      if (now - worker->closedAt > kClosedSeconds) worker->link.kill();
    } else if (!worker->greeted && now - worker->startedAt > options_.helloSeconds) {
      condemn(id, workerSlowToStart(options_.helloSeconds));
    } else if (worker->greeted && now - worker->link.lastSign > options_.silenceSeconds) {
      condemn(id, workerSilent(options_.silenceSeconds));
    }
  }
}

double WorkerPool::nextDeadline(double now) const {
  double next = now + options_.silenceSeconds;
  for (const auto& [id, worker] : workers_) {
    if (worker->closedAt > 0) next = std::min(next, worker->closedAt + kClosedSeconds);
    const double due = worker->greeted ? worker->link.lastSign + options_.silenceSeconds
                                       : worker->startedAt + options_.helloSeconds;
    next = std::min(next, due);
  }
  return next;
}

}  // namespace itw::exec
