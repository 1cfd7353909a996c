#include <algorithm>

#include "compiler/plan/plan.h"
#include "compiler/plan/references.h"
#include "compiler/plan/value_json.h"
#include "compiler/plan/verify.h"

namespace itw::plan {
namespace {

/// What the document holds as text until all of it is read: references and places need the tasks.
struct Loose {
  std::vector<std::vector<std::vector<std::string>>> inputs;  ///< By task, input, source.
  std::vector<std::string> published;
  std::vector<std::string> files;
  std::vector<std::vector<std::int64_t>> places;
};

Digest readDigest(JsonReader& in) {
  constexpr std::string_view kPrefix = "sha256:";
  const std::string text = in.string();
  Digest digest{};
  const auto nibble = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  bool good = text.size() == kPrefix.size() + 2 * digest.size() && text.rfind(kPrefix, 0) == 0;
  for (std::size_t i = 0; good && i < digest.size(); ++i) {
    const int high = nibble(text[kPrefix.size() + 2 * i]);
    const int low = nibble(text[kPrefix.size() + 2 * i + 1]);
    good = high >= 0 && low >= 0;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (!good) in.fail("not a digest");
  return digest;
}

std::int64_t readWhole(JsonReader& in) {
  const expr::Value value = readValue(in);
  const auto* number = std::get_if<std::int64_t>(&value.node);
  if (number == nullptr) in.fail("not a whole number");
  return number == nullptr ? 0 : *number;
}

/// Nothing for null, else what `read` returns.
template <class F>
auto readOptional(JsonReader& in, F read) -> std::optional<decltype(read(in))> {
  if (in.peek() != JsonKind::Null) return read(in);
  in.null();
  return std::nullopt;
}

expr::Resources readResources(JsonReader& in) {
  expr::Resources needs;
  const auto seconds = [](JsonReader& from) { return from.number().floating; };
  const auto alternatives = [&] {
    in.array([&] { needs.alternatives.push_back(readResources(in)); });
  };
  readObject(
      in, "resources", OptionalField{"alternatives", alternatives},
      RequiredField{"cpus", [&] { needs.cpus = in.integer(); }},
      OptionalField{"gpu", [&] { needs.gpu = in.string(); }},
      OptionalField{"gpu_memory_bytes",
                    [&] { needs.gpuMemoryBytes = readOptional(in, readWhole); }},
      RequiredField{"gpus", [&] { needs.gpus = in.integer(); }},
      RequiredField{"memory_bytes", [&] { needs.memoryBytes = readOptional(in, readWhole); }},
      RequiredField{"nodes", [&] { needs.nodes = in.integer(); }},
      RequiredField{"ranks", [&] { needs.ranks = in.integer(); }},
      RequiredField{"shape", [&] { needs.shape = in.string(); }},
      RequiredField{"walltime_seconds",
                    [&] { needs.walltimeSeconds = readOptional(in, seconds); }});
  return needs;
}

void readInputs(JsonReader& in, Task& task, Loose& loose) {
  auto& sources = loose.inputs.emplace_back();
  in.object([&](const std::string& argument) {
    const bool isList = in.peek() == JsonKind::Array;
    task.inputs.push_back({argument, {}, isList, ""});
    auto& references = sources.emplace_back();
    if (isList) {
      in.array([&] { references.push_back(in.string()); });
    } else {
      references.push_back(in.string());
    }
  });
}

Output readOutput(JsonReader& in) {
  Output output;
  readObject(in, "an output", RequiredField{"name", [&] { output.name = in.string(); }},
             RequiredField{"type", [&] { output.type = in.string(); }});
  return output;
}

/// Gives each formula to its input; false for one of an argument that is none.
bool placeFormulas(const expr::Record& formulas, Task& task) {
  for (const expr::NamedValue& formula : formulas.fields) {
    const auto* text = std::get_if<std::string>(&formula.value.node);
    const auto input = std::find_if(task.inputs.begin(), task.inputs.end(), [&](const Input& each) {
      return each.argument == formula.name;
    });
    if (text == nullptr || input == task.inputs.end()) return false;
    input->formula = *text;
  }
  return true;
}

Task readTask(JsonReader& in, Loose& loose) {
  Task task;
  expr::Record formulas;
  readObject(
      in, "a task", RequiredField{"arguments", [&] { task.arguments = readFields(in); }},
      OptionalField{"cache", [&] { task.cache = readComponent(in); }},
      RequiredField{"component", [&] { task.component = in.string(); }},
      OptionalField{"computed", [&] { formulas = readFields(in); }},
      OptionalField{"deadline", [&] { task.deadline = readComponent(in); }},
      RequiredField{"id", [&] { task.id = in.string(); }},
      RequiredField{"inputs", [&] { readInputs(in, task, loose); }},
      RequiredField{"outputs", [&] { in.array([&] { task.outputs.push_back(readOutput(in)); }); }},
      RequiredField{"parameters", [&] { task.parameters = readWhole(in); }},
      RequiredField{"plan_key", [&] { task.planKey = readDigest(in); }},
      RequiredField{"resources", [&] { task.resources = readResources(in); }},
      OptionalField{"retry", [&] { task.retry = readComponent(in); }},
      RequiredField{"seed", [&] { task.seed = readOptional(in, readWhole); }},
      OptionalField{"step", [&] { task.step = readFields(in); }},
      RequiredField{"strategy", [&] { task.strategy = readOptional(in, readComponent); }});
  if (!in.failed() && !placeFormulas(formulas, task))
    in.fail("a formula in `computed` is of no input");
  return task;
}

void readOrigins(JsonReader& in, Loose& loose) {
  const auto place = [&] {
    auto& numbers = loose.places.emplace_back();
    in.array([&] { numbers.push_back(in.integer()); });
  };
  readObject(in, "origins",
             RequiredField{"files", [&] { in.array([&] { loose.files.push_back(in.string()); }); }},
             RequiredField{"tasks", [&] { in.array(place); }});
}

void readHeader(JsonReader& in, std::string_view what, std::int64_t wanted) {
  const std::int64_t seen = in.integer();
  if (!in.failed() && seen != wanted) {
    in.fail("the " + std::string(what) + " is " + std::to_string(seen) + ", this itwc reads " +
            std::to_string(wanted));
  }
}

void readPublished(JsonReader& in, Plan& plan, Loose& loose) {
  in.object([&](const std::string& name) {
    plan.published.push_back({name, {}});
    loose.published.push_back(in.string());
  });
}

void readDocument(JsonReader& in, Plan& plan, Loose& loose) {
  const auto kind = [&] {
    if (in.string() != "plan") in.fail("the document is not a plan");
  };
  const auto good = [&] {
    if (!in.boolean()) in.fail("the plan has errors");
  };
  readObject(
      in, "the plan", RequiredField{"build", [&] { plan.build = in.string(); }},
      RequiredField{"diagnostics", [&] { in.skip(); }},
      RequiredField{"edition", [&] { readHeader(in, "edition", 1); }},
      RequiredField{"itw", [&] { readHeader(in, "envelope's version `itw`", 1); }},
      RequiredField{"kind", kind},
      RequiredField{"models", [&] { in.array([&] { plan.models.push_back(readModel(in)); }); }},
      OptionalField{"observe",
                    [&] { in.array([&] { plan.trackers.push_back(readComponent(in)); }); }},
      RequiredField{"ok", good}, RequiredField{"origins", [&] { readOrigins(in, loose); }},
      RequiredField{"outputs", [&] { readPublished(in, plan, loose); }},
      RequiredField{"pipeline", [&] { plan.pipeline = in.string(); }},
      OptionalField{"scheduler", [&] { plan.scheduler = readComponent(in); }},
      OptionalField{"search", [&] { plan.search = readValue(in); }},
      OptionalField{"site", [&] { plan.site = in.string(); }},
      RequiredField{"schema", [&] { readHeader(in, "plan's schema", kPlanSchema); }},
      RequiredField{"stdlib", [&] { plan.stdlib = readDigest(in); }},
      RequiredField{"tasks", [&] { in.array([&] { plan.tasks.push_back(readTask(in, loose)); }); }},
      RequiredField{"totals", [&] { in.skip(); }});
}

std::optional<Error> resolveInputs(Plan& plan, const Loose& loose, const TaskIndex& index) {
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    Task& task = plan.tasks[at];
    for (std::size_t number = 0; number < task.inputs.size(); ++number) {
      for (const std::string& reference : loose.inputs[at][number]) {
        auto source = index.find(reference);
        if (!source) return std::move(source.error()).during("task `" + task.id + "`");
        task.inputs[number].sources.push_back(*std::move(source));
      }
    }
  }
  return std::nullopt;
}

std::optional<Error> resolvePublished(Plan& plan, const Loose& loose, const TaskIndex& index) {
  for (std::size_t at = 0; at < plan.published.size(); ++at) {
    auto source = index.find(loose.published[at]);
    if (!source) {
      return std::move(source.error()).during("published `" + plan.published[at].name + "`");
    }
    plan.published[at].source = *std::move(source);
  }
  return std::nullopt;
}

std::optional<Error> resolvePlaces(Plan& plan, const Loose& loose) {
  const auto wrong = [] {
    return makeError(ErrorClass::Program, "`origins` does not fit the tasks");
  };
  constexpr std::int64_t kMost = 0xFFFFFFFF;
  if (loose.places.size() != plan.tasks.size()) return wrong();
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    const auto& place = loose.places[at];
    if (place.size() != 3) return wrong();
    const auto outside = [&](std::int64_t n) { return n < 0 || n > kMost; };
    if (std::any_of(place.begin(), place.end(), outside)) return wrong();
    const auto file = static_cast<std::size_t>(place[0]);
    if (file >= loose.files.size()) return wrong();
    plan.tasks[at].origin = {loose.files[file], static_cast<std::uint32_t>(place[1]),
                             static_cast<std::uint32_t>(place[2])};
  }
  return std::nullopt;
}

std::optional<Error> verifyKeys(Plan& plan) {
  std::vector<Digest> written;
  for (const Task& task : plan.tasks) written.push_back(task.planKey);
  computeKeys(plan);
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    if (plan.tasks[at].planKey == written[at]) continue;
    return makeError(ErrorClass::Program,
                     "the key of task `" + plan.tasks[at].id + "` does not match the task",
                     "the plan was changed after it was frozen; write it again with `itwc plan "
                     "--format json`");
  }
  return std::nullopt;
}

std::optional<Error> resolve(Plan& plan, const Loose& loose) {
  const TaskIndex index(plan);
  if (auto bad = resolveInputs(plan, loose, index)) return bad;
  if (auto bad = resolvePublished(plan, loose, index)) return bad;
  if (auto bad = resolvePlaces(plan, loose)) return bad;
  if (auto bad = verify(plan)) return bad;
  return verifyKeys(plan);
}

Error coded(Error error) {
  error.code = "R0901";
  return std::move(error).during("read the plan");
}

}  // namespace

Result<Plan> fromJson(std::string_view text) {
  JsonReader in(text);
  Plan plan;
  Loose loose;
  readDocument(in, plan, loose);
  in.finish();
  if (in.failed()) return fail(coded(in.error()));
  if (auto bad = resolve(plan, loose)) return fail(coded(*std::move(bad)));
  return plan;
}

}  // namespace itw::plan
