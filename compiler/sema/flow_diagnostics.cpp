#include "compiler/sema/flow_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

std::vector<std::string_view> fieldNames(const Type& type) {
  std::vector<std::string_view> names;
  for (const TypeField& field : type.fields) names.push_back(field.name);
  return names;
}

// The type of one batch of a field.
std::string batchText(const TypeField& field, const std::string& batch) {
  if (!field.type->is(TypeKind::Tensor)) return textOf(*field.type);
  Tensor tensor = field.type->tensor;
  tensor.dims.insert(tensor.dims.begin(), expr::Dim::symbol(batch));
  return textOf(tensor);
}

void label(Diagnostic& diagnostic, Span span, std::string text) {
  if (span.valid()) diagnostic.labels.push_back({span, std::move(text)});
}

std::string nameOf(const TypeField& port, const char* unnamed) {
  return port.name == "input" || port.name == "output" ? unnamed : fmt::format("`{}`", port.name);
}

}  // namespace

Diagnostic fieldDoesNotFit(Span place, const std::string& argument, const TypeField& field,
                           const TypeField& input, const std::string& batch) {
  Diagnostic diagnostic =
      plain(DiagKind::DataMismatch, place,
            fmt::format("the model takes `{}`, and batches of `{}` are `{}`", textOf(*input.type),
                        field.name, batchText(field, batch)));
  diagnostic.note = fmt::format("`{}` of `{}` feeds {}", field.name, argument,
                                nameOf(input, "the model's input"));
  label(diagnostic, field.span,
        fmt::format("a sample of `{}` is `{}`", field.name, textOf(*field.type)));
  label(diagnostic, input.span, fmt::format("the input is `{}`", textOf(*input.type)));
  return diagnostic;
}

Diagnostic inputIsTarget(Span call, const TypeField& input, const Item& data) {
  Diagnostic diagnostic = plain(
      DiagKind::DataMismatch, call,
      fmt::format("the model takes `{}`, and `{}` is what it is to predict", input.name,
                  input.name),
      fmt::format("choose another `target`, or say `target = {}` if the model is to give back "
                  "what it takes",
                  input.name));
  diagnostic.note = fmt::format("the fields are {}", listed(fieldNames(*data.type->inner)));
  label(diagnostic, input.span, fmt::format("the input `{}`", input.name));
  return diagnostic;
}

Diagnostic inputNotFed(Span call, const TypeField& input, const Item& data, bool sole) {
  Diagnostic diagnostic =
      plain(DiagKind::DataMismatch, call,
            fmt::format("no field of the data feeds {}", nameOf(input, "the model's input")),
            sole ? "name the model's input like the field that it takes: `(field: ...)`"
                 : fmt::format("the data need a field `{}`", input.name));
  diagnostic.note = fmt::format("the fields are {}", listed(fieldNames(*data.type->inner)));
  label(diagnostic, input.span, fmt::format("the input is `{}`", textOf(*input.type)));
  return diagnostic;
}

Diagnostic inputWithoutBatch(const TypeField& input) {
  return plain(DiagKind::DataMismatch, input.span,
               "the first dimension of a model's input is that of the batch, and must be open",
               "write a symbol for it: `f32[N, ...]`");
}

Diagnostic judgeDoesNotFit(const Item& judge, const Type& predictionPort, const Type& targetPort,
                           const TypeField& output, const TypeField& target) {
  std::string name = judge.symbol == nullptr ? "this" : judge.symbol->name;
  Diagnostic diagnostic =
      plain(DiagKind::JudgeMismatch, judge.span,
            fmt::format("`{}` compares `{}` with `{}`: the model leaves `{}`, and `{}` is `{}`",
                        name, textOf(predictionPort), textOf(targetPort), textOf(*output.type),
                        target.name, textOf(*target.type)));
  label(diagnostic, output.span, fmt::format("the model leaves `{}`", textOf(*output.type)));
  label(diagnostic, target.span, fmt::format("the target is `{}`", textOf(*target.type)));
  if (target.type->is(TypeKind::Class) && targetPort.is(TypeKind::Tensor))
    diagnostic.help = "labels of classes are judged by `cross_entropy` and `accuracy`";
  if (target.type->is(TypeKind::Tensor) && targetPort.is(TypeKind::Class))
    diagnostic.help = "numbers are judged by `mse` and `mae`; a label is declared as `class[n]`";
  return diagnostic;
}

Diagnostic predictionUnclear(Span use, const std::string& target, const Type& outputs) {
  return plain(
      DiagKind::JudgeMismatch, use,
      fmt::format("the model has several results, and none is named like the target `{}`", target),
      fmt::format("its results are {}", listed(fieldNames(outputs))));
}

Diagnostic resultUnclear(Span data, const Type& fields, const Type& results) {
  std::string choices;
  for (const TypeField& result : results.fields)
    if (fields.find(result.name) != nullptr)
      choices += (choices.empty() ? "" : " or ") + fmt::format("`target = {}`", result.name);
  Diagnostic diagnostic =
      plain(DiagKind::TargetUnclear, data,
            fmt::format("the model has the results {}, and one of them is judged",
                        listed(fieldNames(results))),
            choices.empty() ? "name a field like a result, and say `target = name`"
                            : "say which: " + choices);
  diagnostic.note = fmt::format("the fields are {}", listed(fieldNames(fields)));
  return diagnostic;
}

Diagnostic targetUnclear(Span call, const Type& fields, const Type& inputs) {
  // Labels are what is predicted, mostly; else what no input takes, as the last column of a table.
  std::string labels;
  std::string last = fields.fields.back().name;
  for (const TypeField& field : fields.fields) {
    const std::string written = fmt::format("`target = {}`", field.name);
    if (field.type->is(TypeKind::Class)) labels += (labels.empty() ? "" : " or ") + written;
    if (inputs.find(field.name) == nullptr) last = field.name;
  }
  Diagnostic diagnostic =
      plain(DiagKind::TargetUnclear, call, "it is not clear which field is to be predicted",
            "say so: " + (labels.empty() ? fmt::format("`target = {}`", last) : labels));
  diagnostic.note = fmt::format("the fields are {}", listed(fieldNames(fields)));
  return diagnostic;
}

Diagnostic cyclicBindings(const std::vector<syntax::Name>& cycle) {
  Diagnostic diagnostic = plain(DiagKind::CyclicBindings, cycle.front().span,
                                fmt::format("`{}` needs its own result", cycle.front().text),
                                "data flow in one direction: break the circle");
  for (std::size_t i = 1; i < cycle.size() && i < 6; ++i)
    diagnostic.labels.push_back({cycle[i].span, fmt::format("by way of `{}`", cycle[i].text)});
  return diagnostic;
}

Diagnostic outputNotGiven(Span use, const std::string& task, const std::string& output,
                          const std::string& argument) {
  return plain(DiagKind::OutputNotGiven, use,
               fmt::format("`{}` has an output `{}` only with `{} = ...`", task, output, argument),
               fmt::format("give the call `{} = ...`", argument));
}

Diagnostic argumentWithoutEffect(Span use, const std::string& argument, const std::string& needs) {
  return plain(DiagKind::ArgumentWithoutEffect, use,
               fmt::format("`{}` has no effect without `{} = ...`", argument, needs),
               fmt::format("give the call `{} = ...`, or leave `{}` out", needs, argument));
}

Diagnostic notASeries(Span use, const std::string& name, const Type& type) {
  return plain(DiagKind::NotASeries, use,
               fmt::format("`{}` is {}, not one number per epoch", name, withArticle(type)));
}

Diagnostic batchInParts(const BoundArgument& argument, std::int64_t parts,
                        const expr::LayerInstance& layer, Span model) {
  const std::string& name = argument.parameter->name;
  Diagnostic diagnostic{
      .kind = DiagKind::BatchInParts,
      .span = argument.item.span,
      .message = fmt::format("`{}` divides each batch into {} parts, and `{}` needs it whole", name,
                             parts, layer.name),
      .labels = {{model, fmt::format("`{}` is a layer of this model", layer.name)}},
      .help = fmt::format("leave out `{} = ...`, or take an op in place of `{}` that looks at each "
                          "sample alone",
                          name, layer.name)};
  if (argument.item.provenance) diagnostic.setBy = argument.item.provenance->setBy;
  return diagnostic;
}

Diagnostic mixedList(Span value, Span output) {
  return {.kind = DiagKind::MixedList,
          .span = value,
          .message = "a list holds outputs of tasks or values, not both",
          .labels = {{output, "this is an output"}},
          .help = "give the two to different arguments"};
}

Diagnostic publishedNotAnOutput(const Item& item) {
  return plain(
      DiagKind::PublishForm, item.span,
      fmt::format("this is {}, and only outputs of tasks are published", withArticle(*item.type)));
}

Diagnostic publishedWithoutName(Span name) {
  return plain(DiagKind::PublishForm, name, "an output is published under an empty name");
}

Diagnostic taskOutsidePipeline(Span use, const std::string& task, const std::string& kind) {
  return plain(DiagKind::MisplacedCall, use,
               fmt::format("`{0}` is a {1}, and {1}s run in a pipeline only", task, kind));
}

Diagnostic opOutsideModel(Span use, const std::string& op) {
  return plain(DiagKind::MisplacedCall, use,
               fmt::format("`{}` is an op, and ops stand in a model only", op));
}

Diagnostic clauseWithoutTask(Span clause) {
  return plain(DiagKind::MisplacedCall, clause, "the clause follows something that is not a task");
}

Diagnostic schemaWithoutFields(Span use) {
  return plain(DiagKind::SchemaForm, use,
               "a schema names the fields of a sample, each with its type",
               "write `{ image: f32[1, 8, 8], label: class[10] }`");
}

Diagnostic schemaNotARecord(Span use, const Type& type) {
  return plain(
      DiagKind::SchemaForm, use,
      fmt::format("a schema names the fields of a sample, and this is {}", withArticle(type)),
      "write `{ image: f32[1, 8, 8], label: class[10] }`");
}

Diagnostic fieldNotSized(Span field, const std::string& name, const Type& type) {
  return plain(DiagKind::SchemaForm, field,
               fmt::format("the field `{}` is {}, and a field is a tensor of known size or a class",
                           name, withArticle(type)),
               "fields are like `f32[3, 32, 32]`, `f32` for one number, or `class[10]`");
}

}  // namespace itw::sema
