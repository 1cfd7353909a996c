#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"

namespace itw::cli {

/// Gives a file a new text, or leaves it as it was: the text goes to a file beside it, which takes
/// its place with its permissions. A link keeps pointing to the file that is replaced.
Result<void> replaceFile(const std::string& path, std::string_view text);

/// As replaceFile, and makes the file where there is none.
Result<void> putFile(const std::string& path, std::string_view text);

}  // namespace itw::cli
