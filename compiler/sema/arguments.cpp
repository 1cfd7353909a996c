#include "compiler/sema/arguments.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compiler/sema/argument_diagnostics.h"
#include "compiler/sema/candidates.h"
#include "compiler/sema/constant_arguments.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/search/draws.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// Binds one call; a class only so that the steps share what they build.
class Binder {
 public:
  Binder(Context& context, const Signature& signature, const CallSite& site, Generics* generics)
      : context_(context), signature_(signature), site_(site), generics_(generics) {
    given_.resize(signature.parameters.size());
  }

  BoundArguments run() {
    assign();
    const bool explained = result_.poisoned;
    Scope declared{.module = signature_.symbol->module, .locals = &result_.locals};
    declared.untaken = site_.scope.untaken;
    for (std::size_t i = 0; i < signature_.parameters.size(); ++i)
      if (!signature_.parameters[i].port) bind(i, declared);
    reportMissing(explained);
    if (signature_.where != nullptr && !result_.poisoned) {
      declared.untaken = declared.untaken && !speaksOf(*signature_.where, result_.locals, fixed_);
      if (!checkCondition(context_, *signature_.where, declared, site_.span, nullptr))
        result_.poisoned = true;
    }
    return std::move(result_);
  }

 private:
  struct Given {
    const syntax::Argument* argument = nullptr;
    const Item* piped = nullptr;
    bool any() const { return argument != nullptr || piped != nullptr; }
  };

  // Which parameter each written argument is for.
  void assign() {
    std::size_t position = 0;
    if (site_.piped != nullptr) {
      skipPorts(position);
      if (position < given_.size()) {
        given_[position++].piped = site_.piped;
      } else {
        context_.report(nothingToPipeInto(site_.span, site_.callee, site_.piped->span));
        result_.poisoned = true;
      }
    }
    bool named = false;
    for (const syntax::Argument& argument : site_.arguments) {
      if (isTaken(argument)) continue;
      if (argument.drawn && !(site_.scope.draws && argument.name)) {
        context_.report(drawOutsideSweep(argument.span));
        result_.poisoned = true;
      } else if (argument.name) {
        named = true;
        assignNamed(argument);
      } else {
        if (named)
          refusePositional(argument);
        else
          assignPositional(argument, position);
      }
    }
  }

  bool isTaken(const syntax::Argument& argument) const {
    return std::find(site_.taken.begin(), site_.taken.end(), &argument) != site_.taken.end();
  }

  void refusePositional(const syntax::Argument& argument) {
    result_.poisoned = true;
    context_.report(positionalAfterNamed(argument.span));
    elaborateLoose(context_, site_.scope, *argument.value);
  }

  void skipPorts(std::size_t& position) const {
    while (position < given_.size() && signature_.parameters[position].port) ++position;
  }

  // `iris(epochs == 3)`, where no value is called `epochs`.
  bool isComparedName(const syntax::Argument& argument) {
    const auto* binary = std::get_if<syntax::BinaryExpr>(&argument.value->node);
    if (binary == nullptr || binary->op != syntax::BinaryOp::Equal) return false;
    const auto* name = std::get_if<syntax::NameExpr>(&binary->left->node);
    if (name == nullptr || site_.scope.find(name->name) != nullptr ||
        !context_.symbols.find(site_.scope.module, name->name).empty())
      return false;
    for (const Parameter& parameter : signature_.parameters) {
      if (parameter.name != name->name) continue;
      context_.report(comparedArgument(binary->operatorSpan, name->name));
      result_.poisoned = true;
      return true;
    }
    return false;
  }

  // `raw |> split(raw, ...)`
  bool isPipedAgain(const syntax::Argument& argument) {
    const Span piped = site_.piped == nullptr ? Span{} : site_.piped->span;
    const SourceMap& sources = *context_.input.sources;
    if (!piped.valid() || sources.text(piped) != sources.text(argument.span)) return false;
    context_.report(pipedAgain(argument.span, std::string(sources.text(piped)), piped));
    result_.poisoned = true;
    return true;
  }

  void assignPositional(const syntax::Argument& argument, std::size_t& position) {
    if (isComparedName(argument) || isPipedAgain(argument)) return;
    skipPorts(position);
    if (position < given_.size()) {
      given_[position++].argument = &argument;
      return;
    }
    result_.poisoned = true;
    result_.misnamed = true;
    if (!tooMany_) context_.report(tooManyArguments(argument.span, site_.callee, takes()));
    tooMany_ = true;
    elaborateLoose(context_, site_.scope, *argument.value);
  }

  // `digits(epochs = 3)`, where `epochs` is a param that the pipeline may read.
  bool isParamOfFile(const syntax::Argument& argument) {
    if (signature_.symbol->kind != SymbolKind::Pipeline) return false;
    const auto found = context_.symbols.inModule(signature_.symbol->module, argument.name->text);
    const bool param = std::any_of(found.begin(), found.end(), [](const Symbol* symbol) {
      return symbol->kind == SymbolKind::Param;
    });
    if (!param) return false;
    const std::string written(context_.input.sources->text(argument.span));
    context_.report(paramAsArgument(argument, site_.callee, written,
                                    site_.arguments.size() == 1 ? site_.span : Span{}));
    return true;
  }

  // By name, whether in front of this argument or behind it.
  bool isGiven(const std::string& name) {
    if (named_.empty())
      for (const syntax::Argument& each : site_.arguments)
        if (each.name) named_.insert(each.name->text);
    return named_.contains(name);
  }

  // The place of the parameter of that name among all, ports left out.
  std::optional<std::size_t> placeOf(const std::string& name) {
    if (places_.empty())
      for (std::size_t i = 0; i < given_.size(); ++i)
        if (!signature_.parameters[i].port) places_.emplace(signature_.parameters[i].name, i);
    const auto place = places_.find(name);
    return place == places_.end() ? std::nullopt : std::optional(place->second);
  }

  void assignNamed(const syntax::Argument& argument) {
    const auto place = placeOf(argument.name->text);
    if (!place) return refuseUnknown(argument);
    Given& given = given_[*place];
    if (given.piped != nullptr) {
      refusePiped(*place, argument);
    } else if (given.any()) {
      context_.report(
          repeatedArgument(argument.name->span, argument.name->text, given.argument->span));
    } else {
      given.argument = &argument;
    }
  }

  void refuseUnknown(const syntax::Argument& argument) {
    result_.poisoned = true;
    result_.misnamed = true;
    if (isParamOfFile(argument)) return;
    std::vector<std::string_view> names;
    std::vector<std::string_view> fitting;  // Those that are free and could be of this value.
    const bool suggest = context_.suggestionsLeft-- > 0;
    for (const Parameter& parameter : signature_.parameters) {
      if (parameter.port) continue;
      names.push_back(parameter.name);
      if (suggest && !isGiven(parameter.name) && literalCouldBe(*argument.value, *parameter.type))
        fitting.push_back(parameter.name);
    }
    context_.report(unknownArgument(argument.name->span, site_.callee, argument.name->text,
                                    nearest(argument.name->text, fitting), names));
    elaborateLoose(context_, site_.scope, *argument.value);
  }

  // What was piped was probably meant for an argument that nothing is given for.
  void refusePiped(std::size_t index, const syntax::Argument& argument) {
    result_.poisoned = true;
    std::string meant;
    for (const Parameter& parameter : signature_.parameters) {
      const bool named = isGiven(parameter.name);
      const bool needed = !parameter.port && parameter.syntax->fallback == nullptr;
      const bool open = !named && needed && &parameter != &signature_.parameters[index];
      if (open && meant.empty()) meant = parameter.name;
    }
    context_.report(pipedAndNamed(argument.name->span, signature_.parameters[index].name, meant,
                                  given_[index].piped->span));
    given_[index] = {.argument = &argument};
  }

  std::size_t takes() const {
    std::size_t count = 0;
    for (const Parameter& parameter : signature_.parameters) count += parameter.port ? 0 : 1;
    return count;
  }

  // `explained`: a misspelt argument was reported, and what it was meant for is probably not
  // missing.
  void reportMissing(bool explained) {
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      const Parameter& parameter = signature_.parameters[i];
      bool optional = parameter.syntax->fallback != nullptr || parameter.port;
      if (!given_[i].any() && !optional && presetOf(parameter) == nullptr)
        missing.push_back(parameter.name);
    }
    if (missing.empty()) return;
    result_.poisoned = true;
    if (!explained && !result_.misnamed)
      context_.report(missingArguments(site_.span, site_.callee, missing));
  }

  void bind(std::size_t index, const Scope& declared) {
    const Parameter& parameter = signature_.parameters[index];
    const Given& given = given_[index];
    BoundArgument bound{.parameter = &parameter};
    const Item* preset = presetOf(parameter);
    if (given.any() && preset != nullptr) reportTwice(given, *preset, parameter.name);
    if (preset != nullptr) {
      bound.item = *preset;
      bound.span = preset->span;
    } else if (given.any()) {
      bound.item = given.piped != nullptr ? fit(*given.piped, parameter)
                                          : ofArgument(*given.argument, parameter, declared);
      bound.span = given.piped != nullptr ? given.piped->span : given.argument->span;
    } else if (parameter.syntax->fallback != nullptr) {
      bound.item = ofDefault(parameter, declared);
    } else {
      bound.item = context_.poisoned(site_.span);
    }
    result_.locals[parameter.name] = bound.item;
    // A list in place of several arguments may be any of them.
    const bool positional = given.argument != nullptr && !given.argument->name;
    if (positional && bound.item.isError()) result_.misnamed = true;
    if (bound.item.isError() || !suits(parameter, given, declared, bound.item)) {
      result_.poisoned = true;
      bound.item = context_.poisoned(bound.item.span);
      result_.locals[parameter.name] = bound.item;
    }
    result_.all.push_back(std::move(bound));
  }

  // What does not depend on a value that decides a branch is wrong in a branch not taken too.
  bool suits(const Parameter& parameter, const Given& given, const Scope& declared,
             const Item& item) {
    const syntax::Expr* written =
        given.argument != nullptr ? given.argument->value.get() : parameter.syntax->fallback.get();
    const bool isWritten = given.piped == nullptr && presetOf(parameter) == nullptr;
    const bool constant = isWritten && written != nullptr && declared.untaken &&
                          isConstant(context_, given.argument ? site_.scope : declared, *written,
                                     given.argument ? std::unordered_set<std::string>() : fixed_);
    if (constant) fixed_.insert(parameter.name);
    Scope scope = declared;
    scope.untaken = declared.untaken && !(constant && standsAlone(parameter));
    if (!checkConstraints(context_, *parameter.syntax, scope, item)) return false;
    const auto* branches = given.argument == nullptr
                               ? nullptr
                               : std::get_if<syntax::IfExpr>(&given.argument->value->node);
    return branches == nullptr || checkBranches(*branches, parameter, declared);
  }

  bool standsAlone(const Parameter& parameter) const {
    std::unordered_set<std::string> known = fixed_;
    known.insert(parameter.name);
    for (const syntax::ExprPtr* part : {&parameter.syntax->range, &parameter.syntax->where})
      if (*part && !speaksOf(**part, result_.locals, known)) return false;
    return true;
  }

  // `epochs = if quick then 0 else 30`: the other value is as wrong as this one.
  bool checkBranches(const syntax::IfExpr& branches, const Parameter& parameter,
                     const Scope& declared) {
    const std::size_t before = context_.sink.all().size();
    const Item condition = elaborate(context_, site_.scope, *branches.condition);
    context_.sink.takeSince(before);
    bool good = true;
    for (const bool then : {true, false}) {
      const syntax::Expr& branch = then ? *branches.then : *branches.otherwise;
      const bool taken = condition.scalar.truth == expr::triOf(then);
      if (taken && !declared.untaken) continue;
      if (const auto* nested = std::get_if<syntax::IfExpr>(&branch.node))
        good = checkBranches(*nested, parameter, declared) && good;
      else if (isScalar(*parameter.type) && isConstant(context_, site_.scope, branch) &&
               standsAlone(parameter))
        good = checkBranch(branch, parameter, declared) && good;
    }
    return good;
  }

  bool isScalar(const Type& type) const {
    return scalarTypeOf(type.is(TypeKind::Optional) ? *type.inner : type).has_value();
  }

  bool checkBranch(const syntax::Expr& branch, const Parameter& parameter, const Scope& declared) {
    const std::size_t before = context_.sink.all().size();
    Item item = elaborateAs(context_, site_.scope, branch, parameter.type);
    context_.sink.takeSince(before);
    Locals locals = result_.locals;
    locals[parameter.name] = item;
    Scope scope = declared;
    scope.locals = &locals;
    scope.untaken = false;
    return checkConstraints(context_, *parameter.syntax, scope, item);
  }

  const Item* presetOf(const Parameter& parameter) const {
    if (site_.preset == nullptr) return nullptr;
    auto place = site_.preset->find(parameter.name);
    return place == site_.preset->end() ? nullptr : &place->second;
  }

  void reportTwice(const Given& given, const Item& preset, const std::string& name) {
    Span earlier = given.piped != nullptr ? given.piped->span : given.argument->span;
    context_.report(repeatedArgument(preset.span, name, earlier));
    result_.poisoned = true;
  }

  Item ofDefault(const Parameter& parameter, const Scope& declared) {
    Item item = hasGenerics(*parameter.type)
                    ? elaborate(context_, declared, *parameter.syntax->fallback, parameter.type)
                    : elaborateAs(context_, declared, *parameter.syntax->fallback, parameter.type);
    item.span = site_.span;
    return item;
  }

  Item ofArgument(const syntax::Argument& argument, const Parameter& parameter,
                  const Scope& declared) {
    if (argument.drawn)
      return drawnItem(context_, site_.scope,
                       {parameter.name, parameter.type, parameter.syntax, &declared},
                       *argument.value);
    return fit(elaborate(context_, site_.scope, *argument.value, parameter.type), parameter);
  }

  Item fit(Item item, const Parameter& parameter) {
    if (!hasGenerics(*parameter.type) || generics_ == nullptr)
      return coerce(context_, site_.scope, std::move(item), parameter.type);
    TypeRef pattern = parameter.type;
    if (pattern->is(TypeKind::Optional)) {
      if (item.isError() || item.isNone()) return item;
      pattern = pattern->inner;
    }
    if (item.type != nullptr && item.type->is(TypeKind::Optional) && !item.isNone())
      item.type = item.type->inner;
    if (unify(context_, *generics_, pattern, item.isError() ? context_.types.error() : item.type))
      return item;
    context_.report(argumentMismatch(item, parameter.name, site_.callee, *substituteKnown(pattern),
                                     parameter.syntax->span));
    return context_.poisoned(item.span);
  }

  // With the variables that are bound replaced; the others stay, to be read as "any".
  TypeRef substituteKnown(TypeRef pattern) {
    TypeRef known = substitute(context_, *generics_, pattern);
    return known->isError() ? pattern : known;
  }

  Context& context_;
  const Signature& signature_;
  const CallSite& site_;
  Generics* generics_;
  std::vector<Given> given_;
  std::unordered_map<std::string_view, std::size_t> places_;
  std::unordered_set<std::string_view> named_;
  BoundArguments result_;
  bool tooMany_ = false;
  // Parameters whose values depend on nothing, in a branch that is not taken.
  std::unordered_set<std::string> fixed_;
};

}  // namespace

const BoundArgument* BoundArguments::find(std::string_view name) const {
  for (const BoundArgument& argument : all)
    if (argument.parameter->name == name) return &argument;
  return nullptr;
}

bool BoundArguments::known() const {
  if (poisoned) return false;
  for (const BoundArgument& argument : all)
    if (!argument.item.known()) return false;
  return true;
}

BoundArguments bindArguments(Context& context, const Signature& signature, const CallSite& site,
                             Generics* generics) {
  return Binder(context, signature, site, generics).run();
}

}  // namespace itw::sema
