#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/scope.h"
#include "compiler/syntax/expression.h"

namespace itw::sema {

/// What one entry of a shape, node, queue ... takes. An entry of the kind None is read by the
/// caller.
struct EntryRule {
  std::string_view name;
  TypeKind kind = TypeKind::Int;
  std::string_view dimension;  ///< Of a Measure.
  double least = 0;            ///< The smallest value, in base units; texts have none.
};

/// Which block is read, for messages.
struct BlockName {
  std::string kind;  ///< "shape", "queue", "links".
  std::string name;  ///< Empty for blocks without one.
};

/// An entry and its value.
struct Entry {
  const syntax::Name* name = nullptr;
  const syntax::Expr* value = nullptr;
  Span span;
  bool drawn = false;
  Item item;  ///< Poisoned until it is read.
};

/// The entries of one block, in the order written.
struct Entries {
  std::vector<Entry> all;
  bool valid = true;

  const Entry* find(std::string_view name) const;
  /// The number of a known entry in base units, else nothing.
  std::optional<double> number(std::string_view name) const;
};

/// The entries of a record as they are written.
std::vector<Entry> entriesOf(const syntax::RecordExpr& record);

/// Reads a block against its table: unknown and repeated names, types, units and least values are
/// reported.
Entries readEntries(Context& context, const std::vector<Entry>& written,
                    std::span<const EntryRule> rules, const BlockName& block);

}  // namespace itw::sema
