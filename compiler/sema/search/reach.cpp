#include "compiler/sema/search/reach.h"

#include "compiler/sema/names_in.h"
#include "compiler/sema/place/profiles.h"

namespace itw::sema {
namespace {

// Names that a declaration reads; its own parameters are not among them.
class NamesOf {
 public:
  explicit NamesOf(const VisitName& visit) : visit_(visit) {}

  void operator()(const syntax::ParamDecl& decl) const { parameter(decl.parameter); }
  void operator()(const syntax::LetDecl& decl) const { read(decl.value); }
  void operator()(const syntax::FnDecl& decl) const {
    own(decl.parameters, [&](const NamesOf& inner) { inner.read(decl.body); });
  }
  void operator()(const syntax::ModelDecl& decl) const {
    own(decl.parameters, [&](const NamesOf& inner) {
      inner.read(decl.where);
      for (const syntax::ModelStatement& statement : decl.body) inner.read(statement.value);
    });
  }
  void operator()(const syntax::StepDecl& decl) const {
    own(decl.parameters, [&](const NamesOf& inner) {
      inner.read(decl.implementation);
      for (const syntax::Binding& binding : decl.body) inner.read(binding.value);
    });
  }
  void operator()(const syntax::PipelineDecl& decl) const {
    for (const syntax::Parameter& each : decl.parameters) parameter(each);
    for (const syntax::PipelineStatement& statement : decl.body) read(statement.value);
  }
  void operator()(const syntax::ShapeDecl& decl) const {
    for (const syntax::ExprPtr& alternative : decl.alternatives) read(alternative);
  }
  template <class Other>
  void operator()(const Other&) const {}

 private:
  void read(const syntax::ExprPtr& expr) const {
    if (expr) forEachName(*expr, visit_);
  }

  void parameter(const syntax::Parameter& parameter) const {
    read(parameter.range);
    read(parameter.fallback);
    read(parameter.where);
  }

  template <class Body>
  void own(const std::vector<syntax::Parameter>& parameters, Body body) const {
    std::unordered_set<std::string_view> names;
    for (const syntax::Parameter& each : parameters) {
      parameter(each);
      names.insert(each.name.text);
    }
    VisitName others = [&](const NameUse& use) {
      if (!names.contains(use.name)) visit_(use);
    };
    body(NamesOf(others));
  }

  const VisitName& visit_;
};

// Follows names from declaration to declaration.
class Walk {
 public:
  explicit Walk(const Context& context) : context_(context) {}

  std::unordered_set<const Symbol*> from(const Symbol& pipeline) {
    add(pipeline);
    return follow();
  }

  std::unordered_set<const Symbol*> from(const syntax::TestDecl& test) {
    for (const syntax::TestStatement& statement : test.body) forEachName(*statement.value, visit_);
    return follow();
  }

 private:
  std::unordered_set<const Symbol*> follow() {
    while (!open_.empty()) {
      const Symbol& symbol = *open_.back();
      open_.pop_back();
      std::visit(NamesOf(visit_), symbol.declaration->node);
      addProfile(symbol);
    }
    return std::move(params_);
  }

  void add(const Symbol& symbol) {
    if (!seen_.insert(&symbol).second) return;
    open_.push_back(&symbol);
    if (symbol.kind == SymbolKind::Param) params_.insert(&symbol);
  }

  // What the chosen profile binds to a param or to a pipeline's arguments.
  void addProfile(const Symbol& symbol) {
    auto entry = profileBinding(context_, symbol.name);
    if (symbol.kind == SymbolKind::Param && entry != nullptr) forEachName(*entry->value, visit_);
    const auto* pipeline = std::get_if<syntax::PipelineDecl>(&symbol.declaration->node);
    if (pipeline == nullptr) return;
    for (const syntax::Parameter& parameter : pipeline->parameters) {
      entry = profileBinding(context_, symbol.name + "." + parameter.name.text);
      if (entry != nullptr) forEachName(*entry->value, visit_);
    }
  }

  const Context& context_;
  std::unordered_set<const Symbol*> seen_;
  std::unordered_set<const Symbol*> params_;
  std::vector<const Symbol*> open_;
  VisitName visit_ = [this](const NameUse& use) {
    for (const Symbol* symbol : context_.symbols.inModule(0, use.name)) add(*symbol);
  };
};

}  // namespace

std::unordered_set<const Symbol*> reachedParams(const Context& context, const Symbol& pipeline) {
  return Walk(context).from(pipeline);
}

std::unordered_set<const Symbol*> reachedParams(const Context& context,
                                                const syntax::TestDecl& test) {
  return Walk(context).from(test);
}

}  // namespace itw::sema
