// A worker without LibTorch: speaks the protocol and behaves as ITW_FAKE says, for tests of exec
// and of the verbs. ITW_FAKE is a list of TASK=BEHAVIOUR[@MARKER] separated by ";"; TASK may be "*"
// or "start"; with a marker, a file, it behaves so only while the file is not there, and makes it.
// Behaviours: succeed, slow:SECONDS, fail, fail-environment, die:SIGNAL, exit:CODE, hang, stop,
// close, garbage, huge, lie-request, lie-missing, lie-kind, lie-path, lie-json, lie-link,
// lie-absent, lie-folder, print:BYTES, epochs:COUNT:SECONDS; at the start: exit:CODE, protocol,
// silent, garbage, no-hello.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "compiler/base/sha256.h"
#include "runtime/event/message.h"

namespace {

using namespace itw::event;
using itw::Error;
using itw::ErrorClass;

int gIn = 3;
int gOut = 4;
std::mutex gWriting;
std::atomic<bool> gBeating{true};

void sendBytes(std::string_view bytes) {
  const std::lock_guard lock(gWriting);
  while (!bytes.empty()) {
    const ssize_t count = write(gOut, bytes.data(), bytes.size());
    if (count <= 0) _exit(9);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void send(const Message& message) { sendBytes(encodeFrame(message)); }

std::string argumentAfter(const std::string& text) {
  const std::size_t colon = text.find(':');
  return colon == std::string::npos ? "" : text.substr(colon + 1);
}

/// What ITW_FAKE says of a task; "succeed" when it says nothing.
std::string behaviourOf(const std::string& task) {
  const char* all = std::getenv("ITW_FAKE");
  std::string rest = all == nullptr ? "" : all;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    std::string entry = rest.substr(0, end);
    rest.erase(0, end + 1);
    const std::size_t equals = entry.find('=');
    if (equals == std::string::npos) continue;
    const std::string name = entry.substr(0, equals);
    if (name != task && (name != "*" || task == "start")) continue;
    entry.erase(0, equals + 1);
    const std::size_t at = entry.find('@');
    if (at == std::string::npos) return entry;
    const std::string marker = entry.substr(at + 1);
    if (access(marker.c_str(), F_OK) == 0) continue;
    std::ofstream(marker) << "here";
    return entry.substr(0, at);
  }
  return "succeed";
}

/// Reads what itwc sends; keeps what is not asked for yet.
class Inbox {
 public:
  /// The next message; ends the process when itwc is gone.
  Message next() {
    while (true) {
      auto message = reader_.next();
      if (!message) _exit(8);
      if (*message) return **message;
      char bytes[65536];
      const ssize_t count = read(gIn, bytes, sizeof bytes);
      if (count <= 0) _exit(0);
      reader_.feed({bytes, static_cast<std::size_t>(count)});
    }
  }

  /// Whether itwc has asked to stop; waits up to the given time.
  bool cancelledWithin(double seconds) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(gIn, &set);
    timeval time{static_cast<time_t>(seconds),
                 static_cast<suseconds_t>(
                     (seconds - static_cast<double>(static_cast<long>(seconds))) * 1e6)};
    if (select(gIn + 1, &set, nullptr, nullptr, &time) <= 0) return false;
    return std::holds_alternative<Cancel>(next());
  }

 private:
  FrameReader reader_;
};

std::string kindOf(const RunTask& task, const std::string& output) {
  const bool data = task.component.ends_with(".csv") || task.component.ends_with(".split") ||
                    task.component.ends_with(".data");
  if (data) return "dataset";
  return output == "model" ? "model" : "value";
}

/// A text that depends on all that a task computes from, and on nothing else.
std::string contentOf(const RunTask& task) {
  std::string text = task.component + task.arguments;
  for (const OutputValue& input : task.inputs) {
    text += input.output + input.digest + input.value;
    if (input.path.empty()) continue;
    std::ifstream file(input.path, std::ios::binary);
    if (!file) {
      Error error = itw::makeError(ErrorClass::Task, "cannot read " + input.path);
      send(Failed{task.request, error});
      return {};
    }
  }
  return text;
}

Finished resultOf(const RunTask& task) {
  Finished finished{.request = task.request, .seconds = 0.001, .peakMemoryBytes = 1 << 20};
  const std::string content = contentOf(task);
  for (const std::string& output : task.outputs) {
    OutputValue value{.output = output, .kind = kindOf(task, output)};
    if (value.kind == "value") {
      value.value = "0.5";
    } else {
      value.path = output + ".bin";
      std::ofstream(task.scratch + "/" + value.path, std::ios::binary)
          << output << itw::digestText(itw::sha256(content));
    }
    finished.outputs.push_back(value);
  }
  return finished;
}

void fail(const RunTask& task, ErrorClass kind) {
  Error error = itw::makeError(kind, "the fake was told to fail", "tell it otherwise");
  error.place = itw::SourcePlace{"data.csv", 3, 7};
  send(Failed{task.request, error});
}

/// Told to stop: answers as the protocol asks.
void stopped(const RunTask& task) {
  send(Failed{task.request, itw::makeError(ErrorClass::Interrupted, "stopped")});
}

void runEpochs(const RunTask& task, Inbox& inbox, const std::string& how) {
  const int count = std::atoi(how.c_str());
  const double seconds = std::atof(argumentAfter(how).c_str());
  for (int epoch = 1; epoch <= count; ++epoch) {
    if (inbox.cancelledWithin(seconds)) return stopped(task);
    send(Progress{task.request, epoch, count, epoch * 10, count * 10, 1234.5});
    send(Metric{task.request, "train_loss", epoch * 10, epoch, 1.0 / epoch});
  }
  send(resultOf(task));
}

void lie(const RunTask& task, const std::string& how) {
  Finished finished = resultOf(task);
  OutputValue& first = finished.outputs.at(0);
  if (how == "lie-request") finished.request += 1;
  if (how == "lie-missing") finished.outputs.pop_back();
  if (how == "lie-kind") first.kind = first.kind == "value" ? "model" : "value";
  if (how == "lie-path") first.path = "../../../../etc/passwd";
  if (how == "lie-json") first.value = "{not json";
  const std::string path = task.scratch + "/" + first.path;
  if (how == "lie-link" || how == "lie-absent") unlink(path.c_str());
  if (how == "lie-link") (void)!symlink("/etc/passwd", path.c_str());
  if (how == "lie-folder") {
    (void)!symlink("/etc", (task.scratch + "/etc").c_str());
    first.path = "etc/passwd";
  }
  send(finished);
}

void printMuch(const RunTask& task, const std::string& how) {
  const std::string line(99, 'x');
  for (long left = std::atol(how.c_str()); left > 0; left -= 100) std::printf("%s\n", line.c_str());
  std::fprintf(stderr, "done printing\n");
  std::fflush(stdout);
  send(Log{task.request, "info", "printed"});
  send(resultOf(task));
}

void misbehave(const std::string& how) {
  if (how.starts_with("die:")) {
    const int number = std::atoi(how.c_str() + 4);
    std::signal(number, SIG_DFL);  // Sanitizers would make an exit code of it.
    raise(number);
  }
  if (how.starts_with("exit:")) {
    std::fprintf(stderr, "fake: leaving\n");
    _exit(std::atoi(how.c_str() + 5));
  }
  if (how == "garbage") sendBytes(std::string("\x04\0\0\0junk", 8));
  if (how == "huge") sendBytes("\xff\xff\xff\x7f");
  if (how == "close") {
    gBeating = false;
    const std::lock_guard lock(gWriting);
    close(gOut);
    while (true) pause();
  }
  if (how == "stop") raise(SIGSTOP);
  while (true) pause();
}

void run(const RunTask& task, Inbox& inbox) {
  const std::string how = behaviourOf(task.task);
  if (how == "succeed") return send(resultOf(task));
  if (how.starts_with("slow:")) {
    if (inbox.cancelledWithin(std::atof(how.c_str() + 5))) return stopped(task);
    return send(resultOf(task));
  }
  if (how == "fail") return fail(task, ErrorClass::Task);
  if (how == "fail-environment") return fail(task, ErrorClass::Environment);
  if (how.starts_with("lie-")) return lie(task, how);
  if (how.starts_with("print:")) return printMuch(task, how.substr(6));
  if (how.starts_with("epochs:")) return runEpochs(task, inbox, how.substr(7));
  misbehave(how);
}

void greet() {
  const std::string how = behaviourOf("start");
  if (how == "protocol") send(Hello{99, "fake", "none", "none", 1});
  if (how == "no-hello") send(Heartbeat{});
  if (how == "no-hello") send(Log{1, "info", "no hello"});
  if (how == "silent") gBeating = false;
  if (how != "succeed") misbehave(how);
  send(Hello{kProtocol, "fake", "none", "none", 1});
}

}  // namespace

int main(int argc, char** argv) {
  for (int at = 1; at + 1 < argc; ++at) {
    if (std::string(argv[at]) == "--in") gIn = std::atoi(argv[at + 1]);
    if (std::string(argv[at]) == "--out") gOut = std::atoi(argv[at + 1]);
  }
  greet();
  std::thread([] {
    while (gBeating) {
      send(Heartbeat{});
      usleep(200000);
    }
  }).detach();
  Inbox inbox;
  while (true) {
    const Message message = inbox.next();
    if (std::holds_alternative<Shutdown>(message)) _exit(0);
    if (const auto* task = std::get_if<RunTask>(&message)) run(*task, inbox);
  }
}
