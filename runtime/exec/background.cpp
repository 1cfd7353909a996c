#include "runtime/exec/background.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace itw::exec {

Background::Background()
    : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { work(); }) {}

Background::~Background() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Background::post(Job job) {
  ++pending_;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void Background::collect() {
  std::uint64_t count = 0;
  (void)!read(wake_.number(), &count, sizeof count);
  std::deque<Completion> completions;
  {
    const std::lock_guard lock(mutex_);
    completions.swap(completions_);
  }
  for (Completion& completion : completions) {
    --pending_;
    completion();
  }
}

void Background::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    Completion completion = job();
    lock.lock();
    completions_.push_back(std::move(completion));
    const std::uint64_t one = 1;
    (void)!write(wake_.number(), &one, sizeof one);
  }
}

}  // namespace itw::exec
