#include "runtime/train/checkpointer.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace itw::train {

namespace fs = std::filesystem;

std::vector<std::string> Checkpointer::saved() const {
  std::map<std::int64_t, std::string, std::greater<>> found;
  std::error_code missing;
  for (const fs::directory_entry& entry : fs::directory_iterator(rule_.folder, missing)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("step-", 0) != 0 || entry.path().extension() != ".safetensors") continue;
    found[std::atoll(name.c_str() + 5)] = entry.path().string();
  }
  std::vector<std::string> paths;
  for (const auto& [step, path] : found) paths.push_back(path);
  return paths;
}

Result<void> Checkpointer::onStep(const TrainingState& state) {
  if (rule_.folder.empty()) return {};
  if (rule_.everySteps > 0) {
    if (state.place.step % rule_.everySteps != 0) return {};
  } else if (std::chrono::duration<double>(Clock::now() - last_).count() < rule_.everySeconds) {
    return {};
  }
  return save(state);
}

Result<void> Checkpointer::save(const TrainingState& state) {
  if (rule_.folder.empty() || state.place.step == savedStep_ || state.place.step == 0) return {};
  std::error_code ignored;
  fs::create_directories(rule_.folder, ignored);
  const std::string path =
      rule_.folder + "/step-" + std::to_string(state.place.step) + ".safetensors";
  if (auto written = writeCheckpoint(path, state); !written) return written;
  savedStep_ = state.place.step;
  last_ = Clock::now();
  const std::vector<std::string> paths = saved();
  for (std::size_t i = 2; i < paths.size(); ++i) fs::remove(paths[i], ignored);
  return {};
}

}  // namespace itw::train
