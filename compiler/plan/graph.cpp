#include "compiler/plan/json_writer.h"
#include "compiler/plan/plan.h"

namespace itw::plan {
namespace {

/// The text with quotes and backslashes replaced and control characters left out.
std::string label(std::string_view text, std::string_view quote, std::string_view backslash) {
  std::string out;
  for (const char c : text) {
    if (c == '"') {
      out += quote;
    } else if (c == '\\') {
      out += backslash;
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

std::string dotLabel(std::string_view text) { return label(text, "\\\"", "\\\\"); }

std::string mermaidLabel(std::string_view text) { return label(text, "#quot;", "\\"); }

std::string taskName(std::size_t at) { return "t" + std::to_string(at); }

/// What an edge is called: the output, unless its producer has only one.
std::string edgeName(const Plan& plan, const Source& source) {
  const Task& producer = plan.tasks[source.task.index()];
  return producer.outputs.size() == 1 ? std::string() : source.output;
}

/// Calls `visit(consumer, input, source)` for every edge.
template <class F>
void forEachEdge(const Plan& plan, F&& visit) {
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    for (const Input& input : plan.tasks[at].inputs) {
      for (const Source& source : input.sources) visit(at, input, source);
    }
  }
}

void writeNode(JsonWriter& out, const Task& task) {
  out.beginObject();
  out.key("component");
  out.string(task.component);
  out.key("id");
  out.string(task.id);
  out.endObject();
}

void writeEdge(JsonWriter& out, const Plan& plan, const Task& consumer, const Input& input,
               const Source& source) {
  out.beginObject();
  out.key("argument");
  out.string(input.argument);
  out.key("from");
  out.string(plan.tasks[source.task.index()].id);
  out.key("output");
  out.string(source.output);
  out.key("to");
  out.string(consumer.id);
  out.endObject();
}

}  // namespace

std::string toDot(const Plan& plan) {
  std::string out = "digraph \"" + dotLabel(plan.pipeline) + "\" {\n";
  out += "  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    const Task& task = plan.tasks[at];
    out +=
        "  " + taskName(at) + " [label=\"" + dotLabel(task.id) + "\\n" + task.component + "\"];\n";
  }
  forEachEdge(plan, [&](std::size_t consumer, const Input&, const Source& source) {
    out += "  " + taskName(source.task.index()) + " -> " + taskName(consumer);
    const std::string name = edgeName(plan, source);
    out += name.empty() ? ";\n" : " [label=\"" + dotLabel(name) + "\"];\n";
  });
  for (std::size_t at = 0; at < plan.published.size(); ++at) {
    const Published& published = plan.published[at];
    const std::string name = "p" + std::to_string(at);
    out += "  " + name + " [shape=ellipse, label=\"" + dotLabel(published.name) + "\"];\n";
    out += "  " + taskName(published.source.task.index()) + " -> " + name;
    const std::string edge = edgeName(plan, published.source);
    out += edge.empty() ? ";\n" : " [label=\"" + dotLabel(edge) + "\"];\n";
  }
  return out + "}\n";
}

std::string toMermaid(const Plan& plan) {
  std::string out = "flowchart LR\n";
  for (std::size_t at = 0; at < plan.tasks.size(); ++at) {
    const Task& task = plan.tasks[at];
    out += "  " + taskName(at) + "[\"" + mermaidLabel(task.id) + "<br/>" + task.component + "\"]\n";
  }
  const auto arrow = [&](const Source& source) {
    const std::string name = edgeName(plan, source);
    return "  " + taskName(source.task.index()) +
           (name.empty() ? " --> " : " -- \"" + mermaidLabel(name) + "\" --> ");
  };
  forEachEdge(plan, [&](std::size_t consumer, const Input&, const Source& source) {
    out += arrow(source) + taskName(consumer) + "\n";
  });
  for (std::size_t at = 0; at < plan.published.size(); ++at) {
    const Published& published = plan.published[at];
    out += arrow(published.source) + "p" + std::to_string(at) + "([\"" +
           mermaidLabel(published.name) + "\"])\n";
  }
  return out;
}

std::string graphToJson(const Plan& plan, std::string_view diagnostics) {
  std::string text;
  JsonWriter out(text);
  out.beginObject();
  out.key("diagnostics");
  out.raw(diagnostics);
  out.key("edges");
  out.beginArray();
  forEachEdge(plan, [&](std::size_t consumer, const Input& input, const Source& source) {
    writeEdge(out, plan, plan.tasks[consumer], input, source);
  });
  out.endArray();
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("graph");
  out.key("nodes");
  out.beginArray();
  for (const Task& task : plan.tasks) writeNode(out, task);
  out.endArray();
  out.key("ok");
  out.boolean(true);
  out.key("outputs");
  out.beginObject();
  for (const Published& published : plan.published) {
    out.key(published.name);
    out.string(textOf(plan, published.source));
  }
  out.endObject();
  out.key("pipeline");
  out.string(plan.pipeline);
  out.endObject();
  return text;
}

}  // namespace itw::plan
