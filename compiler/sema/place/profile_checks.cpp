#include <unordered_map>

#include "compiler/sema/definitions.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/place/profiles.h"
#include "compiler/sema/place/shapes.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// What a key of a profile sets: a param or argument, or an entry of a shape.
struct Target {
  const syntax::Parameter* parameter = nullptr;
  TypeRef type = nullptr;
  const Symbol* shape = nullptr;
  std::uint32_t module = 0;  // Of the file that declares it.
};

// The entry of a shape that a key such as `quad.walltime` sets.
Entries readShapeEntry(Context& context, const syntax::ProfileEntry& entry, const Symbol& shape) {
  std::vector<Entry> written{{&entry.path.back(), entry.value.get(), entry.span, false, {}}};
  return readEntries(context, written, shapeRules(), {"shape", shape.name});
}

// The arguments of all pipelines, by path and by bare name.
using Arguments = std::unordered_map<std::string, const PipelineArgument*>;

Arguments argumentsOf(const Context& context) {
  Arguments all;
  for (const PipelineArgument& argument : context.arguments) {
    all.emplace(argument.path, &argument);
    all.emplace(argument.path.substr(argument.path.rfind('.') + 1), &argument);
  }
  return all;
}

// Checks the entries of one profile.
class ProfileChecker {
 public:
  ProfileChecker(Context& context, const syntax::ProfileDecl& profile, const Arguments& arguments)
      : context_(context), profile_(profile), arguments_(arguments) {}

  void check() {
    for (const syntax::ProfileEntry& entry : profile_.entries) {
      std::string path;
      for (const syntax::Name& part : entry.path) path += (path.empty() ? "" : ".") + part.text;
      if (entry.path.empty() || path.empty()) continue;
      auto [place, fresh] = seen_.emplace(path + (entry.narrows ? " in" : ""), entry.span);
      if (!fresh) context_.report(profileSetsTwice(entry.span, path, place->second));
      checkEntry(entry, path);
    }
  }

 private:
  static Span keyOf(const syntax::ProfileEntry& entry) {
    return join(entry.path.front().span, entry.path.back().span);
  }

  void checkEntry(const syntax::ProfileEntry& entry, const std::string& path) {
    auto target = find(path);
    if (!target && path == "site" && !entry.narrows) return checkSite(entry);
    if (!target) {
      context_.report(unknownProfileKey(keyOf(entry), path, suggestion(path)));
      elaborateLoose(context_, scope_, *entry.value);
    } else if (target->shape != nullptr) {
      checkShapeEntry(entry, *target->shape);
    } else if (!target->type->isError()) {
      entry.narrows ? narrow(entry, path, *target) : bind(entry, *target);
    }
  }

  std::optional<Target> find(const std::string& path) const {
    for (const Symbol* symbol : context_.symbols.byQualifiedName(path))
      if (const auto* param = std::get_if<syntax::ParamDecl>(&symbol->declaration->node))
        return Target{&param->parameter, context_.definitions[symbol].item.type, nullptr,
                      symbol->module};
    auto argument = arguments_.find(path);
    if (argument != arguments_.end())
      return Target{argument->second->parameter, argument->second->item.type};
    auto dot = path.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    for (const Symbol* symbol : context_.symbols.byQualifiedName(path.substr(0, dot)))
      if (symbol->kind == SymbolKind::Shape) return Target{.shape = symbol};
    return std::nullopt;
  }

  std::string suggestion(const std::string& path) {
    if (context_.suggestionsLeft-- <= 0) return "";
    std::vector<std::string> paths{"site"};
    for (const Symbol& symbol : context_.symbols.all()) {
      if (!context_.symbols.isUsers(symbol.module)) continue;
      std::string name = context_.symbols.qualified(symbol);
      if (symbol.kind == SymbolKind::Shape)
        for (const EntryRule& rule : shapeRules())
          paths.push_back(name + "." + std::string(rule.name));
      if (symbol.kind != SymbolKind::Param) continue;
      if (symbol.name == path) return name;
      paths.push_back(std::move(name));
    }
    for (const PipelineArgument& argument : context_.arguments) paths.push_back(argument.path);
    return nearest(path, {paths.begin(), paths.end()});
  }

  void checkSite(const syntax::ProfileEntry& entry) {
    const auto* name = std::get_if<syntax::NameExpr>(&entry.value->node);
    std::vector<std::string_view> sites;
    for (const Symbol& symbol : context_.symbols.all()) {
      if (symbol.module != 0 || symbol.kind != SymbolKind::Site) continue;
      if (name != nullptr && symbol.name == name->name) return;
      sites.push_back(symbol.name);
    }
    context_.report(notASite(entry.value->span, name == nullptr ? "" : name->name,
                             name == nullptr ? "" : nearest(name->name, sites)));
  }

  void checkShapeEntry(const syntax::ProfileEntry& entry, const Symbol& shape) {
    if (entry.narrows) {
      context_.report(narrowsNonNumber(entry.value->span, shape.name + "." + entry.path.back().text,
                                       *context_.types.simple(TypeKind::Shape)));
      return;
    }
    readShapeEntry(context_, entry, shape);
  }

  void bind(const syntax::ProfileEntry& entry, const Target& target) {
    Item item = elaborateAs(context_, scope_, *entry.value, target.type);
    checkValue(context_, *target.parameter, Scope{.module = target.module}, item);
  }

  void narrow(const syntax::ProfileEntry& entry, const std::string& path, const Target& target) {
    const auto* range = std::get_if<syntax::RangeExpr>(&entry.value->node);
    if (range == nullptr) return;
    TypeRef type = target.type->is(TypeKind::Optional) ? target.type->inner : target.type;
    bool ordered = type->is(TypeKind::Int) || type->is(TypeKind::Float) ||
                   type->is(TypeKind::Measure) || type->is(TypeKind::Count);
    if (!ordered) {
      context_.report(narrowsNonNumber(entry.value->span, path, *type));
      return;
    }
    Item low = elaborateAs(context_, scope_, *range->low, type);
    Item high = elaborateAs(context_, scope_, *range->high, type);
    if (!low.scalar.value || !high.scalar.value) return;
    expr::Interval inner{low.scalar.range.low, high.scalar.range.high, !range->inclusive};
    if (inner.empty()) {
      context_.report(emptyRange(entry.value->span));
      return;
    }
    checkInside(entry, path, target, inner);
  }

  void checkInside(const syntax::ProfileEntry& entry, const std::string& path, const Target& target,
                   const expr::Interval& inner) {
    const auto* declared = target.parameter->range == nullptr
                               ? nullptr
                               : std::get_if<syntax::RangeExpr>(&target.parameter->range->node);
    if (declared == nullptr) return;
    Scope scope{.module = target.module};
    Item low = elaborate(context_, scope, *declared->low);
    Item high = elaborate(context_, scope, *declared->high);
    if (low.isError() || high.isError()) return;
    expr::Interval outer{low.scalar.range.low, high.scalar.range.high, !declared->inclusive};
    Span place = target.parameter->range->span;
    std::string text(context_.input.sources->text(place));
    if (expr::within(inner, outer) != expr::Tri::True)
      context_.report(widensRange(entry.value->span, path, text, place));
    else if (expr::within(outer, inner) == expr::Tri::True)
      context_.report(narrowsNothing(entry.span, path, text, place));
  }

  Context& context_;
  const syntax::ProfileDecl& profile_;
  const Arguments& arguments_;
  Scope scope_;
  std::unordered_map<std::string, Span> seen_;
};

}  // namespace

std::vector<Entry> profileEntriesOf(Context& context, const Symbol& shape) {
  std::vector<Entry> found;
  if (context.profile == nullptr) return found;
  for (const EntryRule& rule : shapeRules()) {
    auto entry = context.profileEntries.find(context.symbols.qualified(shape) + "." +
                                             std::string(rule.name));
    if (entry == context.profileEntries.end()) continue;
    Entries read = readShapeEntry(context, *entry->second, shape);
    found.insert(found.end(), read.all.begin(), read.all.end());
  }
  return found;
}

void checkProfiles(Context& context) {
  Arguments arguments = argumentsOf(context);
  for (const Symbol& symbol : context.symbols.all()) {
    const auto* profile = std::get_if<syntax::ProfileDecl>(&symbol.declaration->node);
    if (symbol.module != 0 || profile == nullptr) continue;
    if (profile->entries.empty()) context.report(emptyProfile(symbol));
    ProfileChecker(context, *profile, arguments).check();
  }
}

}  // namespace itw::sema
