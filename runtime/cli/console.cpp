#include "runtime/cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace itw::cli {
namespace {

/// Writes all of it; false when the other side is gone or the disk is full.
bool writeAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool isSet(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

/// `file:line:column: error[R0101]: message`.
std::string shortly(const Error& error) {
  std::string text;
  if (error.place) {
    text = error.place->file;
    if (error.place->line > 0) text += ":" + std::to_string(error.place->line);
    if (error.place->column > 0) text += ":" + std::to_string(error.place->column);
    text += ": ";
  }
  text += "error";
  if (!error.code.empty()) text += "[" + error.code + "]";
  return text + ": " + error.message + "\n";
}

}  // namespace

Console::Console()
    : resultIsTerminal_(::isatty(STDOUT_FILENO) == 1),
      noteIsTerminal_(::isatty(STDERR_FILENO) == 1),
      colour_(noteIsTerminal_ && !isSet("NO_COLOR")) {
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") colour_ = false;
}

void Console::result(std::string_view text) {
  if (!resultFailed_) resultFailed_ = !writeAll(STDOUT_FILENO, text);
}

void Console::note(std::string_view text) {
  // Nothing is left to tell anyone when standard error is gone.
  (void)writeAll(STDERR_FILENO, text);
}

void Console::error(const Error& error) {
  if (short_) return note(shortly(error));
  std::string text = colour_ ? "\x1b[1;31merror" : "error";
  if (!error.code.empty()) text += "[" + error.code + "]";
  text += colour_ ? "\x1b[0m: " : ": ";
  text += error.message + "\n";
  if (error.place) {
    text += "  --> " + error.place->file;
    if (error.place->line > 0) text += ":" + std::to_string(error.place->line);
    if (error.place->column > 0) text += ":" + std::to_string(error.place->column);
    text += "\n";
  }
  if (!error.task.empty()) text += "   = task: " + error.task + "\n";
  for (const std::string& cause : error.causes) text += "   = note: " + cause + "\n";
  if (!error.help.empty()) text += "   = help: " + error.help + "\n";
  note(text);
}

}  // namespace itw::cli
