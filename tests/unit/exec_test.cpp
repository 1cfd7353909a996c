#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>

#include "compiler/plan/plan.h"
#include "runtime/exec/executor.h"
#include "runtime/store/disk.h"
#include "tests/unit/temporary_folder.h"

namespace itw::exec {
namespace {

using plan::TaskId;

constexpr const char* kFakeWorker = ITW_FAKE_WORKER;

/// Keeps what it is told, as lines.
class Listener final : public Observer {
 public:
  void taskEnds(const std::string& task, const std::string& state, double) override {
    lines.push_back(task + " " + state);
  }
  void taskFailed(const std::string& task, const Error& error) override { errors[task] = error; }
  void metric(const std::string&, const event::Metric&) override {
    ++metrics;
    if (onMetric) onMetric();
  }
  void note(const std::string& text) override { notes.push_back(text); }

  std::vector<std::string> lines;
  std::vector<std::string> notes;
  std::map<std::string, Error> errors;
  int metrics = 0;
  std::function<void()> onMetric;
};

plan::Task makeTask(const std::string& id, const std::string& component,
                    std::vector<plan::Output> outputs) {
  plan::Task task;
  task.id = id;
  task.component = component;
  task.outputs = std::move(outputs);
  return task;
}

/// raw -> parts -> fit -> score, as in the digits example.
plan::Plan digitsPlan(double lr, const std::string& file) {
  plan::Plan plan;
  plan.build = "test";
  plan.pipeline = "digits";
  plan.tasks.push_back(makeTask("digits/raw", "std.fake.csv", {{"output", "dataset<D>"}}));
  plan.tasks[0].arguments.fields = {{"path", {expr::Path{file, ""}}}};
  plan.tasks.push_back(makeTask("digits/parts", "std.fake.split",
                                {{"train", "dataset<D>"}, {"test", "dataset<D>"}}));
  plan.tasks[1].inputs = {{"data", {{TaskId(0), "output"}}, false}};
  plan.tasks.push_back(
      makeTask("digits/fit", "std.fake.train", {{"model", "model<A -> B>"}, {"loss", "metric"}}));
  plan.tasks[2].arguments.fields = {{"lr", {lr}}};
  plan.tasks[2].inputs = {{"data", {{TaskId(1), "train"}}, false}};
  plan.tasks.push_back(makeTask("digits/score", "std.fake.evaluate", {{"accuracy", "metric"}}));
  plan.tasks[3].inputs = {{"model", {{TaskId(2), "model"}}, false},
                          {"data", {{TaskId(1), "test"}}, false}};
  plan.published = {{"digits", {TaskId(2), "model"}}, {"score", {TaskId(3), ""}}};
  plan::computeKeys(plan);
  return plan;
}

class ExecTest : public ::testing::Test {
 protected:
  ExecTest() : store_(folder_.path()), data_(folder_.write("data.csv", "a,b\n1,2\n")) {
    options_.worker = kFakeWorker;
    options_.slots = ITW_TEST_SLOTS;
    options_.readBytes = ITW_TEST_READ_BYTES;
    options_.graceSeconds = 0.5;
    unsetenv("ITW_FAKE");
    using std::filesystem::file_time_type;
    std::filesystem::last_write_time(data_, file_time_type::clock::now() - std::chrono::hours(1));
  }

  void behave(const std::string& how) { setenv("ITW_FAKE", how.c_str(), 1); }

  Outcome execute(Result<Session> session) {
    EXPECT_TRUE(session) << session.error().message;
    if (!session) return {};
    run_ = session->run;
    listener_ = Listener();
    listener_.onMetric = onMetric_;
    auto index = store::Index::open(store_);
    Outcome outcome = Executor(store_, *session, *index, options_, listener_).run();
    expectJournalAgrees(*session);
    return outcome;
  }

  Outcome run(double lr = 1e-3) {
    return execute(beginRun(store_, digitsPlan(lr, data_), {"x.itw", {}}));
  }
  Outcome resume() { return execute(resumeRun(store_, run_)); }

  /// What the disk says must be what was kept in memory, and no scratch may be left.
  void expectJournalAgrees(const Session& session) {
    auto reading = store_.readRun(session.run);
    ASSERT_TRUE(reading) << reading.error().message;
    EXPECT_EQ(reading->end.note, "");
    EXPECT_EQ(reading->state.status(), session.state.status());
    for (const auto& [task, record] : session.state.tasks()) {
      ASSERT_NE(reading->state.find(task), nullptr);
      EXPECT_EQ(reading->state.find(task)->state, record.state) << task;
    }
    EXPECT_FALSE(store::exists(store_.scratchFolder(session.run)));
  }

  std::vector<std::string> linesOf(const std::vector<std::string>& states) {
    const char* kTasks[] = {"digits/raw", "digits/parts", "digits/fit", "digits/score"};
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < states.size(); ++at)
      lines.push_back(kTasks[at] + (" " + states[at]));
    return lines;
  }

  void expectFailsWith(const std::string& how, const std::string& code, const std::string& words) {
    behave("digits/fit=" + how);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.status, "failed") << how;
    EXPECT_EQ(outcome.exitCode, 5) << how;
    EXPECT_EQ(listener_.errors["digits/fit"].code, code) << how;
    EXPECT_NE(listener_.errors["digits/fit"].message.find(words), std::string::npos)
        << how << ": " << listener_.errors["digits/fit"].message;
    EXPECT_EQ(listener_.lines, linesOf({raw_, parts_, "failed", "skipped"})) << how;
    raw_ = parts_ = "cached";
    unsetenv("ITW_FAKE");
  }

  TemporaryFolder folder_;
  store::Store store_;
  std::string data_;
  ExecOptions options_;
  Listener listener_;
  std::function<void()> onMetric_;
  std::string run_;
  std::string raw_ = "done";
  std::string parts_ = "done";
};

TEST_F(ExecTest, aPlanIsCarriedOutAndTheSecondTimeAllIsCached) {
  Outcome outcome = run();
  EXPECT_EQ(outcome.status, "done");
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(listener_.lines, linesOf({"done", "done", "done", "done"}));
  EXPECT_TRUE(listener_.notes.empty());
  outcome = run();
  EXPECT_EQ(outcome.status, "done");
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "cached", "cached"}));
  EXPECT_TRUE(store_.readRun(run_)->state.workers().empty());
  EXPECT_EQ(store_.readRun(run_)->state.find("digits/fit")->fromRun, "r0001");
}

TEST_F(ExecTest, aChangedArgumentRerunsOnlyWhatDependsOnIt) {
  run(1e-3);
  run(2e-3);
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "done", "done"}));
  run(1e-3);
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "cached", "cached"}));
}

TEST_F(ExecTest, aChangedFileRerunsWhatReadsIt) {
  run();
  folder_.write("data.csv", "a,b\n3,4\n");
  run();
  EXPECT_EQ(listener_.lines[0], "digits/raw done");
}

TEST_F(ExecTest, theDatabaseMayBeDeletedAtAnyTime) {
  run();
  std::filesystem::remove(store_.databasePath());
  run();
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "cached", "cached"}));
}

TEST_F(ExecTest, aMissingArtifactIsMadeAgainAndSaid) {
  run();
  const auto reading = store_.readRun(run_);
  const std::string digest = reading->state.find("digits/fit")->outputs.at(0).digest;
  std::filesystem::remove(store_.artifacts().pathOf(digest));
  run();
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "done", "cached"}));
  ASSERT_EQ(listener_.notes.size(), 1U);
  EXPECT_EQ(listener_.notes[0], "artifact " + digest + " is missing: `digits/fit` runs again");
}

TEST_F(ExecTest, aDamagedArtifactIsMadeAgainAndSaid) {
  run();
  const auto reading = store_.readRun(run_);
  const std::string digest = reading->state.find("digits/parts")->outputs.at(1).digest;
  const std::string path = store_.artifacts().pathOf(digest);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  std::ofstream(path) << "something else";
  run();
  EXPECT_EQ(listener_.lines, linesOf({"cached", "done", "cached", "cached"}));
  ASSERT_EQ(listener_.notes.size(), 1U);
  EXPECT_NE(listener_.notes[0].find("is damaged"), std::string::npos);
  EXPECT_EQ(store_.artifacts().verify(digest).value(), true);
}

TEST_F(ExecTest, aMissingInputFileIsForTheTaskToReport) {
  std::filesystem::remove(data_);
  behave("digits/raw=fail");
  const Outcome outcome = run();
  EXPECT_EQ(outcome.exitCode, 5);
  EXPECT_EQ(listener_.errors["digits/raw"].place->line, 3U);
  EXPECT_FALSE(store_.readRun(run_)->state.find("digits/raw")->contentKey);
}

TEST_F(ExecTest, aFailedTaskSkipsWhatNeedsItAndTheErrorIsKept) {
  behave("digits/parts=fail");
  const Outcome outcome = run();
  EXPECT_EQ(outcome.exitCode, 5);
  EXPECT_EQ(listener_.lines, linesOf({"done", "failed", "skipped", "skipped"}));
  const Error error = *store_.readRun(run_)->state.find("digits/parts")->error;
  EXPECT_EQ(error.message, "the fake was told to fail");
  EXPECT_EQ(error.task, "digits/parts");
  EXPECT_EQ(error.place->file, "data.csv");
}

TEST_F(ExecTest, aWorkerThatDiesIsNamedAndARerunSucceeds) {
  expectFailsWith("die:9", "R0102", "the worker died of signal 9 (SIGKILL)");
  expectFailsWith("die:11", "R0102", "signal 11 (SIGSEGV)");
  expectFailsWith("exit:3", "R0102", "the worker ended with exit code 3");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "done", "done"}));
}

TEST_F(ExecTest, theLastWordsOfAWorkerAreKept) {
  behave("digits/fit=exit:3");
  run();
  EXPECT_EQ(listener_.errors["digits/fit"].causes, std::vector<std::string>{"fake: leaving"});
}

TEST_F(ExecTest, aWorkerThatTalksNonsenseIsKilled) {
  expectFailsWith("garbage", "R0104", "not a message");
  expectFailsWith("huge", "R0104", "claims 2147483647 bytes");
  expectFailsWith("lie-request", "R0104", "request");
}

TEST_F(ExecTest, aResultThatDoesNotFitIsRefused) {
  expectFailsWith("lie-missing", "R0105", "output `loss` is missing");
  expectFailsWith("lie-kind", "R0105", "output `model` is a value, not a model");
  expectFailsWith("lie-path", "R0105", "not in the folder");
}

TEST_F(ExecTest, aLinkInPlaceOfAnArtifactIsRefused) {
  expectFailsWith("lie-link", "R0105", "output `model` is no regular file");
  expectFailsWith("lie-absent", "R0105", "output `model` has no file `model.bin`");
  expectFailsWith("lie-folder", "R0105", "not in the folder");
}

TEST_F(ExecTest, aWorkerThatFallsSilentIsKilled) {
  options_.silenceSeconds = 0.5;
  expectFailsWith("stop", "R0103", "no sign of life");
}

TEST_F(ExecTest, aWorkerThatClosesItsStreamIsKilled) {
  expectFailsWith("close", "R0102", "signal 9");
}

TEST_F(ExecTest, aWorkerThatCannotStartEndsTheRun) {
  for (const std::string how : {"exit:3", "protocol", "garbage", "no-hello"}) {
    behave("start=" + how);
    const Outcome outcome = run();
    EXPECT_EQ(outcome.status, "failed") << how;
    EXPECT_EQ(listener_.lines[0], "digits/raw failed") << how;
    const bool environment = how == "exit:3" || how == "protocol";
    EXPECT_EQ(outcome.exitCode, environment ? 6 : 5) << how;
  }
  options_.helloSeconds = 0.3;
  behave("start=silent");
  EXPECT_EQ(run().exitCode, 6);
  options_.worker = "/no/such/worker";
  EXPECT_EQ(run().exitCode, 6);
}

TEST_F(ExecTest, outputIsCapturedPerTaskAndBounded) {
  behave("digits/fit=print:40000000");
  const Outcome outcome = run();
  EXPECT_EQ(outcome.exitCode, 0);
  const auto size = store::fileSize(store_.logPath(run_, "digits/fit"));
  EXPECT_GE(size, 16000000);
  EXPECT_LE(size, 17000000);
  EXPECT_EQ(store_.readRun(run_)->state.find("digits/fit")->logs.at(0).text, "printed");
}

TEST_F(ExecTest, metricsAreJournalled) {
  behave("digits/fit=epochs:5:0");
  run();
  EXPECT_EQ(listener_.metrics, 5);
  const auto reading = store_.readRun(run_);
  const auto& series = reading->state.find("digits/fit")->series.at("train_loss");
  ASSERT_EQ(series.size(), 5U);
  EXPECT_EQ(series[3].value, 0.25);
  EXPECT_EQ(series[3].epoch, 4);
}

TEST_F(ExecTest, interruptStopsCleanlyAndResumeGoesOn) {
  behave("digits/fit=epochs:1000:0.01");
  onMetric_ = [] { raise(SIGINT); };
  Outcome outcome = run();
  EXPECT_EQ(outcome.status, "interrupted");
  EXPECT_EQ(outcome.exitCode, 130);
  EXPECT_EQ(listener_.lines.size(), 4U);
  EXPECT_EQ(store_.readRun(run_)->state.find("digits/fit")->state, "cancelled");
  onMetric_ = {};
  behave("digits/fit=epochs:3:0");
  outcome = resume();
  EXPECT_EQ(outcome.exitCode, 0);
  EXPECT_EQ(listener_.lines, linesOf({"done", "done", "done", "done"}));
  const auto reading = store_.readRun(run_);
  EXPECT_EQ(reading->state.find("digits/raw")->attempts, 1);
  EXPECT_EQ(reading->state.find("digits/fit")->attempts, 2);
  EXPECT_EQ(reading->state.find("digits/fit")->series.at("train_loss").size(), 3U);
}

TEST_F(ExecTest, terminationHasItsOwnExitCode) {
  behave("digits/fit=epochs:1000:0.01");
  onMetric_ = [] { raise(SIGTERM); };
  EXPECT_EQ(run().exitCode, 143);
}

TEST_F(ExecTest, aWorkerThatDoesNotStopIsKilledAfterTheGrace) {
  behave("digits/fit=epochs:1:0;digits/score=hang");
  onMetric_ = [] {
    // Sent once the task hangs: 50 ms from now, from another process.
    if (fork() == 0) {
      usleep(200000);
      kill(getppid(), SIGINT);
      _exit(0);
    }
  };
  const Outcome outcome = run();
  EXPECT_EQ(outcome.exitCode, 130);
  EXPECT_EQ(listener_.lines, linesOf({"done", "done", "done", "cancelled"}));
}

TEST_F(ExecTest, resumeOfAFailedRunUsesItsFrozenPlan) {
  behave("digits/fit=fail");
  run(5e-3);
  unsetenv("ITW_FAKE");
  EXPECT_EQ(resume().exitCode, 0);
  EXPECT_EQ(listener_.lines, linesOf({"done", "done", "done", "done"}));
  EXPECT_EQ(resume().exitCode, 0);
  EXPECT_EQ(store_.readRun(run_)->state.find("digits/fit")->attempts, 2);
}

TEST_F(ExecTest, resumeMakesMissingArtifactsAgain) {
  behave("digits/score=fail");
  run();
  unsetenv("ITW_FAKE");
  store::removeAll(store_.artifacts().folder());
  EXPECT_EQ(resume().exitCode, 0);
  EXPECT_EQ(listener_.notes.size(), 3U);
  EXPECT_EQ(listener_.lines, linesOf({"done", "done", "done", "done"}));
  EXPECT_EQ(store_.readRun(run_)->state.find("digits/raw")->attempts, 2);
}

TEST_F(ExecTest, aRunThatIsBeingWorkedOnCannotBeResumed) {
  auto session = beginRun(store_, digitsPlan(1e-3, data_), {});
  ASSERT_TRUE(session);
  auto second = resumeRun(store_, session->run);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "R0204");
  EXPECT_EQ(resumeRun(store_, "r0099").error().code, "R0206");
}

TEST_F(ExecTest, twoRunsAtOnceShareTheStore) {
  behave("*=slow:0.02");
  const pid_t other = fork();
  if (other == 0) {
    auto session = beginRun(store_, digitsPlan(2e-3, data_), {});
    auto index = store::Index::open(store_);
    _exit(session ? Executor(store_, *session, *index, options_, listener_).run().exitCode : 1);
  }
  EXPECT_EQ(run(1e-3).exitCode, 0);
  int status = 0;
  waitpid(other, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(store::Index::open(store_)->runs().size(), 2U);
  run(2e-3);
  EXPECT_EQ(listener_.lines, linesOf({"cached", "cached", "cached", "cached"}));
}

/// Kills a controller after a random time, then resumes; whatever was told as done must stay done.
TEST_F(ExecTest, killAtAnyPointLosesNothingAcknowledged) {
  for (int round = 0; round < 25; ++round) {
    behave("*=slow:0.004");
    const double lr = 1.0 / (round + 2);
    auto told = process::makePipe();
    ASSERT_TRUE(told);
    const pid_t controller = fork();
    if (controller == 0) {
      struct Teller final : Observer {
        int to = -1;
        void taskEnds(const std::string& task, const std::string&, double) override {
          const std::string line = task + "\n";
          (void)!write(to, line.data(), line.size());
        }
      } teller;
      teller.to = told->write.number();
      auto session = beginRun(store_, digitsPlan(lr, data_), {});
      auto index = store::Index::open(store_);
      _exit(session ? Executor(store_, *session, *index, options_, teller).run().exitCode : 1);
    }
    told->write.close();
    usleep(static_cast<useconds_t>(2000 * round));
    kill(controller, SIGKILL);
    waitpid(controller, nullptr, 0);
    std::string acknowledged;
    char bytes[1024];
    for (ssize_t count = 0; (count = read(told->read.number(), bytes, sizeof bytes)) > 0;) {
      acknowledged.append(bytes, static_cast<std::size_t>(count));
    }
    const std::vector<std::string> runs = store_.runs();
    if (runs.empty() || !store::exists(store_.planPath(runs.back()))) continue;
    run_ = runs.back();
    auto reading = store_.readRun(run_);
    ASSERT_TRUE(reading) << reading.error().message;
    for (const char* task : {"digits/raw", "digits/parts", "digits/fit", "digits/score"}) {
      if (acknowledged.find(task) == std::string::npos) continue;
      ASSERT_NE(reading->state.find(task), nullptr);
      EXPECT_TRUE(reading->state.find(task)->succeeded()) << task;
    }
    unsetenv("ITW_FAKE");
    EXPECT_EQ(resume().exitCode, 0);
    EXPECT_EQ(store_.readRun(run_)->state.status(), "done");
  }
}

}  // namespace
}  // namespace itw::exec
