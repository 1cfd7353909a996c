#include <unordered_map>

#include "compiler/sema/definitions.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/place/narrowing.h"
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
  Item start;                // Its default, where no profile and no param has a say in it.
  bool set = false;          // By the command line.
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

  // What is bound before what is narrowed, whatever the order of the text.
  void check() {
    for (bool narrows : {false, true}) checkEntries(narrows);
  }

 private:
  void checkEntries(bool narrows) {
    for (const syntax::ProfileEntry& entry : profile_.entries) {
      std::string path;
      for (const syntax::Name& part : entry.path) path += (path.empty() ? "" : ".") + part.text;
      if (entry.path.empty() || path.empty() || entry.narrows != narrows) continue;
      auto [place, fresh] = seen_.emplace(path + (entry.narrows ? " in" : ""), entry.span);
      if (!fresh) context_.report(profileSetsTwice(entry.span, path, place->second));
      checkEntry(entry, path);
    }
  }

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
      if (const auto* param = std::get_if<syntax::ParamDecl>(&symbol->declaration->node)) {
        const Definition& found = context_.definitions[symbol];
        return Target{&param->parameter,
                      found.item.type,
                      nullptr,
                      symbol->module,
                      startOf(found.layers, param->parameter),
                      found.layer == Layer::Set};
      }
    auto argument = arguments_.find(path);
    if (argument != arguments_.end()) {
      const PipelineArgument& found = *argument->second;
      return Target{found.parameter,
                    found.item.type,
                    nullptr,
                    0,
                    startOf(found.layers, *found.parameter),
                    found.layer == Layer::Set};
    }
    auto dot = path.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    for (const Symbol* symbol : context_.symbols.byQualifiedName(path.substr(0, dot)))
      if (symbol->kind == SymbolKind::Shape) return Target{.shape = symbol};
    return std::nullopt;
  }

  bool isChosen() const {
    return context_.profile != nullptr && context_.profile->name == profile_.name.text;
  }

  // A default that names nothing is the same whatever else is bound.
  Item startOf(const std::vector<LayerItem>& layers, const syntax::Parameter& parameter) const {
    bool alone = parameter.fallback != nullptr && !layers.empty();
    if (alone && !isChosen())
      forEachName(*parameter.fallback, [&](const NameUse& use) {
        alone = alone && context_.symbols.find(0, use.name).empty();
      });
    return alone ? layers.front().item : context_.poisoned(parameter.name.span);
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
    if (std::holds_alternative<syntax::Missing>(entry.value->node)) return;
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
    bound_.emplace(target.parameter, std::move(item));
  }

  void narrow(const syntax::ProfileEntry& entry, const std::string& path, const Target& target) {
    if (std::holds_alternative<syntax::Missing>(entry.value->node)) return;
    const bool range = std::holds_alternative<syntax::RangeExpr>(entry.value->node);
    TypeRef type = target.type->is(TypeKind::Optional) ? target.type->inner : target.type;
    bool ordered = type->is(TypeKind::Int) || type->is(TypeKind::Float) ||
                   type->is(TypeKind::Measure) || type->is(TypeKind::Count);
    if (!(range ? ordered : scalarTypeOf(*type).has_value())) {
      context_.report(narrowsNonNumber(entry.value->span, path, *type));
      return;
    }
    const Allowed inner = readAllowed(context_, scope_, *entry.value, type);
    if (inner.known && narrows(entry, path, target, inner)) checkStart(entry, path, target, inner);
  }

  // What the declaration lets through: its range, or all values of a type that has few.
  Allowed declaredOf(const Target& target) {
    TypeRef type = target.type->is(TypeKind::Optional) ? target.type->inner : target.type;
    Allowed outer{.known = true, .listed = true};
    auto add = [&](const expr::Scalar& value) {
      outer.items.push_back({.type = type, .scalar = expr::abstractOf(value)});
    };
    if (target.parameter->range != nullptr) {
      const std::size_t before = context_.sink.all().size();
      outer = readAllowed(context_, Scope{.module = target.module}, *target.parameter->range, type);
      context_.sink.takeSince(before);
    } else if (type->is(TypeKind::Enum)) {
      for (const std::string& member : type->members) add(expr::Scalar{member});
    } else if (type->is(TypeKind::Bool)) {
      for (bool value : {false, true}) add(expr::Scalar{value});
    } else {
      outer.known = false;
    }
    return outer;
  }

  // Whether an entry leaves less than is declared, and no more; reported if not.
  bool narrows(const syntax::ProfileEntry& entry, const std::string& path, const Target& target,
               const Allowed& inner) {
    const Allowed outer = declaredOf(target);
    if (!outer.known) return true;
    const syntax::Parameter& parameter = *target.parameter;
    Span place = parameter.range != nullptr ? parameter.range->span : parameter.type->span;
    std::string text(context_.input.sources->text(place));
    for (const Item& item : inner.items)
      if (!outer.contains(item)) {
        context_.report(widensRange(item.span, path, text, place));
        return false;
      }
    if (!inner.listed && !outer.listed && !inner.isWithin(outer))
      context_.report(widensRange(entry.value->span, path, text, place));
    else if (outer.isWithin(inner))
      context_.report(narrowsNothing(entry.span, path, text, place));
    else
      return true;
    return false;
  }

  // The value with which a run begins that sets nothing: bound by the profile, else the default.
  void checkStart(const syntax::ProfileEntry& entry, const std::string& path, const Target& target,
                  const Allowed& inner) {
    auto bound = bound_.find(target.parameter);
    if (target.set && isChosen()) return;
    Item item = bound != bound_.end() ? bound->second : target.start;
    if (item.isError() || item.isNone() || inner.contains(item)) return;
    auto origin = std::make_shared<Provenance>();
    origin->declared = target.parameter->name.span;
    if (bound != bound_.end()) origin->setBy = "profile " + profile_.name.text;
    item.provenance = std::move(origin);
    std::string text(context_.input.sources->text(entry.value->span));
    context_.report(outsideNarrowed(item, path, text, entry.value->span));
  }

  Context& context_;
  const syntax::ProfileDecl& profile_;
  const Arguments& arguments_;
  Scope scope_;
  std::unordered_map<std::string, Span> seen_;
  std::unordered_map<const syntax::Parameter*, Item> bound_;  // What the profile binds.
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
