#include "runtime/train/runtime_info.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

#include "runtime/nn/initializer.h"
#include "runtime/nn/op.h"
#include "runtime/train/loss.h"
#include "runtime/train/metric.h"
#include "runtime/train/optimizer.h"
#include "runtime/train/schedule.h"

namespace itw::train {

namespace {

template <class Names>
std::vector<std::string> texts(const Names& names) {
  return {names.begin(), names.end()};
}

}  // namespace

RuntimeInfo runtimeInfo() {
  return {.torch = TORCH_VERSION, .instructions = at::get_cpu_capability()};
}

void setThreads(int threads) { at::set_num_threads(threads); }

std::vector<Registered> registry() {
  std::vector<Registered> all;
  for (const nn::OpEntry& op : nn::opTable()) {
    all.push_back({std::string(op.name), "op", texts(op.parameters)});
  }
  for (const nn::InitializerEntry& entry : nn::initializers()) {
    all.push_back({std::string(entry.name), "initializer", texts(entry.parameters)});
  }
  for (const LossEntry& entry : lossTable()) {
    all.push_back({std::string(entry.name), "loss", texts(entry.parameters)});
  }
  for (const OptimizerEntry& entry : optimizerTable()) {
    all.push_back({std::string(entry.name), "optimizer", texts(entry.parameters)});
  }
  for (const MetricEntry& entry : metricTable()) {
    all.push_back({std::string(entry.name), std::string(entry.kind), texts(entry.parameters)});
  }
  for (const ScheduleEntry& entry : scheduleTable()) {
    all.push_back({std::string(entry.name), "schedule", texts(entry.parameters)});
  }
  all.push_back({"std.train.bitwise", "reproducible", {"shards"}});
  all.push_back({"std.train.patience", "stop", {"series", "length", "margin"}});
  all.push_back({"std.train.last", "keep", {}});
  all.push_back({"std.train.best", "keep", {"series"}});
  return all;
}

}  // namespace itw::train
