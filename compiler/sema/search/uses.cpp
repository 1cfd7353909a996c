#include "compiler/sema/search/uses.h"

#include "compiler/sema/arguments.h"
#include "compiler/sema/pipeline/pipeline_info.h"
#include "compiler/sema/pipeline/reach.h"
#include "compiler/sema/pipeline/rebound.h"
#include "compiler/sema/pipeline_builder.h"
#include "compiler/sema/search/search_diagnostics.h"

namespace itw::sema {
namespace {

// More evaluations than these are not made to find out whether a value is always wrong.
constexpr std::size_t kMostCombinations = 1000;

// One value of each name; the default where it is kDefault.
using Picks = std::vector<std::size_t>;
constexpr std::size_t kDefault = SIZE_MAX;

class UseChecker {
 public:
  UseChecker(Context& context, const Symbol& pipeline, const std::vector<Variation>& all)
      : context_(context), pipeline_(pipeline), all_(all) {}

  void check() {
    for (std::size_t name = 0; name < all_.size(); ++name) {
      Span told;
      for (std::size_t value = 0; value < all_[name].values.items.size(); ++value) {
        const Item& item = all_[name].values.items[value];
        // The ends and steps of a range stand at one place.
        if (told == item.span || !isAffordable()) continue;
        Picks picks(all_.size(), kDefault);
        picks[name] = value;
        std::vector<Diagnostic> wrong = evaluate(picks);
        if (wrong.empty() || !isAlwaysWrong(picks, name)) continue;
        context_.report(wrongInUse(std::move(wrong.front()), item, all_[name].target.path));
        told = item.span;
      }
    }
    reportUnread();
  }

 private:
  // A name that every trial reads in a branch not taken, if at all, changes nothing.
  void reportUnread() {
    std::set<std::pair<std::uint32_t, std::uint32_t>> reads;
    context_.reads = &reads;
    const bool complete = evaluateAll();
    context_.reads = nullptr;
    if (!complete) return;
    for (const Variation& each : all_) {
      const Span declared = each.target.parameter->name.span;
      const bool read = reads.contains({declared.file.value, declared.begin});
      if (read || (each.target.param != nullptr &&
                   !reachOf(context_).isNamedInBodiesOnly(*each.target.param, pipeline_)))
        continue;
      context_.report(readByNoTrial(each.place, each.target.path, pipeline_.name, declared));
    }
  }

  // Whether all combinations of the values were evaluated, and none was wrong.
  bool evaluateAll() {
    std::size_t combinations = 1;
    for (const Variation& each : all_) {
      combinations *= each.values.items.size() + 1;
      if (!each.values.complete || combinations > kMostCombinations) return false;
    }
    Picks picks(all_.size(), kDefault);
    do {
      if (!isAffordable() || !evaluate(picks).empty()) return false;
    } while (advance(picks, SIZE_MAX));
    return true;
  }

  bool isAffordable() {
    const auto& declaration = std::get<syntax::PipelineDecl>(pipeline_.declaration->node);
    context_.usesLeft -= static_cast<std::int64_t>(declaration.body.size()) + 1;
    return context_.usesLeft >= 0;
  }

  bool isAlwaysWrong(const Picks& start, std::size_t fixed) {
    std::size_t combinations = 1;
    for (std::size_t name = 0; name < all_.size(); ++name) {
      if (name == fixed) continue;
      combinations *= all_[name].values.items.size() + 1;
      if (!all_[name].values.complete || combinations > kMostCombinations) return false;
    }
    for (Picks picks = start; advance(picks, fixed);)
      if (evaluate(picks).empty()) return false;
    return true;
  }

  // The next combination of the other names; false after the last.
  bool advance(Picks& picks, std::size_t fixed) const {
    for (std::size_t name = 0; name < picks.size(); ++name) {
      if (name == fixed) continue;
      picks[name] = picks[name] == kDefault ? 0 : picks[name] + 1;
      if (picks[name] < all_[name].values.items.size()) return true;
      picks[name] = kDefault;
    }
    return false;
  }

  // The errors of the pipeline with these values.
  std::vector<Diagnostic> evaluate(const Picks& picks) {
    const std::size_t before = context_.sink.all().size();
    const std::size_t graphs = context_.graphs.size();
    const std::int64_t fanOut = context_.fanOutLeft;
    const int suggestions = context_.suggestionsLeft;
    walk(picks);
    context_.told.clear();
    context_.graphs.resize(graphs);
    context_.fanOutLeft = fanOut;
    context_.suggestionsLeft = suggestions;
    std::vector<Diagnostic> wrong;
    for (Diagnostic& each : context_.sink.takeSince(before))
      if (severityOf(each.kind) == Severity::Error) wrong.push_back(std::move(each));
    return wrong;
  }

  void walk(const Picks& picks) {
    Rebindings params;
    Locals arguments = settings();
    for (std::size_t name = 0; name < picks.size(); ++name) {
      if (picks[name] == kDefault) continue;
      const DrawTarget& target = all_[name].target;
      Item item = boundItem(target, all_[name].values.items[picks[name]]);
      if (target.param != nullptr)
        params.emplace_back(target.param, std::move(item));
      else
        arguments[target.parameter->name.text] = std::move(item);
    }
    Rebound rebound(context_, params);
    PipelineBuilder builder(pipeline_.name);
    Scope scope{.module = pipeline_.module, .pipeline = &builder};
    CallSite site{scope, {}, nullptr, pipeline_.span, pipeline_.name, &arguments};
    BoundArguments bound = bindArguments(context_, signatureOf(context_, pipeline_), site);
    if (bound.poisoned) return;
    walkPipeline(context_, {.symbol = &pipeline_,
                            .builder = &builder,
                            .locals = std::move(bound.locals),
                            .first = false});
  }

  // Arguments that a layer binds, or that have no default.
  Locals settings() const {
    Locals settings;
    for (const PipelineArgument& argument : context_.arguments)
      if (argument.path.starts_with(context_.symbols.qualified(pipeline_) + ".") &&
          (argument.layer != Layer::Default || argument.parameter->fallback == nullptr))
        settings[argument.parameter->name.text] = argument.item;
    return settings;
  }

  static Item boundItem(const DrawTarget& target, Item item) {
    auto origin = std::make_shared<Provenance>();
    origin->declared = target.parameter->name.span;
    origin->name = target.parameter->name.text;
    item.provenance = std::move(origin);
    if (target.type->is(TypeKind::Optional)) item.type = target.type;
    return item;
  }

  Context& context_;
  const Symbol& pipeline_;
  const std::vector<Variation>& all_;
};

}  // namespace

void checkUses(Context& context, const Symbol& pipeline, const std::vector<Variation>& all) {
  UseChecker(context, pipeline, all).check();
}

}  // namespace itw::sema
