#include "compiler/syntax/tree_compare.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <variant>

#include "compiler/syntax/fields.h"

namespace itw::syntax {

namespace {

bool same(const Span& /*first*/, const Span& /*second*/) { return true; }
bool same(const FileId& /*first*/, const FileId& /*second*/) { return true; }

template <class T>
  requires std::equality_comparable<T> && (std::is_scalar_v<T> || std::is_same_v<T, std::string>)
bool same(const T& first, const T& second) {
  return first == second;
}

// Declared first, as the structs, pointers and lists of the tree hold one another.
template <TreeNode Node>
bool same(const Node& first, const Node& second);
template <class T>
bool same(const std::unique_ptr<T>& first, const std::unique_ptr<T>& second);
template <class T>
bool same(const std::optional<T>& first, const std::optional<T>& second);
template <class T>
bool same(const std::vector<T>& first, const std::vector<T>& second);
template <class... T>
bool same(const std::variant<T...>& first, const std::variant<T...>& second);

template <TreeNode Node>
bool same(const Node& first, const Node& second) {
  return std::apply(
      [&](const auto&... field) {
        return (same(first.*(field.member), second.*(field.member)) && ...);
      },
      Reflect<Node>::kFields);
}

template <class T>
bool same(const std::unique_ptr<T>& first, const std::unique_ptr<T>& second) {
  if (first == nullptr || second == nullptr) return first == second;
  return same(*first, *second);
}

template <class T>
bool same(const std::optional<T>& first, const std::optional<T>& second) {
  if (!first || !second) return first.has_value() == second.has_value();
  return same(*first, *second);
}

template <class T>
bool same(const std::vector<T>& first, const std::vector<T>& second) {
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const T& a, const T& b) { return same(a, b); });
}

template <class... T>
bool same(const std::variant<T...>& first, const std::variant<T...>& second) {
  if (first.index() != second.index()) return false;
  return std::visit(
      [&](const auto& each) { return same(each, std::get<std::decay_t<decltype(each)>>(second)); },
      first);
}

}  // namespace

bool sameTree(const File& first, const File& second) { return same(first, second); }

}  // namespace itw::syntax
