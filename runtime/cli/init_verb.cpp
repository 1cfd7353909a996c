#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "compiler/plan/json_writer.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

constexpr std::string_view kExperiment = R"(itw 1

## A first experiment: a small network learns which of three clouds a point belongs to.
import std.data
import std.nn
import std.train

param epochs: int in 1..=1000 = 20
param lr: float = 1e-2 where lr > 0 and lr <= 1
param seed: int in 0..=1000000 = 1

model Network(hidden: int in 1..=1024 = 16): f32[N, 2] -> f32[N, 3] {
  linear(hidden) |> relu |> linear(3)
}

pipeline first {
  raw = csv("points.csv", schema = { point: f32[2], label: class[3] })
  parts = raw |> split(train = 70%, validation = 15%, test = 15%, seed = seed)
  fit = train(
    model = Network(), data = parts.train, validation = parts.validation,
    loss = cross_entropy, optimizer = adamw(lr = lr), metrics = [accuracy],
    epochs = epochs, batch = 32, seed = seed,
  )
  score = evaluate(fit.model, data = parts.test, metrics = [accuracy])
  publish fit.model as "network"
  publish score as "score"
}
)";

constexpr int kRows = 300;

/// The same points on every machine: three clouds around fixed centres, in thousandths.
std::string pointsCsv() {
  constexpr std::array<std::array<int, 2>, 3> kCentres = {
      {{-2000, -1000}, {2000, -1000}, {0, 2000}}};
  std::uint32_t state = 2463534242U;
  const auto spread = [&state] {
    int sum = 0;
    for (int i = 0; i < 4; ++i) {
      state ^= state << 13;
      state ^= state >> 17;
      state ^= state << 5;
      sum += static_cast<int>(state % 1501U) - 750;
    }
    return sum;
  };
  const auto thousandths = [](int value) {
    const std::string digits = std::to_string(1000 + std::abs(value) % 1000).substr(1);
    return (value < 0 ? "-" : "") + std::to_string(std::abs(value) / 1000) + "." + digits;
  };
  std::string text = "point_0,point_1,label\n";
  for (int row = 0; row < kRows; ++row) {
    const auto label = static_cast<std::size_t>(row % 3);
    text += thousandths(kCentres[label][0] + spread()) + ",";
    text += thousandths(kCentres[label][1] + spread()) + "," + std::to_string(label) + "\n";
  }
  return text;
}

Error failure(const std::string& path, int code) {
  std::string help;
  if (code == EEXIST) help = "`itwc init` never overwrites; name another folder";
  Error error = makeError(ErrorClass::Environment, std::strerror(code), std::move(help));
  error.message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(error.message[0])));
  error.code = "R1002";
  return std::move(error).during("write " + path);
}

/// Writes a file that must not be there yet; removes it again when the disk fills.
Result<void> writeNew(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return fail(failure(path, errno));
  int code = 0;
  while (!text.empty() && code == 0) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) code = errno == EINTR ? 0 : errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::close(file) != 0 && code == 0) code = errno;
  if (code == 0) return {};
  ::unlink(path.c_str());
  return fail(failure(path, code));
}

class InitVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("DIR", folder_, "where to write; made when it is not there (default: .)");
    format_.declare(options);
    options.examples("itwc init", "itwc init first && itwc run first/experiment.itw");
  }

  int run(Console& console) override {
    const auto written = write();
    if (!written) return reportError(console, format_.json(), "init", written.error());
    if (format_.json()) {
      console.result(document());
    } else {
      console.result("wrote " + experiment() + " and " + points() + "\nnow: itwc run " +
                     experiment() + "\n");
    }
    return 0;
  }

 private:
  std::string inFolder(const std::string& name) const {
    if (folder_.empty() || folder_ == ".") return name;
    return folder_.back() == '/' ? folder_ + name : folder_ + "/" + name;
  }
  std::string experiment() const { return inFolder("experiment.itw"); }
  std::string points() const { return inFolder("points.csv"); }

  std::string document() const {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("diagnostics");
    out.raw("[]");
    out.key("files");
    out.beginArray();
    out.string(experiment());
    out.string(points());
    out.endArray();
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("init");
    out.key("ok");
    out.boolean(true);
    out.endObject();
    return text + "\n";
  }

  Result<void> write() const {
    if (!folder_.empty() && ::mkdir(folder_.c_str(), 0755) != 0 && errno != EEXIST) {
      return fail(failure(folder_, errno));
    }
    for (const std::string& path : {experiment(), points()}) {
      if (::access(path.c_str(), F_OK) == 0) return fail(failure(path, EEXIST));
    }
    if (auto points = writeNew(this->points(), pointsCsv()); !points) return points;
    auto experiment = writeNew(this->experiment(), kExperiment);
    if (!experiment) ::unlink(this->points().c_str());
    return experiment;
  }

  std::string folder_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeInitVerb() { return std::make_unique<InitVerb>(); }

}  // namespace itw::cli
