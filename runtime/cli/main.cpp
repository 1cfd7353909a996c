#include <csignal>

#include "runtime/cli/verb.h"

int main(int argc, char** argv) {
  // A reader that goes away is told by the failing write, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  itw::cli::Console console;
  return itw::cli::runCommandLine({argv + 1, argv + argc}, console);
}
