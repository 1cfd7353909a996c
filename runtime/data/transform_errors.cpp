#include "runtime/data/transform_errors.h"

#include <fmt/format.h>

#include "runtime/data/data_errors.h"

namespace itw::data {

Error noSuchField(const std::string& field) {
  return dataError("R0313", {}, fmt::format("the data have no field `{}`", field));
}

Error fieldNotFloating(const Field& field) {
  return dataError(
      "R0313", {},
      fmt::format("field `{}` is {}, which cannot be changed", field.name, textOf(field.type)),
      "fields of f32 and f64 can");
}

Error otherElements(const Field& field, std::size_t fitted) {
  return dataError("R0316", {},
                   fmt::format("field `{}` has {} elements, and statistics are of {}", field.name,
                               field.type.elements(), fitted));
}

Error noWindow(std::int64_t samples, std::int64_t length, std::int64_t horizon) {
  return dataError("R0320", {},
                   fmt::format("{} sample{} hold no window of {} with a target {} behind it",
                               samples, samples == 1 ? "" : "s", length, horizon),
                   fmt::format("a series needs at least {} samples", length + horizon));
}

Error otherLength(std::int64_t left, std::int64_t right) {
  return dataError("R0319", {},
                   fmt::format("{} samples on the left and {} on the right", left, right),
                   "`zip` joins the first sample with the first, the second with the second");
}

Error noTime(const Field& field) {
  return dataError(
      "R0313", {},
      fmt::format("field `{}` is {}, which gives samples no order", field.name, textOf(field.type)),
      "take one number for a sample: f32, f64, i64 or u8");
}

Error notFiniteResult(const std::string& field, std::int64_t sample, double value) {
  return dataError(
      "R0321", {},
      fmt::format("the function gives no finite number for {} in field `{}` of sample "
                  "{}",
                  value, field, sample),
      "samples count from 0; bound the function's argument, as in `log(max(value, 1e-9))`");
}

Error emptyGroupPart(const std::string& part, std::size_t groups) {
  return dataError(
      "R0312", {},
      fmt::format("{} group{} leave none for `{}`", groups, groups == 1 ? "" : "s", part),
      "give the part a larger share, or 0%");
}

}  // namespace itw::data
