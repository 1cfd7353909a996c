#pragma once

#include <string>
#include <vector>

#include "compiler/plan/plan.h"
#include "runtime/event/message.h"

namespace itw::exec {

/// What is wrong with what a worker says that it made, as a clause; empty when nothing is. Each
/// declared output must be there once, of the declared kind, values as JSON, files inside the
/// scratch folder.
std::string faultOf(const plan::Task& task, const event::Finished& finished);

/// What is wrong with the files that a result names, as they stand on the disk; empty when nothing
/// is. They must be regular files that really lie in the scratch folder, whatever links are there.
std::string faultOfFiles(const event::Finished& finished, const std::string& scratch);

/// The models that the arguments refer to, at their places; the others as empty texts, so that a
/// message does not carry what its task does not need.
std::vector<std::string> modelsFor(const expr::Record& arguments,
                                   const std::vector<std::string>& models);

}  // namespace itw::exec
