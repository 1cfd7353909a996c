#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace itw::exec {

/// How a run is carried out; nothing here changes its results.
struct ExecOptions {
  std::string worker;                        ///< The program; empty means findWorker().
  std::vector<std::string> workerArguments;  ///< Before `--in FD --out FD`.
  unsigned slots = 0;             ///< Cpus that tasks share; 0 means all that we may use.
  double helloSeconds = 120;      ///< LibTorch may come over a slow network file system.
  double silenceSeconds = 60;     ///< Longest pause between signs of life of a worker.
  double graceSeconds = 10;       ///< From the request to stop until the worker is killed.
  std::size_t readBytes = 65536;  ///< Most bytes taken at once from a worker.
};

/// Cpus that this process may run on.
unsigned usableCpus();

/// The worker's program: ITW_WORKER, else `itw-worker` beside this program, else in PATH; empty
/// when there is none.
std::string findWorker();

/// What this machine is called in journals.
std::string hostName();

/// Seconds since 1970.
double wallClock();

/// Seconds of a clock that never jumps.
double steadyClock();

}  // namespace itw::exec
