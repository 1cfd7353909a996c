#include "runtime/cli/progress.h"

#include <gtest/gtest.h>

namespace itw::cli {
namespace {

event::Metric point(const char* name, std::int64_t epoch, double value) {
  event::Metric metric;
  metric.name = name;
  metric.epoch = epoch;
  metric.value = value;
  return metric;
}

TEST(TaskProgress, showsTheMetricsOfTheLastWholeEpoch) {
  TaskProgress progress;
  progress.add(point("train_loss", 1, 0.5));
  progress.add(point("accuracy", 1, 0.9));
  EXPECT_EQ(progress.text(0, 1), "epoch 1");
  EXPECT_TRUE(progress.close(2));
  progress.add(point("train_loss", 2, 0.25));
  EXPECT_EQ(progress.text(0, 2), "epoch 2, accuracy 0.9, train_loss 0.5");
}

TEST(TaskProgress, anEpochEndsOnce) {
  TaskProgress progress;
  EXPECT_FALSE(progress.close(1));
  progress.add(point("train_loss", 1, 0.5));
  EXPECT_FALSE(progress.close(1));
  EXPECT_TRUE(progress.close(2));
  EXPECT_FALSE(progress.close(2));
  EXPECT_FALSE(progress.close(kPastAllEpochs));
  EXPECT_EQ(progress.epoch, 1);
}

}  // namespace
}  // namespace itw::cli
