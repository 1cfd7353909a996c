#pragma once

#include <string>

#include "compiler/syntax/declaration.h"

namespace itw::syntax {

/// The tree as indented text for people and golden tests: a struct a line, what is empty left out.
/// With spans, `@begin-end` in bytes stands behind each struct that has one.
std::string dumpTree(const File& file, bool spans);

}  // namespace itw::syntax
