#pragma once

namespace itw::parsing {

inline bool isDigit(char each) { return each >= '0' && each <= '9'; }

/// Letters of identifiers: ASCII and `_`.
inline bool isLetter(char each) {
  return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || each == '_';
}

inline bool isWordCharacter(char each) { return isLetter(each) || isDigit(each); }

inline bool isBlank(char each) { return each == ' ' || each == '\t'; }

}  // namespace itw::parsing
