#include "runtime/exec/worker_errors.h"

#include <fmt/format.h>

#include <csignal>

namespace itw::exec {
namespace {

Error coded(std::string code, ErrorClass kind, std::string message, std::string help = {}) {
  Error error = makeError(kind, std::move(message), std::move(help));
  error.code = std::move(code);
  return error;
}

/// The lines of a text as causes, without empty ones.
std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end > start) lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  constexpr std::size_t kMost = 8;
  if (lines.size() > kMost) lines.erase(lines.begin(), lines.end() - kMost);
  return lines;
}

}  // namespace

Error noWorkerProgram() {
  return coded("R0101", ErrorClass::Environment,
               "the program `itw-worker` is neither beside itwc nor in PATH",
               "build it with `./dev build`, or name it in ITW_WORKER");
}

Error workerNeverReady(const process::ExitStatus& status, const std::string& lastWords) {
  Error error = coded("R0101", ErrorClass::Environment,
                      fmt::format("the worker ended with {} before it was ready", status.text()),
                      "start `itw-worker --registry` by hand to see what it lacks");
  error.causes = linesOf(lastWords);
  return error;
}

Error workerSlowToStart(double seconds) {
  return coded("R0101", ErrorClass::Environment,
               fmt::format("the worker was not ready after {:.0f} s", seconds),
               "the disk with LibTorch may be slow or the machine out of memory");
}

Error workerSpeaksOtherProtocol(const event::Hello& hello) {
  return coded("R0101", ErrorClass::Environment,
               fmt::format("the worker (build `{}`) speaks protocol {}, and itwc speaks {}",
                           hello.build, hello.protocol, event::kProtocol),
               "use the itwc and the itw-worker of one build");
}

Error workerDied(const process::ExitStatus& status, const std::string& lastWords) {
  std::string help = "`itwc logs` shows what it printed; run again to try once more";
  if (status.signal == SIGKILL) {
    help = "the kernel kills what takes too much memory (see `dmesg`); " + help;
  }
  Error error = coded("R0102", ErrorClass::Task,
                      fmt::format("the worker died of {}", status.text()), std::move(help));
  if (status.signal == 0) error.message = fmt::format("the worker ended with {}", status.text());
  error.causes = linesOf(lastWords);
  return error;
}

Error workerSilent(double seconds) {
  return coded("R0103", ErrorClass::Task,
               fmt::format("the worker gave no sign of life for {:.0f} s and was killed", seconds),
               "the machine may be out of memory or its file system may hang");
}

Error workerGarbled(const std::string& what) {
  return coded("R0104", ErrorClass::Task, "the worker broke the protocol: " + what,
               "use the itwc and the itw-worker of one build");
}

Error workerResult(const std::string& what) {
  return coded("R0105", ErrorClass::Task, "the worker's result is refused: " + what,
               "use the itwc and the itw-worker of one build");
}

Error notImplemented(const std::string& missing) {
  return coded("R0107", ErrorClass::Program, "this version cannot run " + missing + " yet",
               "`itwc check` and `itwc plan` know them; leave them out to run");
}

Error lacksResources(const std::string& what, const std::string& help) {
  return coded("R0106", ErrorClass::Environment, what, help);
}

}  // namespace itw::exec
