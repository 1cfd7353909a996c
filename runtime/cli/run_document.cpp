#include "runtime/cli/run_document.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "compiler/base/version.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/output.h"

namespace itw::cli {
namespace {

using plan::JsonWriter;

/// A record for tasks that the journal does not name.
const store::TaskRecord kUntouched;

const store::TaskRecord& recordOf(const RunView& view, const plan::Task& task) {
  const store::TaskRecord* record = view.state.find(task.id);
  return record == nullptr ? kUntouched : *record;
}

void writeNumber(JsonWriter& out, double number) {
  std::isfinite(number) ? out.number(number) : out.null();
}

void writeOutput(JsonWriter& out, const RunView& view, const event::OutputValue& output) {
  if (output.digest.empty()) return out.raw(output.value.empty() ? "null" : output.value);
  out.beginObject();
  out.key("artifact");
  out.string(output.digest);
  out.key("path");
  out.string(view.store.artifacts().pathOf(output.digest));
  out.endObject();
}

/// `publish score`: the record of all outputs.
void writeOutputs(JsonWriter& out, const RunView& view, const store::TaskRecord& record) {
  std::vector<const event::OutputValue*> sorted;
  for (const event::OutputValue& output : record.outputs) sorted.push_back(&output);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return plan::canonicalLess(a->output, b->output); });
  out.beginObject();
  for (const event::OutputValue* output : sorted) {
    out.key(output->output);
    writeOutput(out, view, *output);
  }
  out.endObject();
}

void writePublished(JsonWriter& out, const RunView& view) {
  std::vector<const plan::Published*> sorted;
  for (const plan::Published& each : view.plan.published) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return plan::canonicalLess(a->name, b->name); });
  out.beginObject();
  for (const plan::Published* each : sorted) {
    const store::TaskRecord& record = recordOf(view, view.plan.tasks[each->source.task.index()]);
    if (!record.succeeded()) continue;
    out.key(each->name);
    if (each->source.output.empty()) {
      writeOutputs(out, view, record);
    } else {
      writeOutput(out, view, store::outputOf(record, each->source.output));
    }
  }
  out.endObject();
}

void writeTask(JsonWriter& out, const plan::Task& task, const store::TaskRecord& record) {
  const bool cached = record.state == "cached";
  out.beginObject();
  out.key("attempts");
  out.integer(record.attempts);
  if (cached) {
    out.key("cached_from");
    out.string(record.fromRun);
    out.key("cached_seconds");
    writeNumber(out, record.seconds);
  }
  if (record.contentKey) {
    out.key("content_key");
    out.string(digestText(*record.contentKey));
  }
  if (record.error) {
    out.key("error");
    out.raw(diagnosticJson(*record.error));
  }
  out.key("id");
  out.string(task.id);
  out.key("peak_memory");
  out.integer(record.peakMemoryBytes);
  out.key("seconds");
  writeNumber(out, cached ? 0 : record.seconds);
  out.key("state");
  out.string(record.state);
  out.endObject();
}

void writeDiagnostics(JsonWriter& out, const RunView& view, const DocumentFrame& frame) {
  std::string items(frame.warnings.substr(1, frame.warnings.size() - 2));
  const auto append = [&items](const Error& error) {
    if (!items.empty()) items += ",";
    items += diagnosticJson(error);
  };
  bool fatalToldByTask = false;
  for (const Error& error : errorsOf(view)) {
    append(error);
    fatalToldByTask =
        fatalToldByTask || (frame.fatal != nullptr && frame.fatal->message == error.message);
  }
  if (frame.fatal != nullptr && !fatalToldByTask) append(*frame.fatal);
  out.key("diagnostics");
  out.raw("[" + items + "]");
}

void writeSeries(JsonWriter& out, const std::vector<store::MetricPoint>& points) {
  out.beginArray();
  for (const store::MetricPoint& point : points) {
    out.beginArray();
    out.integer(point.step);
    writeNumber(out, point.value);
    out.endArray();
  }
  out.endArray();
}

void writeMetrics(JsonWriter& out, const RunView& view) {
  std::vector<std::string> ids;
  for (const auto& [id, record] : view.state.tasks()) {
    if (!record.series.empty()) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end(), plan::canonicalLess);
  out.key("metrics");
  out.beginObject();
  for (const std::string& id : ids) {
    out.key(id);
    out.beginObject();
    for (const auto& [name, points] : view.state.find(id)->series) {
      out.key(name);
      writeSeries(out, points);
    }
    out.endObject();
  }
  out.endObject();
}

void writeEnvironment(JsonWriter& out, const RunView& view) {
  out.key("environment");
  out.beginObject();
  if (const auto& started = view.state.started()) {
    out.key("directory");
    out.string(started->directory);
    out.key("host");
    out.string(started->host);
  }
  if (!view.state.workers().empty()) {
    out.key("instructions");
    out.string(view.state.workers().back().instructions);
    out.key("threads");
    out.integer(view.state.workers().back().threads);
  }
  out.endObject();
}

void writeVersions(JsonWriter& out, const RunView& view) {
  out.key("versions");
  out.beginObject();
  out.key("itwc");
  out.string(view.state.started() ? view.state.started()->build : "");
  out.key("plan");
  out.string(view.plan.build);
  if (!view.state.workers().empty()) {
    out.key("torch");
    out.string(view.state.workers().back().torch);
    out.key("worker");
    out.string(view.state.workers().back().build);
  }
  out.endObject();
}

void writeRequest(JsonWriter& out, const RunView& view) {
  const auto& started = view.state.started();
  out.key("file");
  out.string(started ? started->file : "");
}

void writeTexts(JsonWriter& out, const std::vector<std::string>& texts) {
  out.beginArray();
  for (const std::string& text : texts) out.string(text);
  out.endArray();
}

void writeNotes(JsonWriter& out, const RunView& view) {
  std::vector<std::string> texts;
  for (const event::Note& note : view.state.notes()) texts.push_back(note.text);
  out.key("notes");
  writeTexts(out, texts);
}

}  // namespace

std::vector<Error> errorsOf(const RunView& view) {
  std::vector<Error> errors;
  for (const plan::Task& task : view.plan.tasks) {
    const store::TaskRecord& record = recordOf(view, task);
    if (record.state == "failed" && record.error) errors.push_back(*record.error);
  }
  return errors;
}

std::string runDocument(const RunView& view, const DocumentFrame& frame) {
  std::string text;
  JsonWriter out(text);
  out.beginObject();
  writeDiagnostics(out, view, frame);
  if (frame.full) writeEnvironment(out, view);
  writeRequest(out, view);
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string(frame.kind);
  if (frame.full) writeMetrics(out, view);
  writeNotes(out, view);
  out.key("ok");
  out.boolean(frame.ok);
  out.key("pipeline");
  out.string(view.plan.pipeline);
  out.key("published");
  writePublished(out, view);
  out.key("run");
  out.string(view.run);
  out.key("seconds");
  writeNumber(out, view.state.seconds());
  out.key("sets");
  writeTexts(out,
             view.state.started() ? view.state.started()->overrides : std::vector<std::string>());
  if (frame.full) {
    out.key("started");
    writeNumber(out, view.state.firstStart());
  }
  out.key("status");
  out.string(view.state.status());
  out.key("tasks");
  out.beginArray();
  for (const plan::Task& task : view.plan.tasks) writeTask(out, task, recordOf(view, task));
  out.endArray();
  if (frame.full) writeVersions(out, view);
  out.endObject();
  return text + "\n";
}

}  // namespace itw::cli
