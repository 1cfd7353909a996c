#pragma once

#include <cstddef>
#include <vector>

#include "compiler/syntax/token.h"

namespace itw::parsing {

/// Counts how deep an expression nests, before a recursive parser meets it: brackets, `if` chains
/// and unary operators to 256, and with them the operators of a chain, each of which makes the tree
/// one deeper, to 1,000.
class Nesting {
 public:
  /// Takes the next token with the one before it. False as soon as a limit is passed.
  bool take(syntax::TokenKind kind, syntax::TokenKind previous);
  /// A statement ends: what was counted on this level does not nest into the next one.
  void endStatement();
  /// As endStatement, for an element of a list.
  void endElement();

 private:
  struct Level {
    std::size_t nestBelow = 0;
    std::size_t operatorsBelow = 0;
    std::size_t ifs = 0;
    std::size_t unaries = 0;
    std::size_t operators = 0;
    std::size_t angles = 0;

    std::size_t nest() const { return nestBelow + ifs + unaries; }
    std::size_t depth() const { return operatorsBelow + operators; }
  };

  void open(syntax::TokenKind previous);
  void close();
  void takeOperand(syntax::TokenKind kind, syntax::TokenKind previous);

  std::vector<Level> levels_ = std::vector<Level>(1);
};

}  // namespace itw::parsing
