#include "runtime/event/record.h"

#include "runtime/event/codec.h"
#include "runtime/event/describe.h"

namespace itw::event {

// Found from codec.h by argument-dependent lookup, which does not see unnamed namespaces.
constexpr std::string_view nameOf(Type<RunStarted>) { return "run_started"; }
constexpr std::string_view nameOf(Type<WorkerReady>) { return "worker_ready"; }
constexpr std::string_view nameOf(Type<TaskReady>) { return "task_ready"; }
constexpr std::string_view nameOf(Type<TaskStarted>) { return "task_started"; }
constexpr std::string_view nameOf(Type<TaskMetric>) { return "task_metric"; }
constexpr std::string_view nameOf(Type<TaskLog>) { return "task_log"; }
constexpr std::string_view nameOf(Type<TaskDone>) { return "task_done"; }
constexpr std::string_view nameOf(Type<TaskCached>) { return "task_cached"; }
constexpr std::string_view nameOf(Type<TaskFailed>) { return "task_failed"; }
constexpr std::string_view nameOf(Type<TaskDropped>) { return "task_dropped"; }
constexpr std::string_view nameOf(Type<Note>) { return "note"; }
constexpr std::string_view nameOf(Type<RunEnded>) { return "run_ended"; }

constexpr auto describe(Type<RunStarted>) {
  return std::tuple(field("run", &RunStarted::run), field("pipeline", &RunStarted::pipeline),
                    field("plan", &RunStarted::plan), field("file", &RunStarted::file),
                    field("overrides", &RunStarted::overrides), field("build", &RunStarted::build),
                    field("host", &RunStarted::host), field("boot_id", &RunStarted::bootId),
                    field("pid", &RunStarted::pid), field("tasks", &RunStarted::tasks),
                    field("directory", &RunStarted::directory),
                    field("attempt", &RunStarted::attempt), field("time", &RunStarted::time));
}

constexpr auto describe(Type<WorkerReady>) {
  return std::tuple(field("worker", &WorkerReady::worker), field("pid", &WorkerReady::pid),
                    field("build", &WorkerReady::build), field("torch", &WorkerReady::torch),
                    field("instructions", &WorkerReady::instructions),
                    field("threads", &WorkerReady::threads), field("time", &WorkerReady::time));
}

constexpr auto describe(Type<ContentPart>) {
  return std::tuple(field("name", &ContentPart::name), field("digest", &ContentPart::digest));
}

constexpr auto describe(Type<TaskReady>) {
  return std::tuple(field("task", &TaskReady::task), field("key", &TaskReady::contentKey),
                    field("parts", &TaskReady::parts));
}

constexpr auto describe(Type<TaskStarted>) {
  return std::tuple(field("task", &TaskStarted::task), field("attempt", &TaskStarted::attempt),
                    field("worker", &TaskStarted::worker), field("time", &TaskStarted::time));
}

constexpr auto describe(Type<TaskMetric>) {
  return std::tuple(field("task", &TaskMetric::task), field("name", &TaskMetric::name),
                    field("step", &TaskMetric::step), field("epoch", &TaskMetric::epoch),
                    field("value", &TaskMetric::value));
}

constexpr auto describe(Type<TaskLog>) {
  return std::tuple(field("task", &TaskLog::task), field("level", &TaskLog::level),
                    field("text", &TaskLog::text), field("time", &TaskLog::time));
}

constexpr auto describe(Type<TaskDone>) {
  return std::tuple(field("task", &TaskDone::task), field("outputs", &TaskDone::outputs),
                    field("seconds", &TaskDone::seconds),
                    field("peak_memory", &TaskDone::peakMemoryBytes),
                    field("reusable", &TaskDone::reusable), field("time", &TaskDone::time));
}

constexpr auto describe(Type<TaskCached>) {
  return std::tuple(field("task", &TaskCached::task), field("outputs", &TaskCached::outputs),
                    field("seconds", &TaskCached::seconds),
                    field("peak_memory", &TaskCached::peakMemoryBytes),
                    field("from", &TaskCached::fromRun), field("time", &TaskCached::time));
}

constexpr auto describe(Type<TaskFailed>) {
  return std::tuple(field("task", &TaskFailed::task), field("error", &TaskFailed::error),
                    field("seconds", &TaskFailed::seconds), field("time", &TaskFailed::time));
}

constexpr auto describe(Type<TaskDropped>) {
  return std::tuple(field("task", &TaskDropped::task), field("state", &TaskDropped::state),
                    field("time", &TaskDropped::time));
}

constexpr auto describe(Type<Note>) {
  return std::tuple(field("text", &Note::text), field("time", &Note::time));
}

constexpr auto describe(Type<RunEnded>) {
  return std::tuple(field("status", &RunEnded::status), field("seconds", &RunEnded::seconds),
                    field("time", &RunEnded::time));
}

void encodeRecord(std::string& out, const Record& record) {
  CborWriter writer(out);
  encodeTagged(writer, record);
}

Result<Record> decodeRecord(std::string_view bytes) {
  CborReader in(bytes);
  Record record;
  if (decodeTagged(in, record) && !in.failed() && in.atEnd()) return record;
  const std::string tag(peekTag(CborReader(bytes)));
  Error error = makeError(ErrorClass::Environment,
                          "a record of type `" + tag + "` is not of this version of itwc",
                          "read the run with the version that wrote it");
  error.code = "R0203";
  return fail(std::move(error));
}

}  // namespace itw::event
