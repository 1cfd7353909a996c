#include <algorithm>
#include <filesystem>
#include <map>

#include "runtime/cli/run_document.h"
#include "runtime/cli/run_words.h"

namespace itw::cli {
namespace {

/// A path below the current folder, without that folder in front.
std::string shortPath(const std::string& path) {
  std::error_code error;
  const std::string here = std::filesystem::current_path(error).string() + "/";
  return !error && path.starts_with(here) ? path.substr(here.size()) : path;
}

std::string outputText(const RunView& view, const event::OutputValue& output,
                       const std::string& indent) {
  if (output.digest.empty()) {
    const std::string value = valueText(output.value, indent);
    return value.starts_with('\n') ? value : " " + value;
  }
  return " " + output.kind + " in " + shortPath(view.store.artifacts().pathOf(output.digest));
}

std::string publishedLine(const RunView& view, const plan::Published& published,
                          const store::TaskRecord& record) {
  if (!published.source.output.empty()) {
    const auto output = store::outputOf(record, published.source.output);
    return published.name + ":" + outputText(view, output, "   ") + "\n";
  }
  std::string text = published.name + ":\n";
  for (const event::OutputValue& output : record.outputs) {
    text += "  " + output.output + outputText(view, output, "   ") + "\n";
  }
  return text;
}

std::string taskLine(const plan::Task& task, const store::TaskRecord* record, std::size_t width) {
  const std::string state = record == nullptr ? "waiting" : record->state;
  std::string line = "  " + padded(task.id, width) + "  " + padded(state, 11);
  if (record == nullptr) return line + "\n";
  if (state == "cached") line += "from " + record->fromRun;
  if (state == "done" || state == "failed") line += durationText(record->seconds);
  if (state == "done" && record->peakMemoryBytes > 0) {
    line += ", peak memory " + bytesText(record->peakMemoryBytes);
  }
  if (record->attempts > 1) line += ", attempt " + std::to_string(record->attempts);
  line += "\n";
  if (state == "failed" && record->error) {
    line += "    " + record->error->code + ": " + record->error->message + "\n";
  }
  return line;
}

std::string seriesText(const plan::Task& task, const store::TaskRecord& record) {
  std::string text;
  for (const auto& [name, points] : record.series) {
    if (points.empty()) continue;
    text += "  " + task.id + " " + name + ": " + numberText(points.front().value);
    if (points.size() > 1) {
      text += " -> " + numberText(points.back().value) + " in " + std::to_string(points.size()) +
              " points";
    }
    text += "\n";
  }
  return text;
}

std::string headText(const RunView& view) {
  std::string text = "run " + view.run + " of " + view.plan.pipeline + ": " + view.state.status() +
                     ", " + countsText(view) + "\n";
  const auto& started = view.state.started();
  if (!started) return text;
  text += "  started   " + timeText(view.state.firstStart()) + ", took " +
          durationText(view.state.seconds());
  if (started->attempt > 1) text += ", attempt " + std::to_string(started->attempt);
  text += "\n  from      " + started->file;
  for (const std::string& set : started->overrides) text += " --set " + set;
  text += "\n  on        " + started->host + " in " + started->directory;
  text += "\n  versions  itwc " + started->build;
  if (!view.state.workers().empty()) {
    const event::WorkerReady& worker = view.state.workers().back();
    text += ", worker " + worker.build + ", torch " + worker.torch + " (" + worker.instructions +
            ", " + std::to_string(worker.threads) + " threads)";
  }
  return text + "\n";
}

}  // namespace

std::string publishedText(const RunView& view) {
  std::string text;
  for (const plan::Published& published : view.plan.published) {
    const auto* record = view.state.find(view.plan.tasks[published.source.task.index()].id);
    if (record == nullptr || !record->succeeded()) continue;
    text += publishedLine(view, published, *record);
  }
  return text;
}

std::string countsText(const RunView& view) {
  std::map<std::string, std::size_t> counts;
  for (const plan::Task& task : view.plan.tasks) {
    const store::TaskRecord* record = view.state.find(task.id);
    ++counts[record == nullptr ? "waiting" : record->state];
  }
  const std::size_t all = view.plan.tasks.size();
  if (counts.size() == 1 && counts.contains("cached")) {
    return all == 1 ? "its task is cached" : "all " + std::to_string(all) + " tasks cached";
  }
  std::string text;
  for (const char* state : {"done", "cached", "failed", "skipped", "cancelled", "interrupted",
                            "running", "ready", "waiting"}) {
    if (!counts.contains(state)) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(counts[state]) + " " + state;
  }
  return text.empty() ? "no tasks" : text;
}

std::string runText(const RunView& view) {
  std::string text = headText(view) + "tasks\n";
  std::size_t width = 0;
  for (const plan::Task& task : view.plan.tasks) width = std::max(width, task.id.size());
  std::string series;
  for (const plan::Task& task : view.plan.tasks) {
    const store::TaskRecord* record = view.state.find(task.id);
    text += taskLine(task, record, width);
    if (record != nullptr) series += seriesText(task, *record);
  }
  if (!series.empty()) text += "metrics\n" + series;
  const std::string published = publishedText(view);
  if (!published.empty()) text += "published\n" + published;
  for (const event::Note& note : view.state.notes()) text += "note: " + note.text + "\n";
  return text;
}

}  // namespace itw::cli
