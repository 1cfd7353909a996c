#include "compiler/syntax/tree_dump.h"

#include <array>
#include <memory>
#include <optional>

#include "compiler/syntax/fields.h"

namespace itw::syntax {

namespace {

std::string_view nameOf(UnaryOp op) {
  constexpr std::array<std::string_view, 2> kNames = {"Negate", "Not"};
  return kNames[static_cast<std::size_t>(op)];
}

std::string_view nameOf(BinaryOp op) {
  constexpr std::array<std::string_view, 18> kNames = {
      "Pipe",      "Or",       "And",          "Equal",       "NotEqual", "Less",
      "LessEqual", "Greater",  "GreaterEqual", "In",          "NotIn",    "Add",
      "Subtract",  "Multiply", "Divide",       "FloorDivide", "Modulo",   "Of"};
  static_assert(kNames.size() == static_cast<std::size_t>(BinaryOp::Of) + 1);
  return kNames[static_cast<std::size_t>(op)];
}

std::string_view nameOf(ClauseKind kind) {
  constexpr std::array<std::string_view, 6> kNames = {"With",  "On",    "Using",
                                                      "Retry", "Cache", "Deadline"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view nameOf(ModelStatementKind kind) {
  constexpr std::array<std::string_view, 3> kNames = {"Layer", "Binding", "Result"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view nameOf(SweepStatementKind kind) {
  constexpr std::array<std::string_view, 7> kNames = {
      "Binding", "Require", "Minimize", "Maximize", "SubjectTo", "When", "Over"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char each : text) {
    if (each == '\n') {
      result += "\\n";
    } else {
      if (each == '"' || each == '\\') result += '\\';
      result += each;
    }
  }
  return result + "\"";
}

std::string spanText(Span span) {
  return "@" + std::to_string(span.begin) + "-" + std::to_string(span.end);
}

/// Prints what fits behind the name of a struct; `false` when a value needs lines of its own.
class Dumper {
 public:
  explicit Dumper(bool spans) : spans_(spans) {}

  template <TreeNode Node>
  void node(const Node& value) {
    if constexpr (requires { value.node; }) {
      if (spans_) text_ += spanText(value.span) + " ";
      std::visit([&](const auto& each) { node(each); }, value.node);
      if constexpr (std::is_same_v<Node, Declaration>) {
        ++depth_;
        field("doc", value.doc);
        --depth_;
      }
    } else {
      text_ += Reflect<Node>::kName;
      forEachField(value, [&](std::string_view name, const auto& each) { inlined(name, each); });
      text_ += '\n';
      ++depth_;
      forEachField(value, [&](std::string_view name, const auto& each) { field(name, each); });
      --depth_;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void inlined(std::string_view name, bool value) {
    if (value) text_ += " " + std::string(name);
  }
  void inlined(std::string_view name, int value) {
    text_ += " " + std::string(name) + "=" + std::to_string(value);
  }
  void inlined(std::string_view name, const std::string& value) {
    if (!value.empty() && name != "doc") text_ += " " + std::string(name) + "=" + quoted(value);
  }
  void inlined(std::string_view name, const Name& value) {
    text_ += " " + std::string(name) + "=" + nameText(value);
  }
  void inlined(std::string_view name, const std::optional<Name>& value) {
    if (value) inlined(name, *value);
  }
  void inlined(std::string_view name, const std::vector<Name>& value) {
    if (value.empty()) return;
    text_ += " " + std::string(name) + "=[";
    for (const Name& each : value) text_ += (&each == &value.front() ? "" : ", ") + nameText(each);
    text_ += "]";
  }
  void inlined(std::string_view name, Span value) {
    if (spans_) text_ += (name == "span" ? " " : " " + std::string(name)) + spanText(value);
  }
  template <class T>
  void inlined(std::string_view name, const T& value) {
    if constexpr (std::is_enum_v<T>)
      text_ += " " + std::string(name) + "=" + std::string(nameOf(value));
  }

  void field(std::string_view name, const std::string& value) {
    if (name == "doc" && !value.empty()) line() += "doc " + quoted(value) + "\n";
  }
  void field(std::string_view /*name*/, const Name& /*value*/) {}
  void field(std::string_view /*name*/, const std::vector<Name>& /*value*/) {}
  void field(std::string_view /*name*/, const std::optional<Name>& /*value*/) {}
  template <TreeNode Node>
  void field(std::string_view name, const Node& value) {
    line() += std::string(name) + ": ";
    node(value);
  }
  template <TreeNode Node>
  void field(std::string_view name, const std::optional<Node>& value) {
    if (value) field(name, *value);
  }
  template <class Node>
  void field(std::string_view name, const std::unique_ptr<Node>& value) {
    if (value) field(name, *value);
  }
  template <class Element>
  void field(std::string_view name, const std::vector<Element>& value) {
    for (const Element& each : value) field(name, each);
  }
  template <class T>
  void field(std::string_view /*name*/, const T& /*value*/) {}

  std::string nameText(const Name& name) const {
    return name.text + (spans_ ? spanText(name.span) : "");
  }
  std::string& line() { return text_.append(depth_ * 2, ' '); }

  bool spans_;
  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string dumpTree(const File& file, bool spans) {
  Dumper dumper(spans);
  dumper.node(file);
  return dumper.take();
}

}  // namespace itw::syntax
