#pragma once

// The one door into the GPU module. Plain C, so that worker and module may come from different
// compilers; the ABI version and the build id keep them from talking past each other.

#ifdef __cplusplus
extern "C" {
#endif

/// Raised whenever the structs below change.
#define ITW_GPU_ABI 1

/// What one device is.
typedef struct ItwGpuDevice {
  char name[256];
  unsigned long long memoryBytes;
  int computeMajor;
  int computeMinor;
} ItwGpuDevice;

/// The module's functions. Those that return int give 0 on success and write the reason of a
/// failure into `reason`, which has room for `size` bytes.
typedef struct ItwGpuApi {
  int abi;
  const char* build;
  /// The number of devices; 0 where the driver is missing.
  int (*deviceCount)(void);
  int (*describe)(int device, ItwGpuDevice* out, char* reason, int size);
  /// Sums a vector over all devices with NCCL, which is looked up at run time, and compares the
  /// result with the sum that it must be.
  int (*checkAllReduce)(const char* ncclLibrary, char* reason, int size);
} ItwGpuApi;

/// The module's only visible symbol.
typedef const ItwGpuApi* (*ItwGpuEntry)(void);
#define ITW_GPU_ENTRY "itwGpuEntry"

#ifdef __cplusplus
}
#endif
