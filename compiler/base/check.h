#pragma once

#include <string_view>

namespace itw {

/// Ends the process after a mistake of ours: prints what was broken, writes a crash file, exit 70.
[[noreturn]] void internalError(std::string_view condition, std::string_view message,
                                const char* file, int line);

}  // namespace itw

/// States what must be true if our own code is right; stays on in release builds.
#define ITW_CHECK(condition, message)                                  \
  do {                                                                 \
    if (!(condition)) [[unlikely]]                                     \
      ::itw::internalError(#condition, (message), __FILE__, __LINE__); \
  } while (false)
