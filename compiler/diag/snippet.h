#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/source/source_map.h"

namespace itw {

/// ANSI sequences, all empty without colour.
struct Palette {
  std::string error;
  std::string warning;
  std::string note;
  std::string gutter;
  std::string label;
  std::string bold;
  std::string reset;

  /// No codes at all, and those that terminals understand.
  static Palette plain() { return {}; }
  static Palette ansi();
};

/// One underlined part of one source line.
struct Annotation {
  FileId file;
  std::uint32_t line = 0;
  std::uint32_t begin = 0;  ///< Byte within the line.
  std::uint32_t end = 0;  ///< Byte within the line; equal to `begin` for a place between two bytes.
  bool primary = false;
  std::string message;
};

/// The annotations of a diagnostic: the primary place first, then the labels.
std::vector<Annotation> annotationsOf(const SourceMap& sources, const Diagnostic& diagnostic);

/// How a snippet is drawn.
struct SnippetStyle {
  std::size_t gutterWidth = 2;
  Palette palette;
  std::string primaryColour;
};

/// A source line and, below it, its underlines and their messages. All annotations are of that
/// line.
std::string renderLine(const SourceMap& sources, std::vector<Annotation> annotations,
                       const SnippetStyle& style);

}  // namespace itw
