#include "tests/unit/plan_fixture.h"

#include <bit>
#include <cmath>
#include <set>

namespace itw::plan {
namespace {

using expr::ConcreteTensor;
using expr::DType;
using expr::ModelGraph;
using expr::Record;
using expr::Value;

Value text(std::string words) { return {std::move(words)}; }

expr::Component component(std::string name, Record arguments = {}) {
  return {std::move(name), std::move(arguments)};
}

expr::Weight weight(const std::string& layer, const std::string& role,
                    std::vector<std::int64_t> shape) {
  const Record bounds{{{"a", {2.23606797749979}}}};
  return {layer + "." + role, role, DType::F32, std::move(shape),
          component("std.nn.kaiming_uniform", bounds)};
}

/// flatten |> linear(10) over images of 8 x 8.
ModelGraph classifier() {
  ModelGraph model;
  model.name = "Classifier";
  const expr::ConcreteDim batch{-1, "N"};
  model.inputs = {{"input", {DType::F32, {batch, {1, ""}, {8, ""}, {8, ""}}}}};
  model.layers.push_back({"flatten_1", "std.nn.flatten", {}, {}});
  model.layers.push_back({"linear_1",
                          "std.nn.linear",
                          {{{"out", {std::int64_t{10}}}, {"bias", {true}}}},
                          {weight("linear_1", "w", {10, 64}), weight("linear_1", "b", {10})}});
  const ConcreteTensor flat{DType::F32, {batch, {64, ""}}};
  const ConcreteTensor scores{DType::F32, {batch, {10, ""}}};
  model.nodes.push_back({0, {{true, 0}}, flat});
  model.nodes.push_back({1, {{false, 0}}, scores});
  model.outputs = {{"output", {false, 1}, scores}};
  return model;
}

Task csvTask() {
  Task task;
  task.id = "digits/raw";
  task.component = "std.data.csv";
  const Record schema{{{"image", text("f32[1, 8, 8]")}, {"label", text("class[10]")}}};
  task.arguments.fields = {{"path", {expr::Path{"digits.csv", "examples/digits"}}},
                           {"schema", {schema}}};
  task.outputs = {{"output", "dataset<{ image: f32[1, 8, 8], label: class[10] }>"}};
  task.origin = {"digits.itw", 20, 11};
  return task;
}

Task splitTask() {
  Task task;
  task.id = "digits/parts";
  task.component = "std.data.split";
  task.arguments.fields = {{"train", {0.8}}, {"test", {0.2}}, {"seed", {std::int64_t{7}}}};
  task.inputs = {{"data", {{TaskId(0), "output"}}, false}};
  task.outputs = {{"train", "dataset"}, {"test", "dataset"}};
  task.seed = 7;
  task.origin = {"digits.itw", 21, 11};
  return task;
}

Task trainTask() {
  Task task;
  task.id = "digits/fit";
  task.component = "std.train.train";
  const Record adamw{{{"lr", {1e-3}}, {"beta1", {0.9}}}};
  task.arguments.fields = {{"model", {expr::ModelRef{0}}},
                           {"optimizer", {component("std.train.adamw", adamw)}},
                           {"epochs", {expr::Quantity{30, "epochs"}}},
                           {"batch", {std::int64_t{64}}},
                           {"seed", {std::int64_t{7}}}};
  task.inputs = {{"data", {{TaskId(1), "train"}}, false}};
  task.outputs = {{"model", "model"}, {"train_loss", "metric"}};
  task.resources = {"laptop", 1, 1, 2, 0, std::int64_t{4} << 30, std::nullopt};
  task.strategy = component("std.train.ddp");
  task.seed = 7;
  task.parameters = 650;
  task.origin = {"digits.itw", 22, 11};
  return task;
}

Task evaluateTask() {
  Task task;
  task.id = "digits/score";
  task.component = "std.train.evaluate";
  task.arguments.fields = {{"metrics", {expr::List{{{component("std.train.accuracy")}}}}}};
  task.inputs = {{"model", {{TaskId(2), "model"}}, false}, {"data", {{TaskId(1), "test"}}, false}};
  task.outputs = {{"accuracy", "metric"}, {"confusion_matrix", "table"}};
  task.origin = {"digits.itw", 28, 11};
  return task;
}

std::string randomWord(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {
      "a", "b", "\"", "\\", "\n", "\x01", "é", "\u20ac", " ", "\x7f", "\U0001F600", "_"};
  std::string word;
  for (std::uint64_t length = random() % 6 + 1; length > 0; --length) {
    word += kPieces[random() % kPieces.size()];
  }
  return word;
}

/// Names of fields, those that look like the plan's own forms among them.
std::string randomName(std::mt19937& random) {
  static const std::vector<std::string> kNames = {"x",    "y",     "component", "arguments", "path",
                                                  "base", "model", "quantity",  "unit",      "int",
                                                  "node", "float", "record",    "output",    "lr"};
  return kNames[random() % kNames.size()];
}

Record randomRecord(std::mt19937& random, int depth) {
  Record record;
  std::set<std::string> used;
  for (std::uint64_t count = random() % 4; count > 0; --count) {
    const std::string name = randomName(random);
    if (used.insert(name).second) record.fields.push_back({name, randomValue(random, depth - 1)});
  }
  return record;
}

double randomDouble(std::mt19937& random) {
  const std::uint64_t bits = (std::uint64_t{random()} << 32) | random();
  const double number = std::bit_cast<double>(bits);
  return std::isnan(number) ? std::nan("") : number;
}

Task randomTask(std::mt19937& random, const Plan& plan) {
  Task task;
  const std::size_t at = plan.tasks.size();
  task.id = "p/t" + std::to_string(at);
  task.component = "std.x." + randomWord(random);
  task.arguments = randomRecord(random, 4);
  for (std::uint64_t count = random() % 3 + 1; count > 0; --count) {
    task.outputs.push_back({"o" + std::to_string(count), randomWord(random)});
  }
  for (std::uint64_t count = random() % 3; at > 0 && count > 0; --count) {
    Input input{"i" + std::to_string(count), {}, random() % 2 == 0};
    for (std::uint64_t more = input.isList ? random() % 4 : 1; more > 0; --more) {
      const std::size_t producer = random() % at;
      const auto& outputs = plan.tasks[producer].outputs;
      input.sources.push_back({TaskId(producer), outputs[random() % outputs.size()].name});
    }
    task.inputs.push_back(std::move(input));
  }
  if (random() % 2 == 0) task.seed = static_cast<std::int64_t>(random()) << 31;
  if (random() % 2 == 0) task.strategy = component("s", randomRecord(random, 2));
  task.resources.cpus = 1 + random() % 9;
  if (random() % 2 == 0)
    task.resources.walltimeSeconds = 0.1 * static_cast<double>(random() % 1000);
  task.origin = {randomWord(random), static_cast<std::uint32_t>(random()), 3};
  return task;
}

}  // namespace

Plan digitsPlan() {
  Plan plan;
  plan.build = "0.1.0";
  plan.stdlib = sha256("stdlib");
  plan.pipeline = "digits";
  plan.models = {classifier()};
  plan.tasks = {csvTask(), splitTask(), trainTask(), evaluateTask()};
  plan.published = {{"score", {TaskId(3), ""}}, {"digits", {TaskId(2), "model"}}};
  computeKeys(plan);
  return plan;
}

Value randomValue(std::mt19937& random, int depth) {
  switch (random() % (depth > 0 ? 11 : 8)) {
    case 0:
      return {};
    case 1:
      return {random() % 2 == 0};
    case 2:
      return {static_cast<std::int64_t>((std::uint64_t{random()} << 32) | random())};
    case 3:
      return {static_cast<std::int64_t>(random() % 100)};
    case 4:
      return {randomDouble(random)};
    case 5:
      return {randomWord(random)};
    case 6:
      return {expr::Quantity{randomDouble(random), randomWord(random)}};
    case 7:
      return {expr::Path{randomWord(random), randomWord(random)}};
    case 8:
      return {randomRecord(random, depth)};
    case 9:
      return {component(randomWord(random), randomRecord(random, depth))};
    default:
      break;
  }
  expr::List list;
  for (std::uint64_t count = random() % 4; count > 0; --count) {
    list.items.push_back(randomValue(random, depth - 1));
  }
  return {std::move(list)};
}

Plan randomPlan(std::uint32_t seed) {
  std::mt19937 random(seed);
  Plan plan;
  plan.build = randomWord(random);
  plan.pipeline = "p";
  for (std::uint64_t count = random() % 12; count > 0; --count) {
    plan.tasks.push_back(randomTask(random, plan));
  }
  for (std::size_t at = 0; at < plan.tasks.size(); at += 2) {
    plan.published.push_back({randomWord(random) + std::to_string(at), {TaskId(at), ""}});
  }
  computeKeys(plan);
  return plan;
}

Value& argument(Task& task, const std::string& name) {
  for (expr::NamedValue& field : task.arguments.fields) {
    if (field.name == name) return field.value;
  }
  return task.arguments.fields.emplace_back(expr::NamedValue{name, {}}).value;
}

}  // namespace itw::plan
