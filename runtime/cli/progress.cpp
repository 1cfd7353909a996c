#include "runtime/cli/progress.h"

#include <cstdlib>
#include <string_view>

#include "runtime/cli/run_words.h"

namespace itw::cli {

void TaskProgress::add(const event::Metric& metric) {
  comingEpoch_ = metric.epoch;
  coming_[metric.name] = metric.value;
}

bool TaskProgress::close(std::int64_t next) {
  if (next <= comingEpoch_ || coming_.empty()) return false;
  epoch = comingEpoch_;
  metrics.swap(coming_);
  coming_.clear();
  return true;
}

std::string TaskProgress::text(double now, std::int64_t shown) const {
  std::string text;
  const auto append = [&text](const std::string& part) {
    if (!text.empty()) text += ", ";
    text += part;
  };
  if (shown > 0) {
    append("epoch " + std::to_string(shown) +
           (last.epochs > 0 ? "/" + std::to_string(last.epochs) : ""));
  }
  if (last.steps > 0 && last.step > 0 && last.step < last.steps) {
    const double share = static_cast<double>(last.step) / static_cast<double>(last.steps);
    append(durationText((now - startedAt) * (1 - share) / share) + " left");
  }
  for (const auto& [name, value] : metrics) append(name + " " + numberText(value));
  if (last.samplesPerSecond > 0) append(groupedText(last.samplesPerSecond) + " samples/s");
  return text;
}

std::string endLine(const std::string& task, const std::string& state, double seconds) {
  std::string line = task + " " + state;
  if (state == "done" || state == "failed") line += " in " + durationText(seconds);
  return line + "\n";
}

std::unique_ptr<exec::Observer> makeProgress(Console& console) {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return console.noteIsTerminal() && !dumb ? makeLiveProgress(console) : makePlainProgress(console);
}

}  // namespace itw::cli
