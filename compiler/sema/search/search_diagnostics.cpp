#include "compiler/sema/search/search_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

}  // namespace

namespace {

// Replaces what stands between a name and its value: `=` by `~`.
Fix signFix(const syntax::Binding& binding, const std::string& sign) {
  Span between{binding.name.span.file, binding.name.span.end, binding.value->span.begin};
  return {fmt::format("write `{}`", sign),
          Applicability::Maybe,
          {{between, fmt::format(" {} ", sign)}}};
}

std::vector<Edit> withoutBrackets(Span list) {
  return {{{list.file, list.begin, list.begin + 1}, ""}, {{list.file, list.end - 1, list.end}, ""}};
}

// Replaces the brackets of a list.
Fix bracketFix(Span list, const std::string& open, const std::string& close) {
  return {fmt::format("write `{}...{}`", open, close),
          Applicability::Automatic,
          {{{list.file, list.begin, list.begin + 1}, open},
           {{list.file, list.end - 1, list.end}, close}}};
}

}  // namespace

Diagnostic notADistribution(const syntax::Expr& written, const Type& target) {
  std::string help =
      "a distribution is `one_of`, `uniform`, `log_uniform`, `int_uniform`, "
      "`int_log_uniform`, `normal` or `log_normal`";
  if (std::holds_alternative<syntax::ListExpr>(written.node)) help = "choices: `one_of(a, b, c)`";
  if (std::holds_alternative<syntax::RangeExpr>(written.node))
    help = target.is(TypeKind::Int) ? "a range of whole numbers: `int_uniform(1, 10)`"
                                    : "a range of numbers: `uniform(0.1, 1.0)`";
  Diagnostic diagnostic = plain(DiagKind::SpaceForm, written.span,
                                "a distribution stands behind `~`, and this is none", help);
  if (std::holds_alternative<syntax::ListExpr>(written.node))
    diagnostic.fixes.push_back(bracketFix(written.span, "one_of(", ")"));
  return diagnostic;
}

Diagnostic distributionMismatch(Span callee, const std::string& name, const Type& target,
                                const std::string& path) {
  return plain(DiagKind::SpaceForm, callee,
               fmt::format("`{}` draws numbers, and `{}` is {}", name, path, withArticle(target)),
               "name the choices: `one_of(...)`");
}

Diagnostic wholeNumbersNeeded(Span callee, const std::string& name, const std::string& path) {
  std::string ours = name == "log_uniform" ? "int_log_uniform" : "int_uniform";
  Diagnostic fractions =
      plain(DiagKind::SpaceForm, callee,
            fmt::format("`{}` draws fractions, and `{}` takes whole numbers", name, path));
  fractions = suggesting(std::move(fractions), ours);
  fractions.help = fmt::format("draw with `{}`", ours);
  return fractions;
}

Diagnostic choicesInList(const syntax::Expr& list) {
  const bool range = std::holds_alternative<syntax::RangeExpr>(list.node);
  Diagnostic diagnostic = plain(DiagKind::SpaceForm, list.span,
                                range ? "a range stands among the choices of `one_of`"
                                      : "the choices of `one_of` stand in a list",
                                range ? "draw between its ends: `uniform(0.1, 1.0)`"
                                      : "write them without brackets: `one_of(32, 64)`");
  if (!range)
    diagnostic.fixes = {
        {"leave out the brackets", Applicability::Automatic, withoutBrackets(list.span)}};
  return diagnostic;
}

Diagnostic endsInOne(const syntax::Expr& ends, const std::string& name, const SourceMap& sources) {
  const auto* range = std::get_if<syntax::RangeExpr>(&ends.node);
  Diagnostic diagnostic = plain(DiagKind::SpaceForm, ends.span,
                                fmt::format("`{}` takes its two ends apart, and this is one {}",
                                            name, range != nullptr ? "range" : "list"),
                                fmt::format("write `{}(low, high)`", name));
  if (range != nullptr)
    diagnostic.fixes = {{"write a comma",
                         Applicability::Automatic,
                         {{ends.span, fmt::format("{}, {}", sources.text(range->low->span),
                                                  sources.text(range->high->span))}}}};
  else
    diagnostic.fixes = {
        {"leave out the brackets", Applicability::Automatic, withoutBrackets(ends.span)}};
  return diagnostic;
}

Diagnostic noChoices(Span use) {
  return plain(DiagKind::SpaceForm, use, "there is nothing to choose from",
               "name the choices: `one_of(32, 64)`");
}

Diagnostic namedChoice(Span use, const std::string& name) {
  return plain(DiagKind::UnknownArgument, use, fmt::format("`one_of` takes no argument `{}`", name),
               "each choice is an argument without a name: `one_of(32, 64)`");
}

Diagnostic repeatedChoice(Span later, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::RepeatedArgument, later, "this choice stands twice", "remove one of them");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic logOfNothing(Span low, const std::string& name, const Item& value) {
  return plain(DiagKind::SpaceForm, low,
               fmt::format("`{}` starts above zero, and this is {}", name, valueText(value)),
               "start at the smallest value that makes a difference, such as `1e-6`");
}

Diagnostic nothingBetween(Span high, const Item& low, const Item& highest) {
  return plain(DiagKind::SpaceForm, high,
               fmt::format("nothing lies between {} and {}", valueText(low), valueText(highest)),
               "the lower bound comes first");
}

Diagnostic noDeviation(Span use, const Item& value) {
  return plain(DiagKind::SpaceForm, use,
               fmt::format("a deviation is above zero, and this is {}", valueText(value)));
}

Diagnostic unboundedDraw(Span use, const std::string& name, const std::string& path, Span range) {
  Diagnostic diagnostic =
      plain(DiagKind::SpaceForm, use, fmt::format("`{}` has no bounds, and `{}` has", name, path),
            "draw with `uniform` or `log_uniform` between the bounds");
  diagnostic.labels.push_back({range, "the range is declared here"});
  return diagnostic;
}

Diagnostic notAPipeline(const syntax::Name& name, const std::string& what, const Symbol* symbol,
                        const std::string& nearest) {
  if (symbol == nullptr) {
    return suggesting(plain(DiagKind::UnknownName, name.span,
                            fmt::format("no pipeline is named `{}`", name.text)),
                      nearest, fmt::format("a {} is `of` a pipeline", what));
  }
  Diagnostic diagnostic = plain(DiagKind::NotCallable, name.span,
                                fmt::format("`{}` is {}, and a pipeline is needed here", name.text,
                                            withArticle(describe(*symbol))));
  diagnostic.labels.push_back({symbol->span, "declared here"});
  return diagnostic;
}

Diagnostic unknownDraw(const syntax::Name& name, const std::string& pipeline,
                       const std::string& nearest) {
  return suggesting(
      plain(DiagKind::UnknownDraw, name.span,
            fmt::format("`{}` is neither an argument of `{}` nor a param", name.text, pipeline)),
      nearest,
      fmt::format("declare it: `param {}: ...`, and read it in `{}`", name.text, pipeline));
}

Diagnostic unreachedDraw(const syntax::Name& name, const std::string& pipeline,
                         const Symbol& param) {
  Diagnostic diagnostic = plain(
      DiagKind::UnknownDraw, name.span,
      fmt::format("`{}` never reads `{}`, so every value gives the same", pipeline, name.text),
      fmt::format("use `{}` in `{}`, or leave it out here", name.text, pipeline));
  diagnostic.labels.push_back({param.span, "declared here"});
  diagnostic.onlyIfAlone = true;
  return diagnostic;
}

Diagnostic readByNoTrial(Span name, const std::string& path, const std::string& pipeline,
                         Span declared) {
  Diagnostic diagnostic =
      plain(DiagKind::RequirementWithoutEffect, name,
            fmt::format("`{}` reads `{}` only in a branch that no trial takes", pipeline, path),
            fmt::format("vary what the branch depends on too, or leave `{}` out here", path));
  diagnostic.labels.push_back({declared, "declared here"});
  return diagnostic;
}

Diagnostic notDrawable(const syntax::Name& name, const Symbol& symbol) {
  Diagnostic diagnostic = plain(
      DiagKind::UnknownDraw, name.span,
      fmt::format("`{}` is {}, and only params and arguments of the pipeline can vary", name.text,
                  withArticle(describe(symbol))),
      symbol.kind == SymbolKind::Let ? fmt::format("declare it as `param {}: ...`", symbol.name)
                                     : "");
  diagnostic.labels.push_back({symbol.span, "declared here"});
  return diagnostic;
}

Diagnostic drawnTwice(const syntax::Name& name, Span earlier) {
  Diagnostic diagnostic = plain(DiagKind::RepeatedArgument, name.span,
                                fmt::format("`{}` stands twice", name.text), "remove one of them");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic drawFixed(const syntax::Name& name, const std::string& search,
                     const std::string& setBy) {
  Diagnostic diagnostic =
      plain(DiagKind::DrawFixed, name.span,
            fmt::format("`{}` is set, so `{}` does not vary it", name.text, search));
  diagnostic.setBy = setBy;
  return diagnostic;
}

Diagnostic neverHolds(Span condition, const std::string& because, const std::string& explanation) {
  Diagnostic diagnostic =
      plain(DiagKind::RequirementBroken, condition, "no point of the space meets this", because);
  diagnostic.note = explanation;
  return diagnostic;
}

Diagnostic alwaysHolds(Span condition) {
  return plain(DiagKind::RequirementWithoutEffect, condition,
               "every point of the space meets this, so it rejects none", "remove it");
}

Diagnostic branchNeverTaken(Span condition) {
  return plain(DiagKind::BranchNeverTaken, condition,
               "this never holds, so nothing under it is ever drawn",
               "draw what the condition reads, or remove the `when`");
}

Diagnostic branchAlwaysTaken(Span condition) {
  return plain(DiagKind::RequirementWithoutEffect, condition,
               "this always holds, so the `when` changes nothing",
               "draw what stands under it without a condition");
}

Diagnostic drawnInDraw(Span use, const std::string& name) {
  return plain(DiagKind::SpaceForm, use,
               fmt::format("`{}` is drawn by this sweep too, or computed of what is", name),
               "a choice does not follow another draw: draw inside of it, such as "
               "`one_of(sgd(lr ~ log_uniform(1e-5, 1e-1)), adam(lr = 1e-3))`");
}

Diagnostic objectiveBound(const syntax::Binding& binding, const std::string& source) {
  Diagnostic diagnostic =
      plain(DiagKind::ObjectiveForm, binding.name.span, "an objective stands without a `=`",
            fmt::format("write `{} {}`", binding.name.text, source));
  const Span gap{binding.name.span.file, binding.name.span.end, binding.value->span.begin};
  diagnostic.fixes.push_back({"leave the `=` out", Applicability::Automatic, {{gap, " "}}});
  return diagnostic;
}

Diagnostic readsNoResult(Span use, const std::string& what) {
  return plain(DiagKind::ObjectiveForm, use,
               fmt::format("this {} reads no result of the pipeline", what),
               "name an output of a binding, such as `fit.validation_loss`");
}

Diagnostic objectiveNotANumber(Span use, const Type& type, const std::string& what) {
  return plain(DiagKind::ObjectiveForm, use,
               fmt::format("{} is a number, and this is {}", withArticle(what), withArticle(type)),
               "name a metric, such as `fit.validation_loss`, `fit.seconds` or `fit.energy`");
}

Diagnostic objectiveTwice(Span later, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::ObjectiveForm, later, "this objective stands twice", "remove one of them");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic selectForm(Span use) {
  return plain(DiagKind::ObjectiveForm, use, "this does not say which trial of the front is best",
               "write `smallest(fit.validation_loss)` or `largest(score.accuracy)`");
}

Diagnostic selectWithoutEffect(Span use) {
  return plain(DiagKind::RequirementWithoutEffect, use,
               "`select` has no effect with one objective, which decides alone",
               "remove it, or add an objective");
}

Diagnostic unknownSearchKey(const syntax::Name& key, const std::string& what,
                            const std::string& nearest,
                            const std::vector<std::string_view>& known) {
  return suggesting(plain(DiagKind::UnknownArgument, key.span,
                          fmt::format("a {} has no entry `{}`", what, key.text)),
                    nearest, foreignOr(key.text, fmt::format("it may have {}", listed(known))));
}

Diagnostic boundInSearch(const syntax::Binding& binding, const std::string& what,
                         const std::string& source) {
  bool sweep = what == "sweep";
  std::string sign = sweep ? "~" : "over";
  const bool list = std::holds_alternative<syntax::ListExpr>(binding.value->node);
  const std::string drawn =
      list ? fmt::format("one_of({})", source.substr(1, source.size() - 2)) : source;
  const std::string& name = binding.name.text;
  const bool constant = std::holds_alternative<syntax::NumberLiteral>(binding.value->node) ||
                        std::holds_alternative<syntax::QuantityLiteral>(binding.value->node) ||
                        std::holds_alternative<syntax::StringLiteral>(binding.value->node) ||
                        std::holds_alternative<syntax::BoolLiteral>(binding.value->node);
  std::string help = sweep ? fmt::format("draw it: `{} ~ {}`", name, drawn)
                           : fmt::format("make it an axis: `{} over [...]`", name);
  if (constant)
    help = fmt::format("{}; a value that stays the same is set by a profile or by `--set`",
                       sweep ? fmt::format("draw it, such as `{} ~ one_of(a, b)`", name)
                             : fmt::format("make it an axis, `{} over [a, b]`", name));
  Diagnostic diagnostic = plain(DiagKind::UnknownArgument, binding.name.span,
                                fmt::format("`{}` is a param, and a {} varies params with `{}`",
                                            binding.name.text, what, sign),
                                help);
  if (constant || (!sweep && !list)) return diagnostic;
  Fix fix = signFix(binding, sign);
  if (sweep && list)
    for (Edit& edit : bracketFix(binding.value->span, "one_of(", ")").edits)
      fix.edits.push_back(std::move(edit));
  diagnostic.fixes.push_back(std::move(fix));
  return diagnostic;
}

Diagnostic budgetOfTrials(const syntax::Binding& binding, const std::string& count) {
  const std::string written = fmt::format("budget = {} trials", count);
  Diagnostic diagnostic = plain(DiagKind::UnknownArgument, binding.name.span,
                                fmt::format("a sweep has no entry `{}`", binding.name.text),
                                fmt::format("write `{}`", written));
  diagnostic.fixes = {
      {fmt::format("write `{}`", written), Applicability::Maybe, {{binding.span, written}}}};
  return diagnostic;
}

Diagnostic keyTwice(const syntax::Name& key, Span earlier) {
  Diagnostic diagnostic = plain(DiagKind::RepeatedArgument, key.span,
                                fmt::format("`{}` stands twice", key.text), "remove one of them");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic wrongSign(const syntax::Binding& binding, const std::string& sign,
                     const std::string& help) {
  Diagnostic diagnostic =
      plain(DiagKind::MisplacedStatement, binding.span,
            fmt::format("`{}` is not varied like this here", binding.name.text), help);
  bool list = std::holds_alternative<syntax::ListExpr>(binding.value->node);
  if (!sign.empty()) diagnostic.fixes.push_back(signFix(binding, sign));
  if (sign == "~" && list)
    for (Edit& edit : bracketFix(binding.value->span, "one_of(", ")").edits)
      diagnostic.fixes.back().edits.push_back(std::move(edit));
  return diagnostic;
}

Diagnostic misplacedStatement(Span statement, const std::string& what, const std::string& where,
                              const std::string& help) {
  return plain(DiagKind::MisplacedStatement, statement, fmt::format("{} has no {}", where, what),
               help);
}

Diagnostic searchIncomplete(Span name, const std::string& what,
                            const std::vector<MissingPart>& parts) {
  std::string lacks;
  std::string help;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    lacks += i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ";
    lacks += fmt::format("no {}", parts[i].name);
    help += fmt::format("{}`{}`", i == 0 ? "" : ", ", parts[i].example);
  }
  return plain(DiagKind::SearchIncomplete, name, fmt::format("this {} has {}", what, lacks),
               "add " + help);
}

Diagnostic budgetForm(const Item& limit) {
  Diagnostic diagnostic =
      plain(DiagKind::BudgetForm, limit.span,
            fmt::format("{} does not limit a search", withArticle(*limit.type)),
            "limit it by `60 trials`, `1h`, `500 gpu_h`, `100 cpu_h` or `20kWh`");
  if (!limit.type->is(TypeKind::Int) || !limit.scalar.value) return diagnostic;
  std::string number = valueText(limit);
  diagnostic.message = "a budget needs a unit";
  diagnostic.help = fmt::format("write `{} trials`", number);
  diagnostic.fixes.push_back(
      {diagnostic.help, Applicability::Maybe, {{limit.span, number + " trials"}}});
  return diagnostic;
}

Diagnostic budgetTwice(Span later, const std::string& dimension, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::BudgetForm, later, fmt::format("the budget limits `{}` twice", dimension),
            "keep the smaller limit");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic budgetNotPositive(const Item& limit) {
  return plain(DiagKind::BudgetForm, limit.span,
               fmt::format("a budget of {} lets no trial start", valueText(limit)));
}

Diagnostic gridWithoutEnd(Span draw, const std::string& name, Span search) {
  Diagnostic diagnostic =
      plain(DiagKind::SearchCapability, draw,
            fmt::format("a grid tries every point, and `{}` is continuous", name),
            "name the points with `one_of`, or search with `random`, `sobol` or `tpe`");
  diagnostic.labels.push_back({search, "the grid is asked for here"});
  return diagnostic;
}

Diagnostic pruneByMany(Span prune, Span second) {
  Diagnostic diagnostic =
      plain(DiagKind::SearchCapability, prune,
            "a pruner compares trials by one objective, and this sweep has several",
            "leave `prune` out, or make the other objectives limits: `subject to ...`");
  diagnostic.labels.push_back({second, "the second objective"});
  return diagnostic;
}

Diagnostic pruneWithoutSeries(Span prune, Span objective) {
  Diagnostic diagnostic =
      plain(DiagKind::SearchCapability, prune,
            "this pruner can never act, as the objective is known only at the end",
            "leave `prune` out, or optimise a metric of `train`, which is told after each epoch");
  diagnostic.labels.push_back({objective, "one number at the end of a trial"});
  return diagnostic;
}

Diagnostic emptyAxis(Span list, const std::string& name) {
  return plain(DiagKind::SpaceForm, list, fmt::format("the axis `{}` has no values", name),
               "list them: `[1, 2, 4]`");
}

Diagnostic axisNotAList(const syntax::Expr& value, const std::string& name,
                        const std::string& source) {
  Diagnostic diagnostic = plain(DiagKind::SpaceForm, value.span,
                                fmt::format("the values of the axis `{}` stand in a list", name),
                                fmt::format("write `[{}]`", source));
  if (std::holds_alternative<syntax::RangeExpr>(value.node)) {
    diagnostic.help = "a range has no steps: list the values, `[1, 2, 4]`";
    return diagnostic;
  }
  diagnostic.fixes.push_back(
      {diagnostic.help, Applicability::Automatic, {{value.span, fmt::format("[{}]", source)}}});
  return diagnostic;
}

Diagnostic wrongInUse(Diagnostic found, const Item& value, const std::string& path) {
  std::vector<Label> others = std::move(found.labels);
  found.labels = {{found.span, found.note.empty() ? "this is wrong with it" : found.note}};
  for (Label& other : others)
    if (!(other.span == value.span)) found.labels.push_back(std::move(other));
  found.span = value.span;
  found.note = fmt::format("`{}` = {} comes from here", path, valueText(value));
  // What would mend the use may not be what is wrong.
  found.fixes.clear();
  return found;
}

}  // namespace itw::sema
