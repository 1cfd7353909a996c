#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "runtime/process/descriptor.h"

namespace itw::exec {

/// One thread for what blocks: hashing, flushing, moving files. Jobs run in the order of their
/// posting; what each returns runs later in the thread that calls collect().
class Background {
 public:
  using Completion = std::function<void()>;
  using Job = std::function<Completion()>;

  Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  /// Waits for the job that is running; those behind it are dropped.
  ~Background();

  void post(Job job);
  /// Readable when collect() has something to run.
  int descriptor() const { return wake_.number(); }
  void collect();
  /// Jobs posted whose completion has not run.
  std::size_t pending() const { return pending_; }

 private:
  void work();

  process::Descriptor wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::deque<Completion> completions_;
  bool stopping_ = false;
  std::size_t pending_ = 0;
  std::thread thread_;
};

}  // namespace itw::exec
