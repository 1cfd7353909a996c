#include <gtest/gtest.h>

#include "compiler/expr/value_text.h"
#include "tests/unit/sema_harness.h"

namespace itw {
namespace {

const std::string kImports = "import std.data\nimport std.nn\nimport std.train\n";

const std::string kModels =
    "model Mlp(hidden: int = 128): f32[N, 1, 8, 8] -> f32[N, 10] {\n"
    "  flatten |> linear(hidden) |> relu |> dropout(20%) |> linear(10)\n"
    "}\n"
    "model Cnn(width: int = 16): f32[N, 1, 8, 8] -> f32[N, 10] {\n"
    "  conv2d(width, kernel = 3, padding = 1) |> relu |> max_pool2d(2) |> flatten |> linear(10)\n"
    "}\n";

const std::string kDigits =
    kImports + "param lr: float = 1e-3 where lr > 0 and lr <= 1\n" +
    "param model: \"mlp\" | \"cnn\" = \"mlp\"\n" + kModels +
    "shape laptop { cpus = 2, memory = 4GiB }\n"
    "pipeline digits(place: shape = laptop) {\n"
    "  parts = csv(\"d/digits.csv\", schema = { image: f32[1, 8, 8], label: class[10] })\n"
    "    |> split(train = 80%, validation = 10%, test = 10%, seed = 7)\n"
    "  fit = train(\n"
    "    if model == \"cnn\" then Cnn() else Mlp(), data = parts.train, loss = cross_entropy,\n"
    "    validation = parts.validation, optimizer = adamw(lr = lr), epochs = 3 epochs, batch = "
    "64,\n"
    "    seed = 7, metrics = [accuracy], keep = best(accuracy)) on place\n"
    "  score = evaluate(fit.model, data = parts.test, metrics = [accuracy, confusion_matrix])\n"
    "  publish fit.model as \"digits\"\n"
    "  publish score as \"score\"\n"
    "}\n";

const sema::TaskNode& node(const Compilation& unit, const std::string& name) {
  for (const sema::TaskNode& candidate : unit.program->pipelines.at(0).nodes)
    if (candidate.name == name) return candidate;
  ADD_FAILURE() << "no node " << name;
  return unit.program->pipelines.at(0).nodes.at(0);
}

std::string argument(const sema::TaskNode& node, const std::string& name) {
  for (const sema::TaskArgument& candidate : node.arguments)
    if (candidate.name == name) return expr::textOf(candidate.value);
  return "no argument " + name;
}

TEST(Sema, theStandardLibraryIsFreeOfErrors) {
  auto unit = checkText("");
  EXPECT_EQ(reportOf(*unit), "");
}

TEST(Sema, digitsBecomesFourTasks) {
  auto unit = checkText(kDigits);
  ASSERT_EQ(reportOf(*unit), "");
  std::string names;
  for (const sema::TaskNode& task : unit->program->pipelines[0].nodes) names += task.name + " ";
  EXPECT_EQ(names, "parts.csv parts fit score ");
  EXPECT_EQ(unit->program->pipelines[0].published.size(), 2);
}

TEST(Sema, argumentsAreCanonical) {
  auto unit = checkText(kDigits, {"lr=3e-4"});
  ASSERT_EQ(reportOf(*unit), "");
  const sema::TaskNode& fit = node(*unit, "fit");
  EXPECT_EQ(argument(fit, "optimizer"),
            "adamw(lr = 0.0003, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0.01)");
  EXPECT_EQ(argument(fit, "epochs"), "3");
  EXPECT_EQ(argument(fit, "target"), "\"label\"");
  EXPECT_EQ(argument(fit, "schedule"), "constant");
  EXPECT_EQ(argument(fit, "keep"), "best(series = \"accuracy\")");
  EXPECT_EQ(argument(node(*unit, "parts"), "train"), "0.8");
  EXPECT_EQ(fit.resources.cpus, 2);
  EXPECT_EQ(fit.resources.memoryBytes, std::int64_t{4} << 30);
}

TEST(Sema, onlyTheChosenModelIsInTheProgram) {
  auto unit = checkText(kDigits, {"model=cnn"});
  ASSERT_EQ(reportOf(*unit), "");
  ASSERT_EQ(unit->program->models.size(), 1);
  const expr::ModelGraph& graph = unit->program->models[0];
  EXPECT_EQ(graph.name, "Cnn");
  EXPECT_EQ(graph.layers[0].name, "conv2d_1");
  EXPECT_EQ(expr::textOf(graph.nodes[2].type), "f32[N, 16, 4, 4]");
  EXPECT_EQ(graph.parameterCount(), 16 * 9 + 16 + 256 * 10 + 10);
}

TEST(Sema, oneRootCauseIsOneReport) {
  EXPECT_EQ(codesOf(*checkText(kImports + "let a = b + 1\nlet c = a * 2\nlet d = c + a\n")),
            "E0201");
}

}  // namespace
}  // namespace itw
