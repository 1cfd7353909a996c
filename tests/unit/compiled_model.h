#pragma once

#include <gtest/gtest.h>

#include <string>

#include "compiler/expr/model_graph.h"
#include "tests/unit/sema_harness.h"

namespace itw::test {

/// A model of one input and one result, as its user writes it: types without the batch
/// ("f64[8, 4]") and the body.
struct ModelText {
  std::string input;
  std::string output;
  std::string body;
};

/// "f64[N, 8, 4]" of "f64[8, 4]".
inline std::string batched(const std::string& type) {
  const std::size_t open = type.find('[') + 1;
  return type.substr(0, open) + "N, " + type.substr(open);
}

/// The graph that the compiler makes of it: the shape rules, weights and initializers of stdlib.
inline expr::ModelGraph compiled(const ModelText& model) {
  const std::string text =
      "import std.data\nimport std.nn\nimport std.train\nmodel M: " + batched(model.input) +
      " -> " + batched(model.output) + " {\n" + model.body +
      "\n}\npipeline p {\n  data = csv(\"x.csv\", schema = { input: " + model.input +
      ", output: " + model.output +
      " })\n  fit = train(M(), data = data, loss = mse, optimizer = sgd(lr = 0.1), epochs = 1, "
      "batch = 1, seed = 1)\n  publish fit.model as \"m\"\n}\n";
  const auto unit = planFile(TextFile("itw 1\n" + text), {.path = "x.itw"});
  EXPECT_TRUE(unit->plan) << text << reportOf(*unit);
  return unit->plan ? unit->plan->models.at(0) : expr::ModelGraph{};
}

}  // namespace itw::test
