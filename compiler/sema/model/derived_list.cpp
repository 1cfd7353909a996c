#include "compiler/sema/model/derived_list.h"

#include <algorithm>
#include <iterator>

namespace itw::sema {
namespace {

using Dims = std::vector<expr::Dim>;

constexpr std::string_view kFunctions[] = {"without", "with_one", "without_one", "permuted",
                                           "swapped", "reshaped", "joined"};

const std::string* nameOf(const syntax::Expr& expr) {
  const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
  return name == nullptr ? nullptr : &name->name;
}

// The numbers as places of a list of that many; nothing for others, and for one that stands twice.
std::optional<std::vector<std::size_t>> placesOf(const Dims& numbers, std::size_t size) {
  std::vector<std::size_t> places;
  for (const expr::Dim& number : numbers) {
    auto value = number.constant();
    if (!value || *value < 0 || static_cast<std::size_t>(*value) >= size) return std::nullopt;
    places.push_back(static_cast<std::size_t>(*value));
    if (std::count(places.begin(), places.end(), places.back()) > 1) return std::nullopt;
  }
  return places;
}

Derived without(const DeriveInput& input) {
  auto places = placesOf(input.numbers, input.source.size());
  if (!places) return {};
  Dims left;
  for (std::size_t i = 0; i < input.source.size(); ++i)
    if (std::find(places->begin(), places->end(), i) == places->end())
      left.push_back(input.source[i]);
  return {std::move(left), ""};
}

Derived withOne(const DeriveInput& input) {
  auto places = placesOf(input.numbers, input.source.size() + 1);
  if (!places || places->size() != 1) return {};
  Dims dims = input.source;
  dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(places->front()), expr::Dim(1));
  return {std::move(dims), ""};
}

Derived withoutOne(const DeriveInput& input, const expr::Facts& facts) {
  auto places = placesOf(input.numbers, input.source.size());
  if (!places || places->size() != 1) return {};
  const expr::Dim& dim = input.source[places->front()];
  if (provablyEqual(dim, expr::Dim(1), facts) != expr::Tri::True)
    return {std::nullopt, "the dimension is `" + dim.text() + "`, and only one of 1 can go"};
  return without(input);
}

Derived permuted(const DeriveInput& input) {
  auto places = placesOf(input.numbers, input.source.size());
  if (!places || places->size() != input.source.size()) return {};
  Dims dims;
  for (std::size_t place : *places) dims.push_back(input.source[place]);
  return {std::move(dims), ""};
}

Derived swapped(const DeriveInput& input) {
  auto places = placesOf(input.numbers, input.source.size());
  if (!places || places->size() != 2) return {};
  Dims dims = input.source;
  std::swap(dims[(*places)[0]], dims[(*places)[1]]);
  return {std::move(dims), ""};
}

expr::Dim product(const Dims& dims, std::size_t first) {
  expr::Dim all(1);
  for (std::size_t i = first; i < dims.size(); ++i) all = all.times(dims[i]);
  return all;
}

Derived reshaped(const DeriveInput& input, const expr::Facts& facts) {
  if (input.source.empty()) return {};
  const expr::Dim elements = product(input.source, 1);
  Dims dims = {input.source[0]};
  dims.insert(dims.end(), input.numbers.begin(), input.numbers.end());
  const auto isOpen = [](const expr::Dim& dim) { return dim.constant() == std::int64_t{-1}; };
  const auto open = std::find_if(dims.begin() + 1, dims.end(), isOpen);
  if (open != dims.end()) {
    *open = expr::Dim(1);
    if (std::any_of(dims.begin() + 1, dims.end(), isOpen))
      return {std::nullopt, "at most one of the sizes may be -1"};
    auto rest = elements.exactOver(product(dims, 1), facts);
    if (!rest)
      return {std::nullopt, "`" + elements.text() + "` elements of a sample are not divided by `" +
                                product(dims, 1).text() + "`"};
    *open = *rest;
  }
  if (provablyEqual(product(dims, 1), elements, facts) == expr::Tri::True)
    return {std::move(dims), ""};
  return {std::nullopt, "a sample has `" + elements.text() + "` elements, and the sizes make `" +
                            product(dims, 1).text() + "`"};
}

Derived joined(const DeriveInput& input, const expr::Facts& facts) {
  auto places = placesOf(input.numbers, input.source.size());
  if (!places || places->size() != 1) return {};
  if (input.source.size() != input.second.size())
    return {std::nullopt, "the tensors have as many dimensions as each other"};
  Dims dims = input.source;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (i == places->front())
      dims[i] = dims[i].plus(input.second[i]);
    else if (provablyEqual(dims[i], input.second[i], facts) != expr::Tri::True)
      return {std::nullopt, "all dimensions but that along which they are joined are equal"};
  }
  return {std::move(dims), ""};
}

}  // namespace

std::optional<DerivedList> readDerivedList(const syntax::Expr& condition) {
  const auto* equal = std::get_if<syntax::BinaryExpr>(&condition.node);
  if (equal == nullptr || equal->op != syntax::BinaryOp::Equal) return std::nullopt;
  const auto* call = std::get_if<syntax::CallExpr>(&equal->right->node);
  const std::string* name = nameOf(*equal->left);
  const std::string* function = call == nullptr ? nullptr : nameOf(*call->callee);
  if (name == nullptr || function == nullptr) return std::nullopt;
  if (std::find(std::begin(kFunctions), std::end(kFunctions), *function) == std::end(kFunctions))
    return std::nullopt;
  std::vector<std::string> words;
  for (const syntax::Argument& argument : call->arguments) {
    const std::string* word = nameOf(*argument.value);
    if (word == nullptr) return std::nullopt;
    words.push_back(*word);
  }
  if (words.size() != (*function == "joined" ? 3 : 2)) return std::nullopt;
  return DerivedList{*name, *function, words.front(), words.size() == 3 ? words[1] : "",
                     words.back()};
}

std::optional<Dims> numbersOf(const DerivedList& list, const Locals& locals) {
  auto found = locals.find(list.argument);
  if (found == locals.end()) return std::nullopt;
  std::vector<Item> items{found->second};
  if (found->second.items) items = *found->second.items;
  Dims numbers;
  for (const Item& item : items) {
    if (!item.scalar.dim) return std::nullopt;
    numbers.push_back(*item.scalar.dim);
  }
  return numbers;
}

Derived derive(const DerivedList& list, const DeriveInput& input, const expr::Facts& facts) {
  if (list.function == "without") return without(input);
  if (list.function == "with_one") return withOne(input);
  if (list.function == "without_one") return withoutOne(input, facts);
  if (list.function == "permuted") return permuted(input);
  if (list.function == "swapped") return swapped(input);
  if (list.function == "reshaped") return reshaped(input, facts);
  return joined(input, facts);
}

}  // namespace itw::sema
