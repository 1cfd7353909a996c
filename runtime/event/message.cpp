#include "runtime/event/message.h"

#include "runtime/event/codec.h"
#include "runtime/event/describe.h"

namespace itw::event {

// Found from codec.h by argument-dependent lookup, which does not see unnamed namespaces.
constexpr std::string_view nameOf(Type<Hello>) { return "hello"; }
constexpr std::string_view nameOf(Type<RunTask>) { return "run_task"; }
constexpr std::string_view nameOf(Type<Cancel>) { return "cancel"; }
constexpr std::string_view nameOf(Type<Shutdown>) { return "shutdown"; }
constexpr std::string_view nameOf(Type<Heartbeat>) { return "heartbeat"; }
constexpr std::string_view nameOf(Type<Progress>) { return "progress"; }
constexpr std::string_view nameOf(Type<Metric>) { return "metric"; }
constexpr std::string_view nameOf(Type<Log>) { return "log"; }
constexpr std::string_view nameOf(Type<Finished>) { return "finished"; }
constexpr std::string_view nameOf(Type<Failed>) { return "failed"; }

constexpr auto describe(Type<Hello>) {
  return std::tuple(field("protocol", &Hello::protocol), field("build", &Hello::build),
                    field("torch", &Hello::torch), field("instructions", &Hello::instructions),
                    field("threads", &Hello::threads));
}

constexpr auto describe(Type<RunTask>) {
  return std::tuple(field("request", &RunTask::request), field("task", &RunTask::task),
                    field("component", &RunTask::component),
                    field("arguments", &RunTask::arguments), field("models", &RunTask::models),
                    field("inputs", &RunTask::inputs), field("outputs", &RunTask::outputs),
                    field("store", &RunTask::store), field("scratch", &RunTask::scratch),
                    field("checkpoints", &RunTask::checkpoints),
                    field("threads", &RunTask::threads), field("attempt", &RunTask::attempt));
}

constexpr auto describe(Type<Cancel>) { return std::tuple(field("request", &Cancel::request)); }

constexpr auto describe(Type<Shutdown>) { return std::tuple(); }

constexpr auto describe(Type<Heartbeat>) { return std::tuple(); }

constexpr auto describe(Type<Progress>) {
  return std::tuple(field("request", &Progress::request), field("epoch", &Progress::epoch),
                    field("epochs", &Progress::epochs), field("step", &Progress::step),
                    field("steps", &Progress::steps),
                    field("samples_per_second", &Progress::samplesPerSecond));
}

constexpr auto describe(Type<Metric>) {
  return std::tuple(field("request", &Metric::request), field("name", &Metric::name),
                    field("step", &Metric::step), field("epoch", &Metric::epoch),
                    field("value", &Metric::value));
}

constexpr auto describe(Type<Log>) {
  return std::tuple(field("request", &Log::request), field("level", &Log::level),
                    field("text", &Log::text));
}

constexpr auto describe(Type<Finished>) {
  return std::tuple(field("request", &Finished::request), field("outputs", &Finished::outputs),
                    field("seconds", &Finished::seconds),
                    field("peak_memory", &Finished::peakMemoryBytes));
}

constexpr auto describe(Type<Failed>) {
  return std::tuple(field("request", &Failed::request), field("error", &Failed::error));
}

namespace {

constexpr std::size_t kLengthBytes = 4;

void storeLength(char* to, std::size_t length) {
  for (std::size_t byte = 0; byte < kLengthBytes; ++byte) {
    to[byte] = static_cast<char>((length >> (8 * byte)) & 0xFF);
  }
}

std::size_t loadLength(std::string_view from) {
  std::size_t length = 0;
  for (std::size_t byte = kLengthBytes; byte-- > 0;) {
    length = (length << 8) | static_cast<unsigned char>(from[byte]);
  }
  return length;
}

tl::unexpected<Error> malformed(std::string message) {
  Error error = makeError(ErrorClass::Task, std::move(message));
  error.code = "R0104";
  return fail(std::move(error));
}

Result<Message> decodePayload(std::string_view payload) {
  CborReader in(payload);
  Message message;
  if (!decodeTagged(in, message)) {
    const std::string_view tag = peekTag(CborReader(payload));
    return malformed(tag.empty() ? "a frame is not a message in CBOR"
                                 : "a message has the unknown type `" + std::string(tag) + "`");
  }
  if (in.failed() || !in.atEnd()) {
    return malformed("a message of type `" + std::string(peekTag(CborReader(payload))) +
                     "` lacks a field or holds one of another type");
  }
  return message;
}

}  // namespace

std::string_view peekTag(CborReader in) {
  const std::size_t pairs = in.map();
  for (std::size_t pair = 0; pair < pairs && !in.failed(); ++pair) {
    if (in.text() == "type") return in.text();
    in.skip();
  }
  return {};
}

std::string encodeFrame(const Message& message) {
  std::string frame(kLengthBytes, '\0');
  CborWriter out(frame);
  encodeTagged(out, message);
  storeLength(frame.data(), frame.size() - kLengthBytes);
  return frame;
}

void FrameReader::feed(std::string_view bytes) {
  if (dead_) return;
  // Dropping what was read only when it is most of the buffer keeps the cost linear.
  if (start_ > buffer_.size() / 2) {
    buffer_.erase(0, start_);
    start_ = 0;
  }
  buffer_.append(bytes);
}

Result<std::optional<Message>> FrameReader::next() {
  if (dead_) return malformed("the stream ended at a malformed frame");
  const std::string_view rest = std::string_view(buffer_).substr(start_);
  if (rest.size() < kLengthBytes) return std::nullopt;
  const std::size_t length = loadLength(rest);
  if (length > kMaxFrame) {
    dead_ = true;
    return malformed("a frame claims " + std::to_string(length) + " bytes");
  }
  if (rest.size() < kLengthBytes + length) return std::nullopt;
  auto message = decodePayload(rest.substr(kLengthBytes, length));
  if (!message) {
    dead_ = true;
    return fail(std::move(message.error()));
  }
  start_ += kLengthBytes + length;
  return std::optional<Message>(*std::move(message));
}

}  // namespace itw::event
