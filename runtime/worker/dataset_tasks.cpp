#include "runtime/worker/dataset_tasks.h"

#include <filesystem>

#include "runtime/data/dataset_file.h"

namespace itw::worker {

std::string pathArgument(nn::Arguments& arguments, const std::string& name) {
  const expr::Value* value = arguments.optional(name);
  const auto* path = value == nullptr ? nullptr : std::get_if<expr::Path>(&value->node);
  if (path == nullptr) {
    arguments.complain(name, "a path");
    return {};
  }
  return (std::filesystem::path(path->base) / path->text).lexically_normal().string();
}

std::vector<std::string> fieldNames(nn::Arguments& arguments, const std::string& name) {
  const expr::Value* value = arguments.optional(name);
  const auto* list = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  std::vector<std::string> names;
  if (list == nullptr) {
    arguments.complain(name, "a list of fields");
    return names;
  }
  for (const expr::Value& item : list->items) {
    if (const auto* text = std::get_if<std::string>(&item.node))
      names.push_back(*text);
    else
      arguments.complain(name, "a list of fields");
  }
  return names;
}

std::string namesText(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

TaskResult datasetResult(const TaskContext& context,
                         Result<std::shared_ptr<const data::Dataset>> dataset) {
  if (!dataset) return fail(std::move(dataset.error()));
  const std::string file = "output.safetensors";
  auto written = data::writeDataset(context.scratchPath(file), **dataset);
  if (!written) return fail(std::move(written.error()));
  return std::vector<event::OutputValue>{
      {.output = "output", .kind = "dataset", .path = file, .value = {}, .digest = {}}};
}

TaskResult fileResult(const std::string& file) {
  return std::vector<event::OutputValue>{
      {.output = "output", .kind = "file", .path = file, .value = {}, .digest = {}}};
}

}  // namespace itw::worker
