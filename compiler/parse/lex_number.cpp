#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/character.h"
#include "compiler/parse/lexer.h"
#include "compiler/parse/parse_diagnostics.h"

namespace itw::parsing {

using syntax::TokenKind;

/// `1_000`: digits with single `_` between them. False when a `_` stands elsewhere.
bool Lexer::scanDigits() {
  bool wellFormed = true;
  while (isDigit(here()) || here() == '_') {
    if (here() == '_' && !(isDigit(at(next_ - 1)) && isDigit(at(next_ + 1)))) {
      // `500_gpu` is a number with a word behind it, not a number that ends in `_`.
      if (isLetter(at(next_ + 1)) && at(next_ + 1) != '_') return wellFormed;
      wellFormed = false;
    }
    ++next_;
  }
  return wellFormed;
}

bool Lexer::scanMantissa() {
  bool wellFormed = true;
  if (here() != '.') wellFormed = scanDigits();
  if (here() != '.' || at(next_ + 1) == '.') return wellFormed;
  const bool leading = next_ > 0 && isDigit(at(next_ - 1));
  ++next_;
  const bool trailing = isDigit(here());
  if (trailing) wellFormed = scanDigits() && wellFormed;
  return wellFormed && leading && trailing;
}

void Lexer::scanExponent() {
  if (here() != 'e' && here() != 'E') return;
  const std::size_t digits = next_ + (at(next_ + 1) == '+' || at(next_ + 1) == '-' ? 2 : 1);
  if (!isDigit(at(digits))) return;
  next_ = digits;
  while (isDigit(here())) ++next_;
}

void Lexer::lexNumber() {
  const std::size_t begin = next_;
  if (lexClockTime(begin)) return;
  const bool wellFormed = scanMantissa();
  scanExponent();
  const std::string_view number = text_.substr(begin, next_ - begin);
  const bool integer = number.find_first_of(".eE") == std::string_view::npos;
  if (!wellFormed) {
    while (isWordCharacter(here())) ++next_;
    diagnostics_.add(malformedNumber(span(begin, next_), text_.substr(begin, next_ - begin)));
    push(TokenKind::Decimal, begin, true);
    return;
  }
  bool broken = false;
  const TokenKind unit = scanUnit(begin, broken);
  push(unit == TokenKind::Quantity ? unit
       : integer                   ? TokenKind::Integer
                                   : TokenKind::Decimal,
       begin, broken);
}

/// `02:00:00`, as Slurm writes a duration. A number is never followed by a `:` otherwise.
bool Lexer::lexClockTime(std::size_t begin) {
  std::array<std::size_t, 3> parts{};
  std::size_t count = 0;
  std::size_t end = begin;
  for (; count < parts.size(); ++end) {
    const std::size_t first = end;
    while (isDigit(at(end)) && end < first + 4)
      parts[count] = parts[count] * 10 + static_cast<std::size_t>(at(end++) - '0');
    const bool pair = end == first + 2;
    if (end == first || (count > 0 && !pair)) return false;
    if (++count == parts.size() || at(end) != ':') break;
  }
  const bool clock = count == 3 || (count == 2 && parentheses_ == 0);
  if (!clock || isWordCharacter(at(end))) return false;
  next_ = end;
  constexpr std::array kUnits = {std::string_view{"h"}, std::string_view{"min"},
                                 std::string_view{"s"}};
  std::string quantity;
  for (std::size_t i = 0; i < count; ++i) {
    // Slurm reads two parts as minutes and seconds.
    if (parts[i] > 0) quantity += std::to_string(parts[i]) + std::string(kUnits[i + 3 - count]);
  }
  if (quantity.empty()) quantity = "0s";
  diagnostics_.add(clockTime(span(begin, end), text_.substr(begin, end - begin), quantity));
  push(TokenKind::Quantity, begin, true);
  return true;
}

/// Whether the `%` here is percent and not the start of a remainder that lacks its blanks.
bool Lexer::percentTouches() const {
  const char behind = at(next_ + 1);
  return !isWordCharacter(behind) && behind != '(';
}

TokenKind Lexer::scanUnit(std::size_t begin, bool& broken) {
  if (here() == '%') {
    // Left to lexPercent, which refuses it.
    if (!percentTouches()) return TokenKind::Integer;
    ++next_;
    return TokenKind::Quantity;
  }
  if (isLetter(here())) return scanCompound(begin, broken);
  if (!isBlank(here()) || !isLetter(at(next_ + 1))) return TokenKind::Integer;
  const std::size_t length = unitLength(text_, next_ + 1, false);
  if (length > 0) {
    next_ += 1 + length;
    return TokenKind::Quantity;
  }
  if (at(next_ + 1) == 'm' && !isWordCharacter(at(next_ + 2))) {
    next_ += 2;
    diagnostics_.add(bareMetre(span(next_ - 1, next_)));
    broken = true;
    return TokenKind::Quantity;
  }
  return TokenKind::Integer;
}

/// `2h`, `6h30min`: a unit that touches its number, and for durations more of the same.
TokenKind Lexer::scanCompound(std::size_t begin, bool& broken) {
  for (bool first = true;; first = false) {
    const std::size_t length = unitLength(text_, next_, true);
    const std::string_view unit = text_.substr(next_, length);
    const bool more = isDigit(at(next_ + length));
    if (length == 0 || ((more || !first) && !isDuration(unit))) return refuseUnit(begin, broken);
    next_ += length;
    if (!more) return TokenKind::Quantity;
    scanMantissa();
  }
}

TokenKind Lexer::refuseUnit(std::size_t begin, bool& broken) {
  const std::size_t unit = next_;
  const std::string_view known = text_.substr(unit, unitLength(text_, unit, true));
  while (isWordCharacter(here())) ++next_;
  const std::string_view written = text_.substr(unit, next_ - unit);
  const bool based = unit == begin + 1 && at(begin) == '0' &&
                     (written.front() == 'x' || written.front() == 'b' || written.front() == 'o');
  if (written == "m") {
    const std::string_view before = text_.substr(begin, unit - begin);
    const bool compound = std::any_of(before.begin(), before.end(), isLetter);
    diagnostics_.add(compound ? minutesByLetter(span(unit, next_)) : bareMetre(span(unit, next_)));
  } else if (based) {
    diagnostics_.add(malformedNumber(span(begin, next_), text_.substr(begin, next_ - begin)));
  } else if (written.empty()) {
    diagnostics_.add(unitlessPart(span(begin, next_), text_.substr(begin, next_ - begin)));
  } else if (!known.empty()) {
    diagnostics_.add(mixedCompound(span(begin, next_), known));
  } else {
    diagnostics_.add(unknownUnit(span(unit, next_), written, nearestUnit(written)));
  }
  broken = true;
  return TokenKind::Quantity;
}

}  // namespace itw::parsing
