#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/expr/interval.h"
#include "compiler/expr/rational.h"

namespace itw::expr {

class Dim;

/// What is known of the symbols of dimensions: bounds, divisors and equalities, from ranges and
/// `where`.
class Facts {
 public:
  /// The symbol lies in the range, besides what is known already.
  void bound(const std::string& symbol, const Interval& range);
  /// `symbol % divisor == 0`.
  void divisible(const std::string& symbol, std::int64_t divisor);
  /// `symbol == value`.
  void equal(const std::string& symbol, const Dim& value);

  Interval boundsOf(const std::string& symbol) const;
  /// A number that divides the symbol for certain.
  std::int64_t divisorOf(const std::string& symbol) const;
  const Dim* valueOf(const std::string& symbol) const;
  bool hasEqualities() const { return !equalities_.empty(); }

 private:
  std::map<std::string, Interval> bounds_;
  std::map<std::string, std::int64_t> divisors_;
  std::map<std::string, std::shared_ptr<const Dim>> equalities_;
};

/// An indivisible factor of a dimension: a symbol, or `left // right` where nothing more is known.
struct Atom {
  std::string text;  ///< Equal atoms have equal texts.
  std::shared_ptr<const Dim> left;
  std::shared_ptr<const Dim> right;
  bool isSymbol() const { return left == nullptr; }
};

/// A product of powers of atoms, in the order of their texts; empty is 1.
struct Monomial {
  std::vector<std::pair<std::shared_ptr<const Atom>, int>> powers;
  int degree() const;
};

/// An integer expression over symbols in a normal form: a sum of monomials with rational
/// coefficients, so that equal expressions of + - * and provable divisions look the same. Two's
/// overflow, or a form that grows without measure, makes it `broken`, which is contagious.
class Dim {
 public:
  /// A monomial and how often it counts.
  struct Term {
    Monomial monomial;
    Rational factor;
  };

  Dim() = default;
  Dim(std::int64_t constant);
  static Dim symbol(const std::string& name);
  static Dim broken();

  Dim plus(const Dim& other) const;
  Dim minus(const Dim& other) const;
  Dim times(const Dim& other) const;
  /// Rounded towards minus infinity; nothing for a divisor of zero.
  std::optional<Dim> floorOver(const Dim& divisor, const Facts& facts) const;
  std::optional<Dim> modulo(const Dim& divisor, const Facts& facts) const;
  /// The quotient if it is an integer for all values of the symbols, else nothing.
  std::optional<Dim> exactOver(const Dim& divisor, const Facts& facts) const;
  /// Each symbol replaced by what the function gives, which may be the symbol.
  Dim substitute(const std::map<std::string, Dim>& values, const Facts& facts) const;

  bool isBroken() const { return broken_; }
  bool isZero() const { return !broken_ && terms_.empty() && constant_.isZero(); }
  std::optional<std::int64_t> constant() const;
  /// The name, if the dimension is one symbol and nothing else.
  std::optional<std::string> asSymbol() const;
  /// All but the constant part, highest degree first.
  const std::vector<Term>& terms() const { return terms_; }
  const Rational& constantPart() const { return constant_; }
  Interval bounds(const Facts& facts) const;
  /// As a user would write it: "(H - 3) // 2 + 1".
  std::string text() const;

  friend bool operator==(const Dim& left, const Dim& right);

 private:
  void add(Term term);
  void addConstant(const Rational& factor);
  Term leading() const;
  Dim scaled(const Rational& factor) const;
  std::optional<Dim> quotientBy(const Dim& divisor) const;
  Dim floorOverConstant(std::int64_t divisor, const Facts& facts) const;
  std::optional<Dim> nestedFloor(std::int64_t divisor, const Facts& facts) const;
  static Dim floorAtom(const Dim& left, const Dim& right);

  std::vector<Term> terms_;
  Rational constant_;  // Apart from the terms, so that numbers need no memory of their own.
  bool broken_ = false;
};

/// Whether two dimensions are equal for all values of their symbols (True), for none (False), or
/// neither could be proved.
Tri provablyEqual(const Dim& left, const Dim& right, const Facts& facts);

/// The condition that would make them equal, as a user would write it in `where`: "width % 4 == 0".
/// Empty when none of that kind would.
std::string missingConstraint(const Dim& left, const Dim& right, const Facts& facts);

}  // namespace itw::expr
