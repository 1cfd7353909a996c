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
    : byModule_(modules.size()), inOrder_(modules.size()) {
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    names_.push_back(modules[i].name);
    prelude_.push_back(modules[i].isPrelude);
    for (const syntax::Declaration& declaration : modules[i].file->declarations)
      declare(i, declaration);
  }
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

void SymbolTable::addImport(Import import) { imports_.push_back(std::move(import)); }

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
  if (fromModule != 0) return found;
  std::vector<bool> seen = prelude_;
  for (const Import& import : imports_) {
    if (!import.alias.empty() || seen[import.module]) continue;
    seen[import.module] = true;
    for (const Symbol* symbol : inModule(import.module, name)) found.push_back(symbol);
  }
  for (std::uint32_t i = 0; i < prelude_.size(); ++i)
    if (prelude_[i])
      for (const Symbol* symbol : inModule(i, name)) found.push_back(symbol);
  return found;
}

std::vector<const Symbol*> SymbolTable::anywhere(std::string_view name) const {
  std::vector<const Symbol*> found;
  for (std::uint32_t i = 0; i < byModule_.size(); ++i)
    for (const Symbol* symbol : inModule(i, name)) found.push_back(symbol);
  return found;
}

const Import* SymbolTable::findAlias(std::string_view alias) const {
  for (const Import& import : imports_)
    if (import.alias == alias) return &import;
  return nullptr;
}

std::string SymbolTable::qualified(const Symbol& symbol) const {
  const std::string& module = names_[symbol.module];
  return module.empty() ? symbol.name : module + "." + symbol.name;
}

std::vector<const Symbol*> SymbolTable::visible(std::uint32_t fromModule) const {
  std::vector<const Symbol*> result = inOrder_[fromModule];
  if (fromModule != 0) return result;
  for (const Import& import : imports_)
    if (import.alias.empty())
      result.insert(result.end(), inOrder_[import.module].begin(), inOrder_[import.module].end());
  for (std::uint32_t i = 0; i < prelude_.size(); ++i)
    if (prelude_[i]) result.insert(result.end(), inOrder_[i].begin(), inOrder_[i].end());
  return result;
}

void SymbolTable::markImportOf(const Symbol& symbol) const {
  for (const Import& import : imports_)
    if (import.module == symbol.module && import.alias.empty()) import.used = true;
}

}  // namespace itw::sema
