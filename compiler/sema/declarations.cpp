#include "compiler/sema/declarations.h"

#include "compiler/sema/definitions.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

std::string dotted(const std::vector<syntax::Name>& path) {
  std::string text;
  for (const syntax::Name& part : path) text += (text.empty() ? "" : ".") + part.text;
  return text;
}

// The number of the module of that name, or 0, which is the user's own file.
std::uint32_t moduleNamed(const Context& context, const std::string& name) {
  for (std::uint32_t i = 1; i < context.input.modules.size(); ++i)
    if (context.input.modules[i].name == name) return i;
  return 0;
}

// A misspelt module is taken for the one it most likely means, so that its names cause no reports
// of their own.
void reportUnknownModule(Context& context, Import import, const std::string& name) {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 1; i < context.input.modules.size(); ++i)
    names.push_back(context.input.modules[i].name);
  std::string meant = nearest(name, names);
  if (meant.empty()) meant = nearest("std." + name, names);
  context.report(unknownModule(import.span, name, meant, names));
  import.module = moduleNamed(context, meant);
  import.used = true;
  if (import.module != 0)
    context.symbols.addImport(import);
  else if (import.alias.empty())
    context.lacksImport = true;
  else
    context.lackingAliases.insert(import.alias);
}

void resolveImport(Context& context, const syntax::Declaration& declaration,
                   const syntax::ImportDecl& import) {
  if (import.path.empty()) {
    if (import.file.empty()) return;
    context.report(notSupported(declaration.span, "importing a file"));
    if (import.alias) context.lackingAliases.insert(import.alias->text);
    context.lacksImport |= !import.alias;
    return;
  }
  std::string name = dotted(import.path);
  Span span = join(import.path.front().span, import.path.back().span);
  Import resolved{&declaration, moduleNamed(context, name), import.alias ? import.alias->text : "",
                  span};
  if (resolved.module == 0) return reportUnknownModule(context, resolved, name);
  for (const Import& earlier : context.symbols.imports())
    if (earlier.module == resolved.module && !earlier.used)
      context.report(importedTwice(span, name, earlier.span));
  context.symbols.addImport(resolved);
}

// Names live in three spaces: types, components of one kind, and everything else.
bool sameSpace(const Symbol& left, const Symbol& right) {
  bool types = left.kind == SymbolKind::Type;
  if (types != (right.kind == SymbolKind::Type)) return false;
  return left.componentKind == right.componentKind;
}

const char* unsupportedName(const syntax::Declaration& declaration) {
  if (std::holds_alternative<syntax::StepDecl>(declaration.node)) return "`step`";
  return nullptr;
}

const char* nativeName(const syntax::Declaration& declaration) {
  if (std::holds_alternative<syntax::OpDecl>(declaration.node)) return "op";
  if (std::holds_alternative<syntax::TaskDecl>(declaration.node)) return "task";
  if (std::holds_alternative<syntax::ComponentDecl>(declaration.node)) return "component";
  return nullptr;
}

}  // namespace

void resolveImports(Context& context) {
  if (context.input.modules.empty()) return;
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations)
    if (const auto* import = std::get_if<syntax::ImportDecl>(&declaration.node))
      resolveImport(context, declaration, *import);
}

void checkDuplicates(Context& context) {
  std::unordered_map<std::string_view, std::vector<const Symbol*>> seen;
  for (const Symbol& symbol : context.symbols.all()) {
    if (symbol.module != 0) break;
    std::vector<const Symbol*>& earlier = seen[symbol.name];
    for (const Symbol* other : earlier) {
      if (!sameSpace(*other, symbol)) continue;
      context.report(duplicateName(symbol, *other));
      break;
    }
    // The first few are enough to find any clash.
    if (earlier.size() < 4) earlier.push_back(&symbol);
  }
}

void reportUnsupported(Context& context) {
  if (context.input.modules.empty() || context.input.modules[0].isStandard) return;
  for (const syntax::Declaration& declaration : context.input.modules[0].file->declarations) {
    if (const char* name = unsupportedName(declaration))
      context.report(notSupported(declaration.keyword, name));
    if (const char* name = nativeName(declaration))
      context.report(nativeDeclaration(declaration.keyword, name));
  }
}

std::vector<ParamValue> listParams(Context& context) {
  std::vector<ParamValue> params;
  auto add = [&](const std::string& path, const syntax::Parameter& parameter, const Item& item,
                 const std::vector<LayerItem>& layers) {
    ParamValue value{.path = path, .doc = parameter.doc};
    if (!layers.empty()) value.layer = layers.back().layer;
    for (const LayerItem& layer : layers) {
      auto known = layer.item.known() ? std::optional(valueOf(layer.item)) : std::nullopt;
      value.layers.push_back({layer.layer, std::move(known), layer.setBy, layer.place});
    }
    if (parameter.type) value.type = context.input.sources->text(parameter.type->span);
    if (item.known()) value.value = valueOf(item);
    value.declared = parameter.name.span;
    params.push_back(std::move(value));
  };
  for (const Symbol& symbol : context.symbols.all()) {
    const auto* param = std::get_if<syntax::ParamDecl>(&symbol.declaration->node);
    if (symbol.module != 0 || param == nullptr) continue;
    const Definition& definition = context.definitions[&symbol];
    add(symbol.name, param->parameter, definition.item, definition.layers);
    if (params.back().doc.empty()) params.back().doc = symbol.declaration->doc;
  }
  for (const PipelineArgument& argument : context.arguments)
    add(argument.path, *argument.parameter, argument.item, argument.layers);
  return params;
}

}  // namespace itw::sema
