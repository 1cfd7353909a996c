#pragma once

#include <csignal>
#include <vector>

#include "runtime/process/descriptor.h"

namespace itw::exec {

/// Turns SIGINT, SIGTERM, SIGHUP and SIGCHLD of this process into bytes of a descriptor, for as
/// long as it lives. To be made before any other thread is.
class Signals {
 public:
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  int descriptor() const { return descriptor_.number(); }
  /// The signals that came, in order.
  std::vector<int> take();

 private:
  sigset_t before_{};
  struct sigaction pipeBefore_{};
  process::Descriptor descriptor_;
};

}  // namespace itw::exec
