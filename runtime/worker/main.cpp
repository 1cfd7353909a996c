#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/version.h"
#include "runtime/worker/worker.h"

namespace {

constexpr const char* kUsage =
    "usage: itw-worker --in FD --out FD   serve tasks of itwc over two descriptors\n"
    "       itw-worker --registry         print what this worker implements, as JSON\n"
    "       itw-worker --inspect FILE     print what a file of data holds, as JSON\n"
    "       itw-worker --devices          print the graphics cards and check them, as JSON\n"
    "       itw-worker --version\n";

constexpr int kExitUsage = 2;

// The descriptor behind an option, if both are there.
std::optional<int> descriptorAfter(const std::vector<std::string_view>& arguments,
                                   std::string_view option) {
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    if (arguments[i] != option) continue;
    const std::string_view text = arguments[i + 1];
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= 0) return number;
  }
  return std::nullopt;
}

// Ends without the destructors of LibTorch's globals, which take 50 ms to free what the system
// takes back anyway.
[[noreturn]] void end(const std::string& lastWords = {}) {
  if (!lastWords.empty()) std::puts(lastWords.c_str());
  std::fflush(nullptr);
  std::_Exit(0);
}

int serve(const std::vector<std::string_view>& arguments) {
  const auto in = descriptorAfter(arguments, "--in");
  const auto out = descriptorAfter(arguments, "--out");
  if (!in || !out || arguments.size() != 4) {
    std::fputs(kUsage, stderr);
    return kExitUsage;
  }
  // Ctrl-C reaches the whole terminal; itwc decides what becomes of the worker.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  itw::worker::serve(*in, *out);
  end();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const std::string_view only = arguments.size() == 1 ? arguments[0] : std::string_view();
  if (only == "--registry") end(itw::worker::registryJson());
  if (only == "--devices") end(itw::worker::devicesJson());
  if (arguments.size() == 2 && arguments[0] == "--inspect")
    end(itw::worker::inspectionJson(std::string(arguments[1])));
  if (only == "--version") end("itw-worker " + std::string(itw::buildVersion()));
  return serve(arguments);
}
