#include "compiler/sema/step/step_info.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/sema/components.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/step/python_name.h"
#include "compiler/sema/step/step_diagnostics.h"
#include "compiler/sema/step/step_words.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

constexpr std::string_view kEntries[] = {"command", "environment", "image"};

// Checks one step for all values of its parameters.
class StepChecker {
 public:
  StepChecker(Context& context, StepInfo& info)
      : context_(context),
        info_(info),
        signature_(signatureOf(context, *info.symbol)),
        python_(info.declaration->implementation != nullptr) {}

  void run() {
    std::size_t before = context_.sink.errorCount();
    for (const Parameter& parameter : signature_.parameters) openParameter(parameter);
    checkDefaults();
    readOutputs();
    if (python_)
      readFunction();
    else
      readEntries();
    if (!info_.outputs->isError() && info_.command != nullptr) checkWords();
    // What the parser reported is not counted here.
    const bool runs = info_.command != nullptr || !info_.function.empty();
    info_.valid = runs && context_.sink.errorCount() == before;
  }

 private:
  void openParameter(const Parameter& parameter) {
    Item item{.type = parameter.type, .span = parameter.syntax->span};
    if (!parameter.type->isError() && !suitsStep(*parameter.type, python_)) {
      context_.report(notForSteps(parameter.syntax->type->span, *parameter.type, python_));
      item.type = context_.types.error();
    }
    locals_[parameter.name] = std::move(item);
  }

  void checkDefaults() {
    Scope scope{.module = info_.symbol->module, .locals = &locals_};
    for (const Parameter& parameter : signature_.parameters) {
      const Item open = locals_[parameter.name];
      if (open.isError()) continue;
      Item item = open;
      if (parameter.syntax->fallback)
        item = elaborateAs(context_, scope, *parameter.syntax->fallback, parameter.type);
      locals_[parameter.name] = item;
      if (!item.isError()) checkConstraints(context_, *parameter.syntax, scope, item);
      locals_[parameter.name] = open;
    }
  }

  void readOutputs() {
    Type outputs{.kind = TypeKind::Outputs, .name = info_.symbol->name};
    Scope scope{.module = info_.symbol->module};
    bool good = true;
    for (const syntax::Port& port : info_.declaration->outputs) {
      std::string name = port.name ? port.name->text : "output";
      Span span = port.name ? port.name->span : port.type->span;
      for (const Parameter& parameter : signature_.parameters)
        if (parameter.name == name)
          context_.report(duplicateBinding({name, span}, parameter.syntax->name.span));
      if (dimensionMeasured(name) != nullptr) context_.report(outputMeasured({name, span}));
      if (const TypeField* earlier = outputs.find(name))
        context_.report(duplicateField({name, span}, earlier->span));
      TypeRef type = resolveType(context_, scope, *port.type);
      good = good && !type->isError();
      if (type->isError()) continue;
      if (!suitsStepOutput(*type, python_))
        context_.report(notFromSteps(port.type->span, *type, python_));
      outputs.fields.push_back({name, type, span});
    }
    if (good && outputs.fields.empty()) {
      context_.report(givesNothing(*info_.symbol));
      good = false;
    }
    if (good) info_.outputs = context_.types.make(std::move(outputs));
  }

  // `= python("pkg.mod:fn")`
  void readFunction() {
    const syntax::Expr& written = *info_.declaration->implementation;
    if (std::holds_alternative<syntax::Missing>(written.node)) return;
    const auto* call = std::get_if<syntax::CallExpr>(&written.node);
    const auto* callee =
        call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
    const auto* name = call == nullptr || call->arguments.size() != 1
                           ? nullptr
                           : std::get_if<syntax::StringLiteral>(&call->arguments[0].value->node);
    bool plain = name != nullptr && !call->arguments[0].name && name->pieces.size() == 1 &&
                 name->pieces[0].path.empty();
    if (callee == nullptr || callee->name != "python" || !plain) {
      context_.report(notPython(written.span));
      return;
    }
    const std::string& text = name->pieces[0].text;
    if (!isPythonFunction(text)) {
      context_.report(notAPythonName(call->arguments[0].value->span, text));
      return;
    }
    info_.function = text;
    info_.functionSpan = call->arguments[0].value->span;
  }

  void readEntries() {
    std::unordered_map<std::string_view, Span> seen;
    for (const syntax::Binding& entry : info_.declaration->body) {
      const std::string& name = entry.name.text;
      auto [place, fresh] = seen.emplace(name, entry.span);
      if (!fresh)
        context_.report(entryTwice(entry.name, place->second));
      else
        readEntry(entry);
    }
    bool empty = info_.declaration->body.empty();
    if (!unknownSeen_ && seen.count("command") == 0 &&
        (empty || seen.count("image") + seen.count("environment") > 0))
      context_.report(noCommand(*info_.symbol));
  }

  // An entry that is unknown is probably the one that is missing.
  void reportUnknown(const syntax::Name& name, const std::vector<std::string_view>& known) {
    unknownSeen_ = true;
    context_.report(unknownEntry(name, nearest(name.text, known)));
  }

  void readEntry(const syntax::Binding& entry) {
    const std::string& name = entry.name.text;
    const syntax::Expr& value = *entry.value;
    std::vector<std::string_view> known(std::begin(kEntries), std::end(kEntries));
    if (name.empty()) return;
    if (std::find(known.begin(), known.end(), name) == known.end())
      reportUnknown(entry.name, known);
    else if (std::holds_alternative<syntax::Missing>(value.node))
      return;
    else if (name == "image")
      readImage(value);
    else if (name == "command")
      readCommand(value);
    else if (const auto* record = std::get_if<syntax::RecordExpr>(&value.node))
      readEnvironment(*record);
    else
      context_.report(environmentForm(value.span));
  }

  void readImage(const syntax::Expr& value) {
    Scope scope{.module = info_.symbol->module, .locals = &locals_};
    Item item = elaborateAs(context_, scope, value, context_.types.simple(TypeKind::String));
    if (item.isError()) return;
    if (!item.scalar.value) return context_.report(imageNotConstant(value.span));
    info_.image = *item.scalar.value->string();
    if (!hasDigest(info_.image)) context_.report(imageWithoutDigest(value.span, info_.image));
  }

  void readCommand(const syntax::Expr& value) {
    const auto* list = std::get_if<syntax::ListExpr>(&value.node);
    if (list == nullptr) return context_.report(commandNotAList(value));
    if (list->items.empty()) return context_.report(commandEmpty(value.span));
    info_.command = list;
    for (const syntax::ExprPtr& word : list->items) reportShellWord(*word);
  }

  // What a shell would act on, and what a program gets as a plain word.
  void reportShellWord(const syntax::Expr& word) {
    const auto* text = std::get_if<syntax::StringLiteral>(&word.node);
    bool plain = text != nullptr && text->pieces.size() == 1 && text->pieces[0].path.empty();
    if (!plain) return;
    const std::string& found = text->pieces[0].text;
    for (std::string_view sign : {"|", ">", ">>", "<", "&&", "||", ";", "2>&1", "&"})
      if (found == sign) context_.report(shellWord(word.span, found));
    bool variable = found.size() > 1 && found[0] == '$' && found.find(' ') == std::string::npos;
    if (variable) context_.report(shellWord(word.span, found));
  }

  void readEnvironment(const syntax::RecordExpr& record) {
    std::unordered_map<std::string_view, Span> seen;
    for (const syntax::Binding& variable : record.fields) {
      auto [place, fresh] = seen.emplace(variable.name.text, variable.name.span);
      if (!fresh) context_.report(duplicateField(variable.name, place->second));
    }
    info_.environment = &record;
  }

  void checkWords() {
    StepWords words(context_, info_, locals_, /*untaken=*/false);
    words.command();
    if (info_.environment != nullptr) words.environment();
    std::unordered_set<std::string> read;
    for (const syntax::Binding& entry : info_.declaration->body)
      forEachName(*entry.value, [&](const NameUse& use) { read.insert(use.name); });
    for (const syntax::Parameter& parameter : info_.declaration->parameters)
      for (const syntax::ExprPtr* part : {&parameter.range, &parameter.fallback})
        if (*part) forEachName(**part, [&](const NameUse& use) { read.insert(use.name); });
    for (const Parameter& parameter : signature_.parameters)
      if (read.count(parameter.name) == 0)
        context_.report(unusedParameter(parameter.syntax->name, "step"));
    const TypeField* captured = nullptr;
    for (const TypeField& output : info_.outputs->fields) {
      bool file = output.type->is(TypeKind::File);
      if (file && read.count(output.name) == 0) context_.report(outputNotWritten(output));
      if (!file && captured != nullptr) context_.report(capturedTwice(output, captured->span));
      if (!file) captured = &output;
    }
  }

  Context& context_;
  StepInfo& info_;
  bool unknownSeen_ = false;
  const Signature& signature_;
  bool python_;
  Locals locals_;
};

}  // namespace

bool suitsStep(const Type& type, bool python) {
  if (scalarTypeOf(type)) return true;
  switch (type.kind) {
    case TypeKind::Error:
    case TypeKind::Path:
    case TypeKind::File:
      return true;
    case TypeKind::List:
      return suitsStep(*type.inner, python);
    case TypeKind::Optional:
      return python && suitsStep(*type.inner, python);
    case TypeKind::Opaque:
      return python;
    case TypeKind::Component:
      return type.name == "metric";
    case TypeKind::Record:
      return python && std::all_of(type.fields.begin(), type.fields.end(),
                                   [](const TypeField& f) { return suitsStep(*f.type, true); });
    default:
      return false;
  }
}

bool suitsStepOutput(const Type& type, bool python) {
  bool file = type.is(TypeKind::File) || type.is(TypeKind::Stdout) || type.isError();
  return file || (python && !type.is(TypeKind::Path) && suitsStep(type, true));
}

const StepInfo& stepInfoOf(Context& context, const Symbol& symbol) {
  auto& slot = context.steps[&symbol];
  if (slot) return *slot;
  slot = std::make_unique<StepInfo>();
  StepInfo& info = *slot;
  info.symbol = &symbol;
  info.declaration = &std::get<syntax::StepDecl>(symbol.declaration->node);
  info.outputs = context.types.error();
  StepChecker(context, info).run();
  return info;
}

}  // namespace itw::sema
