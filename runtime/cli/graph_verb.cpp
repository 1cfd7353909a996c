#include "runtime/cli/plan_source.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class GraphVerb final : public Verb {
 public:
  void declare(Options& options) override {
    compile_.declareWithTarget(options);
    options.choice("--format", format_, {"dot", "mermaid", "json"},
                   "what to write: for Graphviz, Markdown or programs");
    options.examples("itwc graph experiment.itw | dot -Tsvg > graph.svg",
                     "itwc graph experiment.itw --format mermaid");
  }

  int run(Console& console) override {
    int exitCode = 0;
    const bool json = format_ == "json";
    const auto loaded = loadPlan(console, compile_, json, "graph", exitCode);
    if (!loaded) return exitCode;
    if (json) {
      console.result(plan::graphToJson(loaded->plan, loaded->diagnostics) + "\n");
    } else if (format_ == "mermaid") {
      console.result(plan::toMermaid(loaded->plan));
    } else {
      console.result(plan::toDot(loaded->plan));
    }
    return 0;
  }

 private:
  CompileOptions compile_;
  std::string format_ = "dot";
};

}  // namespace

std::unique_ptr<Verb> makeGraphVerb() { return std::make_unique<GraphVerb>(); }

}  // namespace itw::cli
