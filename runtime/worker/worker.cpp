#include "runtime/worker/worker.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include "compiler/base/version.h"
#include "compiler/plan/plan.h"
#include "runtime/nn/nn_errors.h"
#include "runtime/train/runtime_info.h"
#include "runtime/worker/channel.h"
#include "runtime/worker/peak_memory.h"
#include "runtime/worker/task.h"

namespace itw::worker {

namespace {

constexpr std::chrono::milliseconds kLongTask(100);
constexpr std::size_t kDatasetCacheBytes = std::size_t{2} << 30;

const TaskEntry* findTask(const std::string& component) {
  for (const TaskEntry& entry : taskTable()) {
    if (entry.name == component) return &entry;
  }
  return nullptr;
}

// Keeps the outputs that the plan declares, in its order.
TaskResult declaredOnly(const event::RunTask& request, std::vector<event::OutputValue> all) {
  std::vector<event::OutputValue> outputs;
  for (const std::string& name : request.outputs) {
    // The worker's loop measures these two and sends them beside the outputs.
    if (name == "seconds" || name == "peak_memory") continue;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&name](const auto& output) { return output.output == name; });
    if (found == all.end()) {
      Error error = makeError(ErrorClass::Task,
                              "`" + request.component + "` has no output `" + name + "` here");
      error.code = "R0405";
      return fail(std::move(error));
    }
    outputs.push_back(*found);
  }
  return outputs;
}

TaskResult runTask(const event::RunTask& request, DatasetCache& datasets, Channel& channel) {
  const TaskEntry* entry = findTask(request.component);
  if (entry == nullptr) return fail(nn::unknownComponent("task", request.component));
  auto arguments = plan::valueFromJson(request.arguments);
  if (!arguments) return fail(std::move(arguments.error()).during("read the arguments"));
  const auto* record = std::get_if<expr::Record>(&arguments->node);
  if (record == nullptr) {
    return fail(nn::badArgument(request.component, "arguments", "a record"));
  }
  auto outputs = entry->run({request, *record, datasets, channel});
  if (!outputs) return outputs;
  return declaredOnly(request, *std::move(outputs));
}

// A failed task leaves nothing behind in its folder.
void clearFolder(const std::string& folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

// Runs a request and sends its outcome; returns how long it took.
std::chrono::duration<double> answer(const event::RunTask& request, DatasetCache& datasets,
                                     Channel& channel) {
  const auto start = std::chrono::steady_clock::now();
  resetPeakMemory();
  auto outputs = runTask(request, datasets, channel);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (outputs) {
    channel.send(event::Finished{.request = request.request,
                                 .outputs = *std::move(outputs),
                                 .seconds = taken.count(),
                                 .peakMemoryBytes = peakMemoryBytes()});
    return taken;
  }
  clearFolder(request.scratch);
  Error error = std::move(outputs.error());
  error.task = request.task;
  error.attempt = request.attempt;
  channel.send(event::Failed{.request = request.request, .error = std::move(error)});
  return taken;
}

}  // namespace

void serve(int in, int out) {
  keepFreedMemory();
  Channel channel(in, out);
  const train::RuntimeInfo info = train::runtimeInfo();
  channel.send(event::Hello{.protocol = event::kProtocol,
                            .build = std::string(buildVersion()),
                            .torch = info.torch,
                            .instructions = info.instructions,
                            .threads = static_cast<int>(std::thread::hardware_concurrency())});
  DatasetCache datasets(kDatasetCacheBytes);
  while (auto request = channel.nextTask()) {
    const auto taken = answer(*request, datasets, channel);
    // Giving memory back takes a millisecond, which short tasks should not pay.
    if (taken > kLongTask) returnFreedMemory();
  }
}

}  // namespace itw::worker
