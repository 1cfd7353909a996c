#include "runtime/exec/result_check.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace itw::exec {
namespace {

/// The kind under which an output of this declared type travels.
std::string kindOf(const std::string& type) {
  for (const char* kind : {"dataset", "model", "file"}) {
    const std::string_view rest = std::string_view(type).substr(0, std::string_view(kind).size());
    const char next = type.size() > rest.size() ? type[rest.size()] : '<';
    if (rest == kind && (next == '<' || next == ' ')) return kind;
  }
  return "value";
}

bool staysInside(const std::string& path) {
  if (path.empty() || path[0] == '/' || path.find('\0') != std::string::npos) return false;
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    if (path.compare(start, end - start, "..") == 0) return false;
    start = end + 1;
  }
  return true;
}

std::string faultOf(const plan::Output& declared, const event::OutputValue& output) {
  const std::string kind = kindOf(declared.type);
  const std::string name = "output `" + declared.name + "`";
  if (output.kind != kind) return name + " is a " + output.kind + ", not a " + kind;
  if (kind == "value" && !nlohmann::json::accept(output.value)) {
    return name + " has a value that is not JSON";
  }
  if (kind != "value" && !staysInside(output.path)) {
    return name + " is not in the folder that the task was given";
  }
  return {};
}

void markModels(const expr::Value& value, std::vector<bool>& used) {
  if (const auto* model = std::get_if<expr::ModelRef>(&value.node)) {
    if (model->model < used.size()) used[model->model] = true;
  }
  if (const auto* list = std::get_if<expr::List>(&value.node)) {
    for (const expr::Value& item : list->items) markModels(item, used);
  }
  const auto* record = std::get_if<expr::Record>(&value.node);
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component != nullptr) record = &component->arguments;
  if (record == nullptr) return;
  for (const expr::NamedValue& field : record->fields) markModels(field.value, used);
}

}  // namespace

std::string faultOf(const plan::Task& task, const event::Finished& finished) {
  if (!std::isfinite(finished.seconds) || finished.seconds < 0 || finished.peakMemoryBytes < 0) {
    return "its time or memory is no amount";
  }
  for (const plan::Output& declared : task.outputs) {
    const auto named = [&](const event::OutputValue& each) { return each.output == declared.name; };
    const auto found = std::find_if(finished.outputs.begin(), finished.outputs.end(), named);
    if (found == finished.outputs.end()) return "output `" + declared.name + "` is missing";
    std::string fault = faultOf(declared, *found);
    if (!fault.empty()) return fault;
  }
  if (finished.outputs.size() != task.outputs.size()) {
    return "it has " + std::to_string(finished.outputs.size()) + " outputs, not " +
           std::to_string(task.outputs.size());
  }
  return {};
}

std::string faultOfFiles(const event::Finished& finished, const std::string& scratch) {
  std::error_code error;
  const std::string inside = std::filesystem::canonical(scratch, error).string() + "/";
  for (const event::OutputValue& output : finished.outputs) {
    if (output.kind == "value") continue;
    const std::string name = "output `" + output.output + "`";
    const std::filesystem::path path = std::filesystem::path(scratch) / output.path;
    const auto status = std::filesystem::symlink_status(path, error);
    if (!std::filesystem::exists(status)) return name + " has no file `" + output.path + "`";
    if (!std::filesystem::is_regular_file(status)) return name + " is no regular file";
    const std::string real = std::filesystem::canonical(path, error).string();
    if (error || !real.starts_with(inside)) {
      return name + " is not in the folder that the task was given";
    }
  }
  return {};
}

std::vector<std::string> modelsFor(const expr::Record& arguments,
                                   const std::vector<std::string>& models) {
  std::vector<bool> used(models.size());
  markModels(expr::Value{arguments}, used);
  std::vector<std::string> sent(models.size());
  for (std::size_t at = 0; at < models.size(); ++at) {
    if (used[at]) sent[at] = models[at];
  }
  return sent;
}

}  // namespace itw::exec
