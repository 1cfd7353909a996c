#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace itw::parsing {

/// ASCII digits; the language has no others.
inline bool isDigit(char each) { return each >= '0' && each <= '9'; }

/// Letters of identifiers: ASCII and `_`.
inline bool isLetter(char each) {
  return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || each == '_';
}

/// What goes on an identifier.
inline bool isWordCharacter(char each) { return isLetter(each) || isDigit(each); }

/// Whether a text is one word and nothing else.
inline bool isIdentifier(std::string_view text) {
  return !text.empty() && isLetter(text.front()) &&
         std::all_of(text.begin(), text.end(), isWordCharacter);
}

/// A word with small letters only.
inline std::string lowered(std::string_view word) {
  std::string result(word);
  for (char& each : result)
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  return result;
}

/// Whether a word is one of a few.
inline bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What separates words within a line.
inline bool isBlank(char each) { return each == ' ' || each == '\t'; }

}  // namespace itw::parsing
