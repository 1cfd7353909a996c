#include <unordered_set>

#include "compiler/sema/definitions.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/overrides.h"
#include "compiler/sema/pipeline_builder.h"

namespace itw::sema {
namespace {

// Checks one pipeline and evaluates it.
class PipelineChecker {
 public:
  PipelineChecker(Context& context, const Symbol& symbol)
      : context_(context),
        symbol_(symbol),
        declaration_(std::get<syntax::PipelineDecl>(symbol.declaration->node)),
        builder_(symbol.name),
        scope_{.module = symbol.module, .locals = &locals_, .pipeline = &builder_} {}

  PipelineInstance check() {
    PipelineInstance instance{.name = symbol_.name, .span = symbol_.span};
    bindArguments();
    nameStatements();
    for (std::size_t index : order()) evaluate(declaration_.body[index]);
    reportUnused();
    addMissingParams();
    context_.bindings[&symbol_] = locals_;
    instance.missing = missing_;
    if (!missing_.empty()) return instance;
    instance.nodes = builder_.takeNodes();
    for (Published& published : published_)
      published.source.node = builder_.renumbered(published.source.node);
    instance.published = std::move(published_);
    return instance;
  }

 private:
  // A pipeline's argument is set by its path, or by its bare name where no param has it.
  std::string pathOf(const std::string& name) const {
    for (const PendingOverride& pending : context_.overrides)
      if (pending.override->path == name) return name;
    return symbol_.name + "." + name;
  }

  void bindArguments() {
    const Signature& signature = signatureOf(context_, symbol_);
    Scope scope{.module = symbol_.module, .locals = &locals_};
    for (const Parameter& parameter : signature.parameters) {
      reportShadowing(context_, symbol_.module, parameter.syntax->name);
      arguments_.emplace(parameter.name, parameter.syntax);
      std::string path = pathOf(parameter.name);
      ParameterValue value =
          evaluateParameter(context_, *parameter.syntax, path, scope, parameter.type);
      context_.arguments.push_back({symbol_.name + "." + parameter.name, parameter.syntax,
                                    value.item, value.layer, std::move(value.layers)});
      if (!value.item.isError() && !value.item.known())
        missing_.push_back({symbol_.name + "." + parameter.name, parameter.syntax->name.span});
      locals_[parameter.name] = std::move(value.item);
    }
  }

  // File-level params without a value that this pipeline reads.
  void addMissingParams() {
    for (const auto& [symbol, definition] : context_.definitions)
      if (symbol->kind == SymbolKind::Param && !definition.item.isError() &&
          !definition.item.known())
        missing_.push_back({symbol->name, symbol->span});
  }

  void nameStatements() {
    used_.resize(declaration_.body.size());
    for (std::size_t i = 0; i < declaration_.body.size(); ++i) {
      const auto& statement = declaration_.body[i];
      if (!statement.name) continue;
      const syntax::Name& name = *statement.name;
      auto [place, fresh] = bindings_.emplace(name.text, i);
      if (!fresh)
        context_.report(duplicateBinding(name, declaration_.body[place->second].name->span));
      auto argument = arguments_.find(name.text);
      if (argument != arguments_.end())
        context_.report(duplicateBinding(name, argument->second->name.span));
      reportShadowing(context_, symbol_.module, name);
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
        used_[place->second] = true;
        needs[i].push_back(place->second);
      });
    DependencyOrder sorted = sortByNeed(needs);
    for (const std::vector<std::size_t>& cycle : sorted.cycles) {
      std::vector<syntax::Name> names;
      for (std::size_t index : cycle) {
        names.push_back(*declaration_.body[index].name);
        locals_[names.back().text] = context_.poisoned(names.back().span);
        cyclic_.insert(index);
      }
      context_.report(cyclicBindings(names));
    }
    return sorted.order;
  }

  void evaluate(const syntax::PipelineStatement& statement) {
    auto index = static_cast<std::size_t>(&statement - declaration_.body.data());
    if (cyclic_.count(index) > 0) return;
    if (statement.published) {
      builder_.beginBinding(statement.published->text);
      publish(statement);
      return;
    }
    builder_.beginBinding(statement.name ? statement.name->text : "");
    Item item = elaborate(context_, scope_, *statement.value);
    if (!statement.name) return;
    constant_.insert(item.isError() || isOutput(item) ? SIZE_MAX : index);
    locals_[statement.name->text] = std::move(item);
  }

  static bool isOutput(const Item& item) {
    return item.value && std::holds_alternative<expr::OutputRef>(item.value->node);
  }

  void publish(const syntax::PipelineStatement& statement) {
    Item item = elaborate(context_, scope_, *statement.value);
    const syntax::Name& name = *statement.published;
    auto [place, fresh] = publishedNames_.emplace(name.text, name.span);
    if (!fresh) context_.report(publishedTwice(name, place->second));
    if (name.text.empty()) context_.report(publishedWithoutName(name.span));
    if (item.isError()) return;
    if (!isOutput(item)) {
      context_.report(publishedNotAnOutput(item));
      return;
    }
    published_.push_back({name.text, std::get<expr::OutputRef>(item.value->node), statement.span});
  }

  void reportUnused() {
    // A task of which nothing is kept is found in the plan, where branches are decided.
    for (std::size_t index : constant_)
      if (index != SIZE_MAX && !used_[index])
        context_.report(unusedBinding(*declaration_.body[index].name));
    for (const auto& [name, parameter] : arguments_)
      if (read_.count(name) == 0) context_.report(unusedParameter(parameter->name, "pipeline"));
  }

  Context& context_;
  const Symbol& symbol_;
  const syntax::PipelineDecl& declaration_;
  PipelineBuilder builder_;
  Locals locals_;
  Scope scope_;
  std::unordered_map<std::string, const syntax::Parameter*> arguments_;
  std::unordered_map<std::string, std::size_t> bindings_;
  std::unordered_map<std::string, Span> publishedNames_;
  std::unordered_set<std::string> read_;
  std::unordered_set<std::size_t> cyclic_;
  std::unordered_set<std::size_t> constant_;
  std::vector<bool> used_;
  std::vector<Published> published_;
  std::vector<MissingValue> missing_;
};

}  // namespace

std::vector<PipelineInstance> checkPipelines(Context& context) {
  std::vector<PipelineInstance> instances;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.module == 0 && symbol.kind == SymbolKind::Pipeline)
      instances.push_back(PipelineChecker(context, symbol).check());
  return instances;
}

}  // namespace itw::sema
