#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/syntax/declaration.h"

namespace itw::syntax {

/// A tree as bytes, for the standard library inside itwc. The bytes begin with a digest of the
/// tree's structs, so that those of another build are refused.
std::string writeTree(const File& file);

/// The tree of such bytes with its spans in `file`; nothing when they are cut, damaged or of
/// another build.
std::optional<File> readTree(std::string_view bytes, FileId file);

}  // namespace itw::syntax
