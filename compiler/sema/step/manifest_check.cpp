#include "compiler/sema/step/manifest_check.h"

#include <algorithm>

#include "compiler/sema/step/manifest_diagnostics.h"
#include "compiler/sema/step/manifest_types.h"
#include "compiler/sema/step/step_info.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

// Holds one step against the signature of its function. Arguments go by name; a file that the
// function has a parameter for is written there, all other outputs are returned.
class SignatureChecker {
 public:
  SignatureChecker(Context& context, const StepInfo& step, const PythonFunction& function)
      : context_(context),
        step_(step),
        function_(function),
        signature_(signatureOf(context, *step.symbol)),
        use_{step.function, step.functionSpan} {}

  void run() {
    if (reportsUnsupported()) return;
    for (const Parameter& parameter : signature_.parameters) checkParameter(parameter);
    checkNeeds();
    checkOutputs();
  }

 private:
  bool reportsUnsupported() {
    bool found = false;
    auto look = [&](const PythonType& type, const std::string& of) {
      const PythonType* part = unsupportedPart(type);
      if (part == nullptr) return;
      context_.report(unsupportedAnnotation(use_, of, *part));
      found = true;
    };
    for (const PythonParameter& parameter : function_.parameters)
      if (parameter.required || isGiven(parameter.name))
        look(parameter.type, "parameter `" + parameter.name + "`");
    look(function_.result, "result");
    return found;
  }

  bool isGiven(const std::string& name) const {
    auto named = [&](const auto& each) { return each.name == name; };
    const std::vector<TypeField>& outputs = step_.outputs->fields;
    return std::any_of(signature_.parameters.begin(), signature_.parameters.end(), named) ||
           std::any_of(outputs.begin(), outputs.end(), [&](const TypeField& output) {
             return named(output) && output.type->is(TypeKind::File);
           });
  }

  const PythonParameter* find(const std::string& name) const {
    for (const PythonParameter& parameter : function_.parameters)
      if (parameter.name == name) return &parameter;
    return nullptr;
  }

  void checkParameter(const Parameter& parameter) {
    const PythonParameter* taken = find(parameter.name);
    if (taken == nullptr) {
      if (!function_.takesAny) context_.report(notTakenAt(parameter));
      return;
    }
    if (!suitsPython(*parameter.type, taken->type))
      context_.report(parameterMismatch(parameter, taken->type, use_));
  }

  Diagnostic notTakenAt(const Parameter& parameter) {
    std::vector<std::string_view> free;
    for (const PythonParameter& each : function_.parameters)
      if (!isGiven(each.name)) free.push_back(each.name);
    std::string meant = nearest(parameter.name, free);
    if (!meant.empty()) guessed_.push_back(meant);
    return notTaken(parameter.syntax->name.span, parameter.name, use_, meant);
  }

  void checkNeeds() {
    for (const PythonParameter& parameter : function_.parameters) {
      bool guessed = std::find(guessed_.begin(), guessed_.end(), parameter.name) != guessed_.end();
      if (parameter.required && !guessed && !isGiven(parameter.name))
        context_.report(notGiven(use_, parameter));
    }
  }

  void checkOutputs() {
    std::vector<const TypeField*> returned;
    for (const TypeField& output : step_.outputs->fields) {
      const PythonParameter* written =
          output.type->is(TypeKind::File) ? find(output.name) : nullptr;
      if (output.type->is(TypeKind::Stdout)) continue;
      if (written == nullptr)
        returned.push_back(&output);
      else if (!suitsPython(*output.type, written->type))
        context_.report(outputMismatch(output, written->type, use_));
    }
    const PythonType& given = function_.result;
    if (given.kind == PythonKind::Opaque) return;
    if (returned.size() == 1 && !hasMember(given, returned[0]->name)) {
      if (!suitsOutput(given, *returned[0]->type))
        context_.report(outputMismatch(*returned[0], given, use_));
      return;
    }
    for (const TypeField* output : returned)
      if (!checkMember(given, *output)) return;
  }

  static bool hasMember(const PythonType& type, const std::string& name) {
    return type.kind == PythonKind::Record &&
           std::find(type.members.begin(), type.members.end(), name) != type.members.end();
  }

  // Whether the result may have a member for the next output.
  bool checkMember(const PythonType& given, const TypeField& output) {
    if (!hasMember(given, output.name)) {
      context_.report(outputMissing(output, given, use_));
      return given.kind == PythonKind::Record;
    }
    auto member = std::find(given.members.begin(), given.members.end(), output.name);
    const PythonType& type = given.parts[static_cast<std::size_t>(member - given.members.begin())];
    if (!suitsOutput(type, *output.type)) context_.report(outputMismatch(output, type, use_));
    return true;
  }

  Context& context_;
  const StepInfo& step_;
  const PythonFunction& function_;
  const Signature& signature_;
  PythonUse use_;
  std::vector<std::string> guessed_;
};

void checkStep(Context& context, const StepInfo& step, const std::string& program) {
  const Manifest& manifest = *context.input.manifest.manifest;
  const PythonUse use{step.function, step.functionSpan};
  auto function = manifest.functions.find(step.function);
  if (function == manifest.functions.end()) {
    std::vector<std::string_view> known;
    for (const auto& [name, ignored] : manifest.functions) known.push_back(name);
    context.report(notInManifest(use, nearest(step.function, known), program));
  } else if (function->second.stale) {
    context.report(staleManifest(use, function->second.source, program));
  } else if (step.valid && !step.outputs->isError()) {
    SignatureChecker(context, step, function->second).run();
  }
}

}  // namespace

void checkManifest(Context& context, std::vector<PythonUse>& uses) {
  const ManifestInput& input = context.input.manifest;
  std::vector<const StepInfo*> steps;
  for (const Symbol& symbol : context.symbols.all()) {
    if (symbol.kind != SymbolKind::Step) continue;
    const StepInfo& step = stepInfoOf(context, symbol);
    if (step.function.empty()) continue;
    steps.push_back(&step);
    uses.push_back({step.function, step.functionSpan});
  }
  if (!input.checks || steps.empty()) return;
  const Span first = steps[0]->functionSpan;
  const FileId user(0);
  const std::string& program = context.input.sources->file(user).path();
  if (!input.unreadable.empty()) return context.report(manifestUnreadable(first, input, program));
  if (!input.manifest) return context.report(noManifest(first, steps.size(), program));
  for (const StepInfo* step : steps) checkStep(context, *step, program);
}

}  // namespace itw::sema
