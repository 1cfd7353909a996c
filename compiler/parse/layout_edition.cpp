#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/character.h"
#include "compiler/parse/layout.h"
#include "compiler/parse/parse_diagnostics.h"

// The head of a file: its edition and its documentation.
namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// Whether a line that begins with this word and holds little else was to say the edition.
bool saysEdition(std::string_view word) {
  constexpr std::array kWords = {std::string_view{"itw"},
                                 std::string_view{"itw1"},
                                 std::string_view{"itwinai"},
                                 std::string_view{"version"},
                                 std::string_view{"edition"},
                                 std::string_view{"language"},
                                 std::string_view{"language_version"}};
  return std::find(kWords.begin(), kWords.end(), lowered(word)) != kWords.end();
}

bool isOne(std::string_view written) {
  constexpr std::array kOnes = {std::string_view{"1"},   std::string_view{"v1"},
                                std::string_view{"1.0"}, std::string_view{"\"1\""},
                                std::string_view{"V1"},  std::string_view{"\"1.0\""}};
  return std::find(kOnes.begin(), kOnes.end(), written) != kOnes.end();
}

}  // namespace

/// The index of the last token of a first line such as `version: 1`; nothing where the first line
/// says something else.
std::optional<std::size_t> Layout::endOfEditionLine() const {
  constexpr std::size_t kLongest = 4;
  if (codeAt(0) == nullptr || !saysEdition(textOf(*codeAt(0)))) return std::nullopt;
  std::size_t last = 0;
  while (codeAt(last + 1) != nullptr && !codeAt(last + 1)->lineStart) ++last;
  if (last == 0) return last;
  const bool number = isOne(textOf(*codeAt(last)));
  return last < kLongest && number ? std::optional(last) : std::nullopt;
}

/// `itw 1` in front of everything; without it we go on as if it were there.
void Layout::takeEdition() {
  const CodeToken* word = codeAt(0);
  const CodeToken* number = codeAt(1);
  const bool ours = word != nullptr && textOf(*word) == "itw";
  const auto line = endOfEditionLine();
  const bool known = ours && number != nullptr && !number->lineStart && textOf(*number) == "1";
  if (!known && line) {
    diagnostics_.add(
        editionWrittenOtherwise({file_, word->token.begin, code_.tokens[*line].token.end}));
  } else if (!ours) {
    return reportNoEdition();
  } else if (known) {
    program_.edition = 1;
  } else {
    const bool told = number != nullptr && !number->lineStart;
    diagnostics_.add(unknownEdition(spanOf(told ? number->token : word->token),
                                    told ? textOf(*number) : std::string_view{}));
  }
  at_ = 1;
  while (at_ < code_.tokens.size() && !code_.tokens[at_].lineStart) ++at_;
  if (at_ > 2 && known) diagnostics_.add(textBehindEdition(spanOf(code_.tokens[2].token)));
  const std::uint32_t end = code_.tokens[at_ - 1].token.end;
  last_ = {.kind = TokenKind::End, .begin = end, .end = end};
  program_.head = {file_, 0, end};
}

/// The line is added in front of all text, behind `#!` only, as the first `##` block behind it
/// documents the file.
void Layout::reportNoEdition() {
  Span first{file_, 0, 0};
  if (codeAt(0) != nullptr) first = spanOf(codeAt(0)->token);
  if (!code_.docs.empty() && code_.docs.front().code == 0) first = code_.docs.front().span;
  std::uint32_t place = 0;
  if (text_.starts_with("#!"))
    place = static_cast<std::uint32_t>(std::min(text_.find('\n'), text_.size() - 1)) + 1;
  diagnostics_.add(missingEdition(first, {file_, place, place}));
  program_.head = {file_, 0, 0};
}

/// The first block behind the edition line documents the file; those before it document nothing.
void Layout::takeDocs() {
  const std::size_t first = at_;
  bool fileDoc = false;
  std::vector<DocBlock> rest;
  for (DocBlock& block : code_.docs) {
    if (block.code == first && !fileDoc) {
      program_.fileDoc = std::move(block.text);
      program_.head = {file_, 0, block.span.end};
      fileDoc = true;
    } else if (block.code < first) {
      diagnostics_.add(detachedDoc(block.span));
    } else {
      rest.push_back(std::move(block));
    }
  }
  code_.docs = std::move(rest);
}

}  // namespace itw::parsing
