#include <functional>

#include "runtime/data/dataset_file.h"
#include "runtime/data/split.h"
#include "runtime/worker/dataset_tasks.h"

namespace itw::worker {

namespace {

// Rows of a part, counted in the whole dataset even if the input is itself a part of it.
std::vector<std::int64_t> inBase(const std::vector<std::int64_t>& rows,
                                 const data::DataView& view) {
  if (!view.rows) return rows;
  std::vector<std::int64_t> mapped;
  mapped.reserve(rows.size());
  for (std::int64_t row : rows) mapped.push_back((*view.rows)[static_cast<std::size_t>(row)]);
  return mapped;
}

// Shares are given, and the parts are rows of what `divide` makes of the data.
TaskResult splitBy(const TaskContext& context, nn::Arguments& arguments,
                   const std::function<Result<data::SplitRows>(
                       const data::DataView& view, const data::SplitShares& shares)>& divide) {
  const data::SplitShares shares{.train = arguments.number("train"),
                                 .validation = arguments.number("validation"),
                                 .test = arguments.number("test")};
  if (arguments.error()) return fail(*arguments.error());
  auto view = datasetOf(context, "data");
  if (!view) return fail(std::move(view.error()));
  if (view->digest.empty()) return fail(missingInput("data", "a dataset with a digest"));
  auto parts = divide(*view, shares);
  if (!parts) return fail(std::move(parts.error()));

  std::vector<event::OutputValue> outputs;
  const std::pair<const char*, const std::vector<std::int64_t>*> named[] = {
      {"train", &parts->train}, {"validation", &parts->validation}, {"test", &parts->test}};
  for (const auto& [name, rows] : named) {
    const std::string file = std::string(name) + ".safetensors";
    auto written = data::writeRows(context.scratchPath(file), view->digest, inBase(*rows, *view));
    if (!written) return fail(std::move(written.error()));
    outputs.push_back({.output = name, .kind = "dataset", .path = file, .value = {}, .digest = {}});
  }
  return outputs;
}

}  // namespace

TaskResult runSplit(const TaskContext& context) {
  nn::Arguments arguments("split", context.arguments);
  const std::int64_t seed = arguments.integer("seed");
  return splitBy(context, arguments, [seed](const auto& view, const auto& shares) {
    return data::splitRows(view.size(), shares, seed);
  });
}

TaskResult runSplitGroups(const TaskContext& context) {
  nn::Arguments arguments("split_groups", context.arguments);
  const std::int64_t seed = arguments.integer("seed");
  const std::string group = arguments.text("group");
  return splitBy(context, arguments, [&](const auto& view, const auto& shares) {
    return data::splitGroups(view, group, shares, seed);
  });
}

TaskResult runSplitTime(const TaskContext& context) {
  nn::Arguments arguments("split_time", context.arguments);
  const std::string time = arguments.text("time");
  return splitBy(context, arguments, [&](const auto& view, const auto& shares) {
    return data::splitTime(view, time, shares);
  });
}

}  // namespace itw::worker
