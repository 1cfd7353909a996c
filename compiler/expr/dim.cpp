#include "compiler/expr/dim.h"

#include <algorithm>

namespace itw::expr {
namespace {

// A form that outgrows these is not a dimension that anyone wrote.
constexpr std::size_t kMaxTerms = 200;
constexpr int kMaxDegree = 64;

using Power = std::pair<std::shared_ptr<const Atom>, int>;

bool sameMonomial(const Monomial& left, const Monomial& right) {
  if (left.powers.size() != right.powers.size()) return false;
  for (std::size_t i = 0; i < left.powers.size(); ++i) {
    const Power& a = left.powers[i];
    const Power& b = right.powers[i];
    if (a.second != b.second || a.first->text != b.first->text) return false;
  }
  return true;
}

// Higher degrees first, then by text, so that the constant is last.
bool comesBefore(const Monomial& left, const Monomial& right) {
  int a = left.degree();
  int b = right.degree();
  if (a != b) return a > b;
  for (std::size_t i = 0; i < left.powers.size() && i < right.powers.size(); ++i) {
    const Power& p = left.powers[i];
    const Power& q = right.powers[i];
    if (p.first->text != q.first->text) return p.first->text < q.first->text;
    if (p.second != q.second) return p.second > q.second;
  }
  return false;
}

Monomial product(const Monomial& left, const Monomial& right) {
  Monomial result = left;
  for (const Power& power : right.powers) {
    auto place = std::lower_bound(
        result.powers.begin(), result.powers.end(), power,
        [](const Power& a, const Power& b) { return a.first->text < b.first->text; });
    if (place != result.powers.end() && place->first->text == power.first->text) {
      place->second += power.second;
    } else {
      result.powers.insert(place, power);
    }
  }
  return result;
}

Interval boundsOfAtom(const Atom& atom, const Facts& facts) {
  if (atom.isSymbol()) return facts.boundsOf(atom.text);
  return floorOver(atom.left->bounds(facts), atom.right->bounds(facts));
}

Interval boundsOfMonomial(const Monomial& monomial, const Facts& facts) {
  Interval result = Interval::point(1);
  for (const Power& power : monomial.powers) {
    Interval base = boundsOfAtom(*power.first, facts);
    for (int i = 0; i < power.second; ++i) result = times(result, base);
  }
  return result;
}

}  // namespace

int Monomial::degree() const {
  int sum = 0;
  for (const Power& power : powers) sum += power.second;
  return sum;
}

Dim::Dim(std::int64_t constant) : constant_{constant, 1} {}

Dim Dim::symbol(const std::string& name) {
  Dim result;
  auto atom = std::make_shared<Atom>();
  atom->text = name;
  result.terms_.push_back({{{{std::move(atom), 1}}}, {1, 1}});
  return result;
}

Dim Dim::broken() {
  Dim result;
  result.broken_ = true;
  return result;
}

void Dim::addConstant(const Rational& factor) {
  auto sum = constant_.plus(factor);
  if (sum)
    constant_ = *sum;
  else
    *this = broken();
}

void Dim::add(Term term) {
  if (term.factor.isZero() || broken_) return;
  if (term.monomial.powers.empty()) return addConstant(term.factor);
  auto place = std::lower_bound(
      terms_.begin(), terms_.end(), term,
      [](const Term& a, const Term& b) { return comesBefore(a.monomial, b.monomial); });
  bool same = place != terms_.end() && sameMonomial(place->monomial, term.monomial);
  if (!same) {
    terms_.insert(place, std::move(term));
    if (terms_.size() > kMaxTerms) *this = broken();
    return;
  }
  auto sum = place->factor.plus(term.factor);
  if (!sum) {
    *this = broken();
  } else if (sum->isZero()) {
    terms_.erase(place);
  } else {
    place->factor = *sum;
  }
}

Dim Dim::plus(const Dim& other) const {
  if (broken_ || other.broken_) return broken();
  Dim result = *this;
  result.addConstant(other.constant_);
  for (const Term& term : other.terms_) result.add(term);
  return result;
}

Dim Dim::scaled(const Rational& factor) const {
  Dim result;
  auto constant = constant_.times(factor);
  if (broken_ || !constant) return broken();
  result.constant_ = *constant;
  if (factor.isZero()) return result;
  result.terms_ = terms_;
  for (Term& term : result.terms_) {
    auto scaledFactor = term.factor.times(factor);
    if (!scaledFactor) return broken();
    term.factor = *scaledFactor;
  }
  return result;
}

Dim Dim::minus(const Dim& other) const { return plus(other.scaled({-1, 1})); }

Dim Dim::times(const Dim& other) const {
  if (broken_ || other.broken_ || terms_.size() * other.terms_.size() > kMaxTerms * 8)
    return broken();
  if (other.terms_.empty()) return scaled(other.constant_);
  Dim result = other.scaled(constant_);
  for (const Term& a : terms_) {
    auto alone = a.factor.times(other.constant_);
    if (!alone) return broken();
    result.add({a.monomial, *alone});
    for (const Term& b : other.terms_) {
      auto factor = a.factor.times(b.factor);
      if (!factor || a.monomial.degree() + b.monomial.degree() > kMaxDegree) return broken();
      result.add({product(a.monomial, b.monomial), *factor});
    }
  }
  return result;
}

std::optional<std::int64_t> Dim::constant() const {
  if (broken_ || !terms_.empty() || !constant_.isInteger()) return std::nullopt;
  return constant_.numerator;
}

Dim::Term Dim::leading() const { return terms_.empty() ? Term{{}, constant_} : terms_.front(); }

std::optional<std::string> Dim::asSymbol() const {
  bool single = !broken_ && terms_.size() == 1 && constant_.isZero();
  if (!single || !(terms_[0].factor == Rational{1, 1})) return std::nullopt;
  const auto& powers = terms_[0].monomial.powers;
  if (powers.size() != 1 || powers[0].second != 1 || !powers[0].first->isSymbol())
    return std::nullopt;
  return powers[0].first->text;
}

Interval Dim::bounds(const Facts& facts) const {
  if (broken_) return {};
  auto number = [](const Rational& value) {
    return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
  };
  Interval result = Interval::point(number(constant_));
  for (const Term& term : terms_) {
    Interval factor = Interval::point(number(term.factor));
    result = expr::plus(result, expr::times(factor, boundsOfMonomial(term.monomial, facts)));
  }
  return result;
}

Dim Dim::substitute(const std::map<std::string, Dim>& values, const Facts& facts) const {
  Dim result;
  if (broken_) return broken();
  result.constant_ = constant_;
  for (const Term& term : terms_) {
    Dim value(1);
    for (const auto& [atom, exponent] : term.monomial.powers) {
      Dim base;
      if (atom->isSymbol()) {
        auto place = values.find(atom->text);
        base = place == values.end() ? symbol(atom->text) : place->second;
      } else {
        Dim right = atom->right->substitute(values, facts);
        base = atom->left->substitute(values, facts).floorOver(right, facts).value_or(broken());
      }
      for (int i = 0; i < exponent; ++i) value = value.times(base);
    }
    result = result.plus(value.scaled(term.factor));
  }
  return result;
}

bool operator==(const Dim& left, const Dim& right) {
  if (left.broken_ || right.broken_ || left.terms_.size() != right.terms_.size()) return false;
  if (!(left.constant_ == right.constant_)) return false;
  for (std::size_t i = 0; i < left.terms_.size(); ++i) {
    if (!(left.terms_[i].factor == right.terms_[i].factor)) return false;
    if (!sameMonomial(left.terms_[i].monomial, right.terms_[i].monomial)) return false;
  }
  return true;
}

}  // namespace itw::expr
