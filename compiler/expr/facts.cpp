#include <algorithm>
#include <numeric>

#include "compiler/expr/dim.h"

namespace itw::expr {

void Facts::bound(const std::string& symbol, const Interval& range) {
  auto [place, fresh] = bounds_.emplace(symbol, range);
  if (!fresh) place->second = intersect(place->second, range);
}

void Facts::divisible(const std::string& symbol, std::int64_t divisor) {
  auto [place, fresh] = divisors_.emplace(symbol, divisor);
  if (fresh) return;
  std::int64_t common = place->second / std::gcd(place->second, divisor);
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(common, divisor, &product)) place->second = product;
}

void Facts::equal(const std::string& symbol, const Dim& value) {
  equalities_.emplace(symbol, std::make_shared<const Dim>(value));
}

Interval Facts::boundsOf(const std::string& symbol) const {
  auto place = bounds_.find(symbol);
  return place == bounds_.end() ? Interval{} : place->second;
}

std::int64_t Facts::divisorOf(const std::string& symbol) const {
  auto place = divisors_.find(symbol);
  return place == divisors_.end() ? 1 : place->second;
}

const Dim* Facts::valueOf(const std::string& symbol) const {
  auto place = equalities_.find(symbol);
  return place == equalities_.end() ? nullptr : place->second.get();
}

}  // namespace itw::expr
