#include <cstddef>
#include <cstdint>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/plan/plan.h"

/// Any bytes are a plan or an error; what was read writes and reads again the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto plan = itw::plan::fromJson(bytes)) {
    const std::string text = itw::plan::toJson(*plan);
    const auto again = itw::plan::fromJson(text);
    ITW_CHECK(again.has_value() && itw::plan::toJson(*again) == text, "a plan must read back");
    itw::plan::describe(*plan);
    itw::plan::toDot(*plan);
  }
  if (const auto value = itw::plan::valueFromJson(bytes)) {
    const std::string text = itw::plan::toJson(*value);
    const auto again = itw::plan::valueFromJson(text);
    ITW_CHECK(again.has_value() && itw::plan::toJson(*again) == text, "a value must read back");
  }
  return 0;
}
