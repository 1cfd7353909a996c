#include <gtest/gtest.h>

#include "tests/unit/plan_fixture.h"

namespace itw::plan {
namespace {

TEST(PlanDescribe, tellsTasksShapesAndCounts) {
  EXPECT_EQ(describe(digitsPlan()), R"(pipeline digits: 4 tasks, 650 parameters

digits/raw  std.data.csv
  path    = "digits.csv"
  schema  = { image = "f32[1, 8, 8]", label = "class[10]" }
  on      1 rank, 1 cpu
  gives   dataset<{ image: f32[1, 8, 8], label: class[10] }>

digits/parts  std.data.split
  data   < digits/raw
  train  = 0.8
  test   = 0.2
  seed   = 7
  on     1 rank, 1 cpu
  gives  train, test

digits/fit  std.train.train
  data       < digits/parts.train
  model      = Classifier, 650 parameters
  optimizer  = adamw(lr = 0.001, beta1 = 0.9)
  epochs     = 30 epochs
  batch      = 64
  seed       = 7
  on         laptop: 1 rank, 2 cpus, memory 4GiB
  using      ddp
  gives      model, train_loss
  layers
    input      input           f32[N, 1, 8, 8]
    flatten_1  std.nn.flatten  f32[N, 64]
    linear_1   std.nn.linear   f32[N, 10]       650  w[10, 64], b[10]

digits/score  std.train.evaluate
  model    < digits/fit.model
  data     < digits/parts.test
  metrics  = [accuracy]
  on       1 rank, 1 cpu
  gives    accuracy, confusion_matrix

published
  score   < digits/score
  digits  < digits/fit.model
)");
}

TEST(PlanDescribe, drawsTheDataflow) {
  EXPECT_EQ(toDot(digitsPlan()), R"(digraph "digits" {
  rankdir=LR;
  node [shape=box];
  t0 [label="digits/raw\nstd.data.csv"];
  t1 [label="digits/parts\nstd.data.split"];
  t2 [label="digits/fit\nstd.train.train"];
  t3 [label="digits/score\nstd.train.evaluate"];
  t0 -> t1;
  t1 -> t2 [label="train"];
  t2 -> t3 [label="model"];
  t1 -> t3 [label="test"];
  p0 [shape=ellipse, label="score"];
  t3 -> p0;
  p1 [shape=ellipse, label="digits"];
  t2 -> p1 [label="model"];
}
)");
  EXPECT_EQ(toMermaid(digitsPlan()), R"(flowchart LR
  t0["digits/raw<br/>std.data.csv"]
  t1["digits/parts<br/>std.data.split"]
  t2["digits/fit<br/>std.train.train"]
  t3["digits/score<br/>std.train.evaluate"]
  t0 --> t1
  t1 -- "train" --> t2
  t2 -- "model" --> t3
  t1 -- "test" --> t3
  t3 --> p0(["score"])
  t2 -- "model" --> p1(["digits"])
)");
}

TEST(PlanDescribe, namesCannotBreakOutOfTheDrawing) {
  Plan plan = digitsPlan();
  plan.published[0].name = "a\"]; b\\";
  EXPECT_NE(toDot(plan).find(R"(label="a\"]; b\\"];)"), std::string::npos);
  EXPECT_NE(toMermaid(plan).find(R"((["a#quot;]; b\"]))"), std::string::npos);
}

TEST(PlanDescribe, theGraphAsJsonHasNodesAndEdges) {
  const std::string text = graphToJson(digitsPlan());
  EXPECT_NE(
      text.find(R"({"argument":"data","from":"digits/parts","output":"train","to":"digits/fit"})"),
      std::string::npos);
  EXPECT_NE(text.find(R"({"component":"std.data.csv","id":"digits/raw"})"), std::string::npos);
}

}  // namespace
}  // namespace itw::plan
