#include "compiler/sema/search/sweeps.h"

#include <algorithm>
#include <map>

#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/search/aside.h"
#include "compiler/sema/search/capability.h"
#include "compiler/sema/search/search_checker.h"
#include "compiler/sema/search/search_diagnostics.h"
#include "compiler/sema/search/uses.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

using syntax::SweepStatement;
using syntax::SweepStatementKind;

constexpr std::string_view kKeys[] = {"search",  "prune", "budget", "parallel",
                                      "failure", "order", "select"};

// Names that are drawn around a statement, with the places where they are.
using Drawn = std::unordered_map<std::string, Span>;

// Checks one sweep.
class SweepChecker {
 public:
  SweepChecker(Context& context, const Symbol& symbol, const syntax::SweepDecl& sweep)
      : context_(context), sweep_(sweep), checker_(context, symbol, sweep.pipeline, "sweep") {
    info_.name = symbol.name;
    info_.pipeline =
        pipeline() == nullptr ? sweep.pipeline.text : context.symbols.qualified(*pipeline());
    info_.span = symbol.span;
  }

  /// The names that vary, after check().
  const std::vector<Variation>& variations() const { return variations_; }
  const Symbol* pipeline() const { return checker_.pipeline(); }
  bool isOfFile() const { return checker_.symbol().module == 0; }
  const std::string& name() const { return sweep_.name.text; }

  SweepInfo check() {
    announce(sweep_.body);
    Drawn drawn;
    readDraws(sweep_.body, drawn, "");
    for (const SweepStatement& statement : sweep_.body) readOther(statement);
    if (select_.valid() && info_.objectives.size() == 1)
      context_.report(selectWithoutEffect(select_));
    reportMissing();
    checkEffect();
    checkCapability(context_, info_, places_, checker_.bindings());
    return std::move(info_);
  }

 private:
  // ---- what is drawn; names first, since conditions may speak of all of them

  void announce(const std::vector<SweepStatement>& body) {
    for (const SweepStatement& statement : body) {
      if (statement.binding && statement.binding->drawn)
        checker_.announce(statement.binding->name.text);
      announce(statement.body);
    }
  }

  void readDraws(const std::vector<SweepStatement>& body, Drawn& above, const std::string& when) {
    std::vector<std::string> added;
    for (const SweepStatement& statement : body) {
      if (!statement.binding || !statement.binding->drawn) continue;
      if (readDraw(statement, above, when)) added.push_back(statement.binding->name.text);
    }
    for (const SweepStatement& statement : body)
      if (statement.kind == SweepStatementKind::When) readBranch(statement, above, when);
    for (const std::string& name : added) above.erase(name);
  }

  void readBranch(const SweepStatement& statement, Drawn& above, const std::string& when) {
    auto known = checker_.truth(*statement.value);
    bool told = known && !checker_.anyFixed();
    if (told && *known == expr::Tri::False)
      context_.report(branchNeverTaken(statement.value->span));
    if (told && *known == expr::Tri::True)
      context_.report(branchAlwaysTaken(statement.value->span));
    std::string own = checker_.textOf(*statement.value);
    readDraws(statement.body, above, when.empty() ? own : when + " and " + own);
    for (const SweepStatement& inner : statement.body) readInBranch(inner);
  }

  void readInBranch(const SweepStatement& statement) {
    bool drawn = statement.binding && statement.binding->drawn;
    if (drawn || statement.kind == SweepStatementKind::When) return;
    if (statement.kind == SweepStatementKind::Require) return readOther(statement);
    context_.report(misplacedStatement(statement.span, "entries but draws", "a `when`",
                                       "put it outside the `when`"));
  }

  static bool isKey(const std::string& name) {
    return std::find(std::begin(kKeys), std::end(kKeys), name) != std::end(kKeys);
  }

  // Whether the name is new here.
  bool readDraw(const SweepStatement& statement, Drawn& above, const std::string& when) {
    const syntax::Binding& binding = *statement.binding;
    auto [place, fresh] = above.emplace(binding.name.text, binding.name.span);
    if (!fresh) context_.report(drawnTwice(binding.name, place->second));
    if (!checker_.hasPipeline()) return fresh;
    if (isKey(binding.name.text)) {
      unknownSeen_ = true;
      context_.report(wrongSign(binding, "=",
                                "it is a setting of the sweep: `" + binding.name.text + " = ...`"));
      return fresh;
    }
    if (auto target = checker_.targetOf(binding.name))
      addDraw(binding, *target, when);
    else
      checker_.varyUnknown(binding.name);
    return fresh;
  }

  void addDraw(const syntax::Binding& binding, const DrawTarget& target, const std::string& when) {
    auto [place, fresh] = branches_.emplace(std::pair(target.path, when), binding.name.span);
    if (!fresh && !when.empty()) context_.report(drawnTwice(binding.name, place->second));
    if (readsDrawn(binding)) return checker_.varyUnknown(binding.name);
    DrawnValues values;
    // What is not drawn does not meet the profile's range.
    DrawTarget drawn = target;
    drawn.overridable = target.overridable && checker_.fixedValue(binding.name, target) == nullptr;
    Item item =
        drawnItem(context_, {.module = checker_.symbol().module}, drawn, *binding.value, &values);
    if (!item.isError() && checker_.isFixed(binding.name, target)) {
      info_.fixed.push_back(target.path);
      return;
    }
    checker_.vary(target, item.isError() ? item : openDraw(item));
    if (item.isError()) return;
    if (isSoleChoice(*binding.value)) {
      context_.report(nothingVaries(binding.value->span, binding.name.text, "one_of(a, b)"));
      checker_.varyUnknown(binding.name);
    }
    variations_.push_back({target, std::move(values), binding.name.span});
    info_.space.push_back({target.path, textOf(*target.type), asWritten(context_, *item.value),
                           when, binding.name.span});
  }

  // A choice such as `sgd(lr = lr)` would keep the value that a drawn `lr` has outside the sweep.
  bool readsDrawn(const syntax::Binding& binding) {
    const std::size_t before = context_.sink.errorCount();
    forEachName(*binding.value, [&](const NameUse& use) {
      if (use.name == binding.name.text) return;
      for (const Symbol* symbol : context_.symbols.find(0, use.name))
        if (dependents().contains(symbol)) context_.report(drawnInDraw(use.span, use.name));
    });
    return context_.sink.errorCount() != before;
  }

  // The params that are drawn, and what is computed of them.
  const SymbolSet& dependents() {
    if (dependents_) return *dependents_;
    std::vector<const Symbol*> drawn;
    collectDrawn(sweep_.body, drawn);
    return dependents_.emplace(reachOf(context_).dependents(drawn));
  }

  void collectDrawn(const std::vector<SweepStatement>& body, std::vector<const Symbol*>& drawn) {
    for (const SweepStatement& statement : body) {
      if (statement.binding && statement.binding->drawn)
        for (const Symbol* symbol : context_.symbols.byQualifiedName(statement.binding->name.text))
          if (symbol->kind == SymbolKind::Param) drawn.push_back(symbol);
      collectDrawn(statement.body, drawn);
    }
  }

  // ---- everything else

  void readOther(const SweepStatement& statement) {
    // What the parser could not read has neither.
    if (!statement.binding && statement.value == nullptr) return;
    switch (statement.kind) {
      case SweepStatementKind::Binding:
        if (statement.binding && !statement.binding->drawn) readKey(*statement.binding);
        return;
      case SweepStatementKind::Require:
        if (auto requirement = checker_.requirement(statement))
          info_.requirements.push_back(*std::move(requirement));
        return;
      case SweepStatementKind::Minimize:
      case SweepStatementKind::Maximize:
        return readObjective(statement);
      case SweepStatementKind::SubjectTo:
        if (auto limit = checker_.limit(*statement.value)) info_.limits.push_back(*limit);
        return;
      case SweepStatementKind::Over:
        context_.report(wrongSign(*statement.binding, "~",
                                  "a sweep draws: `" + statement.binding->name.text +
                                      " ~ one_of(...)`; axes stand in a `study`"));
        return;
      case SweepStatementKind::When:
        return;
    }
  }

  void readObjective(const SweepStatement& statement) {
    objectiveSeen_ = true;
    auto value = checker_.result(*statement.value, "objective");
    if (!value) return;
    auto [place, fresh] = objectives_.emplace(*value, statement.span);
    if (!fresh) context_.report(objectiveTwice(statement.span, place->second));
    if (fresh) places_.objectives.push_back(statement.value.get());
    const bool maximized = statement.kind == SweepStatementKind::Maximize;
    checkDirection(context_, *statement.value, *value, statement.span, maximized);
    if (fresh) info_.objectives.push_back({statement.kind == SweepStatementKind::Maximize, *value});
  }

  void readKey(const syntax::Binding& binding) {
    const std::string& name = binding.name.text;
    if (!isKey(name)) {
      unknownSeen_ = true;
      if (std::holds_alternative<syntax::Missing>(binding.value->node)) return;
      if (name == "minimize" || name == "maximize")
        return context_.report(objectiveBound(binding, checker_.textOf(*binding.value)));
      return checker_.unknownKey(binding, freeKeys(sweep_.body, kKeys));
    }
    if (!checker_.isFirst(binding)) return;
    if (name == "search") places_.search = binding.span;
    if (name == "prune") places_.prune = binding.span;
    if (name == "search") info_.search = component(binding, "searcher");
    if (name == "prune") info_.prune = component(binding, "pruner");
    if (name == "parallel") info_.parallel = checker_.count(binding);
    if (name == "parallel") parallel_ = binding.span;
    if (name == "failure") info_.failure = word(binding, {"worst", "skip", "stop"});
    if (name == "order") info_.order = word(binding, {"arrival", "strict"});
    if (name == "budget") readBudget(*binding.value);
    if (name == "select") readSelect(*binding.value);
    searchSeen_ = searchSeen_ || name == "search";
    budgetSeen_ = budgetSeen_ || name == "budget";
  }

  std::optional<expr::Component> component(const syntax::Binding& binding, const char* kind) {
    Item item = checker_.key(binding, context_.types.component(kind));
    if (item.isError() || !item.value) return std::nullopt;
    return std::get<expr::Component>(item.value->node);
  }

  std::string word(const syntax::Binding& binding, std::vector<std::string> members) {
    std::string fallback = members[0];
    TypeRef type = context_.types.make({.kind = TypeKind::Enum, .members = std::move(members)});
    Item item = checker_.key(binding, type);
    return item.isError() || !item.scalar.value ? fallback : *item.scalar.value->string();
  }

  // `60 trials or 1h`
  void readBudget(const syntax::Expr& written) {
    std::vector<const syntax::Expr*> limits;
    const syntax::Expr* rest = &written;
    while (const auto* either = std::get_if<syntax::BinaryExpr>(&rest->node)) {
      if (either->op != syntax::BinaryOp::Or) break;
      limits.push_back(either->right.get());
      rest = either->left.get();
    }
    limits.push_back(rest);
    std::unordered_map<std::string, Span> seen;
    for (auto place = limits.rbegin(); place != limits.rend(); ++place) readLimit(**place, seen);
  }

  void readLimit(const syntax::Expr& written, std::unordered_map<std::string, Span>& seen) {
    if (std::holds_alternative<syntax::Missing>(written.node)) return;
    Item item = elaborate(context_, {.module = checker_.symbol().module}, written);
    if (item.isError()) return;
    std::string dimension =
        item.type->is(TypeKind::Measure) ? expr::textOf(item.type->dimension) : "";
    constexpr std::string_view kLimits[] = {"trials", "duration", "gpu_h", "cpu_h", "energy"};
    if (std::find(std::begin(kLimits), std::end(kLimits), dimension) == std::end(kLimits))
      return context_.report(budgetForm(item));
    auto [place, fresh] = seen.emplace(dimension, written.span);
    if (!fresh) return context_.report(budgetTwice(written.span, dimension, place->second));
    if (!item.scalar.value) return;
    if (expr::realOf(*item.scalar.value).compare(expr::Real()) <= 0)
      return context_.report(budgetNotPositive(item));
    info_.budget.limits.push_back(std::get<expr::Quantity>(valueOf(item).node));
  }

  // `smallest(fit.validation_loss)`
  void readSelect(const syntax::Expr& written) {
    const auto* call = std::get_if<syntax::CallExpr>(&written.node);
    const auto* name =
        call == nullptr ? nullptr : std::get_if<syntax::NameExpr>(&call->callee->node);
    bool rule = name != nullptr && (name->name == "smallest" || name->name == "largest") &&
                call->arguments.size() == 1 && !call->arguments[0].name;
    if (!rule) return context_.report(selectForm(written.span));
    select_ = written.span;
    if (auto value = checker_.result(*call->arguments[0].value, "rule"))
      info_.select = Objective{name->name == "largest", *value};
  }

  // Settings that can never act.
  void checkEffect() {
    for (const expr::Quantity& limit : info_.budget.limits) {
      const auto trials = static_cast<std::int64_t>(limit.amount);
      if (limit.unit == "trials" && parallel_.valid() && info_.parallel > trials)
        context_.report(moreAtOnceThanTrials(parallel_, info_.parallel, trials));
    }
    const bool drawn = std::any_of(info_.space.begin(), info_.space.end(), [](const Draw& draw) {
      return draw.path.find("epoch") != std::string::npos;
    });
    if (info_.prune && !drawn && places_.objectives.size() == 1)
      checkPruner(context_, *info_.prune, places_.prune,
                  {checker_.pipeline(), *places_.objectives[0], checker_.bindings()});
  }

  void reportMissing() {
    // An entry that was reported is probably the one that is missing.
    if (!checker_.hasPipeline() || unknownSeen_) return;
    std::vector<MissingPart> parts;
    if (info_.space.empty() && info_.fixed.empty() && !drawsAnything())
      parts.push_back({"draws", "lr ~ log_uniform(1e-5, 1e-1)"});
    if (!objectiveSeen_) parts.push_back({"objective", "minimize fit.validation_loss"});
    if (!searchSeen_) parts.push_back({"searcher", "search = tpe(seed = 1)"});
    bool grid = info_.search && info_.search->name == "std.search.grid";
    if (!budgetSeen_ && !grid) parts.push_back({"budget", "budget = 60 trials or 1h"});
    if (!parts.empty()) context_.report(searchIncomplete(info_.span, "sweep", parts));
  }

  bool drawsAnything() const {
    for (const SweepStatement& statement : sweep_.body)
      if (statement.kind == SweepStatementKind::When ||
          (statement.binding && statement.binding->drawn))
        return true;
    return false;
  }

  Context& context_;
  const syntax::SweepDecl& sweep_;
  SearchChecker checker_;
  SweepInfo info_;
  std::unordered_map<std::string, Span> objectives_;
  Span select_;
  Span parallel_;
  SearchPlaces places_;
  std::vector<Variation> variations_;
  bool objectiveSeen_ = false;
  std::map<std::pair<std::string, std::string>, Span> branches_;  // Path and condition of draws.
  std::optional<SymbolSet> dependents_;
  bool searchSeen_ = false;
  bool budgetSeen_ = false;
  bool unknownSeen_ = false;
};

}  // namespace

std::vector<SweepInfo> checkSweeps(Context& context) {
  std::vector<SweepInfo> sweeps;
  std::vector<SweepChecker> checkers;
  for (const Symbol& symbol : context.symbols.all()) {
    const auto* sweep = std::get_if<syntax::SweepDecl>(&symbol.declaration->node);
    if (context.symbols.isUsers(symbol.module) && sweep != nullptr)
      checkers.emplace_back(context, symbol, *sweep);
  }
  // What is wrong already would be found again with each value.
  if (context.sink.hasErrors()) context.usesLeft = 0;
  for (SweepChecker& checker : checkers) {
    const std::size_t before = context.sink.all().size();
    SweepInfo info = checker.check();
    // Those of other files are theirs to run.
    if (checker.isOfFile()) sweeps.push_back(std::move(info));
    setAside(context, checker.name(), before);
  }
  for (const SweepChecker& checker : checkers)
    if (checker.pipeline() != nullptr)
      checkUses(context, *checker.pipeline(), checker.variations());
  return sweeps;
}

}  // namespace itw::sema
