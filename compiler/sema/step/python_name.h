#pragma once

#include <string_view>

namespace itw::sema {

/// Whether a text is `package.module:function`.
bool isPythonFunction(std::string_view text);

/// Whether the name of an image ends in `@sha256:` and its 64 digits.
bool hasDigest(std::string_view image);

}  // namespace itw::sema
