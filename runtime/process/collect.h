#pragma once

#include <string>

#include "runtime/process/child.h"

namespace itw::process {

/// What a process has written when it ends.
struct Collected {
  ExitStatus status;
  std::string output;
  std::string errors;
};

/// Reads both pipes of a child to their ends and waits for it.
Collected collect(Child& child);

}  // namespace itw::process
