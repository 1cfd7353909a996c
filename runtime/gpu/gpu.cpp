#include "runtime/gpu/gpu.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "compiler/base/version.h"

namespace itw::gpu {

namespace {

Error gpuError(std::string message, std::string help = {}) {
  Error error = makeError(ErrorClass::Environment, std::move(message), std::move(help));
  error.code = "R0601";
  return error;
}

}  // namespace

Result<GpuModule> GpuModule::load(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fail(gpuError(::dlerror()).during("load the GPU module"));
  const auto entry = reinterpret_cast<ItwGpuEntry>(::dlsym(library, ITW_GPU_ENTRY));
  if (entry == nullptr) return fail(gpuError("`" + path + "` is no GPU module of itw"));
  const ItwGpuApi* api = entry();
  if (api->abi != ITW_GPU_ABI || std::string_view(api->build) != buildVersion()) {
    return fail(gpuError("the GPU module is of build " + std::string(api->build) +
                             ", the worker of " + std::string(buildVersion()),
                         "build both together with `./dev build`"));
  }
  return GpuModule(api);
}

Result<std::vector<Device>> GpuModule::devices() const {
  std::vector<Device> found;
  std::array<char, 256> reason{};
  for (int i = 0; i < api_->deviceCount(); ++i) {
    ItwGpuDevice device{};
    if (api_->describe(i, &device, reason.data(), static_cast<int>(reason.size())) != 0) {
      return fail(gpuError(reason.data()).during("describe device " + std::to_string(i)));
    }
    found.push_back({.name = device.name,
                     .memoryBytes = device.memoryBytes,
                     .capability = std::to_string(device.computeMajor) + "." +
                                   std::to_string(device.computeMinor)});
  }
  return found;
}

Result<void> GpuModule::checkAllReduce(const std::string& ncclLibrary) const {
  std::array<char, 512> reason{};
  if (api_->checkAllReduce(ncclLibrary.c_str(), reason.data(), static_cast<int>(reason.size())) !=
      0) {
    return fail(gpuError(reason.data()).during("all-reduce over the devices"));
  }
  return {};
}

bool hasDriver() {
  std::error_code ignored;
  return std::filesystem::exists("/dev/nvidiactl", ignored);
}

std::string modulePath() {
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return (program.parent_path() / "libitw_gpu.so").string();
}

std::string ncclLibrary() {
  const char* chosen = std::getenv("ITW_NCCL");
  return chosen == nullptr ? "libnccl.so.2" : chosen;
}

}  // namespace itw::gpu
