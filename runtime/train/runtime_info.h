#pragma once

#include <string>
#include <vector>

namespace itw::train {

/// What LibTorch is and will use here.
struct RuntimeInfo {
  std::string torch;         ///< "2.15.0"
  std::string instructions;  ///< "AVX512"
};

/// Asks LibTorch.
RuntimeInfo runtimeInfo();

/// Sets how many threads one operation uses. Results may differ in the last digits between two
/// numbers of threads, never between two runs with one.
void setThreads(int threads);

/// An op or component that this worker implements.
struct Registered {
  std::string name;
  std::string kind;  ///< "op", "loss", "optimizer" ...
  std::vector<std::string> parameters;
};

/// Everything that train and nn implement.
std::vector<Registered> registry();

}  // namespace itw::train
