#pragma once

#include <memory>
#include <string>

#include "runtime/data/dataset.h"
#include "runtime/nn/arguments.h"
#include "runtime/worker/task.h"

namespace itw::worker {

/// A path argument, relative to the folder of the file that writes it; complains where it is none.
std::string pathArgument(nn::Arguments& arguments, const std::string& name);
/// The names in a list of fields; complains where it is none.
std::vector<std::string> fieldNames(nn::Arguments& arguments, const std::string& name);
/// "`a`, `b`"
std::string namesText(const std::vector<std::string>& names);
/// A dataset as the task's sole output.
TaskResult datasetResult(const TaskContext& context,
                         Result<std::shared_ptr<const data::Dataset>> dataset);
/// A file as the task's sole output.
TaskResult fileResult(const std::string& file);

}  // namespace itw::worker
