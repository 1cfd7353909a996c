#include "compiler/sema/declarations.h"

#include <map>
#include <optional>

#include "compiler/sema/definitions.h"
#include "compiler/sema/effect_checks.h"
#include "compiler/sema/effect_diagnostics.h"
#include "compiler/sema/flow_diagnostics.h"
#include "compiler/sema/import_diagnostics.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/names_in.h"
#include "compiler/sema/resolve_type.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

std::string dotted(const std::vector<syntax::Name>& path) {
  std::string text;
  for (const syntax::Name& part : path) text += (text.empty() ? "" : ".") + part.text;
  return text;
}

// The number of the module of that name, if the standard library has it.
std::optional<std::uint32_t> moduleNamed(const Context& context, const std::string& name) {
  for (std::uint32_t i = 0; i < context.input.modules.size(); ++i)
    if (context.input.modules[i].isStandard && context.input.modules[i].name == name) return i;
  return std::nullopt;
}

// What an import that was reported would have brought in stays silent.
void lack(Context& context, const Import& import, const std::string& root) {
  if (import.alias.empty() && isForeignModule(root))
    context.lackingAliases.insert({import.from, root});
  else if (import.alias.empty())
    context.lackingImports.insert(import.from);
  else
    context.lackingAliases.insert({import.from, import.alias});
}

// A misspelt module is taken for the one it most likely means, so that its names cause no reports
// of their own.
void reportUnknownModule(Context& context, Import import, const std::string& name) {
  constexpr std::string_view kStandard = "std.";
  std::vector<std::string_view> names;
  std::vector<std::string_view> members;
  for (const Module& module : context.input.modules) {
    if (!module.isStandard) continue;
    names.push_back(module.name);
    members.push_back(names.back().substr(std::min(names.back().size(), kStandard.size())));
  }
  std::string meant = nearest(name, names);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (members[i] == name || name.starts_with(std::string(names[i]) + ".")) meant = names[i];
  const std::string member = meant.empty() ? nearest(name, members) : "";
  if (!member.empty()) meant = std::string(kStandard) + member;
  const std::string root = name.substr(0, name.find('.'));
  if (isForeignModule(root)) meant.clear();
  context.report(unknownModule(import.span, name, meant, names));
  auto found = moduleNamed(context, meant);
  if (!found) return lack(context, import, root);
  import.module = *found;
  import.used = true;
  context.symbols.addImport(import);
}

// The module that the driver loaded for an import of a file or package.
std::optional<std::uint32_t> loadedModule(const Module& from,
                                          const syntax::Declaration& declaration) {
  for (const LoadedImport& loaded : from.imports)
    if (loaded.declaration == &declaration) return loaded.module;
  return std::nullopt;
}

// Two imports with one alias, or one file twice.
void addImport(Context& context, const Import& import, const std::string& name) {
  for (const Import& earlier : context.symbols.imports()) {
    if (earlier.from != import.from) continue;
    if (!import.alias.empty() && earlier.alias == import.alias && earlier.module != import.module)
      return context.report(aliasTwice(import, earlier.span));
    if (earlier.module != import.module || earlier.used) continue;
    context.report(importedTwice(import.span, name, earlier.span));
    break;
  }
  for (const Symbol* symbol : context.symbols.inModule(import.from, import.alias))
    if (symbol->kind != SymbolKind::Type) context.report(aliasOfDeclaration(import, *symbol));
  context.symbols.addImport(import);
}

void resolveImport(Context& context, std::uint32_t from, const syntax::Declaration& declaration,
                   const syntax::ImportDecl& import) {
  if (import.path.empty() && import.file.empty()) return;
  Import resolved{.from = from,
                  .declaration = &declaration,
                  .alias = import.alias ? import.alias->text : "",
                  .span = declaration.span};
  if (!import.path.empty()) resolved.span = join(import.path.front().span, import.path.back().span);
  const Module& module = context.input.modules[from];
  std::string name = import.path.empty() ? import.file : dotted(import.path);
  auto found = loadedModule(module, declaration);
  bool standard = name == "std" || name.starts_with("std.");
  if (!found && !import.path.empty()) found = moduleNamed(context, name);
  // What cannot be read was reported by whoever loads.
  bool loads = import.path.empty() || (!standard && context.input.loadsPackages);
  if (!found && loads) return lack(context, resolved, "");
  if (!found) return reportUnknownModule(context, resolved, name);
  resolved.module = *found;
  addImport(context, resolved, name);
}

// Names live in three spaces: types, components of one kind, and everything else.
bool sameSpace(const Symbol& left, const Symbol& right) {
  bool types = left.kind == SymbolKind::Type;
  if (types != (right.kind == SymbolKind::Type)) return false;
  return left.componentKind == right.componentKind;
}

const char* nativeName(const syntax::Declaration& declaration) {
  if (std::holds_alternative<syntax::OpDecl>(declaration.node)) return "op";
  if (std::holds_alternative<syntax::TaskDecl>(declaration.node)) return "task";
  if (std::holds_alternative<syntax::ComponentDecl>(declaration.node)) return "component";
  return nullptr;
}

}  // namespace

void resolveImports(Context& context) {
  for (std::uint32_t from = 0; from < context.input.modules.size(); ++from) {
    if (!context.symbols.isUsers(from)) continue;
    const syntax::File& file = *context.input.modules[from].file;
    if (file.lostImport) context.lackingImports.insert(from);
    for (const syntax::Declaration& declaration : file.declarations)
      if (const auto* import = std::get_if<syntax::ImportDecl>(&declaration.node))
        resolveImport(context, from, declaration, *import);
  }
}

Span placeOfImport(const Context& context, std::uint32_t module) {
  const syntax::File& file = *context.input.modules[module].file;
  Span place{file.id, file.head.end, file.head.end};
  for (const syntax::Declaration& each : file.declarations)
    if (std::holds_alternative<syntax::ImportDecl>(each.node))
      place = {file.id, each.span.end, each.span.end};
  return place;
}

std::vector<std::uint32_t> filesInOrder(const Context& context) {
  std::vector<std::vector<std::size_t>> needs(context.input.modules.size());
  for (std::size_t i = 0; i < needs.size(); ++i)
    for (const LoadedImport& import : context.input.modules[i].imports)
      needs[i].push_back(import.module);
  std::vector<std::uint32_t> files;
  for (std::size_t module : sortByNeed(needs).order)
    if (!context.input.modules[module].isStandard)
      files.push_back(static_cast<std::uint32_t>(module));
  return files;
}

void checkDuplicates(Context& context) {
  std::map<std::pair<std::uint32_t, std::string_view>, std::vector<const Symbol*>> seen;
  for (const Symbol& symbol : context.symbols.all()) {
    if (!context.symbols.isUsers(symbol.module)) continue;
    if (symbol.kind == SymbolKind::Type && isTypeOfLanguage(symbol.name))
      context.report(nameOfLanguage(symbol));
    std::vector<const Symbol*>& earlier = seen[{symbol.module, symbol.name}];
    for (const Symbol* other : earlier) {
      if (!sameSpace(*other, symbol)) continue;
      context.report(duplicateName(symbol, *other));
      break;
    }
    // The first few are enough to find any clash.
    if (earlier.size() < 4) earlier.push_back(&symbol);
  }
}

void reportNative(Context& context) {
  for (const Module& module : context.input.modules) {
    if (module.isStandard) continue;
    for (const syntax::Declaration& declaration : module.file->declarations) {
      const char* native = module.isPackage ? nullptr : nativeName(declaration);
      if (native != nullptr) context.report(nativeDeclaration(declaration.keyword, native));
    }
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
    if (!context.symbols.isUsers(symbol.module) || param == nullptr) continue;
    const Definition& definition = context.definitions[&symbol];
    add(context.symbols.qualified(symbol), param->parameter, definition.item, definition.layers);
    if (params.back().doc.empty()) params.back().doc = symbol.declaration->doc;
  }
  for (const PipelineArgument& argument : context.arguments)
    add(argument.path, *argument.parameter, argument.item, argument.layers);
  return params;
}

}  // namespace itw::sema
