#include "tests/unit/model_fixture.h"

#include <cmath>

namespace itw::test {

namespace {

expr::NamedValue argument(const std::string& name, std::int64_t value) {
  return {.name = name, .value = {.node = value}};
}

std::int64_t product(const std::vector<std::int64_t>& sizes) {
  std::int64_t result = 1;
  for (std::int64_t size : sizes) result *= size;
  return result;
}

}  // namespace

expr::Component component(const std::string& name,
                          std::vector<std::pair<std::string, double>> numbers) {
  expr::Component made{.name = name, .arguments = {}};
  for (const auto& [key, value] : numbers) {
    made.arguments.fields.push_back({.name = key, .value = {.node = value}});
  }
  return made;
}

expr::Component crossEntropy() {
  expr::Component made = component("std.train.cross_entropy", {{"label_smoothing", 0.0}});
  made.arguments.fields.push_back({.name = "weights", .value = {.node = expr::List{}}});
  return made;
}

ModelBuilder::ModelBuilder(std::vector<std::int64_t> shape, expr::DType dtype)
    : dtype_(dtype), shape_(std::move(shape)) {
  graph_.name = "Model";
  graph_.inputs.push_back({.name = "input", .type = typeOf(shape_)});
}

expr::ConcreteTensor ModelBuilder::typeOf(const std::vector<std::int64_t>& shape) const {
  expr::ConcreteTensor type{.dtype = dtype_, .dims = {{.size = -1, .symbol = "N"}}};
  for (std::int64_t size : shape) type.dims.push_back({.size = size, .symbol = {}});
  return type;
}

expr::Weight ModelBuilder::weight(const std::string& role, std::vector<std::int64_t> shape,
                                  expr::Component initializer) const {
  return {.name = role,
          .role = role,
          .dtype = dtype_,
          .shape = std::move(shape),
          .initializer = std::move(initializer)};
}

std::string ModelBuilder::layerName(const std::string& op) const {
  int ordinal = 1;
  for (const expr::LayerInstance& layer : graph_.layers) ordinal += layer.op == "std.nn." + op;
  return op + "_" + std::to_string(ordinal);
}

void ModelBuilder::add(const std::string& op, expr::Record arguments,
                       std::vector<expr::Weight> weights, std::vector<std::int64_t> shape) {
  const std::string name = layerName(op);
  for (expr::Weight& one : weights) one.name = name + "." + one.role;
  graph_.layers.push_back({.name = name,
                           .op = "std.nn." + op,
                           .arguments = std::move(arguments),
                           .weights = std::move(weights)});
  const bool first = graph_.nodes.empty();
  const expr::TensorRef source{
      .input = first, .index = first ? 0 : static_cast<std::uint32_t>(graph_.nodes.size() - 1)};
  shape_ = std::move(shape);
  graph_.nodes.push_back({.layer = static_cast<std::uint32_t>(graph_.layers.size() - 1),
                          .inputs = {source},
                          .type = typeOf(shape_)});
}

ModelBuilder& ModelBuilder::batchNorm() {
  const std::vector<std::int64_t> channels = {shape_[0]};
  std::vector<expr::Weight> weights = {weight("scale", channels, component("std.nn.ones")),
                                       weight("shift", channels, component("std.nn.zeros")),
                                       weight("mean", channels, component("std.nn.zeros")),
                                       weight("variance", channels, component("std.nn.ones"))};
  weights[2].trainable = weights[3].trainable = false;
  add("batch_norm", component("", {{"eps", 1e-5}, {"momentum", 0.1}}).arguments, weights, shape_);
  return *this;
}

expr::ModelGraph batchNormNet() {
  return ModelBuilder({1, 8, 8})
      .flatten()
      .linear(12)
      .batchNorm()
      .activation("relu")
      .linear(10)
      .build();
}

ModelBuilder& ModelBuilder::again(std::size_t layer) {
  const expr::TensorRef source{.input = false,
                               .index = static_cast<std::uint32_t>(graph_.nodes.size() - 1)};
  graph_.nodes.push_back(
      {.layer = static_cast<std::uint32_t>(layer), .inputs = {source}, .type = typeOf(shape_)});
  return *this;
}

ModelBuilder& ModelBuilder::linear(std::int64_t out, bool bias) {
  const std::int64_t in = shape_.back();
  const double bound = 1 / std::sqrt(static_cast<double>(in));
  std::vector<expr::Weight> weights = {
      weight("w", {out, in}, component("std.nn.kaiming_uniform", {{"a", std::sqrt(5.0)}}))};
  if (bias) {
    weights.push_back(
        weight("b", {out}, component("std.nn.uniform", {{"low", -bound}, {"high", bound}})));
  }
  std::vector<std::int64_t> shape = shape_;
  shape.back() = out;
  add("linear", {.fields = {argument("out", out), {.name = "bias", .value = {.node = bias}}}},
      std::move(weights), std::move(shape));
  return *this;
}

ModelBuilder& ModelBuilder::conv2d(std::int64_t out, std::int64_t kernel, std::int64_t stride,
                                   std::int64_t padding) {
  const std::int64_t in = shape_[0];
  const double bound = 1 / std::sqrt(static_cast<double>(in * kernel * kernel));
  const auto size = [&](std::int64_t extent) {
    return (extent + 2 * padding - kernel) / stride + 1;
  };
  add("conv2d",
      {.fields = {argument("out", out),
                  argument("kernel", kernel),
                  argument("stride", stride),
                  argument("padding", padding),
                  {.name = "bias", .value = {.node = true}}}},
      {weight("w", {out, in, kernel, kernel},
              component("std.nn.kaiming_uniform", {{"a", std::sqrt(5.0)}})),
       weight("b", {out}, component("std.nn.uniform", {{"low", -bound}, {"high", bound}}))},
      {out, size(shape_[1]), size(shape_[2])});
  return *this;
}

void ModelBuilder::pool(const std::string& op, std::int64_t kernel) {
  add(op, {.fields = {argument("kernel", kernel), argument("stride", kernel)}}, {},
      {shape_[0], shape_[1] / kernel, shape_[2] / kernel});
}

ModelBuilder& ModelBuilder::maxPool2d(std::int64_t kernel) {
  pool("max_pool2d", kernel);
  return *this;
}

ModelBuilder& ModelBuilder::avgPool2d(std::int64_t kernel) {
  pool("avg_pool2d", kernel);
  return *this;
}

ModelBuilder& ModelBuilder::flatten() {
  add("flatten", {}, {}, {product(shape_)});
  return *this;
}

ModelBuilder& ModelBuilder::dropout(double p) {
  add("dropout", component("", {{"p", p}}).arguments, {}, shape_);
  return *this;
}

ModelBuilder& ModelBuilder::activation(const std::string& name) {
  add(name, {}, {}, shape_);
  return *this;
}

expr::ModelGraph ModelBuilder::build() const {
  expr::ModelGraph graph = graph_;
  graph.outputs.push_back(
      {.name = "output",
       .source = {.input = false, .index = static_cast<std::uint32_t>(graph.nodes.size() - 1)},
       .type = typeOf(shape_)});
  return graph;
}

expr::ModelGraph digitsMlp(std::int64_t hidden, expr::DType dtype) {
  return ModelBuilder({1, 8, 8}, dtype)
      .flatten()
      .linear(hidden)
      .activation("relu")
      .dropout(0.2)
      .linear(10)
      .build();
}

}  // namespace itw::test
