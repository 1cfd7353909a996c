#pragma once

#include <string_view>

namespace itw {

/// The version of this build: "0.1.0". Plans and run records keep it.
std::string_view buildVersion();

}  // namespace itw
