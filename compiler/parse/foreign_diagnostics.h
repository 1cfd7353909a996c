#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"

// What is written as in another language. Wording lives in foreign_*_diagnostics.cpp only.
namespace itw::parsing {

/// Places of one slip in a file, which are reported once.
struct Repeated {
  Span first;
  std::string_view sign;
  std::size_t count = 0;
  std::vector<Edit> edits;
};

/// Comments that begin with `//` and the like.
Diagnostic foreignComments(const Repeated& comments);
/// The text of a comment as lines that begin with `#`.
std::string hashComment(std::string_view content);
/// A warning: tabs stand between the words.
Diagnostic tabs(const Repeated& places);

/// `f"text"`.
struct PrefixedString {
  Span prefix;
  Span whole;
  std::string_view written;  ///< The prefix.
  std::string_view content;
};
Diagnostic stringPrefix(const PrefixedString& string);
/// `documents` where it stands as the documentation of Python does.
Diagnostic tripleQuotes(Span whole, std::string_view content, bool documents);
/// A string whose closing quote stands on a later line.
Diagnostic stringOverLines(Span quote, Span whole, std::string_view content);
/// `$HOME`, `${HOME}`.
Diagnostic shellVariable(Span at, std::string_view name);
/// A `\` at the end of a line.
Diagnostic lineContinuation(Span at);
/// `@name` in front of a declaration.
Diagnostic decorator(Span at);
/// `02:00:00`, with the quantity that it is.
Diagnostic clockTime(Span at, std::string_view written, const std::string& quantity);

/// A text as a string of the language.
std::string quotedText(std::string_view content);

}  // namespace itw::parsing
