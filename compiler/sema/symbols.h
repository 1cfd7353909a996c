#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/sema/checked_program.h"

namespace itw::sema {

/// What a name was declared as.
enum class SymbolKind : std::uint8_t {
  Param,
  Let,
  Type,
  Fn,
  Op,
  Task,
  Component,
  Model,
  Step,
  Pipeline,
  Sweep,
  Study,
  Shape,
  Site,
  Profile
};

/// A declared name. Symbols are made once a check and keep their addresses.
struct Symbol {
  SymbolKind kind{};
  std::string name;
  std::uint32_t module = 0;
  const syntax::Declaration* declaration = nullptr;
  Span span;                  ///< Of the name in its declaration.
  std::string componentKind;  ///< For components: "optimizer".
  mutable bool used = false;

  bool isCallable() const;
};

/// "op", "param", "optimizer": what a message calls it.
std::string describe(const Symbol& symbol);

/// An `import` of a user's file that was resolved.
struct Import {
  std::uint32_t from = 0;  ///< The module that it stands in.
  const syntax::Declaration* declaration = nullptr;
  std::uint32_t module = 0;
  std::string alias;  ///< Empty when the names come in unqualified.
  Span span;
  mutable bool used = false;
};

/// The names of all modules, and which of them each file of the user sees.
class SymbolTable {
 public:
  explicit SymbolTable(const std::vector<Module>& modules);

  /// Makes the names of a module visible to the file of the import.
  void addImport(Import import);

  /// What a bare name may mean in a file: its own declarations, then those of its imports and of
  /// the prelude.
  std::vector<const Symbol*> find(std::uint32_t fromModule, std::string_view name) const;
  /// What a name such as `sub` or `io.sub` may mean in a file; its import is thereby used.
  std::vector<const Symbol*> findPath(std::uint32_t fromModule, std::string_view path) const;
  /// What `module` itself declares under a name.
  std::vector<const Symbol*> inModule(std::uint32_t module, std::string_view name) const;
  /// What any module declares under a name, imported or not.
  std::vector<const Symbol*> anywhere(std::string_view name) const;
  /// The import with that alias, or null.
  const Import* findAlias(std::uint32_t fromModule, std::string_view alias) const;

  const std::deque<Symbol>& all() const { return symbols_; }
  const std::deque<Import>& imports() const { return imports_; }
  bool isPrelude(std::uint32_t module) const { return prelude_[module]; }
  /// What messages call a module: "std.nn", "./steps/io.itw".
  const std::string& moduleName(std::uint32_t module) const { return titles_[module]; }
  /// Whether a module is a file of the user's, not a part of the standard library.
  bool isUsers(std::uint32_t module) const { return !standard_[module]; }
  std::string qualified(const Symbol& symbol) const;
  /// What the user's files declare under a name as qualified() gives it.
  std::vector<const Symbol*> byQualifiedName(std::string_view name) const;
  /// Visible names, for suggestions.
  std::vector<const Symbol*> visible(std::uint32_t fromModule) const;
  /// Says that a file uses a symbol, and thus its import.
  void markImportOf(std::uint32_t fromModule, const Symbol& symbol) const;

 private:
  void declare(std::uint32_t module, const syntax::Declaration& declaration);

  std::deque<Symbol> symbols_;
  std::vector<std::string> names_;
  std::vector<bool> prelude_;
  std::vector<std::string> titles_;
  std::vector<bool> standard_;
  std::deque<Import> imports_;
  std::vector<std::vector<const Import*>> importsOf_;
  std::vector<std::vector<std::uint32_t>> seen_;  // Of each file, without those it names by alias.
  std::vector<std::unordered_multimap<std::string_view, const Symbol*>> byModule_;
  std::vector<std::vector<const Symbol*>> inOrder_;
};

}  // namespace itw::sema
