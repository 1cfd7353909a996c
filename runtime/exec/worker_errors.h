#pragma once

#include <string>

#include "compiler/base/error.h"
#include "runtime/event/message.h"
#include "runtime/process/child.h"

/// What can be wrong with a worker, one function each (R01xx).
namespace itw::exec {

/// R0101: none was found.
Error noWorkerProgram();
/// R0101: it ended before its hello.
Error workerNeverReady(const process::ExitStatus& status, const std::string& lastWords);
/// R0101: no hello within the time.
Error workerSlowToStart(double seconds);
/// R0101: its hello is of another version.
Error workerSpeaksOtherProtocol(const event::Hello& hello);
/// R0102, with its last words as causes.
Error workerDied(const process::ExitStatus& status, const std::string& lastWords);
/// R0103: no byte within the time.
Error workerSilent(double seconds);
/// R0104; `what` is what it said, as a clause: "it answered request 7, which nobody made".
Error workerGarbled(const std::string& what);
/// R0105; `what` is a clause too.
Error workerResult(const std::string& what);
/// R0107; `missing` is a list of names.
Error notImplemented(const std::string& missing);
/// R0106.
Error lacksResources(const std::string& what, const std::string& help);

}  // namespace itw::exec
