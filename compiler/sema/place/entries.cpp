#include "compiler/sema/place/entries.h"

#include <algorithm>

#include "compiler/sema/argument_diagnostics.h"
#include "compiler/sema/candidates.h"
#include "compiler/sema/elaborate.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/suggest.h"
#include "compiler/sema/types_diagnostics.h"

namespace itw::sema {
namespace {

TypeRef typeOf(Context& context, const EntryRule& rule) {
  if (rule.kind != TypeKind::Measure) return context.types.simple(rule.kind);
  return context.types.make(
      {.kind = TypeKind::Measure, .dimension = expr::findDimension(rule.dimension)->dimension});
}

// Reads one block; a class only so that the steps share what they read.
class Reader {
 public:
  Reader(Context& context, std::span<const EntryRule> rules, const BlockName& block)
      : context_(context), rules_(rules), block_(block) {}

  Entries read(const std::vector<Entry>& written) {
    written_ = written;
    for (const Entry& entry : written)
      if (!readOne(entry)) entries_.valid = false;
    return std::move(entries_);
  }

 private:
  const EntryRule* ruleOf(const std::string& name) const {
    for (const EntryRule& rule : rules_)
      if (rule.name == name) return &rule;
    return nullptr;
  }

  std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    for (const EntryRule& rule : rules_) all.push_back(rule.name);
    return all;
  }

  // Those that are free and could have such a value.
  std::vector<std::string_view> fitting(const syntax::Expr& value) {
    std::vector<std::string_view> free;
    for (const EntryRule& rule : rules_) {
      const bool taken = std::any_of(written_.begin(), written_.end(), [&](const Entry& entry) {
        return entry.name->text == rule.name;
      });
      const bool any = rule.kind == TypeKind::None;
      if (!taken && (any || literalCouldBe(value, *typeOf(context_, rule))))
        free.push_back(rule.name);
    }
    return free;
  }

  bool readOne(const Entry& written) {
    const std::string& name = written.name->text;
    const EntryRule* rule = ruleOf(name);
    if (rule == nullptr) {
      context_.report(
          unknownEntry(*written.name, block_, nearest(name, fitting(*written.value)), names()));
      return false;
    }
    if (const Entry* earlier = entries_.find(name)) {
      context_.report(repeatedArgument(written.name->span, name, earlier->span));
      return false;
    }
    if (written.drawn) {
      context_.report(drawOutsideSweep(written.span));
      return false;
    }
    entries_.all.push_back(written);
    if (rule->kind == TypeKind::None) return true;
    Item item = elaborateAs(context_, Scope{}, *written.value, typeOf(context_, *rule));
    if (item.isError()) return false;
    bool number = rule->kind != TypeKind::String && item.scalar.value;
    if (number && expr::realOf(*item.scalar.value).toDouble() < rule->least) {
      context_.report(entryTooSmall(item, name, block_, rule->least));
      return false;
    }
    entries_.all.back().item = std::move(item);
    return true;
  }

  Context& context_;
  std::span<const EntryRule> rules_;
  const BlockName& block_;
  std::span<const Entry> written_;
  Entries entries_;
};

}  // namespace

const Entry* Entries::find(std::string_view name) const {
  for (const Entry& entry : all)
    if (entry.name->text == name) return &entry;
  return nullptr;
}

std::optional<double> Entries::number(std::string_view name) const {
  const Entry* entry = find(name);
  if (entry == nullptr || entry->item.isError() || !entry->item.scalar.value) return std::nullopt;
  return expr::realOf(*entry->item.scalar.value).toDouble();
}

std::vector<Entry> entriesOf(const syntax::RecordExpr& record) {
  std::vector<Entry> entries;
  for (const syntax::Binding& field : record.fields)
    entries.push_back({&field.name, field.value.get(), field.span, field.drawn, {}});
  return entries;
}

Entries readEntries(Context& context, const std::vector<Entry>& written,
                    std::span<const EntryRule> rules, const BlockName& block) {
  return Reader(context, rules, block).read(written);
}

}  // namespace itw::sema
