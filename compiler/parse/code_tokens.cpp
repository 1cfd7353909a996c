#include "compiler/parse/code_tokens.h"

namespace itw::parsing {

using syntax::Token;
using syntax::TokenKind;

namespace {

/// `## text` without its sign and one blank.
std::string_view docLine(std::string_view comment) {
  comment.remove_prefix(2);
  if (comment.starts_with(' ')) comment.remove_prefix(1);
  while (comment.ends_with(' ') || comment.ends_with('\t')) comment.remove_suffix(1);
  return comment;
}

/// Walks over the tokens and tells code from layout.
class Separator {
 public:
  Separator(FileId file, std::string_view text) : file_(file), text_(text) {}

  void take(const Token& token) {
    switch (token.kind) {
      case TokenKind::Newline:
        return takeNewline(token);
      case TokenKind::Comment:
        docOpen_ = false;
        return;
      case TokenKind::DocComment:
        return takeDoc(token);
      default:
        return takeCode(token);
    }
  }

  Code code;

 private:
  void takeNewline(const Token& token) {
    // A line without a comment ends a block of them.
    if (newlines_ > 0) docOpen_ = false;
    ++newlines_;
    lineBegin_ = token.end;
    lineStart_ = true;
  }

  void takeDoc(const Token& token) {
    const Span span{file_, token.begin, token.end};
    if (docOpen_) {
      code.docs.back().span.end = token.end;
      code.docs.back().text += "\n";
      code.docs.back().text += docLine(token.text(text_));
    } else {
      code.docs.push_back({span, std::string(docLine(token.text(text_))), code.tokens.size()});
    }
    docOpen_ = true;
    newlines_ = 0;
  }

  void takeCode(const Token& token) {
    if (lineStart_) indent_ = token.begin - lineBegin_;
    code.tokens.push_back({token, lineStart_, indent_});
    lineStart_ = false;
    docOpen_ = false;
    newlines_ = 0;
  }

  FileId file_;
  std::string_view text_;
  bool lineStart_ = true;
  bool docOpen_ = false;
  std::size_t newlines_ = 0;
  std::uint32_t lineBegin_ = 0;
  std::uint32_t indent_ = 0;
};

}  // namespace

Code separateCode(FileId file, std::string_view text, const syntax::Tokens& lexed) {
  Separator separator(file, text);
  separator.code.tokens.reserve(lexed.size());
  for (const Token& token : lexed) separator.take(token);
  return std::move(separator.code);
}

}  // namespace itw::parsing
