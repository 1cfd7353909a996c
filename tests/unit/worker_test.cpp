#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "compiler/plan/plan.h"
#include "tests/unit/model_fixture.h"
#include "tests/unit/worker_harness.h"

namespace itw::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string csvArguments(const std::string& path) {
  return json({{"path", {{"path", path}, {"base", ITW_SOURCE_DIR "/examples/digits"}}},
               {"schema", {{"image", "f32[1, 8, 8]"}, {"label", "class[10]"}}}})
      .dump();
}

json componentJson(const std::string& name, json arguments = json::object()) {
  return {{"component", name}, {"arguments", std::move(arguments)}};
}

std::string trainArguments(int epochs, double lr = 1e-3) {
  return json({{"model", {{"model", 0}}},
               {"target", nullptr},
               {"loss", componentJson("std.train.cross_entropy",
                                      {{"weights", json::array()}, {"label_smoothing", 0.0}})},
               {"optimizer", componentJson("std.train.adamw", {{"lr", lr},
                                                               {"beta1", 0.9},
                                                               {"beta2", 0.999},
                                                               {"eps", 1e-8},
                                                               {"weight_decay", 1e-2}})},
               {"schedule", componentJson("std.train.cosine",
                                          {{"warmup", {{"quantity", 1}, {"unit", "epochs"}}}})},
               {"metrics", json::array({componentJson("std.train.accuracy")})},
               {"epochs", {{"quantity", epochs}, {"unit", "epochs"}}},
               {"batch", 64},
               {"seed", 7},
               {"accumulate", 1},
               {"precision", "full"},
               {"keep", componentJson("std.train.best", {{"series", "validation_loss"}})}})
      .dump();
}

const std::string kSplitArguments = R"({"train":0.8,"validation":0.1,"test":0.1,"seed":7})";

class WorkerTest : public ::testing::Test {
 protected:
  TaskOutcome csv(const std::string& path = "digits.csv") {
    event::RunTask request = worker.request("std.data.csv", csvArguments(path));
    request.outputs = {"output"};
    return worker.run(request);
  }

  TaskOutcome split(const TaskOutcome& raw) {
    event::RunTask request = worker.request("std.data.split", kSplitArguments);
    request.outputs = {"train", "validation", "test"};
    request.inputs = {WorkerHarness::as(raw, "output", "data")};
    return worker.run(request);
  }

  event::RunTask trainRequest(const TaskOutcome& parts, int epochs, double lr = 1e-3) {
    event::RunTask request = worker.request("std.train.train", trainArguments(epochs, lr));
    request.models = {plan::toJson(digitsMlp())};
    request.inputs = {WorkerHarness::as(parts, "train", "data"),
                      WorkerHarness::as(parts, "validation", "validation")};
    request.outputs = {"model", "train_loss", "validation_loss", "accuracy"};
    return request;
  }

  TaskOutcome evaluate(const TaskOutcome& fit, const TaskOutcome& parts) {
    event::RunTask request = worker.request(
        "std.train.evaluate",
        json({{"target", nullptr},
              {"metrics", json::array({componentJson("std.train.accuracy"),
                                       componentJson("std.train.confusion_matrix")})},
              {"batch", 256}})
            .dump());
    request.inputs = {WorkerHarness::as(fit, "model", "model"),
                      WorkerHarness::as(parts, "test", "data")};
    request.outputs = {"accuracy", "confusion_matrix"};
    return worker.run(request);
  }

  WorkerHarness worker;
};

std::string valueOf(const TaskOutcome& outcome, const std::string& output) {
  return WorkerHarness::as(outcome, output, output).value;
}

TEST_F(WorkerTest, introducesItself) {
  const event::Hello hello = worker.hello();
  EXPECT_EQ(hello.protocol, event::kProtocol);
  EXPECT_THAT(hello.torch, HasSubstr("."));
  EXPECT_FALSE(hello.instructions.empty());
}

TEST_F(WorkerTest, learnsTheDigits) {
  const TaskOutcome raw = csv();
  ASSERT_TRUE(raw.finished) << raw.error.message;
  const TaskOutcome parts = split(raw);
  ASSERT_TRUE(parts.finished) << parts.error.message;
  const TaskOutcome fit = worker.run(trainRequest(parts, 30));
  ASSERT_TRUE(fit.finished) << fit.error.message;
  EXPECT_EQ(fit.metrics.size(), 3U * 30);
  EXPECT_FALSE(fit.progress.empty());
  EXPECT_GT(fit.result.seconds, 0);
  EXPECT_GT(fit.result.peakMemoryBytes, 1 << 20);
  const TaskOutcome score = evaluate(fit, parts);
  ASSERT_TRUE(score.finished) << score.error.message;
  EXPECT_GE(std::stod(valueOf(score, "accuracy")), 0.95);
  const json matrix = json::parse(valueOf(score, "confusion_matrix"));
  int samples = 0;
  for (const json& row : matrix) {
    for (const json& count : row) samples += count.get<int>();
  }
  EXPECT_EQ(samples, 180);
}

TEST_F(WorkerTest, equalTasksGiveEqualFiles) {
  const TaskOutcome parts = split(csv());
  const TaskOutcome first = worker.run(trainRequest(parts, 2));
  const TaskOutcome second = worker.run(trainRequest(parts, 2));
  EXPECT_EQ(WorkerHarness::as(first, "model", "").digest,
            WorkerHarness::as(second, "model", "").digest);
  EXPECT_EQ(valueOf(first, "validation_loss"), valueOf(second, "validation_loss"));
  WorkerHarness other;
  event::RunTask request = trainRequest(parts, 2);
  const TaskOutcome third = other.run(request);
  EXPECT_EQ(valueOf(first, "validation_loss"), valueOf(third, "validation_loss"));
}

TEST_F(WorkerTest, outputsAreThoseOfTheKeptEpoch) {
  const TaskOutcome fit = worker.run(trainRequest(split(csv()), 5));
  ASSERT_TRUE(fit.finished);
  double best = 1e9;
  std::int64_t epoch = 0;
  for (const event::Metric& point : fit.metrics) {
    if (point.name == "validation_loss" && point.value < best) {
      best = point.value;
      epoch = point.epoch;
    }
  }
  EXPECT_EQ(std::stod(valueOf(fit, "validation_loss")), best);
  for (const event::Metric& point : fit.metrics) {
    if (point.name == "train_loss" && point.epoch == epoch) {
      EXPECT_EQ(std::stod(valueOf(fit, "train_loss")), point.value);
    }
  }
}

TEST_F(WorkerTest, aMissingFileFailsTheTaskAndNotTheWorker) {
  const TaskOutcome missing = csv("no_such.csv");
  ASSERT_FALSE(missing.finished);
  EXPECT_EQ(missing.error.code, "R0301");
  EXPECT_EQ(missing.error.task, "test/task");
  EXPECT_THAT(missing.error.place->file, HasSubstr("examples/digits/no_such.csv"));
  EXPECT_TRUE(csv().finished);
}

TEST_F(WorkerTest, aHugeLearningRateIsReportedWithItsStep) {
  const TaskOutcome fit = worker.run(trainRequest(split(csv()), 30, 1e30));
  ASSERT_FALSE(fit.finished);
  EXPECT_EQ(fit.error.code, "R0401");
  EXPECT_THAT(fit.error.message, HasSubstr("in step"));
}

TEST_F(WorkerTest, aCancelledTaskEndsAsInterruptedAndLeavesNothing) {
  const TaskOutcome parts = split(csv());
  event::RunTask request = trainRequest(parts, 100000);
  worker.send(request);
  for (event::Message message = worker.next(); !std::holds_alternative<event::Progress>(message);
       message = worker.next())
    ASSERT_FALSE(std::holds_alternative<event::Failed>(message));
  worker.send(event::Cancel{.request = request.request});
  while (true) {
    const event::Message message = worker.next();
    if (const auto* failed = std::get_if<event::Failed>(&message)) {
      EXPECT_EQ(failed->error.kind, ErrorClass::Interrupted);
      break;
    }
    ASSERT_FALSE(std::holds_alternative<event::Finished>(message));
  }
  EXPECT_TRUE(std::filesystem::is_empty(request.scratch));
  EXPECT_TRUE(csv().finished);
}

TEST_F(WorkerTest, unknownComponentsFail) {
  const TaskOutcome outcome = worker.run(worker.request("std.train.dream", "{}"));
  EXPECT_EQ(outcome.error.code, "R0406");
  EXPECT_THAT(outcome.error.message, HasSubstr("std.train.dream"));
}

TEST_F(WorkerTest, argumentsOfTheWrongTypeFail) {
  EXPECT_EQ(worker.run(worker.request("std.data.csv", "{}")).error.code, "R0405");
  EXPECT_FALSE(worker.run(worker.request("std.data.csv", "[")).finished);
  EXPECT_FALSE(worker.run(worker.request("std.train.train", "{\"batch\":\"x\"}")).finished);
}

TEST_F(WorkerTest, sendsHeartbeatsWhileIdle) {
  worker.hello();
  EXPECT_TRUE(std::holds_alternative<event::Heartbeat>(worker.next()));
}

TEST_F(WorkerTest, endsWhenAskedTo) {
  worker.hello();
  worker.send(event::Shutdown{});
  const process::ExitStatus status = worker.child().wait();
  EXPECT_TRUE(status.succeeded()) << status.text();
}

TEST_F(WorkerTest, endsWhenItwcIsGone) {
  worker.hello();
  worker.send(trainRequest(split(csv()), 100000));
  worker.closeInput();
  EXPECT_TRUE(worker.child().wait().succeeded());
}

}  // namespace
}  // namespace itw::test
