#include <numeric>

#include "compiler/expr/dim.h"

namespace itw::expr {
namespace {

constexpr std::size_t kMaxText = 2000;

std::int64_t floorDivide(std::int64_t left, std::int64_t right) {
  std::int64_t quotient = left / right;
  return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

// The largest number known to divide the monomial.
std::int64_t divisorOf(const Monomial& monomial, const Facts& facts) {
  std::int64_t product = 1;
  for (const auto& [atom, exponent] : monomial.powers) {
    std::int64_t divisor = atom->isSymbol() ? facts.divisorOf(atom->text) : 1;
    for (int i = 0; i < exponent; ++i)
      if (__builtin_mul_overflow(product, divisor, &product)) return 1;
  }
  return product;
}

bool isInteger(const Dim::Term& term, const Facts& facts) {
  return divisorOf(term.monomial, facts) % term.factor.denominator == 0;
}

bool isInteger(const Dim& dim, const Facts& facts) {
  for (const Dim::Term& term : dim.terms())
    if (!isInteger(term, facts)) return false;
  return !dim.isBroken() && dim.constantPart().isInteger();
}

// The factor by which `left` is `right`, if its powers contain those of `right`.
std::optional<Monomial> dividedBy(const Monomial& left, const Monomial& right) {
  Monomial result;
  std::size_t matched = 0;
  for (const auto& [atom, exponent] : left.powers) {
    int rest = exponent;
    for (const auto& [divisor, power] : right.powers)
      if (divisor->text == atom->text) {
        rest -= power;
        ++matched;
      }
    if (rest < 0) return std::nullopt;
    if (rest > 0) result.powers.emplace_back(atom, rest);
  }
  if (matched != right.powers.size()) return std::nullopt;
  return result;
}

// The divisor that all integer factors share, the constant term left out; 0 for none.
std::int64_t commonFactor(const Dim& dim) {
  std::int64_t common = 0;
  if (!dim.constantPart().isInteger()) return 1;
  for (const Dim::Term& term : dim.terms()) {
    if (!term.factor.isInteger()) return 1;
    common = std::gcd(common, term.factor.numerator);
  }
  return common;
}

}  // namespace

Dim Dim::floorAtom(const Dim& left, const Dim& right) {
  std::string text = "(" + left.text() + ") // (" + right.text() + ")";
  if (left.broken_ || right.broken_ || text.size() > kMaxText) return broken();
  Dim result;
  auto atom = std::make_shared<Atom>();
  atom->text = std::move(text);
  atom->left = std::make_shared<const Dim>(left);
  atom->right = std::make_shared<const Dim>(right);
  result.terms_.push_back({{{{std::move(atom), 1}}}, {1, 1}});
  return result;
}

// Long division by leading terms; a remainder gives nothing.
std::optional<Dim> Dim::quotientBy(const Dim& divisor) const {
  if (broken_ || divisor.broken_ || divisor.isZero()) return std::nullopt;
  Dim rest = *this;
  Dim quotient;
  const Term lead = divisor.leading();
  for (int round = 0; round < 64 && !rest.isZero(); ++round) {
    const Term first = rest.leading();
    auto monomial = dividedBy(first.monomial, lead.monomial);
    auto factor = first.factor.over(lead.factor);
    if (!monomial || !factor) return std::nullopt;
    Dim step;
    step.add({*monomial, *factor});
    quotient = quotient.plus(step);
    rest = rest.minus(step.times(divisor));
    if (rest.broken_) return std::nullopt;
  }
  if (!rest.isZero()) return std::nullopt;
  return quotient;
}

std::optional<Dim> Dim::exactOver(const Dim& divisor, const Facts& facts) const {
  auto quotient = quotientBy(divisor);
  if (!quotient || !isInteger(*quotient, facts)) return std::nullopt;
  return quotient;
}

// (x // a + k) // b is (x + k * a) // (a * b).
std::optional<Dim> Dim::nestedFloor(std::int64_t divisor, const Facts& facts) const {
  bool shaped = terms_.size() == 1 && terms_[0].factor == Rational{1, 1} &&
                terms_[0].monomial.degree() == 1 && constant_.isInteger();
  if (!shaped) return std::nullopt;
  const Atom& atom = *terms_[0].monomial.powers[0].first;
  auto inner = atom.isSymbol() ? std::nullopt : atom.right->constant();
  std::int64_t product = 0;
  if (!inner || *inner <= 0 || __builtin_mul_overflow(*inner, divisor, &product))
    return std::nullopt;
  return atom.left->plus(Dim(constant_.numerator).times(Dim(*inner)))
      .floorOverConstant(product, facts);
}

// Takes out what is a multiple of the divisor, then shortens what is left.
Dim Dim::floorOverConstant(std::int64_t divisor, const Facts& facts) const {
  Dim quotient;
  Dim rest;
  if (constant_.isInteger()) {
    std::int64_t whole = floorDivide(constant_.numerator, divisor);
    quotient = Dim(whole);
    rest = Dim(constant_.numerator - whole * divisor);
  } else {
    rest.constant_ = constant_;
  }
  for (const Term& term : terms_) {
    auto factor = term.factor.over({divisor, 1});
    if (!factor) return broken();
    if (isInteger({term.monomial, *factor}, facts)) {
      quotient.add({term.monomial, *factor});
    } else {
      rest.add(term);
    }
  }
  Interval bounds = rest.bounds(facts);
  if (bounds.low >= 0 && bounds.high < static_cast<double>(divisor)) return quotient;
  std::int64_t common = std::gcd(commonFactor(rest), divisor);
  if (common > 1) {
    Dim reduced(floorDivide(rest.constant_.numerator, common));
    for (const Term& term : rest.terms_)
      reduced.add({term.monomial, {floorDivide(term.factor.numerator, common), 1}});
    return quotient.plus(reduced.floorOverConstant(divisor / common, facts));
  }
  if (auto merged = rest.nestedFloor(divisor, facts)) return quotient.plus(*merged);
  return quotient.plus(floorAtom(rest, Dim(divisor)));
}

std::optional<Dim> Dim::floorOver(const Dim& divisor, const Facts& facts) const {
  if (divisor.isZero()) return std::nullopt;
  if (broken_ || divisor.broken_) return broken();
  auto left = constant();
  auto right = divisor.constant();
  if (left && right) {
    if (*left == INT64_MIN && *right == -1) return broken();
    return Dim(floorDivide(*left, *right));
  }
  if (right && *right > 0) return floorOverConstant(*right, facts);
  if (right) return scaled({-1, 1}).floorOverConstant(-*right, facts);
  if (auto quotient = exactOver(divisor, facts)) return quotient;
  return floorAtom(*this, divisor);
}

std::optional<Dim> Dim::modulo(const Dim& divisor, const Facts& facts) const {
  auto quotient = floorOver(divisor, facts);
  if (!quotient) return std::nullopt;
  return minus(quotient->times(divisor));
}

namespace {

Dim withEqualities(const Dim& dim, const Facts& facts) {
  if (!facts.hasEqualities()) return dim;
  std::map<std::string, Dim> values;
  for (const Dim::Term& term : dim.terms())
    for (const auto& [atom, exponent] : term.monomial.powers) {
      const Dim* value = atom->isSymbol() ? facts.valueOf(atom->text) : nullptr;
      if (value != nullptr) values.emplace(atom->text, *value);
    }
  return values.empty() ? dim : dim.substitute(values, facts);
}

}  // namespace

Tri provablyEqual(const Dim& left, const Dim& right, const Facts& facts) {
  Dim difference = withEqualities(left.minus(right), facts);
  if (difference.isBroken()) return Tri::Unknown;
  if (difference.isZero()) return Tri::True;
  return difference.bounds(facts).contains(0) ? Tri::Unknown : Tri::False;
}

std::string missingConstraint(const Dim& left, const Dim& right, const Facts& facts) {
  Dim difference = left.minus(right);
  for (const Dim::Term& term : difference.terms())
    for (const auto& [atom, exponent] : term.monomial.powers) {
      if (atom->isSymbol()) continue;
      auto divisor = atom->right->constant();
      auto symbol = atom->left->asSymbol();
      if (!divisor || !symbol) continue;
      Facts assumed = facts;
      assumed.divisible(*symbol, *divisor);
      if (difference.substitute({}, assumed).isZero())
        return *symbol + " % " + std::to_string(*divisor) + " == 0";
    }
  if (left.asSymbol()) return left.text() + " == " + right.text();
  if (right.asSymbol()) return right.text() + " == " + left.text();
  return "";
}

}  // namespace itw::expr
