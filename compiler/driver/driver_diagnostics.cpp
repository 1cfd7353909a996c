#include "compiler/driver/driver_diagnostics.h"

#include <algorithm>

#include "compiler/base/nearest.h"

namespace itw {
std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

Diagnostic unreadableFile(const std::string& attempt) {
  return {.kind = DiagKind::UnreadableFile, .message = attempt};
}

Diagnostic importUnreadable(Span import, const std::string& attempt) {
  return {.kind = DiagKind::ImportUnreadable,
          .span = import,
          .message = attempt,
          .help = "the path is relative to the folder of the file that imports"};
}

Diagnostic importNotItw(Span import, const std::string& file) {
  return {.kind = DiagKind::ImportUnreadable,
          .span = import,
          .message = "`" + file + "` is no `.itw` file",
          .help =
              "data is read by tasks such as `csv`, Python by `step ... = "
              "python(\"module:function\")`"};
}

Diagnostic cyclicImport(const std::vector<ImportPlace>& circle) {
  Diagnostic diagnostic{.kind = DiagKind::CyclicImport,
                        .span = circle.front().span,
                        .message = "the imports run in a circle",
                        .help = "move what both files need into a third one"};
  if (circle.size() == 1) {
    diagnostic.message = "the file imports itself";
    diagnostic.help = "remove the import";
  }
  for (std::size_t i = circle.size(); i-- > 1;) {
    diagnostic.labels.push_back({circle[i].span, "which imports `" + circle[i].file + "`"});
  }
  return diagnostic;
}

Diagnostic unknownPipeline(Span file, const std::string& name,
                           const std::vector<std::string>& pipelines) {
  const std::string nearest = nearestName(name, pipelines);
  return {.kind = DiagKind::UnknownPipeline,
          .span = file,
          .message = "no pipeline, sweep or study is named `" + name + "`",
          .help = nearest.empty() ? "the file declares " + listed(pipelines)
                                  : "did you mean `" + nearest + "`?"};
}

Diagnostic whichPipeline(Span file, const std::vector<std::string>& pipelines) {
  return {.kind = DiagKind::WhichPipeline,
          .span = file,
          .message = "the file has " + std::to_string(pipelines.size()) +
                     " pipelines and the command line names none",
          .help = "name one of " + listed(pipelines) + " behind the file"};
}

Diagnostic valueMissing(Span declared, const std::string& pipeline, const std::string& path) {
  return {.kind = DiagKind::ValueMissing,
          .span = declared,
          .message = "`" + path + "` has no value, and `" + pipeline + "` needs one",
          .setBy = "the command line",
          .help = "give it one with `--set " + path + "=...`, or declare a default"};
}

Diagnostic functionUnreadable(Span use, const std::string& function, const std::string& reason) {
  return {.kind = DiagKind::FunctionUnreadable,
          .span = use,
          .message = "the signature of `" + function + "` cannot be read: " + reason,
          .help =
              "modules are looked for in the folder of the file, then where the interpreter "
              "looks; `--python` names another one"};
}

Diagnostic setButNotRead(Span declared, const std::string& path, const std::string& pipeline,
                         const std::string& setBy) {
  return {.kind = DiagKind::OverrideWithoutEffect,
          .span = declared,
          .message = "setting `" + path + "` changes nothing of `" + pipeline + "`",
          .note = "`" + pipeline + "` does not read it",
          .setBy = setBy,
          .help =
              "a call that gives it, as an argument or by `with`, reads no other value; else leave "
              "it out"};
}

Diagnostic deadTask(const sema::TaskNode& node, Span place) {
  const bool measures =
      std::any_of(node.outputs.begin(), node.outputs.end(),
                  [](const sema::OutputType& output) { return output.type == "metric"; });
  Diagnostic diagnostic{
      .kind = DiagKind::DeadTask,
      .span = place,
      .message = "`" + node.name + "` runs for nothing",
      .note = measures ? "only its numbers go into the record" : "nothing of it is kept",
      .help = "publish an output, give it to another task, or remove the call"};
  if (!(place == node.span)) diagnostic.labels.push_back({node.span, "the task"});
  return diagnostic;
}

Diagnostic noPipeline(Span file) {
  return {.kind = DiagKind::NoPipeline,
          .span = file,
          .message = "the file declares no pipeline, so there is nothing to plan",
          .help = "a pipeline says which tasks run: `pipeline name { ... }`"};
}

}  // namespace itw
