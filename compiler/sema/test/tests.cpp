#include "compiler/sema/test/tests.h"

#include <algorithm>

#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/scalar_compiler.h"
#include "compiler/sema/test/test_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

// A title as the name of a plan: "a short run learns" is a_short_run_learns.
std::string nameOf(const std::string& title) {
  std::string name;
  for (char c : title) {
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (word) name += c;
    if (!word && !name.empty() && name.back() != '_') name += '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() ? "test" : name;
}

// Checks one test.
class TestChecker {
 public:
  TestChecker(Context& context, const syntax::TestDecl& test,
              const std::vector<const Symbol*>& missing)
      : context_(context),
        test_(test),
        missing_(missing),
        builder_(nameOf(test.title.text)),
        scope_{.locals = &locals_, .pipeline = &builder_} {}

  TestInstance check() {
    TestInstance result{.title = test_.title.text};
    result.run.name = builder_.pipeline();
    result.run.span = test_.title.span;
    nameStatements();
    for (std::size_t index : order()) evaluate(test_.body[index], result);
    reportUnused();
    if (result.expectations.empty() && !expects_)
      context_.report(testWithoutExpectation(test_.title));
    if (!missing_.empty()) addMissing(result);
    if (!result.run.missing.empty()) return result;
    result.run.nodes = builder_.takeNodes();
    for (Expectation& expectation : result.expectations)
      for (Operand& operand : expectation.operands)
        if (operand.source) operand.source->node = builder_.renumbered(operand.source->node);
    return result;
  }

 private:
  void nameStatements() {
    used_.resize(test_.body.size());
    for (std::size_t i = 0; i < test_.body.size(); ++i) {
      if (!test_.body[i].name || test_.body[i].name->text.empty()) continue;
      const syntax::Name& name = *test_.body[i].name;
      auto [place, fresh] = bindings_.emplace(name.text, i);
      if (!fresh) context_.report(duplicateBinding(name, test_.body[place->second].name->span));
      reportShadowing(context_, 0, name);
    }
  }

  std::vector<std::size_t> order() {
    std::vector<std::vector<std::size_t>> needs(test_.body.size());
    for (std::size_t i = 0; i < test_.body.size(); ++i)
      forEachName(*test_.body[i].value, [&](const NameUse& use) {
        auto place = bindings_.find(use.name);
        if (place == bindings_.end() || use.inType) return;
        used_[place->second] = true;
        needs[i].push_back(place->second);
      });
    DependencyOrder sorted = sortByNeed(needs);
    for (const std::vector<std::size_t>& cycle : sorted.cycles) {
      std::vector<syntax::Name> names;
      for (std::size_t index : cycle) {
        names.push_back(*test_.body[index].name);
        locals_[names.back().text] = context_.poisoned(names.back().span);
        cyclic_.push_back(index);
      }
      context_.report(cyclicBindings(names));
    }
    return sorted.order;
  }

  void evaluate(const syntax::TestStatement& statement, TestInstance& result) {
    auto index = static_cast<std::size_t>(&statement - test_.body.data());
    if (std::find(cyclic_.begin(), cyclic_.end(), index) != cyclic_.end()) return;
    if (statement.expected) {
      expects_ = true;
      builder_.beginBinding("expect");
      expectation(*statement.value, result);
      return;
    }
    builder_.beginBinding(statement.name ? statement.name->text : "");
    Item item = elaborate(context_, scope_, *statement.value);
    if (statement.name) locals_[statement.name->text] = std::move(item);
  }

  void expectation(const syntax::Expr& written, TestInstance& result) {
    ItemLeaves leaves(context_, scope_);
    auto compiled = ScalarCompiler(context_, leaves).compile(written);
    if (!compiled) return;
    expr::ScalarType type = compiled->code.type();
    if (type.kind != expr::ScalarKind::Bool) {
      context_.report(expectationNotBool(written.span, expr::textOf(type)));
      return;
    }
    Expectation expectation{.text = textOf(written.span), .span = written.span};
    bool open = false;
    for (const Item& item : leaves.items()) {
      expectation.operands.push_back(operandOf(item));
      const Operand& operand = expectation.operands.back();
      open = open || (!operand.value && !operand.source);
    }
    if (expectation.operands.empty()) context_.report(expectsNothing(written.span));
    expectation.condition = std::move(compiled->code);
    if (!open) result.expectations.push_back(std::move(expectation));
  }

  Operand operandOf(const Item& item) const {
    Operand operand{.text = textOf(item.span), .value = item.scalar.value};
    if (auto type = scalarTypeOf(*item.type)) operand.type = *type;
    if (item.type->is(TypeKind::Component)) operand.type = {expr::ScalarKind::Float, {}};
    if (item.value)
      if (const auto* source = std::get_if<expr::OutputRef>(&item.value->node))
        operand.source = *source;
    return operand;
  }

  std::string textOf(Span span) const { return std::string(context_.input.sources->text(span)); }

  void reportUnused() {
    for (std::size_t i = 0; i < test_.body.size(); ++i)
      if (test_.body[i].name && !used_[i]) context_.report(unusedBinding(*test_.body[i].name));
  }

  void addMissing(TestInstance& result) const {
    SymbolSet named;
    for (const syntax::TestStatement& statement : test_.body)
      forEachName(*statement.value, [&](const NameUse& use) {
        for (const Symbol* symbol : context_.symbols.find(0, use.name)) {
          if (symbol->kind == SymbolKind::Pipeline)
            reachOf(context_).addCall(*symbol, use.with, 0, named);
          else
            named.insert(symbol);
        }
      });
    for (const Symbol* param : missing_)
      if (reaches(named, *param)) result.run.missing.push_back({param->name, param->span});
  }

  // Whether what the test names leads to the param.
  bool reaches(const SymbolSet& named, const Symbol& param) const {
    for (const Symbol* user : reachOf(context_).dependents({&param}))
      if (named.contains(user)) return true;
    return false;
  }

  Context& context_;
  const syntax::TestDecl& test_;
  const std::vector<const Symbol*>& missing_;
  PipelineBuilder builder_;
  Locals locals_;
  Scope scope_;
  std::unordered_map<std::string, std::size_t> bindings_;
  std::vector<bool> used_;
  std::vector<std::size_t> cyclic_;
  bool expects_ = false;
};

// Params without a value, in the order of the text.
std::vector<const Symbol*> missingParams(const Context& context) {
  std::vector<const Symbol*> missing;
  for (const Symbol& symbol : context.symbols.all()) {
    if (symbol.module != 0 || symbol.kind != SymbolKind::Param) continue;
    auto place = context.definitions.find(&symbol);
    if (place == context.definitions.end()) continue;
    const Item& item = place->second.item;
    if (!item.isError() && !item.known()) missing.push_back(&symbol);
  }
  return missing;
}

}  // namespace

std::vector<TestInstance> checkTests(Context& context) {
  std::vector<TestInstance> tests;
  if (context.input.modules.empty()) return tests;
  std::unordered_map<std::string, Span> titles;
  std::unordered_map<std::string, int> names;
  const std::vector<const Symbol*> missing = missingParams(context);
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations) {
    const auto* test = std::get_if<syntax::TestDecl>(&declaration.node);
    if (test == nullptr) continue;
    if (test->title.text.empty() && test->title.span.valid())
      context.report(testWithoutTitle(test->title.span));
    auto [place, fresh] = titles.emplace(test->title.text, test->title.span);
    if (!fresh) context.report(repeatedTitle(test->title, place->second));
    tests.push_back(TestChecker(context, *test, missing).check());
    int times = ++names[tests.back().run.name];
    if (times > 1) tests.back().run.name += "_" + std::to_string(times);
  }
  return tests;
}

}  // namespace itw::sema
