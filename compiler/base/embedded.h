#pragma once

#include <string_view>

namespace itw {

/// A file that the build put into the program (cmake/embed.cmake).
struct EmbeddedFile {
  std::string_view name;  ///< Without folders: "nn.itw".
  std::string_view bytes;
};

}  // namespace itw
