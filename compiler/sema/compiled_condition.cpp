#include "compiler/sema/compiled_condition.h"

namespace itw::sema {
namespace {

// Leaves that are names of the scope; whatever else there is ends the attempt without a report.
class NameLeaves final : public Leaves {
 public:
  explicit NameLeaves(const Scope& scope) : scope_(scope) {}

  std::optional<Leaf> resolve(const syntax::Expr& leaf) override {
    const auto* name = std::get_if<syntax::NameExpr>(&leaf.node);
    const Item* item = name == nullptr ? nullptr : scope_.find(name->name);
    auto type = item == nullptr || item->isError() ? std::nullopt : scalarTypeOf(*item->type);
    // An enumeration needs a look at its members.
    if (!type || item->type->is(TypeKind::Enum)) return std::nullopt;
    names_.push_back(name->name);
    return Leaf{static_cast<std::uint32_t>(names_.size() - 1), *type, nullptr};
  }

  std::optional<std::vector<Leaf>> resolveList(const syntax::Expr&) override {
    return std::nullopt;
  }

  std::vector<std::string> takeNames() { return std::move(names_); }

 private:
  const Scope& scope_;
  std::vector<std::string> names_;
};

// An int stands where the declaration says float, and the reverse never happens.
bool suits(const Item& item, const expr::ScalarType& type) {
  auto own = scalarTypeOf(*item.type);
  return own && *own == type;
}

const CompiledCondition* compile(Context& context, const syntax::Expr& condition,
                                 const Scope& declared) {
  auto [place, fresh] = context.conditions.emplace(&condition, nullptr);
  if (!fresh) return place->second.get();
  std::size_t before = context.sink.all().size();
  NameLeaves leaves(declared);
  auto code = ScalarCompiler(context, leaves).compile(condition);
  bool usable = code && context.sink.all().size() == before &&
                code->code.type().kind == expr::ScalarKind::Bool;
  if (!usable) return nullptr;
  auto compiled = std::make_unique<CompiledCondition>();
  compiled->code = std::move(*code);
  compiled->names = leaves.takeNames();
  context.conditions[&condition] = std::move(compiled);
  return context.conditions[&condition].get();
}

}  // namespace

bool ConstantRange::contains(const expr::Real& value) const {
  auto order = value.compare(high);
  return value.compare(low) >= 0 && (inclusive ? order <= 0 : order < 0);
}

const ConstantRange* constantRangeOf(Context& context, const syntax::Parameter& parameter) {
  auto [place, fresh] = context.ranges.emplace(&parameter, nullptr);
  if (!fresh) return place->second.get();
  const auto* range = std::get_if<syntax::RangeExpr>(&parameter.range->node);
  if (range == nullptr) return nullptr;
  bool broken = false;
  auto number = [&](const syntax::ExprPtr& bound) {
    bool plain = std::holds_alternative<syntax::NumberLiteral>(bound->node);
    return plain ? literalOf(context, *bound, broken) : std::nullopt;
  };
  auto low = number(range->low);
  auto high = number(range->high);
  if (!low || !high) return nullptr;
  place->second = std::make_unique<ConstantRange>(
      ConstantRange{expr::realOf(*low), expr::realOf(*high), range->inclusive});
  return place->second.get();
}

std::optional<expr::Tri> quickTruth(Context& context, const syntax::Expr& condition,
                                    const Scope& declared) {
  const CompiledCondition* compiled = compile(context, condition, declared);
  if (compiled == nullptr) return std::nullopt;
  std::vector<expr::Abstract> slots;
  slots.reserve(compiled->names.size());
  for (const expr::ExpressionNode& node : compiled->code.code.nodes()) {
    if (node.op != expr::Op::Slot) continue;
    const Item* item = declared.find(compiled->names[node.a]);
    if (item == nullptr || item->isError() || !suits(*item, node.type)) return std::nullopt;
    slots.push_back(item->scalar);
  }
  auto known = evaluateCode(compiled->code.code, slots, declared.knownFacts());
  const auto* value = std::get_if<expr::Abstract>(&known);
  return value == nullptr ? std::nullopt : std::optional(value->truth);
}

}  // namespace itw::sema
