#include "runtime/train/train_errors.h"

#include <cmath>

#include "compiler/base/nearest.h"
#include "runtime/train/torch_errors.h"

namespace itw::train {

namespace {

constexpr std::size_t kMaxRowsShown = 8;

Error trainError(std::string code, std::string message, std::string help = {}) {
  Error error = makeError(ErrorClass::Task, std::move(message), std::move(help));
  error.code = std::move(code);
  return error;
}

std::string ticked(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string valueText(double value) {
  if (std::isnan(value)) return "not a number";
  return value > 0 ? "infinite" : "minus infinity";
}

std::string rowList(const std::vector<std::int64_t>& rows) {
  std::string text;
  for (std::size_t i = 0; i < std::min(rows.size(), kMaxRowsShown); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(rows[i]);
  }
  if (rows.size() > kMaxRowsShown) {
    text += " and " + std::to_string(rows.size() - kMaxRowsShown) + " more";
  }
  return text;
}

std::string nameList(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMaxRowsShown); ++i)
    text += (i == 0 ? "" : ", ") + ticked(names[i]);
  if (names.size() > kMaxRowsShown)
    text += " and " + std::to_string(names.size() - kMaxRowsShown) + " more";
  return text;
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Error lossNotFinite(double loss, const LossPlace& place, const std::vector<std::int64_t>& rows,
                    std::int64_t batch) {
  std::string message = "the loss is " + valueText(loss) + " in step " +
                        std::to_string(place.step) + " (epoch " + std::to_string(place.epoch) + ")";
  if (!rows.empty() && rows.size() == static_cast<std::size_t>(batch)) {
    message += " for all " + std::to_string(batch) + " samples of the batch, rows " + rowList(rows);
    return trainError("R0401", std::move(message),
                      "the weights have grown out of bounds; a smaller `lr` or a warm-up helps");
  }
  if (rows.empty()) {
    return trainError("R0401", std::move(message), "a smaller `lr` or a warm-up may help");
  }
  message += " for " + std::to_string(rows.size()) + " of " + std::to_string(batch) +
             " samples, row" + (rows.size() == 1 ? " " : "s ") + rowList(rows);
  return trainError("R0401", std::move(message),
                    "look at these rows of the data (from 0, without the header)");
}

Error measureNotFinite(std::string_view name, double value, std::string_view where) {
  return trainError("R0401", ticked(name) + " is " + valueText(value) + " " + std::string(where),
                    "a smaller `lr` or a warm-up may help");
}

Error dataMismatch(std::string_view model, std::string_view what, std::string_view help) {
  return trainError("R0404", "model " + ticked(model) + " " + std::string(what), std::string(help));
}

Error emptyDataset(std::string_view argument) {
  return trainError("R0404", "dataset " + ticked(argument) + " has no rows");
}

Error weightDiffers(std::string_view weight, std::string_view found, std::string_view wanted) {
  return trainError("R0408",
                    "weight " + ticked(weight) + " is " + ticked(found) + " in the file and " +
                        ticked(wanted) + " in the model",
                    "`convert = true` takes other floating element types");
}

Error weightsDoNotMatch(std::string_view model, const std::vector<std::string>& missing,
                        const std::vector<std::string>& extra) {
  std::string message = "the file";
  if (!missing.empty()) message += " lacks " + nameList(missing) + " of model " + ticked(model);
  if (!missing.empty() && !extra.empty()) message += ", and";
  if (!extra.empty()) message += " has " + nameList(extra) + " that the model does not know";
  if (!missing.empty() && !extra.empty())
    return trainError("R0408", std::move(message), "name the tensors as in the model");
  return trainError("R0408", std::move(message),
                    missing.empty() ? "`extra = \"ignore\"` leaves them alone"
                                    : "a `seed` draws what is missing");
}

Error batchInParts(std::string_view layer) {
  return trainError("R0405", "layer " + ticked(layer) + " needs the whole batch at once",
                    "leave out `accumulate` and `reproducible`, or use `group_norm`");
}

Error unknownSeries(std::string_view name, const std::vector<std::string>& known) {
  const std::string nearest = nearestName(name, known);
  return trainError("R0405", "no series " + ticked(name) + " to keep the best of",
                    nearest.empty() ? "" : "did you mean " + ticked(nearest) + "?");
}

Error torchError(const c10::Error& thrown) {
  const std::string text = firstLine(thrown.what_without_backtrace());
  if (text.find("CPUAllocator") != std::string::npos) {
    Error error = outOfMemory();
    error.causes.push_back(text);
    return error;
  }
  return trainError("R0402", "LibTorch: " + text);
}

Error outOfMemory() { return trainError("R0403", "out of memory", "a smaller `batch` needs less"); }

Error foreignError(const std::exception& thrown) {
  return trainError("R0402", "LibTorch: " + firstLine(thrown.what()));
}

}  // namespace itw::train
