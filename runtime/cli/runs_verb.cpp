#include <algorithm>

#include "compiler/plan/json_writer.h"
#include "runtime/cli/carry_out.h"
#include "runtime/cli/output.h"
#include "runtime/cli/run_words.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

std::string documentOf(const std::vector<store::RunRow>& rows) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("diagnostics");
  out.raw("[]");
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("runs");
  out.key("ok");
  out.boolean(true);
  out.key("runs");
  out.beginArray();
  for (const store::RunRow& row : rows) {
    out.beginObject();
    const std::pair<const char*, std::int64_t> counts[] = {
        {"cached", row.cached}, {"done", row.done}, {"failed", row.failed}};
    for (const auto& [name, count] : counts) {
      out.key(name);
      out.integer(count);
    }
    out.key("pipeline");
    out.string(row.pipeline);
    out.key("run");
    out.string(row.run);
    out.key("seconds");
    out.number(row.seconds);
    out.key("started");
    out.number(row.started);
    out.key("status");
    out.string(row.status);
    out.key("tasks");
    out.integer(row.tasks);
    out.endObject();
  }
  out.endArray();
  out.endObject();
  return text + "\n";
}

std::string tableOf(const std::vector<store::RunRow>& rows) {
  std::vector<std::vector<std::string>> cells = {
      {"RUN", "PIPELINE", "STATUS", "STARTED", "TOOK", "TASKS", "DONE", "CACHED", "FAILED"}};
  for (const store::RunRow& row : rows) {
    cells.push_back({row.run, row.pipeline, row.status,
                     row.started > 0 ? timeText(row.started) : "", durationText(row.seconds),
                     std::to_string(row.tasks), std::to_string(row.done),
                     std::to_string(row.cached), std::to_string(row.failed)});
  }
  std::vector<std::size_t> widths(cells[0].size());
  for (const auto& line : cells) {
    for (std::size_t at = 0; at < line.size(); ++at) {
      widths[at] = std::max(widths[at], line[at].size());
    }
  }
  std::string text;
  for (const auto& line : cells) {
    std::string row;
    for (std::size_t at = 0; at < line.size(); ++at) row += padded(line[at], widths[at] + 2);
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

class RunsVerb final : public Verb {
 public:
  void declare(Options& options) override {
    store_.declare(options);
    format_.declare(options);
    options.examples("itwc runs", "itwc runs --dir ~/project --format json");
  }

  int run(Console& console) override {
    const store::Store store(store_.folder);
    const auto index = store::Index::open(store);
    const std::vector<store::RunRow> rows = index->runs();
    for (const std::string& text : index->takeNotes()) console.note("note: " + text + "\n");
    if (format_.json()) {
      console.result(documentOf(rows));
    } else if (rows.empty()) {
      console.note("no runs in " + store.root() + " yet\n");
    } else {
      console.result(tableOf(rows));
    }
    return 0;
  }

 private:
  StoreOption store_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeRunsVerb() { return std::make_unique<RunsVerb>(); }

}  // namespace itw::cli
