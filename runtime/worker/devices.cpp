#include <nlohmann/json.hpp>

#include "runtime/gpu/gpu.h"
#include "runtime/worker/worker.h"

namespace itw::worker {

namespace {

using nlohmann::ordered_json;

ordered_json describe(const std::vector<gpu::Device>& devices) {
  ordered_json list = ordered_json::array();
  for (const gpu::Device& device : devices) {
    list.push_back(
        {{"name", device.name}, {"memory", device.memoryBytes}, {"capability", device.capability}});
  }
  return list;
}

ordered_json examine() {
  ordered_json found = {{"driver", gpu::hasDriver()}, {"devices", ordered_json::array()}};
  // Nothing of CUDA is loaded where there is no card.
  if (!gpu::hasDriver()) return found;
  auto module = gpu::GpuModule::load(gpu::modulePath());
  if (!module) {
    found["error"] = module.error().message;
    return found;
  }
  auto devices = module->devices();
  if (!devices) {
    found["error"] = devices.error().message;
    return found;
  }
  found["devices"] = describe(*devices);
  const auto checked = module->checkAllReduce(gpu::ncclLibrary());
  found["all_reduce"] = checked ? "ok" : checked.error().message;
  return found;
}

}  // namespace

std::string devicesJson() { return examine().dump(2); }

}  // namespace itw::worker
