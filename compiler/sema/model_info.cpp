#include "compiler/sema/model_info.h"

#include <limits>
#include <unordered_set>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/model/model_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/open_item.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/tensor_diagnostics.h"
#include "compiler/sema/unused_diagnostics.h"

namespace itw::sema {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A parameter for all of its values: integers are symbols, bounded by their range.
Item openItem(Context& context, const Parameter& parameter, const Scope& scope,
              expr::Facts& facts) {
  const auto* range = parameter.syntax->range == nullptr
                          ? nullptr
                          : std::get_if<syntax::RangeExpr>(&parameter.syntax->range->node);
  expr::Interval bounds;
  if (range != nullptr) {
    Item low = elaborate(context, scope, *range->low);
    Item high = elaborate(context, scope, *range->high);
    if (low.isError() || high.isError()) return context.poisoned(parameter.syntax->span);
    bounds = {low.scalar.range.low, high.scalar.range.high, !range->inclusive};
  }
  Item item = openItemOf(context, parameter.type, parameter.syntax->name, bounds, facts);
  item.span = parameter.syntax->span;
  return item;
}

const syntax::NameExpr* nameOf(const syntax::Expr& expr) {
  return std::get_if<syntax::NameExpr>(&expr.node);
}

// `width % 4 == 0`, `a == b` and conjunctions of them.
void learn(Context& context, const ModelInfo& info, const syntax::Expr& condition,
           expr::Facts& facts) {
  const auto* binary = std::get_if<syntax::BinaryExpr>(&condition.node);
  if (binary == nullptr) return;
  if (binary->op == syntax::BinaryOp::And) {
    learn(context, info, *binary->left, facts);
    learn(context, info, *binary->right, facts);
    return;
  }
  if (binary->op != syntax::BinaryOp::Equal) return;
  Scope scope{.module = info.symbol->module, .locals = &info.names, .facts = &facts};
  const auto* modulo = std::get_if<syntax::BinaryExpr>(&binary->left->node);
  bool divides = modulo != nullptr && modulo->op == syntax::BinaryOp::Modulo &&
                 nameOf(*modulo->left) != nullptr;
  const syntax::NameExpr* subject = nameOf(divides ? *modulo->left : *binary->left);
  if (subject == nullptr || info.names.count(subject->name) == 0) return;
  Item right = elaborate(context, scope, divides ? *modulo->right : *binary->right);
  if (right.isError()) return;
  if (!divides && right.scalar.dim) facts.equal(subject->name, *right.scalar.dim);
  const auto* zero = std::get_if<syntax::NumberLiteral>(&binary->right->node);
  const std::int64_t* divisor = right.scalar.value ? right.scalar.value->integer() : nullptr;
  bool useful = divides && zero != nullptr && zero->digits == "0" && divisor != nullptr;
  if (useful && *divisor > 0) facts.divisible(subject->name, *divisor);
}

struct Statements {
  std::unordered_map<std::string, std::size_t> byName;
  std::vector<bool> used;
};

// `model M(input: int)`, whose input without a name is called so too.
void reportParameterNamedInput(Context& context, const ModelInfo& info) {
  for (const syntax::Parameter& parameter : info.declaration->parameters)
    if (const TypeField* port = info.inputs->find(parameter.name.text))
      context.report(parameterNamedLikeInput(parameter.name, port->span));
}

// Names of statements, each once and none of a port or parameter.
Statements nameStatements(Context& context, const ModelInfo& info) {
  Statements statements;
  const auto& body = info.declaration->body;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!body[i].name || body[i].name->text.empty()) continue;
    const syntax::Name& name = *body[i].name;
    auto [place, fresh] = statements.byName.emplace(name.text, i);
    if (!fresh) context.report(duplicateBinding(name, body[place->second].name->span));
    const TypeField* port = info.inputs->find(name.text);
    if (port != nullptr && port->name != "input")
      context.report(duplicateBinding(name, port->span));
    auto parameter = info.parameters.find(name.text);
    if (parameter != info.parameters.end())
      context.report(duplicateBinding(name, parameter->second.span));
    reportShadowing(context, info.symbol->module, name);
  }
  statements.used.resize(body.size());
  return statements;
}

void reportCycles(Context& context, ModelInfo& info, const DependencyOrder& order) {
  for (const std::vector<std::size_t>& cycle : order.cycles) {
    std::vector<syntax::Name> names;
    for (std::size_t index : cycle) {
      const syntax::ModelStatement& statement = info.declaration->body[index];
      names.push_back(statement.name.value_or(syntax::Name{"the result", statement.span}));
    }
    context.report(cyclicBindings(names));
    info.valid = false;
  }
}

std::size_t resultCount(const ModelInfo& info) {
  std::size_t count = 0;
  for (const syntax::ModelStatement& statement : info.declaration->body)
    count += statement.kind == syntax::ModelStatementKind::Result ? 1 : 0;
  return count;
}

struct Usage {
  Statements statements;
  std::unordered_set<std::string> read;
};

// What nothing in the body reads is a slip of who wrote it.
void reportUnused(Context& context, const ModelInfo& info, const Usage& usage) {
  const auto& [statements, read] = usage;
  const auto& body = info.declaration->body;
  for (const auto& [name, index] : statements.byName) {
    bool output = info.outputs->find(name) != nullptr && resultCount(info) == 0;
    if (!statements.used[index] && !output) context.report(unusedModelBinding(*body[index].name));
  }
  for (const TypeField& port : info.inputs->fields) {
    bool startsChain = info.inputs->fields.size() == 1;
    if (!startsChain && read.count(port.name) == 0) context.report(unusedInput(port));
  }
  for (const Parameter& parameter : signatureOf(context, *info.symbol).parameters)
    if (read.count(parameter.name) == 0)
      context.report(unusedParameter(parameter.syntax->name, "model"));
}

void collectPortNames(const std::vector<syntax::Port>& ports,
                      std::unordered_set<std::string>& read) {
  for (const syntax::Port& port : ports)
    if (port.type) forEachName(*port.type, [&](const NameUse& use) { read.insert(use.name); });
}

// Orders the statements by what they need and reports names that are wrong.
Usage orderStatements(Context& context, ModelInfo& info) {
  const auto& body = info.declaration->body;
  reportParameterNamedInput(context, info);
  Statements statements = nameStatements(context, info);
  std::unordered_set<std::string> read;
  std::vector<std::vector<std::size_t>> needs(body.size());
  for (std::size_t i = 0; i < body.size(); ++i)
    forEachName(*body[i].value, [&](const NameUse& use) {
      read.insert(use.name);
      auto place = statements.byName.find(use.name);
      if (place == statements.byName.end()) return;
      statements.used[place->second] = true;
      needs[i].push_back(place->second);
    });
  collectPortNames(info.declaration->inputs, read);
  collectPortNames(info.declaration->outputs, read);
  if (info.declaration->where)
    forEachName(*info.declaration->where, [&](const NameUse& use) { read.insert(use.name); });
  DependencyOrder order = sortByNeed(needs);
  info.order = order.order;
  reportCycles(context, info, order);
  return {std::move(statements), std::move(read)};
}

bool checkDefaults(Context& context, const ModelInfo& info, const expr::Facts& facts) {
  bool good = true;
  Locals locals = info.parameters;
  Scope scope{.module = info.symbol->module, .locals = &locals, .facts = &facts};
  for (const Parameter& parameter : signatureOf(context, *info.symbol).parameters) {
    if (parameter.type->isError()) good = false;
    if (!parameter.syntax->fallback || parameter.type->isError()) continue;
    Item item = elaborateAs(context, scope, *parameter.syntax->fallback, parameter.type);
    locals[parameter.name] = item;
    bool fits = !item.isError() && checkConstraints(context, *parameter.syntax, scope, item);
    locals[parameter.name] = info.parameters.at(parameter.name);
    good = good && fits;
  }
  return good;
}

void checkBody(Context& context, ModelInfo& info) {
  std::size_t results = resultCount(info);
  if (results > 1) {
    const syntax::ModelStatement* second = nullptr;
    for (const syntax::ModelStatement& statement : info.declaration->body)
      if (statement.kind == syntax::ModelStatementKind::Result) second = &statement;
    context.report(secondResult(second->span));
    info.valid = false;
    return;
  }
  BodyWalk walk{&info, &info.parameters, &info.facts, nullptr, "", {}, {}};
  for (std::size_t i = 0; i < info.inputs->fields.size(); ++i) {
    const TypeField& port = info.inputs->fields[i];
    walk.inputs.push_back({.tensor = port.type->tensor, .span = port.span});
  }
  for (const TypeField& port : info.outputs->fields) walk.outputs.push_back(port.type->tensor);
  if (!walkBody(context, walk)) info.valid = false;
}

}  // namespace

namespace {

// Dimension symbols, which `where` may speak of like of parameters.
void openSymbols(Context& context, ModelInfo& info) {
  for (const auto* ports : {&info.declaration->inputs, &info.declaration->outputs})
    for (const syntax::Port& port : *ports) {
      const auto* tensor = std::get_if<syntax::TensorType>(&port.type->node);
      if (tensor == nullptr) continue;
      for (const std::string& name : symbolsOf(*tensor)) {
        if (info.names.count(name) > 0) continue;
        info.facts.bound(name, {1, kInfinity, false});
        Item item{.type = context.types.simple(TypeKind::Int)};
        item.scalar = expr::abstractOf(expr::Dim::symbol(name), info.facts);
        info.names.emplace(name, std::move(item));
      }
    }
}

void learnConditions(Context& context, ModelInfo& info) {
  expr::Facts facts = info.facts;
  if (info.declaration->where) learn(context, info, *info.declaration->where, facts);
  for (const syntax::Parameter& parameter : info.declaration->parameters)
    if (parameter.where) learn(context, info, *parameter.where, facts);
  info.facts = std::move(facts);
}

}  // namespace

ModelInfo& modelInfoOf(Context& context, const Symbol& symbol) {
  auto& slot = context.models[&symbol];
  if (slot) return *slot;
  slot = std::make_unique<ModelInfo>();
  ModelInfo& info = *slot;
  info.symbol = &symbol;
  info.declaration = std::get_if<syntax::ModelDecl>(&symbol.declaration->node);
  Scope scope{.module = symbol.module, .locals = &info.parameters, .facts = &info.facts};
  for (const Parameter& parameter : signatureOf(context, symbol).parameters)
    info.parameters.emplace(parameter.name, openItem(context, parameter, scope, info.facts));
  info.names = info.parameters;
  openSymbols(context, info);
  learnConditions(context, info);
  info.inputs = resolvePorts(context, scope, info.declaration->inputs, "input");
  info.outputs = resolvePorts(context, scope, info.declaration->outputs, "output");
  return info;
}

void checkModel(Context& context, const Symbol& symbol) {
  ModelInfo& info = modelInfoOf(context, symbol);
  if (info.checked) return;
  info.checked = true;
  std::size_t before = context.sink.errorCount();
  if (info.inputs->isError() || info.outputs->isError() || symbol.declaration->damagedHead) return;
  if (info.outputs->fields.empty()) {
    // After an error of syntax its result may only have been lost.
    if (before == 0) context.report(noResults(info.declaration->name));
    return;
  }
  info.valid = true;
  Usage usage = orderStatements(context, info);
  bool defaults = checkDefaults(context, info, info.facts);
  if (info.valid) checkBody(context, info);
  if (info.declaration->where) {
    Scope scope{.module = symbol.module, .locals = &info.names, .facts = &info.facts};
    elaborateAs(context, scope, *info.declaration->where, context.types.simple(TypeKind::Bool));
  }
  info.valid = info.valid && defaults && context.sink.errorCount() == before;
  if (info.valid) reportUnused(context, info, usage);
}

}  // namespace itw::sema
