#include "compiler/sema/overrides.h"

#include "compiler/sema/elaborate.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

// Texts need no quotes on a command line; a path there is relative to the current folder.
std::optional<Item> bareText(Context& context, const std::string& text, TypeRef type, Span place) {
  bool quoted = text.size() >= 2 && text.front() == '"';
  if (quoted) return std::nullopt;
  Item item{.span = place};
  if (type->is(TypeKind::Path)) {
    item.type = type;
    item.value = expr::Value{expr::Path{text, ""}};
    return item;
  }
  if (!type->is(TypeKind::String) && !type->is(TypeKind::Enum)) return std::nullopt;
  item.type = context.types.simple(TypeKind::String);
  item.scalar = expr::abstractOf(expr::Scalar{text});
  return item;
}

// A literal; a name only where a component or shape is asked for.
syntax::ExprPtr readOverride(const std::string& text, const Type& target, Span place) {
  syntax::ExprPtr expr = parseOverride(text, place);
  bool name = expr != nullptr && std::holds_alternative<syntax::NameExpr>(expr->node);
  return name && scalarTypeOf(target) ? nullptr : std::move(expr);
}

// All paths that can be set: file-level params and pipeline arguments.
std::vector<std::string> settablePaths(const Context& context) {
  std::vector<std::string> paths;
  for (const Symbol& symbol : context.symbols.all()) {
    if (!context.symbols.isUsers(symbol.module)) continue;
    const std::string name = context.symbols.qualified(symbol);
    if (symbol.kind == SymbolKind::Param) paths.push_back(name);
    const auto* pipeline = std::get_if<syntax::PipelineDecl>(&symbol.declaration->node);
    if (pipeline == nullptr) continue;
    for (const syntax::Parameter& parameter : pipeline->parameters)
      paths.push_back(name + "." + parameter.name.text);
  }
  return paths;
}

std::string lastPart(const std::string& path) {
  auto dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

// A settable path near to what was written, also one that only lacks its pipeline's name.
std::string nearestPath(const std::string& path, const std::vector<std::string>& paths) {
  for (const std::string& candidate : paths)
    if (lastPart(candidate) == lastPart(path)) return candidate;
  std::vector<std::string_view> views(paths.begin(), paths.end());
  std::string found = nearest(path, views);
  if (!found.empty()) return found;
  std::vector<std::string_view> parts;
  for (const std::string& candidate : paths)
    parts.push_back(
        std::string_view(candidate).substr(candidate.size() - lastPart(candidate).size()));
  std::string part = nearest(lastPart(path), parts);
  for (const std::string& candidate : paths)
    if (!part.empty() && lastPart(candidate) == part) return candidate;
  return "";
}

}  // namespace

std::string textOf(const Override& override) {
  return "--set " + override.path + "=" + override.text;
}

const Override* takeOverride(Context& context, const std::string& path) {
  const Override* found = nullptr;
  for (PendingOverride& pending : context.overrides) {
    if (pending.override->path != path) continue;
    if (found != nullptr) context.report(setTwice(*found, *pending.override));
    pending.taken = true;
    found = pending.override;
  }
  return found;
}

Item overrideItem(Context& context, const Override& override, const Scope& scope, TypeRef type,
                  Span declared) {
  if (type->isError()) return context.poisoned(declared);
  TypeRef target = type->is(TypeKind::Optional) ? type->inner : type;
  std::string before = std::move(context.settingBy);
  context.settingBy = textOf(override);
  Item item = context.poisoned(declared);
  bool none = type->is(TypeKind::Optional) && override.text == "none";
  auto bare = none ? std::nullopt : bareText(context, override.text, target, declared);
  if (bare) {
    item = coerce(context, scope, *std::move(bare), type);
  } else if (auto expr = readOverride(override.text, *target, declared)) {
    item = elaborateAs(context, scope, *expr, type);
  } else {
    context.report(overrideNotReadable(declared, override.text, *type));
  }
  context.settingBy = std::move(before);
  return item;
}

void reportUntakenOverrides(Context& context) {
  std::vector<std::string> paths;
  for (const PendingOverride& pending : context.overrides) {
    if (pending.taken) continue;
    if (paths.empty()) paths = settablePaths(context);
    const std::string& path = pending.override->path;
    context.report(unknownOverride(*pending.override, nearestPath(path, paths), paths));
  }
}

}  // namespace itw::sema
