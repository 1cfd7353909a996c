#include "runtime/exec/signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

namespace itw::exec {

Signals::Signals() {
  sigset_t watched;
  sigemptyset(&watched);
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&watched, number);
  pthread_sigmask(SIG_BLOCK, &watched, &before_);
  struct sigaction ignore{};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &pipeBefore_);
  descriptor_ = process::Descriptor(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
}

Signals::~Signals() {
  // What came too late to matter must not kill us now.
  take();
  sigaction(SIGPIPE, &pipeBefore_, nullptr);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

std::vector<int> Signals::take() {
  std::vector<int> numbers;
  signalfd_siginfo info{};
  while (read(descriptor_.number(), &info, sizeof info) == sizeof info) {
    numbers.push_back(static_cast<int>(info.ssi_signo));
  }
  return numbers;
}

}  // namespace itw::exec
