#include "compiler/sema/effect_checks.h"

#include <algorithm>

#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/pipeline_info.h"

namespace itw::sema {
namespace {

bool leavesFolder(const std::string& path) {
  if (path.starts_with("/")) return true;
  const std::string whole = "/" + path + "/";
  return whole.find("/../") != std::string::npos;
}

const std::string& lastWord(const std::string& qualified, std::string& into) {
  into = qualified.substr(qualified.rfind('.') + 1);
  return into;
}

// Where an argument of a call is written, or the call.
Span placeOf(const syntax::Expr& written, const std::string& argument) {
  const auto* call = std::get_if<syntax::CallExpr>(&written.node);
  if (call == nullptr) return written.span;
  for (const syntax::Argument& each : call->arguments)
    if (each.name && each.name->text == argument) return each.value->span;
  return written.span;
}

bool isOff(const expr::Value& value) {
  if (const auto* flag = std::get_if<bool>(&value.node)) return !*flag;
  const auto* quantity = std::get_if<expr::Quantity>(&value.node);
  return quantity != nullptr && quantity->amount == 0;
}

double numberIn(const expr::Record& arguments, const std::string& name, double otherwise) {
  const expr::Value* value = arguments.find(name);
  if (value == nullptr) return otherwise;
  if (const auto* quantity = std::get_if<expr::Quantity>(&value->node)) return quantity->amount;
  return expr::numberOf(*value).value_or(otherwise);
}

bool names(const expr::Record& arguments, const std::string& list, const std::string& word) {
  const expr::Value* value = arguments.find(list);
  const auto* items = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  return items == nullptr ||
         std::any_of(items->items.begin(), items->items.end(), [&](const expr::Value& item) {
           const auto* text = std::get_if<std::string>(&item.node);
           return text != nullptr && *text == word;
         });
}

}  // namespace

bool isNameForFile(const std::string& name) {
  const bool signs = name.find_first_of("/\\{}") != std::string::npos;
  const bool control = std::any_of(name.begin(), name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  return !name.empty() && !signs && !control && name != "." && name != "..";
}

void checkTracker(Context& context, const Item& tracker, const syntax::Expr& written) {
  const auto& component = std::get<expr::Component>(tracker.value->node);
  const bool exports = component.name.ends_with(".prometheus");  // To a folder of the machine.
  bool off = component.name.ends_with(".profile");
  for (const expr::NamedValue& argument : component.arguments.fields) {
    off = off && isOff(argument.value);
    const auto* path = std::get_if<expr::Path>(&argument.value.node);
    if (path != nullptr && !exports && leavesFolder(path->text))
      context.report(pathLeavesRun(placeOf(written, argument.name), path->text));
    const auto* list = std::get_if<expr::List>(&argument.value.node);
    if (list != nullptr && list->items.empty() && argument.name == "takes")
      context.report(trackerTakesNothing(placeOf(written, argument.name)));
  }
  if (off) context.report(profilerMeasuresNothing(written.span));
}

void checkReport(Context& context, Span place, const std::string& path) {
  if (leavesFolder(path)) return context.report(pathLeavesRun(place, path));
  constexpr const char* kFormats[] = {".html", ".csv", ".json", ".md"};
  const bool known = std::any_of(std::begin(kFormats), std::end(kFormats),
                                 [&](const char* format) { return path.ends_with(format); });
  if (!known) context.report(reportOfNoFormat(place, path));
}

bool isSoleChoice(const syntax::Expr& distribution) {
  const auto* call = std::get_if<syntax::CallExpr>(&distribution.node);
  const auto* callee =
      call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
  if (callee == nullptr || callee->name != "one_of" || call->arguments.size() != 1) return false;
  const auto* choice = std::get_if<syntax::CallExpr>(&call->arguments[0].value->node);
  return choice == nullptr || std::none_of(choice->arguments.begin(), choice->arguments.end(),
                                           [](const auto& each) { return each.drawn; });
}

void checkDirection(Context& context, const syntax::Expr& objective, const std::string& text,
                    Span statement, bool maximized) {
  const auto* member = std::get_if<syntax::MemberExpr>(&objective.node);
  if (member == nullptr) return;
  const std::string& name = member->member.text;
  constexpr std::string_view kCosts[] = {"mae", "mse", "seconds", "energy", "peak_memory"};
  constexpr std::string_view kScores[] = {"accuracy", "precision", "recall", "f1", "auc", "r2"};
  const bool cost = name.ends_with("_loss") ||
                    std::find(std::begin(kCosts), std::end(kCosts), name) != std::end(kCosts);
  const bool score = std::find(std::begin(kScores), std::end(kScores), name) != std::end(kScores);
  if (!(maximized ? cost : score)) return;
  Span keyword{statement.file, statement.begin, statement.begin + 8};
  context.report(objectiveBackwards(statement, keyword, text, maximized));
}

void checkPruner(Context& context, const expr::Component& pruner, Span place, const PrunedBy& by) {
  const auto* member = std::get_if<syntax::MemberExpr>(&by.objective.node);
  const auto* root =
      member == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&member->object->node);
  if (root == nullptr || by.pipeline == nullptr) return;
  auto binding = by.bindings.find(root->name);
  if (binding == by.bindings.end() || !binding->second.value) return;
  const auto* output = std::get_if<expr::OutputRef>(&binding->second.value->node);
  const auto& lengths = pipelineInfoOf(context, *by.pipeline).epochs;
  const auto length = output == nullptr ? lengths.end() : lengths.find(output->node);
  if (length == lengths.end()) return;
  for (const char* setting : {"grace", "warmup"}) {
    const double wait = numberIn(pruner.arguments, setting, 0);
    if (wait >= length->second)
      context.report(prunerComesLate(place, setting, wait, length->second));
  }
}

void checkLengths(Context& context, const BoundArguments& bound) {
  const BoundArgument* epochs = bound.find("epochs");
  const BoundArgument* batch = bound.find("batch");
  const BoundArgument* parts = bound.find("accumulate");
  const auto whole = [](const BoundArgument* argument) -> const std::int64_t* {
    const bool known = argument != nullptr && argument->item.scalar.value;
    return known ? argument->item.scalar.value->integer() : nullptr;
  };
  const std::int64_t* size = whole(batch);
  const std::int64_t* divided = whole(parts);
  if (size != nullptr && divided != nullptr && *divided > *size && parts->span.valid())
    context.report(morePartsThanSamples(parts->span, *divided, *size));
  const std::int64_t* count = whole(epochs);
  if (count == nullptr) return;
  for (const BoundArgument& argument : bound.all) {
    const auto* component =
        argument.item.value ? std::get_if<expr::Component>(&argument.item.value->node) : nullptr;
    if (component == nullptr || !argument.span.valid()) continue;
    for (const expr::NamedValue& setting : component->arguments.fields) {
      const auto* length = std::get_if<expr::Quantity>(&setting.value.node);
      if (length == nullptr || length->unit != "epochs") continue;
      const auto last = static_cast<double>(*count);
      // A rise that ends with the last epoch has been one.
      std::string name;
      const bool rises = setting.name == "warmup" || lastWord(component->name, name) == "warmup";
      if (rises ? length->amount > last : length->amount >= last)
        context.report(lengthNeverReached(argument.span, setting.name, length->amount, last));
    }
  }
}

void checkClause(Context& context, Span clause, const expr::Component& component,
                 const TaskNode& task) {
  const expr::Resources& resources = task.resources;
  // What a sweep places somewhere may ask for anything.
  const bool open = std::any_of(task.arguments.begin(), task.arguments.end(),
                                [](const TaskArgument& each) { return each.name == "on"; });
  const expr::Record& arguments = component.arguments;
  std::string name;
  lastWord(component.name, name);
  if (name == "deadline" && resources.walltimeSeconds &&
      numberIn(arguments, "after", 0) > *resources.walltimeSeconds)
    context.report(deadlineBehindWalltime(clause, resources.shape));
  if (name != "retry") return;
  const expr::Value* kinds = arguments.find("on");
  const auto* list = kinds == nullptr ? nullptr : std::get_if<expr::List>(&kinds->node);
  if (list != nullptr && list->items.empty()) return context.report(retryForNothing(clause));
  const bool memory = numberIn(arguments, "memory_factor", 1) != 1;
  const bool walltime = numberIn(arguments, "walltime_factor", 1) != 1;
  if (memory && !names(arguments, "on", "oom"))
    context.report(factorWithoutCause(clause, "memory_factor", "`oom` is not in `on`"));
  else if (memory && !open && !resources.memoryBytes)
    context.report(factorWithoutCause(clause, "memory_factor", "the task asks for no `memory`"));
  if (walltime && !names(arguments, "on", "timeout"))
    context.report(factorWithoutCause(clause, "walltime_factor", "`timeout` is not in `on`"));
  else if (walltime && !open && !resources.walltimeSeconds)
    context.report(
        factorWithoutCause(clause, "walltime_factor", "the task asks for no `walltime`"));
}

void checkConditions(Context& context) {
  const auto check = [&](const syntax::ExprPtr& condition) {
    if (!condition || std::holds_alternative<syntax::Missing>(condition->node)) return;
    bool speaks = false;
    forEachName(*condition, [&](const NameUse&) { speaks = true; });
    if (!speaks) context.report(conditionOfNothing(condition->span));
  };
  for (const Symbol& symbol : context.symbols.all()) {
    if (!context.symbols.isUsers(symbol.module)) continue;
    const auto& node = symbol.declaration->node;
    if (const auto* param = std::get_if<syntax::ParamDecl>(&node)) check(param->parameter.where);
    if (const auto* model = std::get_if<syntax::ModelDecl>(&node)) check(model->where);
    const std::vector<syntax::Parameter>* parameters = nullptr;
    if (const auto* model = std::get_if<syntax::ModelDecl>(&node)) parameters = &model->parameters;
    if (const auto* step = std::get_if<syntax::StepDecl>(&node)) parameters = &step->parameters;
    if (const auto* fn = std::get_if<syntax::FnDecl>(&node)) parameters = &fn->parameters;
    if (const auto* flow = std::get_if<syntax::PipelineDecl>(&node)) parameters = &flow->parameters;
    if (parameters == nullptr) continue;
    for (const syntax::Parameter& parameter : *parameters) check(parameter.where);
  }
}

}  // namespace itw::sema
