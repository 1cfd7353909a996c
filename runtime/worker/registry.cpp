#include <nlohmann/json.hpp>

#include "runtime/train/runtime_info.h"
#include "runtime/worker/task.h"
#include "runtime/worker/worker.h"

namespace itw::worker {

std::string registryJson() {
  using nlohmann::ordered_json;
  ordered_json ops = ordered_json::array();
  ordered_json tasks = ordered_json::array();
  ordered_json components = ordered_json::array();
  for (const train::Registered& entry : train::registry()) {
    if (entry.kind == "op") {
      ops.push_back({{"name", entry.name}, {"parameters", entry.parameters}});
    } else {
      components.push_back(
          {{"name", entry.name}, {"kind", entry.kind}, {"parameters", entry.parameters}});
    }
  }
  for (const TaskEntry& entry : taskTable()) {
    tasks.push_back({{"name", entry.name}, {"parameters", entry.parameters}});
  }
  return ordered_json({{"ops", ops}, {"tasks", tasks}, {"components", components}}).dump(2);
}

}  // namespace itw::worker
