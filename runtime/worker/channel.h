#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "runtime/event/message.h"

namespace itw::worker {

/// The worker's side of the pipe to itwc. Messages may be sent from any thread. A thread of its own
/// reads, so that a cancel arrives in the middle of a task, and another one sends heartbeats.
///
/// When the pipe breaks or ends there is nobody left to work for: the process ends at once.
class Channel {
 public:
  Channel(int in, int out);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  void send(const event::Message& message);

  /// Waits for the next task; nothing means that itwc wants the worker to end.
  std::optional<event::RunTask> nextTask();
  /// Whether itwc has asked to stop this request.
  bool cancelled(std::uint64_t request) const { return cancelled_.load() == request; }

 private:
  void read();
  void beat();
  void handle(event::Message message);

  const int in_;
  const int out_;
  std::mutex writing_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<event::RunTask> tasks_;
  bool ended_ = false;
  // Request numbers begin at 1.
  std::atomic<std::uint64_t> cancelled_ = 0;
  std::thread reader_;
  std::thread heart_;
};

}  // namespace itw::worker
