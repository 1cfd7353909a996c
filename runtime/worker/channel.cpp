#include "runtime/worker/channel.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace itw::worker {

namespace {

constexpr auto kHeartbeat = std::chrono::milliseconds(500);
constexpr std::size_t kReadSize = 1 << 16;
constexpr int kProtocolBroken = 70;

// Neither the task nor its files are of use to anyone any more.
[[noreturn]] void endAbandoned() { ::_exit(EXIT_SUCCESS); }

}  // namespace

Channel::Channel(int in, int out)
    : in_(in), out_(out), reader_([this] { read(); }), heart_([this] { beat(); }) {}

Channel::~Channel() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  heart_.join();
  // The reader may sit in read(2) for ever; the process is about to end.
  reader_.detach();
}

void Channel::send(const event::Message& message) {
  const std::string frame = event::encodeFrame(message);
  const std::lock_guard lock(writing_);
  std::string_view rest = frame;
  while (!rest.empty()) {
    const ssize_t written = ::write(out_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) endAbandoned();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void Channel::read() {
  event::FrameReader frames;
  std::string buffer(kReadSize, '\0');
  while (true) {
    const ssize_t count = ::read(in_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) endAbandoned();
    frames.feed(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
    while (true) {
      auto message = frames.next();
      if (!message) {
        std::fprintf(stderr, "itw-worker: %s\n", message.error().message.c_str());
        ::_exit(kProtocolBroken);
      }
      if (!*message) break;
      const bool last = std::holds_alternative<event::Shutdown>(**message);
      handle(**std::move(message));
      if (last) return;
    }
  }
}

void Channel::handle(event::Message message) {
  if (const auto* cancel = std::get_if<event::Cancel>(&message)) {
    cancelled_ = cancel->request;
    return;
  }
  const std::lock_guard lock(mutex_);
  if (auto* task = std::get_if<event::RunTask>(&message)) tasks_.push_back(std::move(*task));
  if (std::holds_alternative<event::Shutdown>(message)) ended_ = true;
  changed_.notify_all();
}

void Channel::beat() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kHeartbeat, [this] { return ended_; })) {
    lock.unlock();
    send(event::Heartbeat{});
    lock.lock();
  }
}

std::optional<event::RunTask> Channel::nextTask() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !tasks_.empty(); });
  if (tasks_.empty()) return std::nullopt;
  event::RunTask task = std::move(tasks_.front());
  tasks_.pop_front();
  return task;
}

}  // namespace itw::worker
