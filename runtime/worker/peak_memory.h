#pragma once

#include <cstdint>

namespace itw::worker {

/// Makes the system measure this process's peak memory anew from here on.
void resetPeakMemory();

/// The largest resident memory since then (or since the start, where resetting is not possible).
std::int64_t peakMemoryBytes();

}  // namespace itw::worker
