#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "runtime/event/message.h"
#include "runtime/process/child.h"

namespace itw::exec {

/// A piece of what a worker wrote to its standard output or errors.
struct Captured {
  bool isError = false;
  std::string text;
};

/// One worker process: its two channels, what it printed, when it last gave a sign of life.
/// Entirely passive: it expects its owner to poll the descriptors and to call it.
class WorkerLink {
 public:
  /// Starts the program in `directory`; the arguments are followed by `--in FD --out FD`.
  static Result<WorkerLink> start(const std::string& program, std::vector<std::string> arguments,
                                  const std::string& directory);

  /// Queues the message and writes what the pipe takes at once.
  void send(const event::Message& message);
  /// Writes more of what is queued.
  void continueWriting();
  bool hasUnsent() const { return !unsent_.empty(); }

  /// Reads at most `most` bytes and returns the messages that are whole. An error means that the
  /// stream is dead. At the end of the stream `closed` becomes true.
  Result<std::vector<event::Message>> readMessages(std::size_t most, double now);
  bool closed() const { return closed_; }

  /// What came in on the two standard streams.
  std::vector<Captured> readCaptured();
  /// The last lines that it wrote to its standard errors.
  const std::string& lastWords() const { return lastWords_; }

  std::optional<process::ExitStatus> ended() { return child_.poll(); }
  void kill();
  pid_t pid() const { return child_.pid(); }

  int inDescriptor() const { return toWorker_.number(); }
  int outDescriptor() const { return fromWorker_.number(); }
  int outputDescriptor() const { return child_.outputNumber(); }
  int errorsDescriptor() const { return child_.errorsNumber(); }
  double lastSign = 0;

 private:
  WorkerLink(process::Child child, process::Descriptor toWorker, process::Descriptor fromWorker)
      : child_(std::move(child)),
        toWorker_(std::move(toWorker)),
        fromWorker_(std::move(fromWorker)) {}

  process::Child child_;
  process::Descriptor toWorker_;
  process::Descriptor fromWorker_;
  event::FrameReader reader_;
  std::string unsent_;
  std::string lastWords_;
  bool closed_ = false;
};

}  // namespace itw::exec
