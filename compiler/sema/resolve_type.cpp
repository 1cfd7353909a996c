#include "compiler/sema/resolve_type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/lookup.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/type_form_diagnostics.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

struct SimpleType {
  std::string_view name;
  TypeKind kind;
};

constexpr SimpleType kSimpleTypes[] = {
    {"bool", TypeKind::Bool},     {"int", TypeKind::Int},       {"float", TypeKind::Float},
    {"string", TypeKind::String}, {"path", TypeKind::Path},     {"shape", TypeKind::Shape},
    {"series", TypeKind::Series}, {"stdout", TypeKind::Stdout}, {"opaque", TypeKind::Opaque}};

struct WrapperType {
  std::string_view name;
  TypeKind kind;
};

constexpr WrapperType kWrappers[] = {
    {"list", TypeKind::List}, {"dataset", TypeKind::Dataset}, {"schema", TypeKind::Schema}};

// Kinds of the language that this version's standard library may not yet have components of.
constexpr std::string_view kKinds[] = {"loss",     "optimizer",    "schedule",  "metric",
                                       "table",    "measure",      "keep",      "strategy",
                                       "searcher", "pruner",       "tracker",   "initializer",
                                       "stop",     "reproducible", "scheduler", "distribution"};

constexpr std::string_view kOtherNames[] = {"model", "file", "count", "class", "field", "f16",
                                            "bf16",  "f32",  "f64",   "i64",   "u8"};

// Resolves one written type; made for a call, so that the parts share their surroundings.
class TypeResolver {
 public:
  TypeResolver(Context& context, const Scope& scope, const TypeNames& names)
      : context_(context), scope_(scope), names_(names) {}

  TypeRef resolve(const syntax::Type& type) {
    Span outer = std::exchange(span_, type.span);
    TypeRef result = std::visit([&](const auto& node) { return of(node); }, type.node);
    span_ = outer;
    return result;
  }

 private:
  TypeRef of(const syntax::Missing&) { return context_.types.error(); }

  TypeRef of(const syntax::OptionalType& optional) {
    TypeRef inner = resolve(*optional.inner);
    if (inner->isError()) return inner;
    return context_.types.make({.kind = TypeKind::Optional, .inner = inner});
  }

  TypeRef of(const syntax::EnumType& enumeration) {
    Type type{.kind = TypeKind::Enum};
    for (const syntax::Name& member : enumeration.members) {
      bool repeated =
          std::find(type.members.begin(), type.members.end(), member.text) != type.members.end();
      if (repeated) context_.report(repeatedMember(member.span, member.text));
      if (!repeated) type.members.push_back(member.text);
    }
    return context_.types.make(std::move(type));
  }

  TypeRef of(const syntax::ArrowType&) {
    context_.report(arrowOutsideModel(span_));
    return context_.types.error();
  }

  TypeRef of(const syntax::RecordType& record) {
    Type type{.kind = TypeKind::Record};
    bool poisoned = false;
    for (const syntax::Field& field : record.fields) {
      if (const TypeField* earlier = type.find(field.name.text)) {
        context_.report(duplicateField(field.name, earlier->span));
        continue;
      }
      TypeRef inner = resolve(*field.type);
      poisoned = poisoned || inner->isError();
      type.fields.push_back({field.name.text, inner, join(field.name.span, field.type->span)});
    }
    if (poisoned) return context_.types.error();
    TypeRef made = context_.types.make(std::move(type));
    if (made->parts <= kMostParts) return made;
    context_.report(tooManyParts(span_, "type"));
    return context_.types.error();
  }

  TypeRef of(const syntax::TensorType& tensor) {
    Span span = span_;
    if (tensor.dtype.text == "class") return classType(tensor, span);
    auto resolved = resolveTensor(context_, scope_, tensor, names_);
    return resolved ? context_.types.tensor(std::move(*resolved)) : context_.types.error();
  }

  TypeRef classType(const syntax::TensorType& tensor, Span span) {
    auto resolved = resolveTensor(context_, scope_, tensor, names_);
    if (!resolved) return context_.types.error();
    auto size = resolved->dims.size() == 1 ? resolved->dims[0].constant() : std::nullopt;
    bool open = names_.symbols && resolved->dims.size() == 1;
    if (tensor.leading || (!open && (!size || *size < 1))) {
      context_.report(classNeedsSize(span));
      return context_.types.error();
    }
    return context_.types.make({.kind = TypeKind::Class, .tensor = std::move(*resolved)});
  }

  TypeRef of(const syntax::NamedType& named) {
    const std::string& name = named.name.text;
    if (isGeneric(name)) return context_.types.make({.kind = TypeKind::Generic, .name = name});
    for (const WrapperType& wrapper : kWrappers)
      if (wrapper.name == name) return wrapped(named, wrapper.kind);
    if (name == "model") return modelType(named);
    if (name == "function") return functionType(named);
    if (name == "count") return countType(named);
    if (name == "parts" && !named.arguments.empty()) return context_.types.simple(TypeKind::Int);
    if (name == "file") return fileType(named);
    if (name == "given" || name == "each") return outputType(named);
    if (name == "field" || name == "floating" || name == "single") return fieldType(named);
    if (name == "rows" || name == "both" || name == "windows") return derivedType(named);
    if (!named.arguments.empty()) {
      bool missing = std::holds_alternative<syntax::Missing>(named.arguments[0]->node);
      if (!missing && plain(named)->isError()) return context_.types.error();
      if (!missing) context_.report(noTypeArguments(span_, name));
      return context_.types.error();
    }
    return plain(named);
  }

  TypeRef plain(const syntax::NamedType& named) {
    const std::string& name = named.name.text;
    for (const SimpleType& simple : kSimpleTypes)
      if (simple.name == name) return context_.types.simple(simple.kind);
    if (auto dtype = expr::dtypeOf(name)) return context_.types.tensor({.dtype = *dtype});
    // A `type` of the name of a kind was reported.
    const bool kind = std::find(std::begin(kKinds), std::end(kKinds), name) != std::end(kKinds);
    TypeRef declared = kind ? nullptr : declaredType(named.name);
    if (declared != nullptr) return declared;
    if (const expr::NamedDimension* dimension = expr::findDimension(name))
      return context_.types.make({.kind = TypeKind::Measure, .dimension = dimension->dimension});
    if (isComponentKind(context_, name)) return context_.types.component(name);
    context_.report(unknownType(named.name.span, name, typeNames()));
    return context_.types.error();
  }

  // A type that a `type` declares, here or behind the alias of an import; null if there is none.
  TypeRef declaredType(const syntax::Name& name) {
    auto dot = name.text.rfind('.');
    std::vector<const Symbol*> found;
    if (dot == std::string::npos) {
      found = context_.symbols.find(scope_.module, name.text);
    } else {
      const Import* import = context_.symbols.findAlias(scope_.module, name.text.substr(0, dot));
      if (import == nullptr) return nullptr;
      import->used = true;
      found = context_.symbols.inModule(import->module, name.text.substr(dot + 1));
    }
    std::erase_if(found, [](const Symbol* symbol) { return symbol->kind != SymbolKind::Type; });
    if (found.empty() && dot != std::string::npos) {
      context_.report(
          unknownInModule({name.text.substr(dot + 1), name.span}, name.text.substr(0, dot), ""));
      return context_.types.error();
    }
    if (found.empty()) return nullptr;
    if (found.size() > 1 && found[0]->module != found[1]->module) {
      context_.report(ambiguousName(name.span, name.text,
                                    {*found[0], context_.symbols.qualified(*found[0])},
                                    {*found[1], context_.symbols.qualified(*found[1])}));
      return context_.types.error();
    }
    return aliasType(context_, scope_.module, *found[0], name.span);
  }

  bool isGeneric(const std::string& name) const {
    if (names_.generics == nullptr) return false;
    for (const syntax::Name& generic : *names_.generics)
      if (generic.text == name) return true;
    return false;
  }

  bool hasArguments(const syntax::NamedType& named, std::size_t count) {
    if (named.arguments.size() == count) return true;
    context_.report(typeArgumentCount(span_, named.name.text, count));
    return false;
  }

  TypeRef wrapped(const syntax::NamedType& named, TypeKind kind) {
    if (!hasArguments(named, 1)) return context_.types.error();
    TypeRef inner = resolve(*named.arguments[0]);
    if (inner->isError()) return inner;
    return context_.types.make({.kind = kind, .inner = inner});
  }

  TypeRef modelType(const syntax::NamedType& named) {
    if (!hasArguments(named, 1)) return context_.types.error();
    const auto* arrow = std::get_if<syntax::ArrowType>(&named.arguments[0]->node);
    if (arrow == nullptr) {
      context_.report(modelNeedsArrow(span_));
      return context_.types.error();
    }
    // `model<f32[N, 4] -> f32[N, 3]>` is said for all N.
    const bool outer = std::exchange(names_.symbols, true);
    TypeRef from = port(*arrow->from, "input");
    TypeRef to = port(*arrow->to, "output");
    names_.symbols = outer;
    if (from->isError() || to->isError()) return context_.types.error();
    return context_.types.make({.kind = TypeKind::Model, .inner = from, .second = to});
  }

  TypeRef functionType(const syntax::NamedType& named) {
    if (!hasArguments(named, 1)) return context_.types.error();
    const auto* arrow = std::get_if<syntax::ArrowType>(&named.arguments[0]->node);
    if (arrow == nullptr) {
      context_.report(functionNeedsArrow(span_));
      return context_.types.error();
    }
    TypeRef from = resolve(*arrow->from);
    TypeRef to = resolve(*arrow->to);
    if (from->isError() || to->isError()) return context_.types.error();
    return context_.types.make({.kind = TypeKind::Function, .inner = from, .second = to});
  }

  TypeRef port(const syntax::Type& type, const std::string& unnamed) {
    TypeRef inner = resolve(type);
    if (!inner->is(TypeKind::Tensor)) return inner;
    return context_.types.make({.kind = TypeKind::Record, .fields = {{unnamed, inner, type.span}}});
  }

  TypeRef countType(const syntax::NamedType& named) {
    if (!hasArguments(named, 1)) return context_.types.error();
    TypeRef unit = resolve(*named.arguments[0]);
    if (unit->isError()) return unit;
    const expr::NamedDimension* dimension =
        unit->is(TypeKind::Measure) ? expr::namedDimension(unit->dimension) : nullptr;
    if (dimension == nullptr || !dimension->counted) {
      context_.report(countNeedsUnit(span_, *unit));
      return context_.types.error();
    }
    return context_.types.make({.kind = TypeKind::Count, .dimension = unit->dimension});
  }

  TypeRef fileType(const syntax::NamedType& named) {
    if (!hasArguments(named, 1)) return context_.types.error();
    const auto* format = std::get_if<syntax::NamedType>(&named.arguments[0]->node);
    std::string name = format == nullptr ? "" : format->name.text;
    return context_.types.make({.kind = TypeKind::File, .name = name});
  }

  // `field<D>`, or `floating<P, D>` for one that both have.
  TypeRef fieldType(const syntax::NamedType& named) {
    if (named.arguments.size() != 2 && !hasArguments(named, 1)) return context_.types.error();
    TypeRef first = resolve(*named.arguments[0]);
    TypeRef second = named.arguments.size() == 2 ? resolve(*named.arguments[1]) : nullptr;
    if (first->isError() || (second != nullptr && second->isError())) return context_.types.error();
    return context_.types.make({.kind = TypeKind::Field,
                                .name = named.name.text == "field" ? "" : named.name.text,
                                .inner = first,
                                .second = second});
  }

  // What a dataset is made of: `rows<B>`, `both<D, E>`, `windows<D, fields, length, target>`, the
  // last three being arguments of the task.
  TypeRef derivedType(const syntax::NamedType& named) {
    const std::string& name = named.name.text;
    std::size_t types = name == "both" ? 2 : 1;
    if (!hasArguments(named, name == "windows" ? 4 : types)) return context_.types.error();
    Type type{.kind = TypeKind::Derived, .name = name};
    type.inner = resolve(*named.arguments[0]);
    if (types == 2) type.second = resolve(*named.arguments[1]);
    for (std::size_t i = types; i < named.arguments.size(); ++i) {
      const auto* argument = std::get_if<syntax::NamedType>(&named.arguments[i]->node);
      type.members.push_back(argument == nullptr ? "" : argument->name.text);
    }
    if (type.inner->isError() || (type.second != nullptr && type.second->isError()))
      return context_.types.error();
    return context_.types.make(std::move(type));
  }

  // `given<argument, T>` and `each<argument>` name an argument of their task.
  TypeRef outputType(const syntax::NamedType& named) {
    bool given = named.name.text == "given";
    if (!hasArguments(named, given ? 2 : 1)) return context_.types.error();
    const auto* argument = std::get_if<syntax::NamedType>(&named.arguments[0]->node);
    if (argument == nullptr) {
      context_.report(typeArgumentCount(span_, named.name.text, given ? 2 : 1));
      return context_.types.error();
    }
    TypeRef inner = given ? resolve(*named.arguments[1]) : nullptr;
    if (given && inner->isError()) return inner;
    return context_.types.make({.kind = given ? TypeKind::Given : TypeKind::Each,
                                .name = argument->name.text,
                                .inner = inner});
  }

  std::vector<std::string_view> typeNames() const {
    std::vector<std::string_view> all;
    for (const SimpleType& simple : kSimpleTypes) all.push_back(simple.name);
    for (const WrapperType& wrapper : kWrappers) all.push_back(wrapper.name);
    for (const expr::NamedDimension& dimension : expr::allDimensions())
      all.push_back(dimension.name);
    all.insert(all.end(), std::begin(kKinds), std::end(kKinds));
    all.insert(all.end(), std::begin(kOtherNames), std::end(kOtherNames));
    for (const Symbol* symbol : context_.symbols.visible(scope_.module))
      if (symbol->kind == SymbolKind::Type) all.push_back(symbol->name);
    return all;
  }

  Context& context_;
  const Scope& scope_;
  TypeNames names_;
  Span span_;
};

}  // namespace

TypeRef resolveType(Context& context, const Scope& scope, const syntax::Type& type,
                    const TypeNames& names) {
  return TypeResolver(context, scope, names).resolve(type);
}

TypeRef resolvePorts(Context& context, const Scope& scope, const std::vector<syntax::Port>& ports,
                     const std::string& unnamed, const std::string& prefix) {
  Type record{.kind = TypeKind::Record};
  TypeNames names{.symbols = true, .prefix = prefix};
  for (const syntax::Port& port : ports) {
    TypeRef type = resolveType(context, scope, *port.type, names);
    if (type->isError()) return type;
    if (!type->is(TypeKind::Tensor)) {
      context.report(portNotATensor(port.type->span, *type));
      return context.types.error();
    }
    std::string name = port.name ? port.name->text : unnamed;
    if (const TypeField* earlier = record.find(name)) {
      context.report(
          duplicateField({name, port.name ? port.name->span : port.type->span}, earlier->span));
      return context.types.error();
    }
    Span span = port.name ? join(port.name->span, port.type->span) : port.type->span;
    record.fields.push_back({name, type, span});
  }
  return context.types.make(std::move(record));
}

bool isTypeOfLanguage(const std::string& name) {
  const auto isNamed = [&](const auto& type) { return type.name == name; };
  return std::any_of(std::begin(kSimpleTypes), std::end(kSimpleTypes), isNamed) ||
         std::any_of(std::begin(kWrappers), std::end(kWrappers), isNamed) ||
         std::find(std::begin(kOtherNames), std::end(kOtherNames), name) != std::end(kOtherNames) ||
         std::find(std::begin(kKinds), std::end(kKinds), name) != std::end(kKinds) ||
         expr::dtypeOf(name) || expr::findDimension(name) != nullptr;
}

bool isComponentKind(const Context& context, const std::string& name) {
  if (std::find(std::begin(kKinds), std::end(kKinds), name) != std::end(kKinds)) return true;
  for (const Symbol& symbol : context.symbols.all())
    if (symbol.componentKind == name) return true;
  return false;
}

Item schemaItem(Context& context, TypeRef record, Span span) {
  Item item{.type = context.types.make({.kind = TypeKind::Schema, .inner = record}), .span = span};
  if (!record->is(TypeKind::Record) || record->fields.empty()) {
    context.report(schemaNotARecord(span, *record));
    return context.poisoned(span);
  }
  expr::Record value;
  for (const TypeField& field : record->fields) {
    // `bool` alone is the scalar type, which a field of one truth has too.
    bool suits = field.type->is(TypeKind::Tensor) || field.type->is(TypeKind::Class) ||
                 field.type->is(TypeKind::Bool);
    bool sized = suits && !field.type->tensor.leading;
    for (const expr::Dim& dim : field.type->tensor.dims)
      sized = sized && dim.constant().has_value();
    if (!suits || !sized) {
      context.report(fieldNotSized(field.span, field.name, *field.type));
      return context.poisoned(span);
    }
    value.fields.push_back({field.name, {textOf(*field.type)}});
  }
  item.value = expr::Value{std::move(value)};
  return item;
}

}  // namespace itw::sema
