#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "runtime/event/message.h"
#include "runtime/process/child.h"

namespace itw::test {

/// How one task ended, with the events that came before.
struct TaskOutcome {
  bool finished = false;
  event::Finished result;
  Error error;
  std::vector<event::Metric> metrics;
  std::vector<event::Progress> progress;
  std::vector<event::Log> logs;
};

/// A worker process and the little of itwc that it needs: requests, an artifact store, scratch
/// folders.
class WorkerHarness {
 public:
  WorkerHarness();
  ~WorkerHarness();

  /// Waits for the worker's first message.
  event::Hello hello();
  /// Runs a task to its end and moves its files into the store, so that its outputs can be inputs.
  TaskOutcome run(event::RunTask request);
  /// Sends a message as it is.
  void send(const event::Message& message);
  /// The next message of the worker.
  event::Message next();
  /// A request with folders filled in.
  event::RunTask request(const std::string& component, const std::string& arguments);
  process::Child& child() { return child_; }
  void closeInput() { toWorker_.close(); }

  /// The output of that name, as an input for `argument`.
  static event::OutputValue as(const TaskOutcome& outcome, const std::string& output,
                               const std::string& argument);

 private:
  void store(event::Finished& result, const std::string& scratch);

  std::filesystem::path folder_;
  process::Descriptor toWorker_;
  process::Descriptor fromWorker_;
  process::Child child_;
  event::FrameReader frames_;
  std::uint64_t requests_ = 0;
};

}  // namespace itw::test
