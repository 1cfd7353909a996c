// How many tasks that do nothing go through one warm worker in a second: first the wire alone
// (frames there and back), then a whole run with scheduler, keys, journal and database.
//
//     bench_noop_tasks [TASKS]

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "runtime/exec/executor.h"

namespace {

using namespace itw;

constexpr const char* kFakeWorker = ITW_FAKE_WORKER;

double wireSeconds(int tasks) {
  auto link = exec::WorkerLink::start(kFakeWorker, {}, "");
  const event::RunTask request{.request = 1,
                               .task = "bench/noop",
                               .component = "std.fake.noop",
                               .arguments = "{}",
                               .outputs = {"output"},
                               .store = "/nowhere",
                               .scratch = "/nowhere"};
  const double start = exec::steadyClock();
  int finished = 0;
  link->send(request);
  while (finished < tasks && !link->closed()) {
    pollfd polled{link->outDescriptor(), POLLIN, 0};
    poll(&polled, 1, -1);
    auto messages = link->readMessages(65536, 0);
    for (const event::Message& message : *messages) {
      if (!std::holds_alternative<event::Finished>(message)) continue;
      if (++finished < tasks) link->send(request);
    }
  }
  return exec::steadyClock() - start;
}

double runSeconds(int tasks, const std::string& folder) {
  plan::Plan plan;
  plan.pipeline = "bench";
  for (int at = 0; at < tasks; ++at) {
    plan::Task task;
    task.id = "bench/t" + std::to_string(at);
    task.component = "std.fake.noop";
    task.arguments.fields = {{"at", {std::int64_t{at}}}};
    task.outputs = {{"output", "float"}};
    plan.tasks.push_back(std::move(task));
  }
  plan::computeKeys(plan);
  const store::Store store(folder);
  auto session = exec::beginRun(store, std::move(plan), {});
  const auto index = store::Index::open(store);
  exec::ExecOptions options;
  options.worker = kFakeWorker;
  options.slots = 1;
  exec::Observer silent;
  const double start = exec::steadyClock();
  const exec::Outcome outcome = exec::Executor(store, *session, *index, options, silent).run();
  const double seconds = exec::steadyClock() - start;
  if (outcome.status != "done") std::printf("the run %s\n", outcome.status.c_str());
  return seconds;
}

}  // namespace

int main(int argc, char** argv) {
  const int tasks = argc > 1 ? std::atoi(argv[1]) : 20000;
  std::string folder = (std::filesystem::temp_directory_path() / "itw-bench-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return 1;
  const double wire = wireSeconds(tasks);
  std::printf("wire: %d tasks in %.2f s, %.0f per second\n", tasks, wire, tasks / wire);
  const double run = runSeconds(tasks, folder);
  std::printf("run:  %d tasks in %.2f s, %.0f per second\n", tasks, run, tasks / run);
  std::filesystem::remove_all(folder);
  return 0;
}
