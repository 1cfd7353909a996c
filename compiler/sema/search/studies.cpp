#include <algorithm>

#include "compiler/expr/value_text.h"
#include "compiler/sema/definitions.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/model_info.h"
#include "compiler/sema/search/aside.h"
#include "compiler/sema/search/search_checker.h"
#include "compiler/sema/search/search_diagnostics.h"
#include "compiler/sema/search/sweeps.h"
#include "compiler/sema/search/uses.h"

namespace itw::sema {
namespace {

using syntax::SweepStatement;
using syntax::SweepStatementKind;

constexpr std::string_view kKeys[] = {"repeat", "report", "parallel"};

// Checks one study.
class StudyChecker {
 public:
  StudyChecker(Context& context, const Symbol& symbol, const syntax::StudyDecl& study)
      : context_(context), study_(study), checker_(context, symbol, study.pipeline, "study") {
    info_.name = symbol.name;
    info_.pipeline =
        pipeline() == nullptr ? study.pipeline.text : context.symbols.qualified(*pipeline());
    info_.span = symbol.span;
  }

  /// The names that vary, after check().
  const std::vector<Variation>& variations() const { return variations_; }
  const Symbol* pipeline() const { return checker_.pipeline(); }
  bool isOfFile() const { return checker_.symbol().module == 0; }
  const std::string& name() const { return study_.name.text; }

  StudyInfo check() {
    for (const SweepStatement& statement : study_.body)
      if (statement.binding) checker_.announce(statement.binding->name.text);
    for (const SweepStatement& statement : study_.body)
      if (statement.kind == SweepStatementKind::Over && statement.binding)
        readAxis(*statement.binding);
    for (const SweepStatement& statement : study_.body) readOther(statement);
    if (axes_.empty() && checker_.hasPipeline())
      context_.report(searchIncomplete(info_.span, "study", {{"axes", "ranks over [1, 2, 4]"}}));
    return std::move(info_);
  }

 private:
  void readAxis(const syntax::Binding& binding) {
    auto [place, fresh] = axes_.emplace(binding.name.text, binding.name.span);
    if (!fresh) context_.report(drawnTwice(binding.name, place->second));
    auto target = checker_.targetOf(binding.name);
    if (!target) return checker_.varyUnknown(binding.name);
    Item open = context_.poisoned(binding.name.span);
    std::vector<Item> items;
    if (auto values = readValues(binding, *target, items)) {
      if (checker_.isFixed(binding.name, *target)) return;
      open.type = target->type;
      if (items.size() == 1)
        context_.report(nothingVaries(binding.value->span, binding.name.text,
                                      binding.name.text + " over [a, b]"));
      variations_.push_back({*target, {std::move(items), true}, binding.name.span});
      info_.axes.push_back(
          {target->path, textOf(*target->type), *std::move(values), binding.name.span});
    }
    checker_.vary(*target, std::move(open));
  }

  std::optional<std::vector<expr::Value>> readValues(const syntax::Binding& binding,
                                                     const DrawTarget& target,
                                                     std::vector<Item>& items) {
    if (std::holds_alternative<syntax::Missing>(binding.value->node)) return std::nullopt;
    TypeRef inner = target.type->is(TypeKind::Optional) ? target.type->inner : target.type;
    bool list = std::holds_alternative<syntax::ListExpr>(binding.value->node) ||
                std::holds_alternative<syntax::NameExpr>(binding.value->node);
    if (!list) {
      context_.report(
          axisNotAList(*binding.value, binding.name.text, checker_.textOf(*binding.value)));
      return std::nullopt;
    }
    Item item = elaborateAs(context_, {.module = checker_.symbol().module}, *binding.value,
                            context_.types.list(inner));
    if (item.isError() || !item.items) return std::nullopt;
    if (item.items->empty()) {
      context_.report(emptyAxis(binding.value->span, binding.name.text));
      return std::nullopt;
    }
    items = *item.items;
    return check(items, target);
  }

  std::optional<std::vector<expr::Value>> check(const std::vector<Item>& items,
                                                const DrawTarget& target) {
    std::vector<expr::Value> values;
    bool good = true;
    std::unordered_map<std::string, Span> seen;
    for (const Item& item : items) {
      if (target.declared != nullptr)
        good = checkValue(context_, *target.parameter, *target.declared, item) && good;
      if (!item.known()) continue;
      values.push_back(asWritten(context_, valueOf(item)));
      auto [place, fresh] = seen.emplace(expr::textOf(values.back()), item.span);
      if (!fresh) context_.report(repeatedChoice(item.span, place->second));
    }
    return good ? std::optional(std::move(values)) : std::nullopt;
  }

  void readOther(const SweepStatement& statement) {
    switch (statement.kind) {
      case SweepStatementKind::Binding:
        // What the parser could not read has no binding.
        if (statement.binding) readKey(*statement.binding);
        return;
      case SweepStatementKind::Require:
        if (auto requirement = checker_.requirement(statement))
          info_.requirements.push_back(*std::move(requirement));
        return;
      case SweepStatementKind::Over:
        return;
      case SweepStatementKind::When:
        return refuse(statement, "`when`");
      case SweepStatementKind::Minimize:
      case SweepStatementKind::Maximize:
        return refuse(statement, "objective");
      case SweepStatementKind::SubjectTo:
        return refuse(statement, "limits");
    }
  }

  void refuse(const SweepStatement& statement, const std::string& what) {
    context_.report(misplacedStatement(statement.span, what, "a study",
                                       "a study measures every cell of its grid; a `sweep` "
                                       "searches"));
  }

  void readKey(const syntax::Binding& binding) {
    const std::string& name = binding.name.text;
    if (binding.drawn) {
      context_.report(
          wrongSign(binding, "", "a study lists the values: `" + name + " over [...]`"));
      return;
    }
    if (std::find(std::begin(kKeys), std::end(kKeys), name) == std::end(kKeys))
      return checker_.unknownKey(binding, freeKeys(study_.body, kKeys));
    if (!checker_.isFirst(binding)) return;
    if (name == "repeat") info_.repeat = checker_.count(binding);
    if (name == "parallel") info_.parallel = checker_.count(binding);
    if (name != "report") return;
    Item item = checker_.key(binding, context_.types.simple(TypeKind::Path));
    if (item.isError() || !item.value) return;
    info_.report = std::get<expr::Path>(item.value->node).text;
    checkReport(context_, binding.value->span, info_.report);
  }

  Context& context_;
  const syntax::StudyDecl& study_;
  SearchChecker checker_;
  StudyInfo info_;
  std::unordered_map<std::string, Span> axes_;
  std::vector<Variation> variations_;
};

}  // namespace

std::vector<StudyInfo> checkStudies(Context& context) {
  std::vector<StudyInfo> studies;
  std::vector<StudyChecker> checkers;
  for (const Symbol& symbol : context.symbols.all()) {
    const auto* study = std::get_if<syntax::StudyDecl>(&symbol.declaration->node);
    if (context.symbols.isUsers(symbol.module) && study != nullptr)
      checkers.emplace_back(context, symbol, *study);
  }
  for (StudyChecker& checker : checkers) {
    const std::size_t before = context.sink.all().size();
    StudyInfo info = checker.check();
    // Those of other files are theirs to run.
    if (checker.isOfFile()) studies.push_back(std::move(info));
    setAside(context, checker.name(), before);
  }
  for (const StudyChecker& checker : checkers)
    if (checker.pipeline() != nullptr)
      checkUses(context, *checker.pipeline(), checker.variations());
  return studies;
}

}  // namespace itw::sema
