#include "compiler/sema/step/python_name.h"

#include <algorithm>

namespace itw::sema {
namespace {

bool isIdentifier(std::string_view word) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (word.empty() || digit(word[0])) return false;
  return std::all_of(word.begin(), word.end(), [&](char c) { return letter(c) || digit(c); });
}

bool isDotted(std::string_view text) {
  while (true) {
    auto dot = text.find('.');
    if (!isIdentifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

bool isPythonFunction(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  return isDotted(text.substr(0, colon)) && isDotted(text.substr(colon + 1));
}

bool hasDigest(std::string_view image) {
  constexpr std::string_view kMark = "@sha256:";
  auto at = image.find(kMark);
  if (at == std::string_view::npos || at == 0) return false;
  std::string_view digits = image.substr(at + kMark.size());
  return digits.size() == 64 && std::all_of(digits.begin(), digits.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace itw::sema
