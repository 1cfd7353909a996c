#include "compiler/expr/dim.h"

namespace itw::expr {
namespace {

bool needsParentheses(const Dim& dim) {
  return dim.terms().size() + (dim.constantPart().isZero() ? 0 : 1) > 1;
}

std::string operandText(const Dim& dim) {
  return needsParentheses(dim) ? "(" + dim.text() + ")" : dim.text();
}

std::string atomText(const Atom& atom, bool alone) {
  if (atom.isSymbol()) return atom.text;
  std::string right = atom.right->text();
  bool product = right.find(' ') != std::string::npos;
  std::string text = operandText(*atom.left) + " // " + (product ? "(" + right + ")" : right);
  return alone ? text : "(" + text + ")";
}

// The term without its sign.
std::string termText(const Dim::Term& term) {
  std::int64_t magnitude =
      term.factor.numerator < 0 ? -term.factor.numerator : term.factor.numerator;
  if (term.monomial.powers.empty()) return std::to_string(magnitude);
  bool alone = magnitude == 1 && term.factor.denominator == 1 && term.monomial.degree() == 1;
  std::string text = magnitude == 1 ? "" : std::to_string(magnitude);
  for (const auto& [atom, exponent] : term.monomial.powers)
    for (int i = 0; i < exponent; ++i) text += (text.empty() ? "" : " * ") + atomText(*atom, alone);
  if (term.factor.denominator != 1) text += " / " + std::to_string(term.factor.denominator);
  return text;
}

// `x // n + k` is `(x + n * k) // n`, which reads better where k is negative.
std::optional<std::string> shiftedFloor(const Dim& dim) {
  const Rational& shift = dim.constantPart();
  bool shaped = dim.terms().size() == 1 && shift.numerator < 0 && shift.isInteger() &&
                dim.terms()[0].monomial.degree() == 1 && dim.terms()[0].factor == Rational{1, 1};
  if (!shaped) return std::nullopt;
  const Atom& atom = *dim.terms()[0].monomial.powers[0].first;
  if (atom.isSymbol() || !atom.right->constant()) return std::nullopt;
  Dim left = atom.left->plus(Dim(shift.numerator).times(*atom.right));
  return operandText(left) + " // " + atom.right->text();
}

}  // namespace

std::string Dim::text() const {
  if (broken_) return "?";
  if (terms_.empty() && constant_.isInteger()) return std::to_string(constant_.numerator);
  if (auto shifted = shiftedFloor(*this)) return *shifted;
  std::vector<Term> all = terms_;
  if (!constant_.isZero()) all.push_back({{}, constant_});
  // A sum that begins with a minus reads badly, so the first positive term leads if there is one.
  std::size_t lead = 0;
  while (lead < all.size() && all[lead].factor.numerator < 0) ++lead;
  if (lead == all.size()) lead = 0;
  std::string text = (all[lead].factor.numerator < 0 ? "-" : "") + termText(all[lead]);
  for (std::size_t i = 0; i < all.size(); ++i)
    if (i != lead) text += (all[i].factor.numerator < 0 ? " - " : " + ") + termText(all[i]);
  return text;
}

}  // namespace itw::expr
