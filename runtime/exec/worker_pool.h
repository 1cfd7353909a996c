#pragma once

#include <poll.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/exec/exec_options.h"
#include "runtime/exec/worker_link.h"

namespace itw::exec {

/// Number of a worker within a run, from 1.
using WorkerId = std::int64_t;

/// Told by the pool what its workers do. None of these may destroy a worker at once.
class WorkerHandler {
 public:
  virtual ~WorkerHandler() = default;
  /// It is there and of our protocol.
  virtual void onHello(WorkerId worker, pid_t pid, const event::Hello& hello) = 0;
  /// Anything but Hello and Heartbeat.
  virtual void onMessage(WorkerId worker, const event::Message& message) = 0;
  virtual void onCaptured(WorkerId worker, const Captured& piece) = 0;
  /// The worker is dead, of itself or because it was killed for `error`. Called once.
  virtual void onLost(WorkerId worker, const Error& error) = 0;
};

/// The workers of a run: starts them when they are needed, keeps them warm, notices when they die,
/// fall silent or talk nonsense.
class WorkerPool {
 public:
  WorkerPool(const ExecOptions& options, const std::string& directory, WorkerHandler& handler)
      : options_(options), directory_(directory), handler_(handler) {}

  /// An idle worker, or a new one when all are busy.
  Result<WorkerId> acquire(double now);
  /// The worker is idle again.
  void release(WorkerId worker);

  /// Sends to a worker that may be gone: then nothing happens.
  void send(WorkerId worker, const event::Message& message);
  /// Kills a worker; onLost follows with this error.
  void condemn(WorkerId worker, Error error);
  /// Asks all to end and kills those that have not within a moment.
  void shutDown();

  /// Appends what to poll, for handle() to look at afterwards.
  void addDescriptors(std::vector<pollfd>& polled);
  void handle(const std::vector<pollfd>& polled, double now);
  /// Condemns whoever is overdue.
  void checkDeadlines(double now);
  /// When checkDeadlines should be called next.
  double nextDeadline(double now) const;

  std::size_t size() const { return workers_.size(); }

 private:
  struct Worker {
    explicit Worker(WorkerLink channels) : link(std::move(channels)) {}
    WorkerLink link;
    bool greeted = false;
    bool idle = false;
    double startedAt = 0;
    double closedAt = 0;       ///< When its stream ended; 0 before.
    std::size_t polledAt = 0;  ///< Its first entry in the polled descriptors.
    std::optional<Error> sentence;
  };

  Result<WorkerId> start(double now);
  void readFrom(WorkerId id, Worker& worker, double now);
  void take(WorkerId id, Worker& worker, const event::Message& message);
  void capture(WorkerId id, Worker& worker);
  void bury(WorkerId id, Worker& worker);
  Error causeOfDeath(Worker& worker, const process::ExitStatus& status) const;

  const ExecOptions& options_;
  const std::string& directory_;
  WorkerHandler& handler_;
  std::map<WorkerId, std::unique_ptr<Worker>> workers_;
  WorkerId last_ = 0;
};

}  // namespace itw::exec
