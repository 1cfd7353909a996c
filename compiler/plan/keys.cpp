#include <algorithm>

#include "compiler/base/check.h"
#include "compiler/plan/plan.h"
#include "compiler/plan/value_json.h"

namespace itw::plan {
namespace {

using expr::NamedValue;
using expr::Value;

/// The digest of bytes that mean `tag`: no two tags share a digest.
Digest tagged(std::string_view tag, std::string_view bytes) {
  Sha256 hash;
  hash.update("itw 1 ");
  hash.update(tag);
  hash.update(std::string_view("\0", 1));
  hash.update(bytes);
  return hash.finish();
}

std::string_view bytesOf(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// What a model computes and how its weights start; its own name does not count.
Digest modelDigest(expr::ModelGraph model) {
  model.name.clear();
  return tagged("model", toJson(model));
}

/// The digests of a plan's models, each computed when first asked for.
class ModelDigests {
 public:
  explicit ModelDigests(const Plan& plan) : plan_(plan), texts_(plan.models.size()) {}

  const std::string& textOf(expr::ModelRef model) {
    std::string& text = texts_[model.model];
    if (text.empty()) text = digestText(modelDigest(plan_.models[model.model]));
    return text;
  }

 private:
  const Plan& plan_;
  std::vector<std::string> texts_;
};

using FileText = std::function<std::string(const expr::Path&)>;

ValueHooks hooksOf(ModelDigests& models, const FileText& fileText) {
  ValueHooks hooks;
  hooks.path = [&fileText](JsonWriter& out, const expr::Path& path) {
    out.beginObject();
    out.key("path");
    out.string(fileText(path));
    out.endObject();
  };
  hooks.model = [&models](JsonWriter& out, expr::ModelRef model) {
    out.beginObject();
    out.key("model");
    out.string(models.textOf(model));
    out.endObject();
  };
  return hooks;
}

/// Arguments in canonical order, so that paths are met in the order of pathsOf.
std::vector<const NamedValue*> sortedFields(const expr::Record& record) {
  std::vector<const NamedValue*> sorted;
  for (const NamedValue& field : record.fields) sorted.push_back(&field);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return canonicalLess(a->name, b->name); });
  return sorted;
}

void addArguments(std::vector<KeyPart>& parts, const Task& task, const ValueHooks& hooks) {
  for (const NamedValue* argument : sortedFields(task.arguments)) {
    std::string text;
    JsonWriter out(text);
    writeValue(out, argument->value, hooks);
    parts.push_back({"argument " + argument->name, tagged("argument", text)});
  }
}

/// What an external step does; its name does not count.
std::string stepText(const expr::Record& step) {
  std::string text = "step ";
  JsonWriter out(text);
  writeFields(out, step);
  return text;
}

/// Parts that do not depend on where data comes from.
std::vector<KeyPart> commonParts(const Plan& plan, const Task& task) {
  std::vector<KeyPart> parts;
  parts.push_back(
      {"operation", tagged("operation", task.step ? stepText(*task.step) : task.component)});
  parts.push_back({"implementation", tagged("implementation", plan.build)});
  parts.push_back({"edition", tagged("edition", std::to_string(plan.edition))});
  const bool isArgument = task.arguments.find("seed") != nullptr;
  if (task.seed && !isArgument) {
    parts.push_back({"seed", tagged("seed", std::to_string(*task.seed))});
  }
  return parts;
}

Digest keyOf(const std::vector<KeyPart>& parts) {
  std::vector<const KeyPart*> sorted;
  for (const KeyPart& part : parts) sorted.push_back(&part);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  std::string bytes;
  for (const KeyPart* part : sorted) {
    bytes.append(part->name).append(1, '\0').append(bytesOf(part->digest));
  }
  return tagged("task", bytes);
}

KeyPart inputPart(const Input& input, const std::function<Digest(std::size_t)>& sourceDigest) {
  std::string bytes = input.isList ? "list" : "one";
  if (!input.formula.empty()) bytes = "computed " + digestText(tagged("formula", input.formula));
  for (std::size_t at = 0; at < input.sources.size(); ++at) bytes += bytesOf(sourceDigest(at));
  return {"input " + input.argument, tagged("input", bytes)};
}

Digest outputDigest(const Plan& plan, const Source& source) {
  std::string bytes(bytesOf(plan.tasks[source.task.index()].planKey));
  return tagged("output", bytes + source.output);
}

/// Calls `visit` for each path in canonical order with the place where it stands.
void visitPaths(const Value& value, const std::string& place,
                const std::function<void(const std::string&, const expr::Path&)>& visit) {
  if (const auto* path = std::get_if<expr::Path>(&value.node)) return visit(place, *path);
  if (const auto* list = std::get_if<expr::List>(&value.node)) {
    for (std::size_t at = 0; at < list->items.size(); ++at) {
      visitPaths(list->items[at], place + "[" + std::to_string(at) + "]", visit);
    }
  }
  const auto* record = std::get_if<expr::Record>(&value.node);
  const auto* component = std::get_if<expr::Component>(&value.node);
  if (component != nullptr) record = &component->arguments;
  if (record == nullptr) return;
  for (const NamedValue* field : sortedFields(*record)) {
    visitPaths(field->value, place.empty() ? field->name : place + "." + field->name, visit);
  }
}

void computeKey(Plan& plan, ModelDigests& models, std::size_t at) {
  Task& task = plan.tasks[at];
  const FileText declared = [](const expr::Path& path) { return path.text; };
  const ValueHooks hooks = hooksOf(models, declared);
  task.keyParts = commonParts(plan, task);
  addArguments(task.keyParts, task, hooks);
  for (const Input& input : task.inputs) {
    task.keyParts.push_back(inputPart(
        input, [&](std::size_t source) { return outputDigest(plan, input.sources[source]); }));
  }
  task.planKey = keyOf(task.keyParts);
}

}  // namespace

void computeKeys(Plan& plan) {
  ModelDigests models(plan);
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) computeKey(plan, models, at);
}

std::vector<NamedPath> pathsOf(const Task& task) {
  std::vector<NamedPath> paths;
  visitPaths(Value{task.arguments}, "", [&](const std::string& name, const expr::Path& path) {
    paths.push_back({name, path});
  });
  return paths;
}

ContentKey contentKey(const Plan& plan, const Task& task, const TaskContent& content) {
  ITW_CHECK(content.inputs.size() == task.inputs.size(), "a digest list for every input");
  ITW_CHECK(content.files.size() == pathsOf(task).size(), "a digest for every file");
  ModelDigests models(plan);
  std::size_t next = 0;
  const FileText byContent = [&](const expr::Path&) { return digestText(content.files[next++]); };
  const ValueHooks hooks = hooksOf(models, byContent);
  ContentKey result{{}, commonParts(plan, task)};
  addArguments(result.parts, task, hooks);
  for (std::size_t at = 0; at < task.inputs.size(); ++at) {
    const std::vector<Digest>& digests = content.inputs[at];
    ITW_CHECK(digests.size() == task.inputs[at].sources.size(), "a digest for every source");
    result.parts.push_back(
        inputPart(task.inputs[at], [&](std::size_t source) { return digests[source]; }));
  }
  result.key = keyOf(result.parts);
  return result;
}

}  // namespace itw::plan
