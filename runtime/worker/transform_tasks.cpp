#include "runtime/data/noise.h"
#include "runtime/data/normalize.h"
#include "runtime/data/windows.h"
#include "runtime/data/zip_datasets.h"
#include "runtime/train/apply.h"
#include "runtime/worker/dataset_tasks.h"

namespace itw::worker {

namespace {

TaskResult normalizeTask(const TaskContext& context, const std::string& name, bool back) {
  nn::Arguments arguments(name, context.arguments);
  const std::vector<std::string> fields = fieldNames(arguments, "fields");
  const data::NormalizeRule rule{.minMax = arguments.text("method") == "min_max",
                                 .perElement = arguments.text("per") == "element"};
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  auto like = datasetOf(context, "like");
  if (!like) return fail(std::move(like.error()));
  auto rules = data::fitNormalization(*like, fields, rule);
  if (!rules) return fail(std::move(rules.error()));
  return datasetResult(context, data::normalized(*view, *rules, back));
}

std::vector<std::string> allFields(const data::DataView& view) {
  std::vector<std::string> names;
  for (const data::Column& column : view.base->columns) names.push_back(column.field.name);
  return names;
}

}  // namespace

TaskResult runNormalize(const TaskContext& context) {
  return normalizeTask(context, "normalize", false);
}

TaskResult runDenormalize(const TaskContext& context) {
  return normalizeTask(context, "denormalize", true);
}

TaskResult runWindows(const TaskContext& context) {
  nn::Arguments arguments("windows", context.arguments);
  data::WindowRule rule{.length = arguments.integer("length"),
                        .horizon = arguments.integer("horizon"),
                        .stride = arguments.integer("stride"),
                        .fields = fieldNames(arguments, "fields"),
                        .target = arguments.text("target"),
                        .group = std::nullopt};
  if (arguments.optional("group") != nullptr) rule.group = arguments.text("group");
  if (rule.length < 1 || rule.horizon < 1 || rule.stride < 1)
    arguments.complain("length", "windows of at least one sample");
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  if (rule.fields.empty()) rule.fields = allFields(*view);
  return datasetResult(context, data::windowsOf(*view, rule));
}

TaskResult runZip(const TaskContext& context) {
  auto left = datasetOf(context, "left");
  if (!left) return fail(std::move(left.error()));
  auto right = datasetOf(context, "right");
  if (!right) return fail(std::move(right.error()));
  return datasetResult(context, data::zipped(*left, *right));
}

TaskResult runAddNoise(const TaskContext& context) {
  nn::Arguments arguments("add_noise", context.arguments);
  const double deviation = arguments.number("std");
  const std::int64_t seed = arguments.integer("seed");
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  return datasetResult(context, data::withNoise(*view, deviation, seed));
}

TaskResult runApply(const TaskContext& context) {
  nn::Arguments arguments("apply", context.arguments);
  const std::string field = arguments.text("field");
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  return datasetResult(context, train::applyToField(*view, field, arguments.optional("function")));
}

}  // namespace itw::worker
