#include <algorithm>
#include <cctype>
#include <charconv>

#include "compiler/plan/plan.h"
#include "compiler/plan/value_json.h"
#include "compiler/plan/verify.h"

namespace itw::plan {
namespace {

using expr::ConcreteDim;
using expr::ConcreteTensor;
using expr::ModelGraph;

void writeRef(JsonWriter& out, const expr::TensorRef& ref) {
  out.beginObject();
  out.key(ref.input ? "input" : "node");
  out.integer(ref.index);
  out.endObject();
}

void writeWeight(JsonWriter& out, const expr::Weight& weight, const ValueHooks& hooks) {
  out.beginObject();
  out.key("dtype");
  out.string(nameOf(weight.dtype));
  out.key("initializer");
  writeComponent(out, weight.initializer, hooks);
  out.key("name");
  out.string(weight.name);
  out.key("role");
  out.string(weight.role);
  out.key("shape");
  out.beginArray();
  for (const std::int64_t size : weight.shape) out.integer(size);
  out.endArray();
  if (!weight.trainable) {
    out.key("trainable");
    out.boolean(false);
  }
  out.endObject();
}

void writeLayer(JsonWriter& out, const expr::LayerInstance& layer, const ValueHooks& hooks) {
  out.beginObject();
  out.key("arguments");
  writeFields(out, layer.arguments, hooks);
  out.key("name");
  out.string(layer.name);
  out.key("op");
  out.string(layer.op);
  out.key("weights");
  out.beginArray();
  for (const expr::Weight& weight : layer.weights) writeWeight(out, weight, hooks);
  out.endArray();
  out.endObject();
}

void writeNode(JsonWriter& out, const expr::GraphNode& node) {
  out.beginObject();
  out.key("inputs");
  out.beginArray();
  for (const expr::TensorRef& input : node.inputs) writeRef(out, input);
  out.endArray();
  out.key("layer");
  out.integer(node.layer);
  out.key("type");
  out.string(textOf(node.type));
  out.endObject();
}

std::uint32_t readIndex(JsonReader& in) {
  const std::int64_t index = in.integer();
  if (index < 0 || index > 0x7FFFFFFF) in.fail("not an index");
  return static_cast<std::uint32_t>(index);
}

ConcreteDim dimOf(std::string_view text, bool& good) {
  ConcreteDim dim;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, dim.size);
  if (read.ec == std::errc() && read.ptr == end) {
    good = good && dim.size >= 0;
    return dim;
  }
  const auto isWord = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  const bool word = !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
                    std::all_of(text.begin(), text.end(), isWord);
  good = good && word;
  return {-1, std::string(text)};
}

/// What expr::textOf prints: `f32[N, 10]`, or `f32` for a scalar.
ConcreteTensor readTensor(JsonReader& in) {
  const std::string text = in.string();
  const std::size_t open = std::min(text.find('['), text.size());
  const auto dtype = expr::dtypeOf(std::string_view(text).substr(0, open));
  bool good = dtype.has_value() && (open == text.size() || text.back() == ']');
  ConcreteTensor tensor{dtype.value_or(expr::DType::F32), {}};
  std::string_view rest;
  if (good && open < text.size()) rest = std::string_view(text).substr(open + 1);
  if (!rest.empty()) rest.remove_suffix(1);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(", "), rest.size());
    tensor.dims.push_back(dimOf(rest.substr(0, comma), good));
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  if (!good) in.fail("`" + text + "` is not a tensor type");
  return tensor;
}

expr::TensorRef readRef(JsonReader& in) {
  expr::TensorRef ref;
  int fields = 0;
  in.object([&](const std::string& name) {
    ref.input = name == "input";
    if (!ref.input && name != "node") in.fail("unknown field `" + name + "`");
    ref.index = readIndex(in);
    ++fields;
  });
  if (fields != 1) in.fail("not a reference to an input or node");
  return ref;
}

expr::Weight readWeight(JsonReader& in) {
  expr::Weight weight;
  const auto dtype = [&] {
    const auto known = expr::dtypeOf(in.string());
    if (!known) in.fail("unknown dtype");
    weight.dtype = known.value_or(expr::DType::F32);
  };
  readObject(
      in, "a weight", RequiredField{"dtype", dtype},
      RequiredField{"initializer", [&] { weight.initializer = readComponent(in); }},
      RequiredField{"name", [&] { weight.name = in.string(); }},
      RequiredField{"role", [&] { weight.role = in.string(); }},
      RequiredField{"shape", [&] { in.array([&] { weight.shape.push_back(in.integer()); }); }},
      OptionalField{"trainable", [&] { weight.trainable = in.boolean(); }});
  return weight;
}

expr::LayerInstance readLayer(JsonReader& in) {
  expr::LayerInstance layer;
  readObject(in, "a layer", RequiredField{"arguments", [&] { layer.arguments = readFields(in); }},
             RequiredField{"name", [&] { layer.name = in.string(); }},
             RequiredField{"op", [&] { layer.op = in.string(); }},
             RequiredField{"weights",
                           [&] { in.array([&] { layer.weights.push_back(readWeight(in)); }); }});
  return layer;
}

expr::GraphNode readNode(JsonReader& in) {
  expr::GraphNode node;
  readObject(
      in, "a node",
      RequiredField{"inputs", [&] { in.array([&] { node.inputs.push_back(readRef(in)); }); }},
      RequiredField{"layer", [&] { node.layer = readIndex(in); }},
      RequiredField{"type", [&] { node.type = readTensor(in); }});
  return node;
}

expr::GraphInput readInput(JsonReader& in) {
  expr::GraphInput input;
  readObject(in, "an input", RequiredField{"name", [&] { input.name = in.string(); }},
             RequiredField{"type", [&] { input.type = readTensor(in); }});
  return input;
}

expr::GraphOutput readOutput(JsonReader& in) {
  expr::GraphOutput output;
  readObject(in, "an output", RequiredField{"name", [&] { output.name = in.string(); }},
             RequiredField{"source", [&] { output.source = readRef(in); }},
             RequiredField{"type", [&] { output.type = readTensor(in); }});
  return output;
}

}  // namespace

void writeModel(JsonWriter& out, const ModelGraph& model, const ValueHooks& hooks) {
  out.beginObject();
  out.key("inputs");
  out.beginArray();
  for (const expr::GraphInput& input : model.inputs) {
    out.beginObject();
    out.key("name");
    out.string(input.name);
    out.key("type");
    out.string(textOf(input.type));
    out.endObject();
  }
  out.endArray();
  out.key("layers");
  out.beginArray();
  for (const expr::LayerInstance& layer : model.layers) writeLayer(out, layer, hooks);
  out.endArray();
  out.key("name");
  out.string(model.name);
  out.key("nodes");
  out.beginArray();
  for (const expr::GraphNode& node : model.nodes) writeNode(out, node);
  out.endArray();
  out.key("outputs");
  out.beginArray();
  for (const expr::GraphOutput& output : model.outputs) {
    out.beginObject();
    out.key("name");
    out.string(output.name);
    out.key("source");
    writeRef(out, output.source);
    out.key("type");
    out.string(textOf(output.type));
    out.endObject();
  }
  out.endArray();
  out.endObject();
}

ModelGraph readModel(JsonReader& in) {
  ModelGraph model;
  const auto list = [&](auto& items, auto read) {
    return [&in, &items, read] { in.array([&] { items.push_back(read(in)); }); };
  };
  readObject(in, "a model", RequiredField{"inputs", list(model.inputs, readInput)},
             RequiredField{"layers", list(model.layers, readLayer)},
             RequiredField{"name", [&] { model.name = in.string(); }},
             RequiredField{"nodes", list(model.nodes, readNode)},
             RequiredField{"outputs", list(model.outputs, readOutput)});
  return model;
}

std::string toJson(const ModelGraph& model) {
  std::string text;
  JsonWriter out(text);
  writeModel(out, model);
  return text;
}

Result<ModelGraph> modelFromJson(std::string_view text) {
  JsonReader in(text);
  ModelGraph model = readModel(in);
  in.finish();
  if (in.failed()) return fail(in.error().during("read model"));
  if (auto wrong = verifyModel(model)) return fail(std::move(*wrong).during("read model"));
  return model;
}

}  // namespace itw::plan
