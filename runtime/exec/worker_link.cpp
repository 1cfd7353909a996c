#include "runtime/exec/worker_link.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace itw::exec {
namespace {

constexpr int kWorkerIn = 3;
constexpr int kWorkerOut = 4;
constexpr std::size_t kLastWords = 2000;

/// What can be read now, at most `most` bytes; `closed` is set at the end of the stream.
std::string readSome(process::Descriptor& from, std::size_t most, bool& closed) {
  std::string bytes(most, '\0');
  ssize_t count = 0;
  do {
    count = read(from.number(), bytes.data(), bytes.size());
  } while (count < 0 && errno == EINTR);
  closed = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

/// By default OpenMP's idle threads spin for milliseconds before they sleep. On cores that others
/// use too they then take the time of the thread that they wait for: a run costs up to ten times as
/// much.
std::vector<std::string> patienceOfThreads() {
  if (std::getenv("GOMP_SPINCOUNT") || std::getenv("OMP_WAIT_POLICY")) return {};
  return {"GOMP_SPINCOUNT=1000"};
}

}  // namespace

Result<WorkerLink> WorkerLink::start(const std::string& program, std::vector<std::string> arguments,
                                     const std::string& directory) {
  auto toWorker = process::makePipe();
  if (!toWorker) return fail(std::move(toWorker.error()));
  auto fromWorker = process::makePipe();
  if (!fromWorker) return fail(std::move(fromWorker.error()));
  process::Command command;
  command.program = program;
  command.arguments = std::move(arguments);
  for (const std::string& each : {std::string("--in"), std::to_string(kWorkerIn),
                                  std::string("--out"), std::to_string(kWorkerOut)}) {
    command.arguments.push_back(each);
  }
  command.descriptors = {{toWorker->read.number(), kWorkerIn},
                         {fromWorker->write.number(), kWorkerOut}};
  command.environment = patienceOfThreads();
  command.directory = directory;
  // Threads of OpenMP spin for milliseconds before they sleep. Where cores are shared, that takes
  // them from those that work: a step of a small convolutional network took 12 times as long.
  if (std::getenv("GOMP_SPINCOUNT") == nullptr && std::getenv("OMP_WAIT_POLICY") == nullptr) {
    command.environment.push_back("GOMP_SPINCOUNT=2000");
  }
  auto child = process::Child::spawn(command);
  if (!child) return fail(std::move(child.error()));
  process::setNonBlocking(toWorker->write);
  process::setNonBlocking(fromWorker->read);
  return WorkerLink(*std::move(child), std::move(toWorker->write), std::move(fromWorker->read));
}

void WorkerLink::send(const event::Message& message) {
  unsent_ += event::encodeFrame(message);
  continueWriting();
}

void WorkerLink::continueWriting() {
  while (!unsent_.empty()) {
    const ssize_t count = write(toWorker_.number(), unsent_.data(), unsent_.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (count < 0) {
      // It is gone; the end of its other stream says so too.
      unsent_.clear();
      return;
    }
    unsent_.erase(0, static_cast<std::size_t>(count));
  }
}

Result<std::vector<event::Message>> WorkerLink::readMessages(std::size_t most, double now) {
  std::vector<event::Message> messages;
  const std::string bytes = readSome(fromWorker_, most, closed_);
  if (!bytes.empty()) lastSign = now;
  reader_.feed(bytes);
  while (true) {
    auto next = reader_.next();
    if (!next) return fail(std::move(next.error()));
    if (!*next) return messages;
    messages.push_back(**std::move(next));
  }
}

std::vector<Captured> WorkerLink::readCaptured() {
  std::vector<Captured> pieces;
  for (const bool isError : {false, true}) {
    process::Descriptor& from = isError ? child_.errors() : child_.output();
    if (!from.open()) continue;
    bool closed = false;
    std::string text = readSome(from, 65536, closed);
    if (closed) from.close();
    if (text.empty()) continue;
    if (isError) {
      lastWords_ += text;
      if (lastWords_.size() > kLastWords) lastWords_.erase(0, lastWords_.size() - kLastWords);
    }
    pieces.push_back({isError, std::move(text)});
  }
  return pieces;
}

void WorkerLink::kill() { child_.signal(SIGKILL); }

}  // namespace itw::exec
