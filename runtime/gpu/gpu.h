#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.h"
#include "runtime/gpu/gpu_api.h"

namespace itw::gpu {

/// A device as `itw-worker --devices` shows it.
struct Device {
  std::string name;
  unsigned long long memoryBytes = 0;
  std::string capability;  ///< "9.0"
};

/// The GPU module, loaded. It stays loaded until the process ends, as CUDA cannot be unloaded.
class GpuModule {
 public:
  /// Loads a module and verifies that it is of this ABI and build. Errors name what is missing: the
  /// file, a library that it needs, a matching version.
  static Result<GpuModule> load(const std::string& path);

  /// All devices that the driver shows.
  Result<std::vector<Device>> devices() const;
  /// Sums over all devices with the NCCL of that library and compares with the exact result.
  Result<void> checkAllReduce(const std::string& ncclLibrary) const;

 private:
  explicit GpuModule(const ItwGpuApi* api) : api_(api) {}

  const ItwGpuApi* api_;
};

/// Whether this machine has a driver for NVIDIA devices; nothing is loaded for the answer.
bool hasDriver();

/// Where the module stands: beside the program.
std::string modulePath();

/// Where NCCL's library is, as the loader is to be asked for it: ITW_NCCL, else its usual name.
std::string ncclLibrary();

}  // namespace itw::gpu
