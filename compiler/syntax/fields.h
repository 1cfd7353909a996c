#pragma once

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "compiler/syntax/declaration.h"

// The one description of the tree's fields; the dump, the comparison and the binary form follow it.
namespace itw::syntax {

/// A field's name and where it is in its struct.
template <class Node, class Value>
struct FieldInfo {
  std::string_view name;
  Value Node::* member;
};

/// The name and the fields of a struct of the tree, a tuple of FieldInfo.
template <class Node>
struct Reflect;

namespace detail {

/// Converts to whatever a field is made from, to count the fields of a struct.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT: only named in unevaluated operands.
};

template <class Node, std::size_t... I>
constexpr bool hasFields(std::index_sequence<I...> /*count*/) {
  return requires { Node{((void)I, Anything{})...}; };
}

/// The number of fields of an aggregate.
template <class Node, std::size_t N = 12>
constexpr std::size_t fieldCount() {
  if constexpr (hasFields<Node>(std::make_index_sequence<N>{}) || N == 0) {
    return N;
  } else {
    return fieldCount<Node, N - 1>();
  }
}

}  // namespace detail

/// An entry of ITW_NODE.
#define ITW_FIELD(field) \
  FieldInfo { #field, &Self::field }
/// Lists the fields of a node of the tree, all of them, in order.
#define ITW_NODE(node, ...)                                                           \
  template <>                                                                         \
  struct Reflect<node> {                                                              \
    using Self = node;                                                                \
    static constexpr std::string_view kName = #node;                                  \
    static constexpr auto kFields = std::tuple{__VA_ARGS__};                          \
    static_assert(std::tuple_size_v<decltype(kFields)> == detail::fieldCount<node>(), \
                  "fields.def does not name every field of " #node);                  \
  };
#include "compiler/syntax/fields.def"
#undef ITW_NODE
#undef ITW_FIELD

/// Whether a type is a struct of the tree.
template <class T>
concept TreeNode = requires { Reflect<T>::kName; };

/// Calls `visit(name, value)` for each field.
template <TreeNode Node, class Visit>
constexpr void forEachField(Node& node, const Visit& visit) {
  std::apply([&](const auto&... field) { (visit(field.name, node.*(field.member)), ...); },
             Reflect<std::remove_const_t<Node>>::kFields);
}

template <TreeNode Node, class Visit>
constexpr void forEachField(const Node& node, const Visit& visit) {
  std::apply([&](const auto&... field) { (visit(field.name, node.*(field.member)), ...); },
             Reflect<Node>::kFields);
}

}  // namespace itw::syntax
