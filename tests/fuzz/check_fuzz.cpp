#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/check.h"
#include "compiler/diag/render.h"
#include "compiler/driver/driver.h"

namespace {

/// The only file there is: under any name, an import of a folder of it would never end.
class OneFile final : public itw::FileSystem {
 public:
  explicit OneFile(std::string text) : text_(std::move(text)) {}
  itw::Result<std::string> read(const std::string& path) const override {
    if (path == "fuzz.itw") return text_;
    return itw::fail(itw::makeError(itw::ErrorClass::Environment, "no such file"));
  }

 private:
  std::string text_;
};

}  // namespace

/// Any bytes end in a plan or in diagnostics that can be rendered, and a plan reads back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const OneFile files(std::string(reinterpret_cast<const char*>(data), size));
  const auto unit = itw::planFile(files, {.path = "fuzz.itw"});
  ITW_CHECK(unit->plan.has_value() || unit->exitCode != 0, "no plan needs a reason");
  itw::renderHuman(unit->sources, unit->diagnostics, true);
  itw::renderJson(unit->sources, unit->diagnostics);
  if (!unit->plan) return 0;
  const std::string text = itw::plan::toJson(*unit->plan);
  const auto read = itw::plan::fromJson(text);
  ITW_CHECK(read.has_value(), "the compiler's own plan must read back");
  ITW_CHECK(itw::plan::toJson(*read) == text, "a plan must read back unchanged");
  return 0;
}
