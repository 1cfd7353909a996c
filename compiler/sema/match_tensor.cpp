#include "compiler/sema/op_rule.h"

namespace itw::sema {
namespace {

bool isFloating(expr::DType dtype) {
  return dtype == expr::DType::F16 || dtype == expr::DType::BF16 || dtype == expr::DType::F32 ||
         dtype == expr::DType::F64;
}

bool matchDType(const Tensor& pattern, const Tensor& actual, DimBindings& bindings) {
  if (pattern.dtype) return pattern.dtype == actual.dtype;
  if (!actual.dtype) return true;
  if (!isFloating(*actual.dtype)) return false;
  if (!bindings.dtype) bindings.dtype = actual.dtype;
  return bindings.dtype == actual.dtype;
}

Match dimensionDiffers(std::size_t position, const expr::Dim& expected, expr::Tri equal) {
  return {MatchFailure::Dimension, position, expected, equal};
}

Match matchDim(const expr::Dim& pattern, const expr::Dim& actual, std::size_t position,
               DimBindings& bindings, const expr::Facts& facts) {
  auto symbol = pattern.asSymbol();
  if (symbol && symbol->starts_with(bindings.prefix)) {
    auto [place, fresh] = bindings.dims.emplace(*symbol, actual);
    if (fresh) return {};
    expr::Tri equal = provablyEqual(place->second, actual, facts);
    return equal == expr::Tri::True ? Match{} : dimensionDiffers(position, place->second, equal);
  }
  expr::Dim expected = pattern.substitute(bindings.dims, facts);
  expr::Tri equal = provablyEqual(expected, actual, facts);
  return equal == expr::Tri::True ? Match{} : dimensionDiffers(position, expected, equal);
}

Match matchLeading(const std::string& name, std::vector<expr::Dim> dims, DimBindings& bindings,
                   const expr::Facts& facts) {
  auto [place, fresh] = bindings.lists.emplace(name, dims);
  if (fresh) return {};
  if (place->second.size() != dims.size()) return {.failure = MatchFailure::Rank};
  for (std::size_t i = 0; i < dims.size(); ++i) {
    expr::Tri equal = provablyEqual(place->second[i], dims[i], facts);
    if (equal != expr::Tri::True) return dimensionDiffers(i, place->second[i], equal);
  }
  return {};
}

}  // namespace

Match matchTensor(const Tensor& pattern, const Tensor& actual, DimBindings& bindings,
                  const expr::Facts& facts) {
  if (!matchDType(pattern, actual, bindings)) return {.failure = MatchFailure::DType};
  std::size_t fixed = pattern.dims.size();
  std::size_t rank = actual.dims.size();
  if (pattern.leading ? rank < fixed : rank != fixed) return {.failure = MatchFailure::Rank};
  std::size_t offset = rank - fixed;
  if (pattern.leading) {
    std::vector<expr::Dim> dims(actual.dims.begin(),
                                actual.dims.begin() + static_cast<std::ptrdiff_t>(offset));
    Match match = matchLeading(*pattern.leading, std::move(dims), bindings, facts);
    if (match.failure != MatchFailure::None) return match;
  }
  for (std::size_t i = 0; i < fixed; ++i) {
    Match match = matchDim(pattern.dims[i], actual.dims[offset + i], offset + i, bindings, facts);
    if (match.failure != MatchFailure::None) return match;
  }
  return {};
}

}  // namespace itw::sema
