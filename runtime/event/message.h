#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/base/error.h"
#include "compiler/base/result.h"

namespace itw::event {

/// Version of the worker protocol; hello messages of another version are refused.
inline constexpr int kProtocol = 1;

/// What a task produced under one output name. A scalar or record travels as JSON in `value`; a
/// dataset, model or file stands in the task's scratch folder at `path` (relative) until the store
/// takes it, and at an absolute path in the store when it is an input.
struct OutputValue {
  std::string output;  ///< "model", "accuracy"; as an input: the argument's name.
  std::string kind;    ///< "dataset", "model", "file" or "value".
  std::string path;    ///< Empty for "value".
  std::string value;   ///< JSON; empty for the others.
  std::string digest;  ///< "sha256:..." once the store has it.
};

/// Worker to itwc, first message.
struct Hello {
  int protocol = kProtocol;
  std::string build;
  std::string torch;         ///< "2.15.0"
  std::string instructions;  ///< CPU capability that ATen uses: "AVX512".
  int threads = 1;
};

/// itwc to worker: run this task. The worker runs one request at a time.
struct RunTask {
  std::uint64_t request = 0;
  std::string task;                  ///< Task id.
  std::string component;             ///< "std.train.train".
  std::string arguments;             ///< JSON of the task's arguments, as in the plan.
  std::vector<std::string> models;   ///< JSON of each model graph of the plan.
  std::vector<OutputValue> inputs;   ///< One per source, in order.
  std::vector<std::string> outputs;  ///< Declared output names.
  std::string store;                 ///< Absolute path of the artifacts' folder.
  std::string scratch;      ///< Absolute path of a folder of this attempt alone; exists, empty.
  std::string checkpoints;  ///< Absolute path of a folder for what a later attempt may go on from;
                            ///< may not exist yet. Empty: none are kept.
  int threads = 1;
  int attempt = 1;
};

/// itwc to worker: stop the request at the next step; answered by Failed with class Interrupted.
struct Cancel {
  std::uint64_t request = 0;
};

/// itwc to worker: finish and exit 0.
struct Shutdown {};

/// Worker to itwc at least every second, also between tasks, from a thread of its own.
struct Heartbeat {};

/// Where the task is. Zero totals mean unknown.
struct Progress {
  std::uint64_t request = 0;
  std::int64_t epoch = 0;
  std::int64_t epochs = 0;
  std::int64_t step = 0;
  std::int64_t steps = 0;
  double samplesPerSecond = 0;
};

/// One point of a series: "train_loss" at the end of an epoch.
struct Metric {
  std::uint64_t request = 0;
  std::string name;
  std::int64_t step = 0;
  std::int64_t epoch = 0;
  double value = 0;
};

/// A line for `itwc logs`.
struct Log {
  std::uint64_t request = 0;
  std::string level;  ///< "info", "warning", "error".
  std::string text;
};

/// The task ended well.
struct Finished {
  std::uint64_t request = 0;
  std::vector<OutputValue> outputs;
  double seconds = 0;
  std::int64_t peakMemoryBytes = 0;
};

/// The task ended badly, or was cancelled (class Interrupted); nothing of it is kept.
struct Failed {
  std::uint64_t request = 0;
  Error error;
};

/// Everything that can stand in a frame.
using Message = std::variant<Hello, RunTask, Cancel, Shutdown, Heartbeat, Progress, Metric, Log,
                             Finished, Failed>;

/// Longest payload of a frame that a reader takes.
inline constexpr std::size_t kMaxFrame = std::size_t{256} << 20U;

/// A frame: u32 little-endian length of what follows, then one CBOR map with a "type".
std::string encodeFrame(const Message& message);

/// Reassembles frames from a byte stream that arrives in any pieces.
class FrameReader {
 public:
  /// Takes the next bytes of the stream.
  void feed(std::string_view bytes);
  /// The next whole message, nothing when more bytes are needed; an error on a malformed frame
  /// (length over 256 MiB, not CBOR, unknown type, missing field), after which the stream is dead.
  Result<std::optional<Message>> next();

 private:
  std::string buffer_;
  std::size_t start_ = 0;
  bool dead_ = false;
};

}  // namespace itw::event
