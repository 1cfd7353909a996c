#include "compiler/expr/dim.h"

namespace itw::expr {
namespace {

bool needsParentheses(const Dim& dim) { return dim.terms().size() > 1; }

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

}  // namespace

std::string Dim::text() const {
  if (broken_) return "?";
  if (terms_.empty()) return "0";
  // A sum that begins with a minus reads badly, so the first positive term leads if there is one.
  std::size_t lead = 0;
  while (lead < terms_.size() && terms_[lead].factor.numerator < 0) ++lead;
  if (lead == terms_.size()) lead = 0;
  std::string text = (terms_[lead].factor.numerator < 0 ? "-" : "") + termText(terms_[lead]);
  for (std::size_t i = 0; i < terms_.size(); ++i)
    if (i != lead) text += (terms_[i].factor.numerator < 0 ? " - " : " + ") + termText(terms_[i]);
  return text;
}

}  // namespace itw::expr
