#pragma once

#include <string>

#include "compiler/base/error.h"
#include "runtime/event/message.h"
#include "runtime/process/child.h"

/// What can be wrong with a worker, one function each (R01xx).
namespace itw::exec {

Error noWorkerProgram();
Error workerNeverReady(const process::ExitStatus& status, const std::string& lastWords);
Error workerSlowToStart(double seconds);
Error workerSpeaksOtherProtocol(const event::Hello& hello);
Error workerDied(const process::ExitStatus& status, const std::string& lastWords);
Error workerSilent(double seconds);
/// `what` is what it said, as a clause: "it answered request 7, which nobody made".
Error workerGarbled(const std::string& what);
Error workerResult(const std::string& what);
Error lacksResources(const std::string& what, const std::string& help);

}  // namespace itw::exec
