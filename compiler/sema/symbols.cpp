#include "compiler/sema/symbols.h"

#include <algorithm>

namespace itw::sema {
namespace {

// What each kind of declaration gives the table; imports, observe and test give it nothing.
struct Declares {
  Symbol& symbol;

  bool named(SymbolKind kind, const syntax::Name& name) const {
    symbol.kind = kind;
    symbol.name = name.text;
    symbol.span = name.span;
    return !name.text.empty();
  }
  bool operator()(const syntax::ParamDecl& decl) const {
    return named(SymbolKind::Param, decl.parameter.name);
  }
  bool operator()(const syntax::LetDecl& decl) const { return named(SymbolKind::Let, decl.name); }
  bool operator()(const syntax::TypeDecl& decl) const { return named(SymbolKind::Type, decl.name); }
  bool operator()(const syntax::FnDecl& decl) const { return named(SymbolKind::Fn, decl.name); }
  bool operator()(const syntax::OpDecl& decl) const { return named(SymbolKind::Op, decl.name); }
  bool operator()(const syntax::TaskDecl& decl) const { return named(SymbolKind::Task, decl.name); }
  bool operator()(const syntax::ComponentDecl& decl) const {
    symbol.componentKind = decl.kind.text;
    return named(SymbolKind::Component, decl.name);
  }
  bool operator()(const syntax::ModelDecl& decl) const {
    return named(SymbolKind::Model, decl.name);
  }
  bool operator()(const syntax::StepDecl& decl) const { return named(SymbolKind::Step, decl.name); }
  bool operator()(const syntax::PipelineDecl& decl) const {
    return named(SymbolKind::Pipeline, decl.name);
  }
  bool operator()(const syntax::SweepDecl& decl) const {
    return named(SymbolKind::Sweep, decl.name);
  }
  bool operator()(const syntax::StudyDecl& decl) const {
    return named(SymbolKind::Study, decl.name);
  }
  bool operator()(const syntax::ShapeDecl& decl) const {
    return named(SymbolKind::Shape, decl.name);
  }
  bool operator()(const syntax::SiteDecl& decl) const { return named(SymbolKind::Site, decl.name); }
  bool operator()(const syntax::ProfileDecl& decl) const {
    return named(SymbolKind::Profile, decl.name);
  }
  bool operator()(const syntax::ImportDecl&) const { return false; }
  bool operator()(const syntax::ObserveDecl&) const { return false; }
  bool operator()(const syntax::TestDecl&) const { return false; }
};

constexpr const char* kKindNames[] = {"param", "constant", "type",  "function", "op",
                                      "task",  "",         "model", "step",     "pipeline",
                                      "sweep", "study",    "shape", "site",     "profile"};

}  // namespace

bool Symbol::isCallable() const {
  return kind == SymbolKind::Op || kind == SymbolKind::Task || kind == SymbolKind::Component ||
         kind == SymbolKind::Model || kind == SymbolKind::Step || kind == SymbolKind::Pipeline ||
         kind == SymbolKind::Fn;
}

std::string describe(const Symbol& symbol) {
  if (symbol.kind == SymbolKind::Component) return symbol.componentKind;
  return kKindNames[static_cast<std::size_t>(symbol.kind)];
}

SymbolTable::SymbolTable(const std::vector<Module>& modules)
    : importsOf_(modules.size()),
      seen_(modules.size()),
      byModule_(modules.size()),
      inOrder_(modules.size()) {
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    names_.push_back(modules[i].name);
    titles_.push_back(modules[i].path.empty() ? modules[i].name : modules[i].path);
    standard_.push_back(modules[i].isStandard);
    prelude_.push_back(modules[i].isPrelude);
    for (const syntax::Declaration& declaration : modules[i].file->declarations)
      declare(i, declaration);
  }
  for (std::uint32_t i = 0; i < modules.size(); ++i)
    for (std::uint32_t j = 0; j < modules.size(); ++j)
      if (!standard_[i] && prelude_[j]) seen_[i].push_back(j);
}

void SymbolTable::declare(std::uint32_t module, const syntax::Declaration& declaration) {
  Symbol symbol;
  if (!std::visit(Declares{symbol}, declaration.node)) return;
  symbol.module = module;
  symbol.declaration = &declaration;
  symbols_.push_back(std::move(symbol));
  const Symbol& stored = symbols_.back();
  byModule_[module].emplace(stored.name, &stored);
  inOrder_[module].push_back(&stored);
}

void SymbolTable::addImport(Import import) {
  imports_.push_back(std::move(import));
  const Import& stored = imports_.back();
  importsOf_[stored.from].push_back(&stored);
  std::vector<std::uint32_t>& seen = seen_[stored.from];
  bool fresh = std::find(seen.begin(), seen.end(), stored.module) == seen.end();
  // Before the prelude, so that suggestions name what was imported first.
  auto prelude = std::find_if(seen.begin(), seen.end(), [&](auto i) { return prelude_[i]; });
  if (stored.alias.empty() && fresh) seen.insert(prelude, stored.module);
}

std::vector<const Symbol*> SymbolTable::inModule(std::uint32_t module,
                                                 std::string_view name) const {
  std::vector<const Symbol*> found;
  auto [first, last] = byModule_[module].equal_range(name);
  for (auto place = first; place != last; ++place) found.push_back(place->second);
  // In the order of the text, which a hash table does not keep.
  std::sort(found.begin(), found.end(),
            [](const Symbol* a, const Symbol* b) { return a->span.begin < b->span.begin; });
  return found;
}

std::vector<const Symbol*> SymbolTable::find(std::uint32_t fromModule,
                                             std::string_view name) const {
  std::vector<const Symbol*> found = inModule(fromModule, name);
  for (std::uint32_t module : seen_[fromModule])
    for (const Symbol* symbol : inModule(module, name)) found.push_back(symbol);
  return found;
}

std::vector<const Symbol*> SymbolTable::findPath(std::uint32_t fromModule,
                                                 std::string_view path) const {
  const auto dot = path.rfind('.');
  if (dot != std::string_view::npos) {
    const Import* import = findAlias(fromModule, path.substr(0, dot));
    if (import == nullptr) return {};
    import->used = true;
    return inModule(import->module, path.substr(dot + 1));
  }
  std::vector<const Symbol*> found = find(fromModule, path);
  for (const Symbol* symbol : found) markImportOf(fromModule, *symbol);
  return found;
}

std::vector<const Symbol*> SymbolTable::anywhere(std::string_view name) const {
  std::vector<const Symbol*> found;
  for (std::uint32_t i = 0; i < byModule_.size(); ++i)
    for (const Symbol* symbol : inModule(i, name)) found.push_back(symbol);
  return found;
}

const Import* SymbolTable::findAlias(std::uint32_t fromModule, std::string_view alias) const {
  for (const Import* import : importsOf_[fromModule])
    if (import->alias == alias) return import;
  return nullptr;
}

std::string SymbolTable::qualified(const Symbol& symbol) const {
  const bool native = symbol.kind == SymbolKind::Op || symbol.kind == SymbolKind::Task ||
                      symbol.kind == SymbolKind::Component;
  const std::string& module = (native ? titles_ : names_)[symbol.module];
  return module.empty() ? symbol.name : module + "." + symbol.name;
}

std::vector<const Symbol*> SymbolTable::byQualifiedName(std::string_view name) const {
  auto dot = name.rfind('.');
  std::string_view prefix = dot == std::string_view::npos ? "" : name.substr(0, dot);
  std::vector<const Symbol*> found;
  for (std::uint32_t i = 0; i < names_.size(); ++i)
    if (!standard_[i] && names_[i] == prefix)
      for (const Symbol* symbol : inModule(i, name.substr(dot + 1))) found.push_back(symbol);
  return found;
}

std::vector<const Symbol*> SymbolTable::visible(std::uint32_t fromModule) const {
  std::vector<const Symbol*> result = inOrder_[fromModule];
  for (std::uint32_t module : seen_[fromModule])
    result.insert(result.end(), inOrder_[module].begin(), inOrder_[module].end());
  return result;
}

void SymbolTable::markImportOf(std::uint32_t fromModule, const Symbol& symbol) const {
  for (const Import* import : importsOf_[fromModule])
    if (import->module == symbol.module && import->alias.empty()) import->used = true;
}

}  // namespace itw::sema
