#include "compiler/base/nearest.h"
#include "compiler/diag/render.h"
#include "compiler/expr/value_text.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

using sema::ParamValue;

std::string_view nameOf(sema::Layer layer) {
  switch (layer) {
    case sema::Layer::Default:
      return "default";
    case sema::Layer::Profile:
      return "profile";
    case sema::Layer::Set:
      return "--set";
  }
  return "";
}

std::string placeOf(const Compilation& unit, Span span) {
  if (!span.valid()) return "";
  const SourceFile& file = unit.sources.file(span.file);
  const LineColumn at = file.place(span.begin);
  return file.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
}

std::string placeOf(const Compilation& unit, const ParamValue& param) {
  return placeOf(unit, param.declared);
}

// "profile booster at x.itw:21:3", "--set lr=2 on the command line".
std::string originOf(const Compilation& unit, const sema::LayerValue& layer) {
  std::string text = layer.setBy.empty() ? std::string(nameOf(layer.layer)) : layer.setBy;
  const std::string place = placeOf(unit, layer.place);
  return text + (place.empty() ? " on the command line" : " at " + place);
}

// Every layer that says something, the one that won first.
std::string traceOf(const Compilation& unit, const ParamValue& param) {
  std::string text;
  for (auto layer = param.layers.rbegin(); layer != param.layers.rend(); ++layer) {
    const bool won = layer == param.layers.rbegin();
    const std::string value = layer->value ? expr::textOf(*layer->value) : "no value";
    text +=
        std::string(won ? "  won:  " : "  lost: ") + value + "  # " + originOf(unit, *layer) + "\n";
  }
  return text;
}

std::string textOf(const Compilation& unit, const ParamValue& param) {
  const bool known = param.layers.empty() || param.layers.back().value.has_value();
  std::string text = param.path + ": " + param.type;
  if (known) text += " = " + expr::textOf(param.value);
  text += "  # " + std::string(known ? nameOf(param.layer) : "no value");
  const std::string place = placeOf(unit, param);
  return text + (place.empty() ? "" : ", declared at " + place) + "\n";
}

void writeParam(plan::JsonWriter& out, const Compilation& unit, const ParamValue& param) {
  out.beginObject();
  out.key("declared");
  out.string(placeOf(unit, param));
  out.key("doc");
  out.string(param.doc);
  out.key("layer");
  out.string(nameOf(param.layer));
  out.key("layers");
  out.beginArray();
  for (const sema::LayerValue& layer : param.layers) {
    out.beginObject();
    out.key("layer");
    out.string(nameOf(layer.layer));
    out.key("place");
    out.string(placeOf(unit, layer.place));
    out.key("set_by");
    out.string(layer.setBy);
    out.key("value");
    out.raw(layer.value ? plan::toJson(*layer.value) : "null");
    out.endObject();
  }
  out.endArray();
  out.key("path");
  out.string(param.path);
  out.key("type");
  out.string(param.type);
  out.key("value");
  out.raw(plan::toJson(param.value));
  out.endObject();
}

class ConfigVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.required("FILE", compile_.file, "the file to read, such as experiment.itw");
    options.optional("PATH", path_,
                     "a param, argument, entry of a shape, or `site` (default: all)");
    compile_.declareLayers(options);
    options.flag("--trace", trace_, "show every layer that sets it, the one that won first");
    format_.declare(options);
    options.examples("itwc config experiment.itw",
                     "itwc config experiment.itw lr --trace --set lr=3e-4");
  }

  int run(Console& console) override {
    const auto request = compile_.request();
    if (!request) return reportError(console, format_.json(), "config", request.error());
    const auto unit = checkFile(DiskFileSystem(), *request);
    if (!unit->program) return reportErrors(console, format_.json(), "config", *unit);
    const std::vector<const ParamValue*> chosen = choose(*unit);
    if (chosen.empty() && !path_.empty()) {
      return reportError(console, format_.json(), "config", unknownPath(*unit));
    }
    format_.json() ? printJson(console, *unit, chosen) : print(console, *unit, chosen);
    return 0;
  }

 private:
  std::vector<const ParamValue*> choose(const Compilation& unit) const {
    std::vector<const ParamValue*> chosen;
    for (const auto* values : {&unit.program->params, &unit.program->places})
      for (const ParamValue& param : *values)
        if (path_.empty() || param.path == path_) chosen.push_back(&param);
    return chosen;
  }

  Error unknownPath(const Compilation& unit) const {
    std::vector<std::string> paths;
    for (const auto* values : {&unit.program->params, &unit.program->places})
      for (const ParamValue& param : *values) paths.push_back(param.path);
    const std::string nearest = nearestName(path_, paths);
    Error error = makeError(ErrorClass::Usage, "nothing is named `" + path_ + "`",
                            nearest.empty() ? "`itwc config " + compile_.file + "` lists all"
                                            : "did you mean `" + nearest + "`?");
    error.code = "R1001";
    return error;
  }

  void print(Console& console, const Compilation& unit,
             const std::vector<const ParamValue*>& chosen) const {
    noteDiagnostics(console, unit);
    for (const ParamValue* param : chosen) {
      console.result(textOf(unit, *param));
      if (trace_) console.result(traceOf(unit, *param));
    }
  }

  void printJson(Console& console, const Compilation& unit,
                 const std::vector<const ParamValue*>& chosen) const {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("diagnostics");
    out.raw(renderJson(unit.sources, unit.diagnostics));
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("config");
    out.key("ok");
    out.boolean(true);
    out.key("params");
    out.beginArray();
    for (const ParamValue* param : chosen) writeParam(out, unit, *param);
    out.endArray();
    out.endObject();
    console.result(text + "\n");
  }

  CompileOptions compile_;
  std::string path_;
  bool trace_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeConfigVerb() { return std::make_unique<ConfigVerb>(); }

}  // namespace itw::cli
