#pragma once

#include "compiler/syntax/token.h"

namespace itw::syntax {

/// Whether a blank stands between two neighbours of one line. `unary` tells that `left` is a sign
/// in front of its operand.
bool blankBetween(TokenKind left, TokenKind right, bool unary);

/// Whether an operand ends with this token, so that a `-` behind it subtracts.
bool endsValue(TokenKind kind);

}  // namespace itw::syntax
