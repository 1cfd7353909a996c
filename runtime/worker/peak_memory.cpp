#include "runtime/worker/peak_memory.h"

#include <malloc.h>

#include <charconv>
#include <fstream>
#include <string>

namespace itw::worker {

void keepFreedMemory() {
  constexpr int kLargestFromHeap = 32 << 20;
  constexpr int kLargestKept = 256 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kLargestFromHeap);
  ::mallopt(M_TRIM_THRESHOLD, kLargestKept);
}

void returnFreedMemory() { ::malloc_trim(0); }

void resetPeakMemory() {
  std::ofstream file("/proc/self/clear_refs");
  file << "5";
}

std::int64_t peakMemoryBytes() {
  std::ifstream file("/proc/self/status");
  constexpr std::string_view kName = "VmHWM:";
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with(kName)) continue;
    const std::size_t first = line.find_first_of("0123456789");
    if (first == std::string::npos) break;
    std::int64_t kibibytes = 0;
    std::from_chars(line.data() + first, line.data() + line.size(), kibibytes);
    return kibibytes * 1024;
  }
  return 0;
}

}  // namespace itw::worker
