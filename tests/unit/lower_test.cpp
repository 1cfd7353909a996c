#include "compiler/lower/lower.h"

#include <gtest/gtest.h>

#include "compiler/plan/plan.h"

namespace itw::lower {
namespace {

using expr::OutputRef;
using expr::Value;

/// csv -> split -> train, with a model that no task uses in front of the one that train does.
struct Program {
  SourceMap sources;
  sema::CheckedProgram program;

  Program() {
    const FileId file = sources.add("digits.itw", "itw 1\nraw = csv()\nfit = train()\n");
    program.models.resize(2);
    program.models[0].name = "Unused";
    program.models[1].name = "Used";
    program.models[1].inputs = {{"input", {}}};
    program.models[1].outputs = {{"output", {true, 0}, {}}};
    program.models[1].layers = {
        {"linear_1", "std.nn.linear", {}, {{"linear_1.w", "w", {}, {2, 3}}}}};
    sema::PipelineInstance pipeline{.name = "digits"};
    pipeline.nodes.push_back({.name = "raw",
                              .component = "std.data.csv",
                              .arguments = {{"path", {expr::Path{"a.csv", ""}}, {}}},
                              .outputs = {{"output", "dataset"}},
                              .span = {file, 12, 17}});
    pipeline.nodes.push_back({.name = "fit",
                              .component = "std.train.train",
                              .arguments = {{"data", {OutputRef{0, "output"}}, {}},
                                            {"model", {expr::ModelRef{1}}, {}},
                                            {"seed", {std::int64_t{7}}, {}}},
                              .outputs = {{"model", "model"}, {"train_loss", "metric"}},
                              .span = {file, 24, 31}});
    pipeline.nodes[1].resources.cpus = 3;
    pipeline.published.push_back({"net", {1, "model"}, {}});
    program.pipelines.push_back(std::move(pipeline));
  }

  plan::Plan plan() const {
    plan::Plan result = lower(program, program.pipelines[0], sources);
    plan::computeKeys(result);
    return result;
  }
};

TEST(Lower, separatesConstantsFromInputs) {
  const plan::Plan plan = Program().plan();
  ASSERT_EQ(plan.tasks.size(), 2U);
  const plan::Task& fit = plan.tasks[1];
  EXPECT_EQ(fit.id, "digits/fit");
  EXPECT_EQ(fit.arguments.find("data"), nullptr);
  ASSERT_EQ(fit.inputs.size(), 1U);
  EXPECT_EQ(plan::textOf(plan, fit.inputs[0].sources[0]), "digits/raw");
  EXPECT_EQ(fit.seed, 7);
  EXPECT_EQ(fit.resources.cpus, 3);
  EXPECT_EQ(plan.published[0].name, "net");
}

TEST(Lower, takesOnlyTheModelsInUse) {
  const plan::Plan plan = Program().plan();
  ASSERT_EQ(plan.models.size(), 1U);
  EXPECT_EQ(plan.models[0].name, "Used");
  EXPECT_EQ(plan.tasks[1].parameters, 6);
  EXPECT_EQ(*plan.tasks[1].arguments.find("model"), Value{expr::ModelRef{0}});
}

TEST(Lower, keepsPlaces) {
  const plan::Plan plan = Program().plan();
  EXPECT_EQ(plan.tasks[1].origin.file, "digits.itw");
  EXPECT_EQ(plan.tasks[1].origin.line, 3U);
  EXPECT_EQ(plan.tasks[1].origin.column, 7U);
}

TEST(Lower, aListOfOutputsIsOneInput) {
  Program program;
  auto& arguments = program.program.pipelines[0].nodes[1].arguments;
  arguments[0].value = {expr::List{{{OutputRef{0, "output"}}, {OutputRef{0, "output"}}}}};
  const plan::Plan plan = program.plan();
  EXPECT_TRUE(plan.tasks[1].inputs[0].isList);
  EXPECT_EQ(plan.tasks[1].inputs[0].sources.size(), 2U);
  arguments[0].value = {expr::List{}};
  EXPECT_TRUE(program.plan().tasks[1].inputs.empty());
}

TEST(Lower, whatItMakesIsAPlanThatReadsBack) {
  const std::string text = plan::toJson(Program().plan());
  const auto read = plan::fromJson(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(plan::toJson(*read), text);
}

TEST(Lower, theSameProgramOnOtherLinesHasTheSameKeys) {
  Program moved;
  moved.program.pipelines[0].nodes[1].span = {FileId(0), 0, 3};
  moved.program.pipelines[0].nodes[1].name = "training";
  moved.program.pipelines[0].name = "figures";
  const plan::Plan before = Program().plan();
  const plan::Plan after = moved.plan();
  EXPECT_EQ(after.tasks[1].planKey, before.tasks[1].planKey);
  EXPECT_NE(after.tasks[1].id, before.tasks[1].id);
}

}  // namespace
}  // namespace itw::lower
