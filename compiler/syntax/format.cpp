#include "compiler/syntax/format.h"

#include <algorithm>
#include <span>

#include "compiler/syntax/token_spacing.h"

namespace itw::syntax {

namespace {

constexpr std::size_t kIndent = 2;

/// The tokens of one line of the source without its end.
using Line = std::span<const FormatToken>;

bool isComment(TokenKind kind) {
  return kind == TokenKind::Comment || kind == TokenKind::DocComment;
}

std::vector<Line> linesOf(const std::vector<FormatToken>& tokens) {
  std::vector<Line> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && tokens[i].token.kind != TokenKind::Newline) continue;
    lines.emplace_back(tokens.data() + begin, i - begin);
    begin = i + 1;
  }
  return lines;
}

/// An open bracket with the indentation of what stands in it and of what closes it.
struct Open {
  std::size_t content = 0;
  std::size_t closer = 0;
  bool braces = false;
};

class Formatter {
 public:
  Formatter(std::string_view source, const std::vector<FormatToken>& tokens)
      : source_(source), lines_(linesOf(tokens)) {}

  std::string format() {
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      if (lines_[at_].empty()) {
        blank_ = true;
      } else {
        addLine(lines_[at_]);
      }
    }
    return std::move(text_);
  }

 private:
  void addLine(Line line) {
    const TokenKind first = line.front().token.kind;
    const bool keepsBlank = !text_.empty() && !behindOpener_ && !isCloser(first);
    if (blank_ && keepsBlank) text_ += '\n';
    blank_ = false;
    const std::size_t indent = isComment(first) ? commentIndent() : codeIndent(line);
    text_.append(indent, ' ');
    for (std::size_t i = 0; i < line.size(); ++i) addToken(line, i, indent);
    text_ += '\n';
  }

  void addToken(Line line, std::size_t i, std::size_t indent) {
    const Token& token = line[i].token;
    if (i > 0) text_ += gapBefore(line, i);
    text_ += trimmed(token.text(source_));
    if (isOpener(token.kind)) open(token.kind, indent);
    if (isCloser(token.kind) && !open_.empty()) open_.pop_back();
    if (!isComment(token.kind)) behindOpener_ = isOpener(token.kind);
  }

  std::string_view gapBefore(Line line, std::size_t i) const {
    const Token& token = line[i].token;
    if (isComment(token.kind)) return "  ";
    const TokenKind left = line[i - 1].token.kind;
    const TokenKind further = i > 1 ? line[i - 2].token.kind : lastKind(at_);
    const bool unary = left == TokenKind::Minus && !endsValue(further);
    return blankBetween(left, token.kind, unary) ? " " : "";
  }

  void open(TokenKind kind, std::size_t indent) {
    const bool braces = kind == TokenKind::OpenBrace || kind == TokenKind::TypeOpen;
    // The block of a declaration belongs to its first line, however many lines its head has.
    const std::size_t base = braces && open_.empty() ? 0 : indent;
    open_.push_back({.content = base + kIndent, .closer = base, .braces = braces});
  }

  std::size_t content() const { return open_.empty() ? 0 : open_.back().content; }

  std::size_t codeIndent(Line line) const {
    const FormatToken& first = line.front();
    if (isCloser(first.token.kind) && !open_.empty()) return open_.back().closer;
    const bool head = open_.empty() && first.token.kind == TokenKind::OpenBrace;
    const bool continues = !first.startsStatement && !head && !insideParentheses();
    return content() + (continues ? kIndent : 0);
  }

  /// As far in as the code that follows, save in front of a closing bracket.
  std::size_t commentIndent() const {
    const std::size_t next = codeLine(at_);
    if (next == lines_.size() || isCloser(lines_[next].front().token.kind)) return content();
    return codeIndent(lines_[next]);
  }

  /// The first line from `from` on that has code.
  std::size_t codeLine(std::size_t from) const {
    while (from < lines_.size() &&
           (lines_[from].empty() || isComment(lines_[from].front().token.kind))) {
      ++from;
    }
    return from;
  }

  /// The last code token in front of a line.
  TokenKind lastKind(std::size_t line) const {
    while (line-- > 0) {
      for (std::size_t i = lines_[line].size(); i-- > 0;) {
        if (!isComment(lines_[line][i].token.kind)) return lines_[line][i].token.kind;
      }
    }
    return TokenKind::Separator;
  }

  bool insideParentheses() const { return !open_.empty() && !open_.back().braces; }

  static std::string_view trimmed(std::string_view text) {
    const std::size_t end = text.find_last_not_of(" \t\r");
    return text.substr(0, end + 1);
  }

  std::string_view source_;
  std::vector<Line> lines_;
  std::size_t at_ = 0;
  std::string text_;
  std::vector<Open> open_;
  bool blank_ = false;
  bool behindOpener_ = true;
};

}  // namespace

std::string formatTokens(std::string_view source, const std::vector<FormatToken>& tokens) {
  return Formatter(source, tokens).format();
}

}  // namespace itw::syntax
