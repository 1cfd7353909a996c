#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/process/descriptor.h"

namespace itw::process {

/// How a process ended.
struct ExitStatus {
  int code = 0;    ///< Exit code, when no signal ended it.
  int signal = 0;  ///< 0, or the signal that ended it.

  bool succeeded() const { return code == 0 && signal == 0; }
  /// "exit code 3", "signal 9 (SIGKILL)".
  std::string text() const;
};

/// A descriptor of ours that the child gets under another number.
struct Inherited {
  int ours = -1;
  int childs = -1;  ///< From 3 on.
};

/// What to start. The program is a path; no shell and no PATH are involved.
struct Command {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  ///< "NAME=value", added to ours.
  std::vector<Inherited> descriptors;
  std::string directory;  ///< Where it runs; empty means here.
};

/// A child process in a group of its own that dies with its parent, its standard input empty, its
/// output and errors in pipes that do not block. What it leaves of its group is killed when it
/// ends. It must be started from a thread that lives as long as it does: the kernel ties the death
/// signal to the thread. Destruction kills the group.
class Child {
 public:
  static Result<Child> spawn(const Command& command);

  Child(Child&& other) noexcept = default;
  Child& operator=(Child&& other) = delete;
  ~Child();

  pid_t pid() const { return pid_.value; }
  /// Whether it has ended; never blocks.
  std::optional<ExitStatus> poll();
  /// Waits for its end, however long that takes.
  ExitStatus wait();
  /// Sends the signal to the whole group.
  void signal(int number) const;

  int outputNumber() const { return output_.number(); }
  int errorsNumber() const { return errors_.number(); }
  Descriptor& output() { return output_; }
  Descriptor& errors() { return errors_; }

 private:
  /// A process id that moves like a pointer.
  struct Pid {
    pid_t value = -1;
    Pid() = default;
    explicit Pid(pid_t pid) : value(pid) {}
    Pid(Pid&& other) noexcept : value(std::exchange(other.value, -1)) {}
  };

  Child(pid_t pid, Descriptor output, Descriptor errors)
      : pid_(pid), output_(std::move(output)), errors_(std::move(errors)) {}

  void reap(int options);

  Pid pid_;
  std::optional<ExitStatus> ended_;
  Descriptor output_;
  Descriptor errors_;
};

/// "SIGKILL", or "signal 40" for one without a name.
std::string signalName(int number);

}  // namespace itw::process
