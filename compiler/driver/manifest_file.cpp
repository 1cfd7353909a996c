#include "compiler/driver/manifest_file.h"

#include <unordered_map>

#include "compiler/base/sha256.h"
#include "compiler/driver/join_path.h"
#include "compiler/plan/json_reader.h"

namespace itw {
namespace {

using plan::JsonKind;
using plan::JsonReader;
using plan::OptionalField;
using plan::RequiredField;
using sema::PythonFunction;
using sema::PythonKind;
using sema::PythonParameter;
using sema::PythonType;

constexpr std::pair<std::string_view, PythonKind> kSimple[] = {
    {"bool", PythonKind::Bool},     {"float", PythonKind::Float}, {"int", PythonKind::Int},
    {"none", PythonKind::None},     {"path", PythonKind::Path},   {"string", PythonKind::String},
    {"opaque", PythonKind::Opaque},
};

// Annotations nest as deep as a person writes them.
constexpr int kDeepest = 32;

PythonType readType(JsonReader& in, int depth);

void readWord(JsonReader& in, PythonType& type) {
  const std::string word = in.string();
  for (const auto& [name, kind] : kSimple) {
    if (name != word) continue;
    type.kind = kind;
    return;
  }
  in.fail("unknown type `" + word + "`");
}

// `{"list": T}`, `{"optional": T}`, `{"enum": ["a"]}`, `{"record": {"a": T}}`, `{"unsupported":
// "x"}`
void readCompound(JsonReader& in, const std::string& what, int depth, PythonType& type) {
  if (what == "list" || what == "optional") {
    type.kind = what == "list" ? PythonKind::List : PythonKind::Optional;
    type.parts.push_back(readType(in, depth + 1));
  } else if (what == "enum") {
    type.kind = PythonKind::Enum;
    in.array([&] { type.members.push_back(in.string()); });
  } else if (what == "record") {
    type.kind = PythonKind::Record;
    in.object([&](const std::string& name) {
      type.members.push_back(name);
      type.parts.push_back(readType(in, depth + 1));
    });
  } else if (what == "unsupported") {
    type.kind = PythonKind::Unsupported;
    type.text = in.string();
  } else {
    in.fail("unknown type `" + what + "`");
  }
}

PythonType readType(JsonReader& in, int depth) {
  PythonType type;
  if (depth > kDeepest) {
    in.fail("a type nests deeper than " + std::to_string(kDeepest));
    return type;
  }
  if (in.peek() == JsonKind::String) {
    readWord(in, type);
    return type;
  }
  int fields = 0;
  in.object([&](const std::string& what) {
    if (++fields > 1)
      in.fail("a type of two kinds");
    else
      readCompound(in, what, depth, type);
  });
  if (fields == 0) in.fail("a type that says nothing");
  return type;
}

PythonParameter readParameter(JsonReader& in) {
  PythonParameter parameter;
  readObject(in, "a parameter", RequiredField{"name", [&] { parameter.name = in.string(); }},
             RequiredField{"required", [&] { parameter.required = in.boolean(); }},
             RequiredField{"type", [&] { parameter.type = readType(in, 0); }});
  return parameter;
}

PythonFunction readFunction(JsonReader& in) {
  PythonFunction function;
  auto readParameters = [&] {
    in.array([&] { function.parameters.push_back(readParameter(in)); });
  };
  readObject(in, "a function", RequiredField{"parameters", readParameters},
             RequiredField{"result", [&] { function.result = readType(in, 0); }},
             OptionalField{"sha256", [&] { function.digest = in.string(); }},
             OptionalField{"source", [&] { function.source = in.string(); }},
             OptionalField{"takes_any", [&] { function.takesAny = in.boolean(); }});
  return function;
}

// The digest of each source is taken once.
void markStale(const FileSystem& files, const std::string& program, sema::Manifest& manifest) {
  std::unordered_map<std::string, std::string> digests;
  for (auto& [name, function] : manifest.functions) {
    if (function.source.empty()) continue;
    auto [digest, fresh] = digests.emplace(function.source, "");
    if (fresh) {
      auto text = files.read(joinPath(program, function.source));
      if (text) digest->second = digestText(sha256(*text));
    }
    function.stale = digest->second != function.digest;
  }
}

}  // namespace

std::string manifestPathOf(const std::string& program) {
  constexpr std::string_view kEnding = ".itw";
  const std::size_t cut = program.ends_with(kEnding) ? kEnding.size() : 0;
  return program.substr(0, program.size() - cut) + ".manifest.json";
}

Result<sema::Manifest> readManifest(std::string_view text) {
  sema::Manifest manifest;
  JsonReader in(text);
  auto readFunctions = [&] {
    in.object([&](const std::string& name) {
      manifest.functions.insert_or_assign(name, readFunction(in));
    });
  };
  auto readEdition = [&] {
    if (in.integer() != 1) in.fail("it is of another version of itw");
  };
  auto readKind = [&] {
    if (in.string() != "manifest") in.fail("it is no manifest");
  };
  readObject(in, "the manifest", RequiredField{"functions", readFunctions},
             RequiredField{"itw", readEdition}, RequiredField{"kind", readKind});
  in.finish();
  if (in.failed()) return fail(in.error());
  return manifest;
}

sema::ManifestInput loadManifest(const FileSystem& files, const std::string& program) {
  sema::ManifestInput input{.checks = true, .path = manifestPathOf(program)};
  auto text = files.read(input.path);
  if (!text) return input;
  auto manifest = readManifest(*text);
  if (!manifest) {
    input.unreadable = manifest.error().message;
    return input;
  }
  input.manifest = *std::move(manifest);
  markStale(files, program, *input.manifest);
  return input;
}

}  // namespace itw
