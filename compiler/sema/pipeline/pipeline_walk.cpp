#include <unordered_set>

#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/pipeline_diagnostics.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

// Evaluates the statements of one pipeline in the order of their data.
class PipelineWalker {
 public:
  PipelineWalker(Context& context, PipelineWalk walk)
      : context_(context),
        walk_(std::move(walk)),
        declaration_(std::get<syntax::PipelineDecl>(walk_.symbol->declaration->node)),
        scope_{.module = walk_.symbol->module,
               .locals = &walk_.locals,
               .pipeline = walk_.builder,
               .untaken = walk_.untaken} {}

  std::vector<PublishedOutput> run() {
    for (const syntax::Parameter& parameter : declaration_.parameters)
      arguments_.emplace(parameter.name.text, &parameter);
    nameStatements();
    for (std::size_t index : order()) evaluate(index);
    if (walk_.first) {
      reportUnused();
      context_.bindings[walk_.symbol] = std::move(walk_.locals);
    }
    return std::move(published_);
  }

 private:
  void reportFirst(Diagnostic diagnostic) {
    if (walk_.first) context_.report(std::move(diagnostic));
  }

  void nameStatements() {
    used_.resize(declaration_.body.size());
    for (std::size_t i = 0; i < declaration_.body.size(); ++i) {
      const auto& statement = declaration_.body[i];
      if (!statement.name || statement.name->text.empty()) continue;
      const syntax::Name& name = *statement.name;
      auto [place, fresh] = bindings_.emplace(name.text, i);
      if (!fresh) reportFirst(duplicateBinding(name, declaration_.body[place->second].name->span));
      auto argument = arguments_.find(name.text);
      if (argument != arguments_.end())
        reportFirst(duplicateBinding(name, argument->second->name.span));
      if (walk_.first) reportShadowing(context_, walk_.symbol->module, name);
    }
  }

  // Data decides the order, not the text.
  std::vector<std::size_t> order() {
    std::vector<std::vector<std::size_t>> needs(declaration_.body.size());
    for (std::size_t i = 0; i < declaration_.body.size(); ++i)
      forEachName(*declaration_.body[i].value, [&](const NameUse& use) {
        read_.insert(use.name);
        auto place = bindings_.find(use.name);
        if (place == bindings_.end() || use.inType) return;
        // `best = train(..., keep = best(accuracy))` calls the component.
        if (use.callee && !context_.symbols.find(walk_.symbol->module, use.name).empty()) return;
        used_[place->second] = true;
        needs[i].push_back(place->second);
      });
    DependencyOrder sorted = sortByNeed(needs);
    for (const std::vector<std::size_t>& cycle : sorted.cycles) {
      std::vector<syntax::Name> names;
      for (std::size_t index : cycle) {
        names.push_back(*declaration_.body[index].name);
        walk_.locals[names.back().text] = context_.poisoned(names.back().span);
        cyclic_.insert(index);
      }
      reportFirst(cyclicBindings(names));
    }
    return sorted.order;
  }

  void evaluate(std::size_t index) {
    const syntax::PipelineStatement& statement = declaration_.body[index];
    if (cyclic_.contains(index)) return;
    if (statement.published) {
      walk_.builder->beginBinding(statement.published->text);
      publish(statement);
      return;
    }
    walk_.builder->beginBinding(statement.name ? statement.name->text : "");
    std::size_t before = walk_.builder->size();
    Item item = elaborate(context_, scope_, *statement.value);
    if (!statement.name) return;
    // A task of which nothing is kept is found in the plan, where branches are decided.
    if (!item.isError() && walk_.builder->size() == before) idle_.push_back(index);
    walk_.locals[statement.name->text] = std::move(item);
  }

  // An output, or a list of them, which fan-out gives.
  static bool isPublishable(const Item& item) {
    if (item.items) {
      for (const Item& element : *item.items)
        if (!isPublishable(element)) return false;
      return !item.items->empty();
    }
    return item.value && std::holds_alternative<expr::OutputRef>(item.value->node);
  }

  void publish(const syntax::PipelineStatement& statement) {
    Item item = elaborate(context_, scope_, *statement.value);
    const syntax::Name& name = *statement.published;
    auto [place, fresh] = publishedNames_.emplace(name.text, name.span);
    if (!fresh) reportFirst(publishedTwice(name, place->second));
    if (name.text.empty()) reportFirst(publishedWithoutName(name.span));
    if (!name.text.empty() && !isNameForFile(name.text))
      reportFirst(nameForNoFile(name.span, name.text));
    if (item.isError()) {
      // Who calls the pipeline finds the name, and nothing more is said.
      if (fresh) published_.push_back({name.text, std::move(item), statement.span});
      return;
    }
    if (!isPublishable(item)) {
      reportFirst(item.fields ? publishedRecord(item) : publishedNotAnOutput(item));
      return;
    }
    if (fresh) published_.push_back({name.text, std::move(item), statement.span});
  }

  void reportUnused() {
    for (std::size_t index : idle_)
      if (!used_[index]) context_.report(unusedBinding(*declaration_.body[index].name));
    for (const auto& [name, parameter] : arguments_)
      if (!read_.contains(name)) context_.report(unusedParameter(parameter->name, "pipeline"));
  }

  Context& context_;
  PipelineWalk walk_;
  const syntax::PipelineDecl& declaration_;
  Scope scope_;
  std::unordered_map<std::string, const syntax::Parameter*> arguments_;
  std::unordered_map<std::string, std::size_t> bindings_;
  std::unordered_map<std::string, Span> publishedNames_;
  std::unordered_set<std::string> read_;
  std::unordered_set<std::size_t> cyclic_;
  std::vector<std::size_t> idle_;  // Bindings that call no task.
  std::vector<bool> used_;
  std::vector<PublishedOutput> published_;
};

}  // namespace

std::vector<PublishedOutput> walkPipeline(Context& context, PipelineWalk walk) {
  return PipelineWalker(context, std::move(walk)).run();
}

}  // namespace itw::sema
