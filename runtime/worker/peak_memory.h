#pragma once

#include <cstdint>

namespace itw::worker {

/// Lets freed memory stay with the process while a task runs: a training frees and asks for the
/// same tensors in every step, and fetching their pages anew took a fifth of its time.
void keepFreedMemory();

/// Gives back what keepFreedMemory kept, between two tasks.
void returnFreedMemory();

/// Makes the system measure this process's peak memory anew from here on.
void resetPeakMemory();

/// The largest resident memory since then (or since the start, where resetting is not possible).
std::int64_t peakMemoryBytes();

}  // namespace itw::worker
