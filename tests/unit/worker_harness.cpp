#include "tests/unit/worker_harness.h"

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "compiler/base/check.h"
#include "compiler/base/sha256.h"

namespace itw::test {

namespace {

constexpr int kWorkerIn = 3;
constexpr int kWorkerOut = 4;

std::filesystem::path makeFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "itw_worker_XXXXXX";
  ITW_CHECK(::mkdtemp(pattern.data()) != nullptr, "a temporary folder");
  std::filesystem::create_directories(pattern + "/store/sha256");
  return pattern;
}

process::Child start(process::Descriptor& toWorker, process::Descriptor& fromWorker) {
  auto requests = process::makePipe();
  auto answers = process::makePipe();
  ITW_CHECK(requests && answers, "two pipes");
  auto child = process::Child::spawn(
      {.program = ITW_WORKER_PATH,
       .arguments = {"--in", std::to_string(kWorkerIn), "--out", std::to_string(kWorkerOut)},
       .environment = {},
       .descriptors = {{.ours = requests->read.number(), .childs = kWorkerIn},
                       {.ours = answers->write.number(), .childs = kWorkerOut}}});
  ITW_CHECK(child.has_value(), "the worker starts");
  toWorker = std::move(requests->write);
  fromWorker = std::move(answers->read);
  return *std::move(child);
}

}  // namespace

WorkerHarness::WorkerHarness() : folder_(makeFolder()), child_(start(toWorker_, fromWorker_)) {}

WorkerHarness::~WorkerHarness() { std::filesystem::remove_all(folder_); }

void WorkerHarness::send(const event::Message& message) {
  const std::string frame = event::encodeFrame(message);
  const ssize_t written = ::write(toWorker_.number(), frame.data(), frame.size());
  ITW_CHECK(written == static_cast<ssize_t>(frame.size()), "a request fits the pipe");
}

event::Message WorkerHarness::next() {
  while (true) {
    auto message = frames_.next();
    ITW_CHECK(message.has_value(), "the worker keeps to the protocol");
    if (*message) return **message;
    char buffer[4096];
    const ssize_t count = ::read(fromWorker_.number(), buffer, sizeof buffer);
    ITW_CHECK(count > 0, "the worker is alive");
    frames_.feed({buffer, static_cast<std::size_t>(count)});
  }
}

event::Hello WorkerHarness::hello() {
  while (true) {
    const event::Message message = next();
    if (const auto* hello = std::get_if<event::Hello>(&message)) return *hello;
  }
}

event::RunTask WorkerHarness::request(const std::string& component, const std::string& arguments) {
  const std::filesystem::path scratch = folder_ / ("scratch" + std::to_string(++requests_));
  std::filesystem::create_directories(scratch);
  return {.request = requests_,
          .task = "test/task",
          .component = component,
          .arguments = arguments,
          .models = {},
          .inputs = {},
          .outputs = {},
          .store = folder_ / "store",
          .scratch = scratch,
          .threads = 1,
          .attempt = 1};
}

TaskOutcome WorkerHarness::run(event::RunTask request) {
  send(request);
  TaskOutcome outcome;
  while (true) {
    event::Message message = next();
    if (auto* metric = std::get_if<event::Metric>(&message)) outcome.metrics.push_back(*metric);
    if (auto* log = std::get_if<event::Log>(&message)) outcome.logs.push_back(*log);
    if (auto* at = std::get_if<event::Progress>(&message)) outcome.progress.push_back(*at);
    if (auto* failed = std::get_if<event::Failed>(&message)) {
      outcome.error = failed->error;
      return outcome;
    }
    if (auto* finished = std::get_if<event::Finished>(&message)) {
      store(*finished, request.scratch);
      outcome.finished = true;
      outcome.result = *std::move(finished);
      return outcome;
    }
  }
}

void WorkerHarness::store(event::Finished& result, const std::string& scratch) {
  for (event::OutputValue& output : result.outputs) {
    if (output.kind == "value") continue;
    const std::filesystem::path from = std::filesystem::path(scratch) / output.path;
    std::ifstream stream(from, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    output.digest = digestText(sha256(bytes));
    const std::string hex = output.digest.substr(7);
    const std::filesystem::path to = folder_ / "store/sha256" / hex.substr(0, 2) / hex.substr(2);
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::rename(from, to);
    output.path = to;
  }
}

event::OutputValue WorkerHarness::as(const TaskOutcome& outcome, const std::string& output,
                                     const std::string& argument) {
  for (event::OutputValue value : outcome.result.outputs) {
    if (value.output != output) continue;
    value.output = argument;
    return value;
  }
  ITW_CHECK(false, "the task has the output");
  return {};
}

}  // namespace itw::test
