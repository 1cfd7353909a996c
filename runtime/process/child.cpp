#include "runtime/process/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

extern char** environ;

namespace itw::process {
namespace {

constexpr int kExecFailed = 127;
/// Descriptors are parked above this while they are put in place, so that none is overwritten.
constexpr int kParking = 200;

/// All that the child needs between fork and exec, where no memory may be allocated.
struct Launch {
  const char* program = nullptr;
  const char* directory = nullptr;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  std::vector<Inherited> descriptors;
  std::vector<int> parked;
  int output = -1;
  int errors = -1;
  int report = -1;
  pid_t parent = -1;
};

/// Whether `entry` ("A=1") sets a name that `additions` set too.
bool replaced(const char* entry, const std::vector<std::string>& additions) {
  const char* equals = std::strchr(entry, '=');
  if (equals == nullptr) return false;
  const auto prefix = static_cast<std::size_t>(equals - entry) + 1;
  return std::any_of(additions.begin(), additions.end(), [&](const std::string& each) {
    return each.compare(0, prefix, entry, prefix) == 0;
  });
}

char* mutableText(const std::string& text) { return const_cast<char*>(text.c_str()); }

Launch prepare(const Command& command) {
  Launch launch;
  launch.program = command.program.c_str();
  if (!command.directory.empty()) launch.directory = command.directory.c_str();
  launch.arguments.push_back(mutableText(command.program));
  for (const std::string& each : command.arguments) launch.arguments.push_back(mutableText(each));
  launch.arguments.push_back(nullptr);
  for (const std::string& each : command.environment) {
    launch.environment.push_back(mutableText(each));
  }
  for (char** each = environ; *each != nullptr; ++each) {
    if (!replaced(*each, command.environment)) launch.environment.push_back(*each);
  }
  launch.environment.push_back(nullptr);
  launch.descriptors = command.descriptors;
  launch.parked.resize(command.descriptors.size() + 3);
  launch.parent = getpid();
  return launch;
}

/// Puts the descriptors in place; false with errno set when the kernel refuses.
bool placeDescriptors(Launch& launch) {
  const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (input < 0) return false;
  const int standard[3] = {input, launch.output, launch.errors};
  std::size_t slot = 0;
  for (int each : standard) launch.parked[slot++] = fcntl(each, F_DUPFD_CLOEXEC, kParking);
  for (const Inherited& each : launch.descriptors) {
    launch.parked[slot++] = fcntl(each.ours, F_DUPFD_CLOEXEC, kParking);
  }
  launch.report = fcntl(launch.report, F_DUPFD_CLOEXEC, kParking);
  for (int parked : launch.parked) {
    if (parked < 0) return false;
  }
  // What we inherited ourselves without knowing goes no further; dup2 clears the mark again.
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  for (int number = 0; number < 3; ++number) {
    if (dup2(launch.parked[static_cast<std::size_t>(number)], number) < 0) return false;
  }
  slot = 3;
  for (const Inherited& each : launch.descriptors) {
    if (dup2(launch.parked[slot++], each.childs) < 0) return false;
  }
  return true;
}

void restoreSignals() {
  for (int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGXFSZ}) std::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void runChild(Launch& launch) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have died before the line above.
  if (getppid() != launch.parent) _exit(kExecFailed);
  restoreSignals();
  if (placeDescriptors(launch) && (launch.directory == nullptr || chdir(launch.directory) == 0)) {
    execve(launch.program, launch.arguments.data(), launch.environment.data());
  }
  const int reason = errno;
  (void)!write(launch.report, &reason, sizeof reason);
  _exit(kExecFailed);
}

/// The errno that the child reported, or 0 once exec has closed the pipe.
int readReport(const Descriptor& report) {
  int reason = 0;
  ssize_t count = 0;
  do {
    count = read(report.number(), &reason, sizeof reason);
  } while (count < 0 && errno == EINTR);
  return count == sizeof reason ? reason : 0;
}

tl::unexpected<Error> notStarted(const std::string& program, int reason) {
  Error error =
      makeError(ErrorClass::Environment, "start " + program + ": " + std::strerror(reason));
  error.code = "R0101";
  return fail(std::move(error));
}

ExitStatus statusOf(int raw) {
  if (WIFSIGNALED(raw)) return {.code = 0, .signal = WTERMSIG(raw)};
  return {.code = WEXITSTATUS(raw), .signal = 0};
}

}  // namespace

std::string signalName(int number) {
  const char* name = sigabbrev_np(number);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(number);
}

std::string ExitStatus::text() const {
  if (signal == 0) return "exit code " + std::to_string(code);
  return "signal " + std::to_string(signal) + " (" + signalName(signal) + ")";
}

Result<Child> Child::spawn(const Command& command) {
  auto output = makePipe();
  if (!output) return fail(std::move(output.error()));
  auto errors = makePipe();
  if (!errors) return fail(std::move(errors.error()));
  auto report = makePipe();
  if (!report) return fail(std::move(report.error()));
  Launch launch = prepare(command);
  launch.output = output->write.number();
  launch.errors = errors->write.number();
  launch.report = report->write.number();
  const pid_t pid = fork();
  if (pid < 0) return notStarted(command.program, errno);
  if (pid == 0) runChild(launch);
  setpgid(pid, pid);  // Here too, so that signal() reaches the group from now on.
  report->write.close();
  if (const int reason = readReport(report->read); reason != 0) {
    waitpid(pid, nullptr, 0);
    return notStarted(command.program, reason);
  }
  setNonBlocking(output->read);
  setNonBlocking(errors->read);
  return Child(pid, std::move(output->read), std::move(errors->read));
}

Child::~Child() {
  if (pid_.value < 0 || ended_) return;
  signal(SIGKILL);
  wait();
}

std::optional<ExitStatus> Child::poll() {
  if (!ended_ && pid_.value > 0) reap(WNOHANG);
  return ended_;
}

ExitStatus Child::wait() {
  while (!ended_) reap(0);
  return *ended_;
}

void Child::reap(int options) {
  siginfo_t info{};
  // Left as a zombie at first: it keeps the group's number from being reused while what it has
  // started is killed.
  const int found =
      waitid(P_PID, static_cast<id_t>(pid_.value), &info, WEXITED | WNOWAIT | options);
  if (found != 0 && errno == EINTR) return;
  if (found == 0 && info.si_pid == 0) return;
  signal(SIGKILL);
  int raw = 0;
  ended_ = waitpid(pid_.value, &raw, 0) == pid_.value ? statusOf(raw) : ExitStatus{};
}

void Child::signal(int number) const {
  if (pid_.value > 0 && !ended_) kill(-pid_.value, number);
}

}  // namespace itw::process
