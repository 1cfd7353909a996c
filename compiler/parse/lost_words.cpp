#include "compiler/parse/lost_words.h"

#include <algorithm>
#include <array>

#include "compiler/parse/character.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

constexpr std::array<std::string_view, 6> kImports = {"import",  "from", "include",
                                                      "require", "use",  "using"};

std::vector<std::uint32_t> placesOfErrors(const DiagnosticSink& diagnostics, FileId file) {
  std::vector<std::uint32_t> places;
  for (const Diagnostic& each : diagnostics.all()) {
    const bool here = each.span.valid() && each.span.file.value == file.value;
    if (here && severityOf(each.kind) == Severity::Error) places.push_back(each.span.begin);
  }
  std::sort(places.begin(), places.end());
  return places;
}

void addWordsOf(std::string_view line, std::vector<std::string>& words) {
  for (std::size_t begin = 0; begin < line.size();) {
    std::size_t end = begin;
    while (end < line.size() && isWordCharacter(line[end])) ++end;
    const std::string_view word = line.substr(begin, end - begin);
    if (isIdentifier(word)) words.emplace_back(word);
    begin = std::max(end, begin + 1);
  }
}

// The words of the lines with an error, some of which may be in no token.
void addWordsOfLines(std::string_view text, const std::vector<std::uint32_t>& places,
                     std::vector<std::string>& words) {
  std::size_t end = 0;
  for (const std::uint32_t place : places) {
    if (place < end) continue;
    const std::size_t before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
    const std::size_t begin = std::max(end, before == std::string_view::npos ? 0 : before + 1);
    end = std::min(text.size(), text.find('\n', place));
    addWordsOf(text.substr(begin, end - begin), words);
  }
}

// The statements of a program one behind the other: those of the top, and of the blocks there.
class Statements {
 public:
  explicit Statements(const Program& program) : program_(program) {}

  // The index behind the statement that begins at `first`.
  std::size_t endOf(std::size_t first) {
    std::size_t at = first;
    for (; at < program_.tokens.size(); ++at) {
      const TokenKind kind = program_.tokens[at].kind;
      if (syntax::isCloser(kind) && depth_ > 0) --depth_;
      if (syntax::isOpener(kind)) ++depth_;
      const bool block = kind == TokenKind::OpenBrace && depth_ == 1;
      const bool ends = kind == TokenKind::Separator && depth_ <= 1;
      if (kind == TokenKind::End) depth_ = 0;
      if (block || ends || kind == TokenKind::End) return at + 1;
    }
    return at;
  }

 private:
  const Program& program_;
  std::size_t depth_ = 0;
};

bool isHead(const Program& program, std::size_t first) {
  return std::binary_search(program.declarations.begin(), program.declarations.end(), first);
}

// Marks the declaration in which a broken statement begins.
void noteDamage(const Token& first, bool head, syntax::File& tree) {
  auto next = std::upper_bound(
      tree.declarations.begin(), tree.declarations.end(), first.begin,
      [](std::uint32_t at, const syntax::Declaration& each) { return at < each.span.begin; });
  if (next == tree.declarations.begin()) return;
  syntax::Declaration& declaration = *--next;
  if (first.begin >= declaration.span.end) return;
  declaration.damagedHead = declaration.damagedHead || head;
  declaration.damagedBody = declaration.damagedBody || !head;
}

}  // namespace

void noteLostWords(std::string_view text, const Program& program, const DiagnosticSink& diagnostics,
                   syntax::File& tree) {
  const std::vector<std::uint32_t> places = placesOfErrors(diagnostics, tree.id);
  if (places.empty()) return;
  addWordsOfLines(text, places, tree.lostWords);
  Statements statements(program);
  const syntax::Tokens& tokens = program.tokens;
  auto place = places.begin();
  for (std::size_t first = 0, end = 0; first < tokens.size(); first = end) {
    end = statements.endOf(first);
    const std::uint32_t next = end < tokens.size() ? tokens[end].begin : ~std::uint32_t{0};
    if (place == places.end() || *place >= next) continue;
    while (place != places.end() && *place < next) ++place;
    const auto isImport = [&](std::string_view word) {
      return std::find(kImports.begin(), kImports.end(), word) != kImports.end();
    };
    noteDamage(tokens[first], isHead(program, first), tree);
    tree.lostImport = tree.lostImport || isImport(tokens[first].text(text));
    for (std::size_t i = first; i < end; ++i) {
      const std::string_view word = tokens[i].text(text);
      if (isIdentifier(word)) tree.lostWords.emplace_back(word);
    }
  }
  std::sort(tree.lostWords.begin(), tree.lostWords.end());
  tree.lostWords.erase(std::unique(tree.lostWords.begin(), tree.lostWords.end()),
                       tree.lostWords.end());
}

}  // namespace itw::parsing
