#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/sema/symbols.h"

namespace itw::sema {

struct Context;

/// A set of declarations.
using SymbolSet = std::unordered_set<const Symbol*>;

/// Which declarations of the user's files lead to which. Read off the names in the text, so that it
/// may hold more than is needed, but never less.
class Reach {
 public:
  explicit Reach(const Context& context);

  /// What a pipeline reads, by way of constants, functions, models, shapes and the pipelines that
  /// it calls, and these; not what every one of those calls binds by `with`.
  const SymbolSet& of(const Symbol& pipeline);
  /// Adds what a call of a pipeline reads: all that the pipeline does but for what `with` binds.
  void addCall(const Symbol& callee, const syntax::Clause* with, std::uint32_t module,
               SymbolSet& reached);
  /// Whether nothing but the bodies of a pipeline and of those that it calls names a param.
  bool isNamedInBodiesOnly(const Symbol& param, const Symbol& pipeline);
  /// The params, constants, types and shapes that need one of these, and these.
  SymbolSet dependents(const std::vector<const Symbol*>& roots) const;

 private:
  struct Use {
    const Symbol* symbol = nullptr;
    const syntax::Clause* with = nullptr;
  };

  std::vector<Use> usesOf(const Symbol& symbol) const;

  const Context& context_;
  std::unordered_map<const Symbol*, std::vector<Use>> uses_;
  std::unordered_map<const Symbol*, std::vector<const Symbol*>> users_;
  std::unordered_map<const Symbol*, SymbolSet> pipelines_;
};

/// The table of a check, made when it is first asked for.
Reach& reachOf(Context& context);

/// The names that a `with` clause binds.
std::vector<std::string> namesBound(const Context& context, std::uint32_t module,
                                    const syntax::Clause& with);

}  // namespace itw::sema
