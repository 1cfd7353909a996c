#include "compiler/sema/model/derived_list.h"

#include <algorithm>

namespace itw::sema {
namespace {

const std::string* nameOf(const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  return name == nullptr ? nullptr : &name->name;
}

std::optional<std::int64_t> wholeNumber(const Item& item) {
  const std::int64_t* number = item.scalar.value ? item.scalar.value->integer() : nullptr;
  if (number == nullptr) return std::nullopt;
  return *number;
}

}  // namespace

std::optional<DerivedList> readDerivedList(const syntax::Expr& condition) {
  const auto* equal = std::get_if<syntax::BinaryExpr>(&condition.node);
  if (equal == nullptr || equal->op != syntax::BinaryOp::Equal) return std::nullopt;
  const auto* call = std::get_if<syntax::CallExpr>(&equal->right->node);
  if (call == nullptr || call->arguments.size() != 2) return std::nullopt;
  const std::string* name = nameOf(*equal->left);
  const std::string* function = nameOf(*call->callee);
  const std::string* source = nameOf(*call->arguments[0].value);
  const std::string* argument = nameOf(*call->arguments[1].value);
  bool named = name != nullptr && function != nullptr && source != nullptr && argument != nullptr;
  if (!named || (*function != "with_one" && *function != "without")) return std::nullopt;
  return DerivedList{*name, *function, *source, *argument};
}

std::optional<std::vector<std::int64_t>> positionsOf(const DerivedList& list,
                                                     const Locals& locals) {
  auto found = locals.find(list.argument);
  if (found == locals.end()) return std::nullopt;
  std::vector<std::int64_t> positions;
  if (!found->second.items) {
    auto position = wholeNumber(found->second);
    if (!position) return std::nullopt;
    return std::vector<std::int64_t>{*position};
  }
  for (const Item& item : *found->second.items) {
    auto position = wholeNumber(item);
    if (!position) return std::nullopt;
    positions.push_back(*position);
  }
  return positions;
}

std::optional<std::vector<expr::Dim>> derive(const DerivedList& list,
                                             const std::vector<std::int64_t>& positions,
                                             std::vector<expr::Dim> source) {
  const auto size = static_cast<std::int64_t>(source.size());
  if (list.function == "with_one") {
    if (positions.size() != 1 || positions[0] < 0 || positions[0] > size) return std::nullopt;
    source.insert(source.begin() + positions[0], expr::Dim(1));
    return source;
  }
  std::vector<expr::Dim> left;
  for (std::int64_t i = 0; i < size; ++i)
    if (std::find(positions.begin(), positions.end(), i) == positions.end())
      left.push_back(source[static_cast<std::size_t>(i)]);
  // Each position took one away, unless it is not there or stands twice.
  if (left.size() + positions.size() != source.size()) return std::nullopt;
  return left;
}

}  // namespace itw::sema
