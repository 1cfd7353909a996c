#include <unistd.h>

#include <csignal>
#include <new>
#include <string_view>

#include "runtime/cli/verb.h"

namespace {

// There is no memory left to say more with.
[[noreturn]] void outOfMemory() {
  constexpr std::string_view kText =
      "itwc: the memory of this machine, or the limit of this shell, is used up\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kText.data(), kText.size());
  ::_exit(70);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that goes away is told by the failing write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  std::set_new_handler(outOfMemory);
  itw::cli::Console console;
  return itw::cli::runCommandLine({argv + 1, argv + argc}, console);
}
