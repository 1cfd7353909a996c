#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/character.h"
#include "compiler/parse/foreign_forms.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/line_rules.h"

// Imports of names as in Python, and paths without quotes.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// The endings of files that programs of this kind read or write.
constexpr std::array kEndings = {
    std::string_view{".csv"},  std::string_view{".tsv"},     std::string_view{".h5"},
    std::string_view{".hdf5"}, std::string_view{".npy"},     std::string_view{".npz"},
    std::string_view{".json"}, std::string_view{".parquet"}, std::string_view{".txt"},
    std::string_view{".yaml"}, std::string_view{".yml"},     std::string_view{".itw"},
    std::string_view{".pt"},   std::string_view{".html"},    std::string_view{".root"}};

bool isPathCharacter(char each) {
  return isWordCharacter(each) || std::string_view("./~-*").find(each) != std::string_view::npos;
}

}  // namespace

/// `from std.nn import linear`, as `import std.nn`; `from torch import nn` as `import torch as nn`,
/// of which the checker says more.
bool Layout::takeFromImport(const CodeToken& code) {
  if (levels_.size() > 1 || textOf(code) != "from") return false;
  std::size_t module = at_ + 1;
  while (codeAt(module) != nullptr && !codeAt(module)->lineStart && !isWordAt(module, "import"))
    ++module;
  if (!isWordAt(module, "import") || module == at_ + 1) return false;
  const std::size_t end = endOfLogicalLine(at_);
  const Token& first = code_.tokens[at_ + 1].token;
  const std::string path(
      text_.substr(first.begin, code_.tokens[module - 1].token.end - first.begin));
  const Span whole{file_, code.token.begin, code_.tokens[end - 1].token.end};
  if (path == "std") return takeImportOfModules(whole, module, end);
  const bool standard = path.starts_with("std.");
  if (standard) diagnostics_.add(importOfNames(whole, path, "import " + path));
  std::size_t name = module + 1;
  do {
    if (name > module + 1) endDeclaration();
    emit({.kind = TokenKind::Import, .begin = code.token.begin, .end = code.token.end});
    for (std::size_t i = at_ + 1; i < module; ++i) emit(code_.tokens[i].token);
    name = nextImported(name, end, standard);
  } while (name < end);
  at_ = end - 1;
  return true;
}

/// `from std import data, nn`: an import for each of them.
bool Layout::takeImportOfModules(Span whole, std::size_t word, std::size_t end) {
  std::string meant;
  const Token module = code_.tokens[at_ + 1].token;
  std::vector<Token> names;
  for (std::size_t i = word + 1; i < end; ++i) {
    const CodeToken& each = code_.tokens[i];
    if (each.token.kind != TokenKind::Name || hardKeyword(textOf(each))) continue;
    names.push_back(each.token);
    meant += (meant.empty() ? "import std." : "\nimport std.") + std::string(textOf(each));
  }
  if (names.empty()) return false;
  diagnostics_.add(importOfNames(whole, "std." + std::string(names.front().text(text_)), meant));
  for (const Token& name : names) {
    if (&name != &names.front()) endDeclaration();
    emit({.kind = TokenKind::Import, .begin = whole.begin, .end = whole.begin + 4});
    emit(module);
    emit({.kind = TokenKind::Dot, .broken = true, .begin = name.begin, .end = name.begin});
    emit(name);
  }
  at_ = end - 1;
  return true;
}

/// Emits `as name` for one of the names behind `from module import`, and says where the next is.
std::size_t Layout::nextImported(std::size_t name, std::size_t end, bool standard) {
  while (name < end && code_.tokens[name].token.kind != TokenKind::Name) ++name;
  if (name >= end || standard) return end;
  std::size_t alias = isWordAt(name + 1, "as") && name + 2 < end ? name + 2 : name;
  Token token = code_.tokens[alias].token;
  emit({.kind = TokenKind::As, .begin = token.begin, .end = token.begin});
  token.kind = TokenKind::Name;
  emit(token);
  for (++alias; alias < end && code_.tokens[alias].token.kind != TokenKind::Name;) ++alias;
  return alias;
}

/// `./data/x.csv` or `data/x.csv` where a value or the file of an import stands.
bool Layout::takePath(const CodeToken& code) {
  const TokenKind before = previous();
  if (endsOperand(before) || before == TokenKind::Dot || before == TokenKind::Slash) return false;
  const bool import = before == TokenKind::Import;
  const std::string_view rest = text_.substr(code.token.begin);
  const auto length = static_cast<std::size_t>(
      std::find_if_not(
          rest.begin(),
          rest.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(rest.size(), 256)),
          isPathCharacter) -
      rest.begin());
  const std::string_view path = rest.substr(0, length);
  const bool marked = path.starts_with("./") || path.starts_with("../") || path.starts_with("~/");
  const bool ends = std::any_of(kEndings.begin(), kEndings.end(),
                                [path](std::string_view each) { return path.ends_with(each); });
  const bool slash = path.find('/') != std::string_view::npos && !path.starts_with("//");
  if (!marked && !(ends && (slash || import))) return false;
  std::size_t last = at_;
  const std::uint32_t end = code.token.begin + static_cast<std::uint32_t>(length);
  while (codeAt(last + 1) != nullptr && codeAt(last + 1)->token.begin < end) ++last;
  if (code_.tokens[last].token.end != end) return false;
  diagnostics_.add(pathWithoutQuotes({file_, code.token.begin, end}, path));
  emitBroken(last);
  if (import) {
    program_.tokens.back().kind = TokenKind::String;
    last_.kind = TokenKind::String;
  }
  return true;
}

}  // namespace itw::parsing
