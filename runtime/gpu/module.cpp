#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAStream.h>
#include <cuda_runtime_api.h>
#include <dlfcn.h>
#include <nccl.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "runtime/gpu/gpu_api.h"

namespace {

constexpr std::size_t kElements = std::size_t{1} << 20;

// Fails a check with a text; the entry functions turn it into a C result.
struct Failure {
  std::string reason;
  bool failed() const { return !reason.empty(); }
};

int finish(const Failure& failure, char* reason, int size) {
  if (!failure.failed()) return 0;
  std::snprintf(reason, static_cast<std::size_t>(size), "%s", failure.reason.c_str());
  return 1;
}

Failure cudaFailure(const char* what, cudaError_t code) {
  if (code == cudaSuccess) return {};
  return {std::string(what) + ": " + cudaGetErrorString(code)};
}

// The functions of NCCL that the check needs; its library is no dependency of the module.
struct Nccl {
  decltype(&ncclCommInitAll) initAll = nullptr;
  decltype(&ncclCommDestroy) destroy = nullptr;
  decltype(&ncclGroupStart) groupStart = nullptr;
  decltype(&ncclGroupEnd) groupEnd = nullptr;
  decltype(&ncclAllReduce) allReduce = nullptr;
  decltype(&ncclGetErrorString) errorString = nullptr;

  Failure failure(const char* what, ncclResult_t code) const {
    if (code == ncclSuccess) return {};
    return {std::string(what) + ": " + errorString(code)};
  }
};

template <class F>
void look(void* library, const char* name, F& function, Failure& failure) {
  function = reinterpret_cast<F>(dlsym(library, name));
  if (function == nullptr && !failure.failed()) failure = {std::string("no symbol ") + name};
}

Failure openNccl(const char* path, Nccl& nccl) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return {dlerror()};
  Failure failure;
  look(library, "ncclCommInitAll", nccl.initAll, failure);
  look(library, "ncclCommDestroy", nccl.destroy, failure);
  look(library, "ncclGroupStart", nccl.groupStart, failure);
  look(library, "ncclGroupEnd", nccl.groupEnd, failure);
  look(library, "ncclAllReduce", nccl.allReduce, failure);
  look(library, "ncclGetErrorString", nccl.errorString, failure);
  return failure;
}

// One device's part in the check.
struct Rank {
  int device = 0;
  float* data = nullptr;
  ncclComm_t communicator = nullptr;
};

// Element i of rank r is r + i % 7, so the sum over n ranks is n (n - 1) / 2 + n (i % 7), exactly.
float valueOf(int rank, std::size_t element) {
  return static_cast<float>(rank) + static_cast<float>(element % 7);
}

Failure fill(Rank& rank) {
  std::vector<float> values(kElements);
  for (std::size_t i = 0; i < kElements; ++i) values[i] = valueOf(rank.device, i);
  c10::cuda::set_device(static_cast<c10::DeviceIndex>(rank.device));
  Failure failure = cudaFailure(
      "cudaMalloc", cudaMalloc(reinterpret_cast<void**>(&rank.data), kElements * sizeof(float)));
  if (failure.failed()) return failure;
  return cudaFailure("cudaMemcpy", cudaMemcpy(rank.data, values.data(), kElements * sizeof(float),
                                              cudaMemcpyHostToDevice));
}

Failure compare(const Rank& rank, int count) {
  std::vector<float> values(kElements);
  c10::cuda::set_device(static_cast<c10::DeviceIndex>(rank.device));
  Failure failure = cudaFailure(
      "cudaMemcpy",
      cudaMemcpy(values.data(), rank.data, kElements * sizeof(float), cudaMemcpyDeviceToHost));
  if (failure.failed()) return failure;
  for (std::size_t i = 0; i < kElements; ++i) {
    float expected = 0;
    for (int other = 0; other < count; ++other) expected += valueOf(other, i);
    if (values[i] == expected) continue;
    return {"element " + std::to_string(i) + " is " + std::to_string(values[i]) + " instead of " +
            std::to_string(expected)};
  }
  return {};
}

Failure reduce(const Nccl& nccl, std::vector<Rank>& ranks) {
  Failure failure = nccl.failure("ncclGroupStart", nccl.groupStart());
  for (Rank& rank : ranks) {
    if (failure.failed()) break;
    c10::cuda::set_device(static_cast<c10::DeviceIndex>(rank.device));
    const cudaStream_t stream =
        c10::cuda::getCurrentCUDAStream(static_cast<c10::DeviceIndex>(rank.device));
    failure =
        nccl.failure("ncclAllReduce", nccl.allReduce(rank.data, rank.data, kElements, ncclFloat,
                                                     ncclSum, rank.communicator, stream));
  }
  const Failure ended = nccl.failure("ncclGroupEnd", nccl.groupEnd());
  if (failure.failed() || ended.failed()) return failure.failed() ? failure : ended;
  for (const Rank& rank : ranks) {
    c10::cuda::set_device(static_cast<c10::DeviceIndex>(rank.device));
    failure = cudaFailure("cudaDeviceSynchronize", cudaDeviceSynchronize());
    if (failure.failed()) return failure;
  }
  return {};
}

Failure run(const Nccl& nccl, std::vector<Rank>& ranks) {
  for (Rank& rank : ranks) {
    if (Failure failure = fill(rank); failure.failed()) return failure;
  }
  std::vector<ncclComm_t> communicators(ranks.size());
  Failure failure =
      nccl.failure("ncclCommInitAll",
                   nccl.initAll(communicators.data(), static_cast<int>(ranks.size()), nullptr));
  if (failure.failed()) return failure;
  for (std::size_t i = 0; i < ranks.size(); ++i) ranks[i].communicator = communicators[i];
  failure = reduce(nccl, ranks);
  for (const Rank& rank : ranks) {
    if (!failure.failed()) failure = compare(rank, static_cast<int>(ranks.size()));
  }
  return failure;
}

int deviceCount() { return c10::cuda::device_count(); }

int describe(int device, ItwGpuDevice* out, char* reason, int size) {
  cudaDeviceProp properties{};
  const Failure failure =
      cudaFailure("cudaGetDeviceProperties", cudaGetDeviceProperties(&properties, device));
  if (failure.failed()) return finish(failure, reason, size);
  std::snprintf(out->name, sizeof out->name, "%s", properties.name);
  out->memoryBytes = properties.totalGlobalMem;
  out->computeMajor = properties.major;
  out->computeMinor = properties.minor;
  return 0;
}

int checkAllReduce(const char* ncclLibrary, char* reason, int size) {
  try {
    Nccl nccl;
    if (Failure failure = openNccl(ncclLibrary, nccl); failure.failed()) {
      return finish(failure, reason, size);
    }
    std::vector<Rank> ranks(static_cast<std::size_t>(deviceCount()));
    if (ranks.empty()) return finish({"no device"}, reason, size);
    for (std::size_t i = 0; i < ranks.size(); ++i) ranks[i].device = static_cast<int>(i);
    const Failure failure = run(nccl, ranks);
    for (Rank& rank : ranks) {
      if (rank.communicator != nullptr) nccl.destroy(rank.communicator);
      cudaFree(rank.data);
    }
    return finish(failure, reason, size);
  } catch (const std::exception& thrown) {
    return finish({thrown.what()}, reason, size);
  }
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const ItwGpuApi* itwGpuEntry() {
  static const ItwGpuApi kApi = {.abi = ITW_GPU_ABI,
                                 .build = ITW_VERSION,
                                 .deviceCount = deviceCount,
                                 .describe = describe,
                                 .checkAllReduce = checkAllReduce};
  return &kApi;
}
