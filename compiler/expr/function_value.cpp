#include "compiler/expr/function_value.h"

#include <algorithm>
#include <array>

#include "compiler/expr/value_text.h"

namespace itw::expr {
namespace {

// In the order of Op.
constexpr std::array<std::string_view, 28> kNames = {
    "constant", "slot", "negate", "not", "and",   "or",   "==",      "!=", "<", "<=",
    ">",        ">=",   "+",      "-",   "*",     "/",    "exact /", "//", "%", "if",
    "sqrt",     "exp",  "log",    "abs", "floor", "ceil", "min",     "max"};
static_assert(static_cast<std::size_t>(Op::Max) + 1 == kNames.size());

std::string_view nameOf(Op op) {
  return op == Op::Join ? "join" : kNames[static_cast<std::size_t>(op)];
}

Value integer(std::size_t number) { return {static_cast<std::int64_t>(number)}; }

// Writes the operations of a function and of what it calls into one list.
class Flattener {
 public:
  std::size_t add(const Function& function, const std::vector<std::size_t>& slots) {
    std::vector<std::size_t> places;
    places.reserve(function.body.nodes().size());
    for (const ExpressionNode& node : function.body.nodes())
      places.push_back(addNode(function.body, node, slots, places));
    return places.back();
  }

  std::size_t push(List operation) {
    operations_.items.push_back({std::move(operation)});
    return operations_.items.size() - 1;
  }

  List take() { return std::move(operations_); }

 private:
  std::size_t addNode(const Expression& body, const ExpressionNode& node,
                      const std::vector<std::size_t>& slots,
                      const std::vector<std::size_t>& places) {
    if (node.op == Op::Slot) return slots[node.a];
    if (node.op == Op::Call) {
      const FunctionCall& call = body.call(node.a);
      std::vector<std::size_t> operands;
      for (std::uint32_t operand : call.operands) operands.push_back(places[operand]);
      return add(*call.function, operands);
    }
    List operation{{{std::string(nameOf(node.op))}}};
    if (node.op == Op::Constant) {
      operation.items.push_back(toValue(body.constant(node.a)));
      return push(std::move(operation));
    }
    const std::array<std::uint32_t, 3> operands = {node.a, node.b, node.c};
    for (std::uint32_t i = 0; i < arityOf(node.op); ++i)
      operation.items.push_back(integer(places[operands[i]]));
    return push(std::move(operation));
  }

  List operations_;
};

const List* listOf(const Value* value) {
  return value == nullptr ? nullptr : std::get_if<List>(&value->node);
}

std::string letter(std::size_t index) {
  return index < 26 ? std::string(1, static_cast<char>('a' + index)) : "x" + std::to_string(index);
}

// The text of one operation from those of its operands.
std::string operationText(const std::string& name, const std::vector<std::string>& operands) {
  if (name == "if")
    return "(if " + operands[0] + " then " + operands[1] + " else " + operands[2] + ")";
  if (name == "negate" || name == "not") return (name == "not" ? "not " : "-") + operands[0];
  bool word = name.front() >= 'a' && name.front() <= 'z' && name != "and" && name != "or" &&
              name != "exact /";
  if (!word && operands.size() == 2)
    return "(" + operands[0] + " " + (name == "exact /" ? "/" : name) + " " + operands[1] + ")";
  std::string text;
  for (const std::string& operand : operands) text += (text.empty() ? "" : ", ") + operand;
  return name + "(" + text + ")";
}

}  // namespace

std::optional<Op> operationNamed(std::string_view name) {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Op>(found - kNames.begin());
}

Value functionValue(const Function& function, const std::vector<Scalar>& captures) {
  Flattener flattener;
  std::vector<std::size_t> slots;
  List types;
  std::size_t parameters = function.slots.size() - captures.size();
  for (std::size_t i = 0; i < parameters; ++i) {
    types.items.push_back({textOf(function.slots[i])});
    slots.push_back(flattener.push({{{std::string("slot")}, integer(i)}}));
  }
  for (const Scalar& capture : captures)
    slots.push_back(flattener.push({{{std::string("constant")}, toValue(capture)}}));
  std::size_t result = flattener.add(function, slots);
  Component component{std::string(kFunctionComponent), {}};
  component.arguments.fields = {{"operations", {flattener.take()}},
                                {"parameters", {std::move(types)}},
                                {"result", integer(result)},
                                {"type", {textOf(function.result)}}};
  return {std::move(component)};
}

std::string functionText(const Record& function) {
  const List* operations = listOf(function.find("operations"));
  const List* parameters = listOf(function.find("parameters"));
  const Value* result = function.find("result");
  const auto* last = result == nullptr ? nullptr : std::get_if<std::int64_t>(&result->node);
  constexpr std::size_t kLongest = 200;
  if (operations == nullptr || parameters == nullptr || last == nullptr) return "function";
  std::vector<std::string> texts;
  for (const Value& item : operations->items) {
    const List* operation = listOf(&item);
    const auto* name = operation == nullptr || operation->items.empty()
                           ? nullptr
                           : std::get_if<std::string>(&operation->items[0].node);
    if (name == nullptr) return "function";
    std::vector<std::string> operands;
    for (std::size_t i = 1; i < operation->items.size(); ++i) {
      const auto* place = std::get_if<std::int64_t>(&operation->items[i].node);
      bool earlier = place != nullptr && *place >= 0 &&
                     static_cast<std::size_t>(*place) < texts.size() && *name != "constant";
      operands.push_back(*name == "slot" && place != nullptr
                             ? letter(static_cast<std::size_t>(*place))
                         : earlier ? texts[static_cast<std::size_t>(*place)]
                                   : textOf(operation->items[i]));
    }
    bool leaf = *name == "slot" || *name == "constant";
    if (operands.empty()) return "function";
    texts.push_back(leaf ? operands[0] : operationText(*name, operands));
    if (texts.back().size() > kLongest) return "function";
  }
  std::string text;
  for (std::size_t i = 0; i < parameters->items.size(); ++i)
    text += (text.empty() ? "" : ", ") + letter(i);
  bool inside = *last >= 0 && static_cast<std::size_t>(*last) < texts.size();
  return "(" + text + ") -> " + (inside ? texts[static_cast<std::size_t>(*last)] : "?");
}

}  // namespace itw::expr
