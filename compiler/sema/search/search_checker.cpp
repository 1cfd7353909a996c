#include "compiler/sema/search/search_checker.h"

#include <algorithm>

#include "compiler/sema/arguments.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/search/search_diagnostics.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {

namespace {

const VariableNames& variableNamesOf(Context& context, const Symbol& pipeline) {
  std::shared_ptr<VariableNames>& names = context.variableNames[&pipeline];
  if (names) return *names;
  names = std::make_shared<VariableNames>();
  names->reached = reachOf(context).of(pipeline);
  for (const PipelineArgument& argument : context.arguments) {
    if (!argument.path.starts_with(context.symbols.qualified(pipeline) + ".")) continue;
    names->arguments.emplace(argument.parameter->name.text, &argument);
    names->locals[argument.parameter->name.text] = argument.item;
  }
  return *names;
}

}  // namespace

std::vector<std::string_view> freeKeys(const std::vector<syntax::SweepStatement>& body,
                                       std::span<const std::string_view> keys) {
  std::vector<std::string_view> free;
  for (std::string_view key : keys)
    if (std::none_of(body.begin(), body.end(), [&](const syntax::SweepStatement& statement) {
          return statement.binding && statement.binding->name.text == key;
        }))
      free.push_back(key);
  return free;
}

SearchChecker::SearchChecker(Context& context, const Symbol& symbol, const syntax::Name& pipeline,
                             std::string what)
    : context_(context), symbol_(symbol), what_(std::move(what)), pipelineName_(pipeline.text) {
  findPipeline(pipeline);
  if (pipeline_ != nullptr) variable_ = &variableNamesOf(context, *pipeline_);
}

std::string SearchChecker::textOf(const syntax::Expr& expr) const {
  return std::string(context_.input.sources->text(expr.span));
}

void SearchChecker::findPipeline(const syntax::Name& name) {
  if (name.text.empty()) return;
  const Symbol* other = nullptr;
  for (const Symbol* symbol : context_.symbols.findPath(symbol_.module, name.text)) {
    if (symbol->kind == SymbolKind::Pipeline && pipeline_ == nullptr) pipeline_ = symbol;
    other = symbol;
  }
  if (pipeline_ != nullptr) return;
  std::string near;
  if (other == nullptr && context_.suggestionsLeft-- > 0) {
    std::vector<std::string> pipelines;
    for (const Symbol& symbol : context_.symbols.all())
      if (context_.symbols.isUsers(symbol.module) && symbol.kind == SymbolKind::Pipeline)
        pipelines.push_back(context_.symbols.qualified(symbol));
    near = nearest(name.text, {pipelines.begin(), pipelines.end()});
  }
  context_.report(notAPipeline(name, what_, other, near));
}

// The nearest name that can vary; nobody reads thousands of suggestions.
std::string SearchChecker::nearestVariable(const std::string& name) {
  if (context_.suggestionsLeft-- <= 0) return "";
  std::vector<std::string> all;
  for (const auto& [argument, place] : variable_->arguments) all.push_back(argument);
  std::sort(all.begin(), all.end());
  for (const Symbol& symbol : context_.symbols.all()) {
    if (symbol.kind != SymbolKind::Param || !context_.symbols.isUsers(symbol.module)) continue;
    all.push_back(context_.symbols.qualified(symbol));
    if (symbol.name == name) return all.back();
  }
  return nearest(name, {all.begin(), all.end()});
}

const PipelineArgument* SearchChecker::argumentOf(const std::string& name) const {
  std::string own =
      name.starts_with(pipelineName_ + ".") ? name.substr(pipelineName_.size() + 1) : name;
  auto place = variable_->arguments.find(own);
  return place == variable_->arguments.end() ? nullptr : place->second;
}

bool SearchChecker::standsAlone(const syntax::Parameter& parameter) const {
  bool alone = true;
  for (const syntax::ExprPtr* part : {&parameter.range, &parameter.where})
    if (*part)
      forEachName(**part, [&](const NameUse& use) {
        alone = alone && (use.name == parameter.name.text || !announced_.contains(use.name));
      });
  return alone;
}

DrawTarget SearchChecker::targetAt(std::string path, TypeRef type,
                                   const syntax::Parameter& parameter, const Symbol* param) {
  const std::uint32_t module = param == nullptr ? pipeline_->module : param->module;
  Scope& file = files_[module];
  file.module = module;
  const Scope* declared = standsAlone(parameter) ? &file : nullptr;
  return {std::move(path), type, &parameter, declared, true, param};
}

std::optional<DrawTarget> SearchChecker::targetOf(const syntax::Name& name) {
  if (pipeline_ == nullptr || name.text.empty()) return std::nullopt;
  if (const PipelineArgument* argument = argumentOf(name.text))
    return targetAt(argument->path, argument->item.type, *argument->parameter, nullptr);
  for (const Symbol* symbol : context_.symbols.findPath(symbol_.module, name.text)) {
    const auto* param = std::get_if<syntax::ParamDecl>(&symbol->declaration->node);
    if (param == nullptr && symbol->kind == SymbolKind::Type) continue;
    if (param == nullptr) {
      context_.report(notDrawable(name, *symbol));
      return std::nullopt;
    }
    if (!variable_->reached.contains(symbol)) {
      context_.report(unreachedDraw(name, pipelineName_, *symbol));
      symbol->used = true;
      return std::nullopt;
    }
    const Item& item = context_.definitions[symbol].item;
    if (item.isError()) return std::nullopt;
    return targetAt(name.text, item.type, param->parameter, symbol);
  }
  context_.report(unknownDraw(name, pipelineName_, nearestVariable(name.text)));
  return std::nullopt;
}

const Item* SearchChecker::fixedValue(const syntax::Name& name, const DrawTarget& target) const {
  const auto definition = context_.definitions.find(target.param);
  if (target.param != nullptr && definition != context_.definitions.end())
    return definition->second.layer == Layer::Set ? &definition->second.item : nullptr;
  const PipelineArgument* argument = argumentOf(name.text);
  return argument != nullptr && argument->layer == Layer::Set ? &argument->item : nullptr;
}

bool SearchChecker::isFixed(const syntax::Name& name, const DrawTarget& target) {
  const Item* item = fixedValue(name, target);
  if (item == nullptr) return false;
  anyFixed_ = true;
  context_.report(
      drawFixed(name, symbol_.name, item->provenance ? item->provenance->setBy : "--set"));
  return true;
}

void SearchChecker::vary(const DrawTarget& target, Item item) {
  if (target.param != nullptr && target.param->module != 0)
    imported_.emplace_back(target.param, std::move(item));
  else
    varying_[bareName(target.path)] = std::move(item);
}

void SearchChecker::varyUnknown(const syntax::Name& name) {
  varying_[bareName(name.text)] = context_.poisoned(name.span);
}

std::optional<expr::Tri> SearchChecker::truth(const syntax::Expr& condition) {
  Scope outer{.module = symbol_.module,
              .locals = variable_ == nullptr ? nullptr : &variable_->locals};
  Scope scope{.module = symbol_.module, .outer = &outer, .locals = &varying_};
  // What depends on an open value is judged value by value, not here.
  const std::size_t before = context_.sink.all().size();
  Rebound rebound(context_, imported_);
  context_.sink.takeSince(before);
  Item item = elaborateAs(context_, scope, condition, context_.types.simple(TypeKind::Bool));
  if (item.isError()) return std::nullopt;
  return item.scalar.truth;
}

void SearchChecker::reportBroken(const syntax::SweepStatement& statement) {
  Scope outer{.module = symbol_.module,
              .locals = variable_ == nullptr ? nullptr : &variable_->locals};
  Scope scope{.module = symbol_.module, .outer = &outer, .locals = &varying_};
  const syntax::Expr& condition = *statement.value;
  Diagnostic diagnostic =
      neverHolds(condition.span, statement.because, explainCondition(context_, condition, scope));
  diagnostic.setBy = settingBehind(context_, condition, scope);
  context_.report(std::move(diagnostic));
}

// Whether a condition speaks of what `--set` may change: it may be there for that.
bool SearchChecker::readsOthers(const syntax::Expr& condition) const {
  bool reads = false;
  forEachName(condition, [&](const NameUse& use) {
    if (varying_.contains(use.name)) return;
    reads = reads || (variable_ != nullptr && variable_->arguments.contains(use.name));
    for (const Symbol* found : context_.symbols.find(symbol_.module, use.name))
      reads = reads || found->kind == SymbolKind::Param;
  });
  return reads;
}

std::optional<Requirement> SearchChecker::requirement(const syntax::SweepStatement& statement) {
  auto known = truth(*statement.value);
  if (!known) return std::nullopt;
  if (*known == expr::Tri::False) reportBroken(statement);
  if (*known == expr::Tri::True && !anyFixed_ && !readsOthers(*statement.value))
    context_.report(alwaysHolds(statement.value->span));
  return Requirement{textOf(*statement.value), statement.because};
}

bool SearchChecker::readsResult(const syntax::Expr& expr) const {
  auto bindings = context_.bindings.find(pipeline_);
  bool reads = false;
  forEachName(expr, [&](const NameUse& use) {
    if (bindings == context_.bindings.end()) return;
    auto place = bindings->second.find(use.name);
    if (place == bindings->second.end()) return;
    const Item& item = place->second;
    bool scalar =
        item.isError() || !item.value || !std::holds_alternative<expr::OutputRef>(item.value->node);
    const bool called = item.fields && outputBehind(item).has_value();
    reads = reads || item.isError() || !scalar || item.items != nullptr || called;
  });
  return reads;
}

std::optional<std::string> SearchChecker::result(const syntax::Expr& expr,
                                                 const std::string& what) {
  if (pipeline_ == nullptr || std::holds_alternative<syntax::Missing>(expr.node))
    return std::nullopt;
  Scope scope{.module = symbol_.module, .locals = &context_.bindings[pipeline_]};
  Item item = elaborate(context_, scope, expr);
  if (item.isError()) return std::nullopt;
  bool metric = item.type->is(TypeKind::Component) && item.type->name == "metric";
  bool number = metric || item.type->is(TypeKind::Float) || item.type->is(TypeKind::Int) ||
                item.type->is(TypeKind::Measure) || item.type->is(TypeKind::Count);
  if (!number) {
    context_.report(objectiveNotANumber(expr.span, *item.type, what));
    return std::nullopt;
  }
  if (!readsResult(expr)) {
    context_.report(readsNoResult(expr.span, what));
    return std::nullopt;
  }
  return textOf(expr);
}

std::optional<std::string> SearchChecker::limit(const syntax::Expr& condition) {
  if (pipeline_ == nullptr) return std::nullopt;
  Scope scope{.module = symbol_.module, .locals = &context_.bindings[pipeline_]};
  Item item = elaborateAs(context_, scope, condition, context_.types.simple(TypeKind::Bool));
  if (item.isError()) return std::nullopt;
  if (!readsResult(condition)) {
    context_.report(readsNoResult(condition.span, "limit"));
    return std::nullopt;
  }
  return textOf(condition);
}

Item SearchChecker::key(const syntax::Binding& binding, TypeRef type) {
  return elaborateAs(context_, Scope{.module = symbol_.module}, *binding.value, type);
}

std::int64_t SearchChecker::count(const syntax::Binding& binding) {
  Item item = key(binding, context_.types.simple(TypeKind::Int));
  if (item.isError() || !item.scalar.value) return 1;
  std::int64_t number = *item.scalar.value->integer();
  if (number >= 1) return number;
  Diagnostic tooSmall = entryTooSmall(item, binding.name.text, {what_, symbol_.name}, 1);
  tooSmall.kind = DiagKind::OutOfRange;  // No resource is asked for.
  context_.report(std::move(tooSmall));
  return number;
}

void SearchChecker::unknownKey(const syntax::Binding& binding,
                               const std::vector<std::string_view>& known) {
  bool variable = variable_ != nullptr && argumentOf(binding.name.text) != nullptr;
  for (const Symbol* symbol : context_.symbols.inModule(0, binding.name.text))
    variable = variable || symbol->kind == SymbolKind::Param;
  if (variable) {
    context_.report(boundInSearch(binding, what_, textOf(*binding.value)));
    return;
  }
  const std::string near = nearest(binding.name.text, known);
  const auto* number = std::get_if<syntax::NumberLiteral>(&binding.value->node);
  if (near == "budget" && number != nullptr)
    return context_.report(budgetOfTrials(binding, textOf(*binding.value)));
  context_.report(unknownSearchKey(binding.name, what_, near, known));
}

bool SearchChecker::isFirst(const syntax::Binding& binding) {
  auto [place, fresh] = keys_.emplace(binding.name.text, binding.name.span);
  if (!fresh) context_.report(keyTwice(binding.name, place->second));
  return fresh;
}

}  // namespace itw::sema
