#include "compiler/base/check.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace itw {

void internalError(std::string_view condition, std::string_view message, const char* file,
                   int line) {
  std::string text = "internal error: " + std::string(message) +
                     "\n  broken: " + std::string(condition) + "\n  at " + file + ":" +
                     std::to_string(line) + "\n";
  std::string path = "itw-crash-" + std::to_string(getpid()) + ".txt";
  std::fputs(text.c_str(), stderr);
  if (FILE* crash = std::fopen(path.c_str(), "w")) {
    std::fputs(text.c_str(), crash);
    std::fclose(crash);
    std::fprintf(stderr, "  written to %s; please report it with the command that you ran\n",
                 path.c_str());
  }
  std::_Exit(70);
}

}  // namespace itw
