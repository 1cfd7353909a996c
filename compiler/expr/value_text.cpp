#include "compiler/expr/value_text.h"

#include <charconv>
#include <cmath>

#include "compiler/expr/decimal.h"
#include "compiler/expr/function_value.h"
#include "compiler/expr/units.h"

namespace itw::expr {
namespace {

// A qualified name is written without its module.
std::string shortName(const std::string& qualified) {
  auto dot = qualified.rfind('.');
  return dot == std::string::npos ? qualified : qualified.substr(dot + 1);
}

std::string fieldsText(const Record& record) {
  std::string text;
  for (const NamedValue& field : record.fields) {
    if (!text.empty()) text += ", ";
    text += field.name + " = " + textOf(field.value);
  }
  return text;
}

struct TextOf {
  std::string operator()(std::monostate) const { return "none"; }
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return textOfDouble(value); }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const Quantity& value) const { return textOf(value); }
  std::string operator()(const Path& value) const { return quoted(value.text); }
  std::string operator()(const ModelRef& value) const {
    return "model " + std::to_string(value.model);
  }
  std::string operator()(const OutputRef& value) const {
    return (value.output.empty() ? "outputs" : value.output) + " of task " +
           std::to_string(value.node);
  }
  std::string operator()(const List& list) const {
    std::string text;
    for (const Value& item : list.items) text += (text.empty() ? "" : ", ") + textOf(item);
    return "[" + text + "]";
  }
  std::string operator()(const Record& record) const {
    return record.fields.empty() ? "{}" : "{ " + fieldsText(record) + " }";
  }
  std::string operator()(const Component& component) const {
    if (component.name == kFunctionComponent) return functionText(component.arguments);
    std::string name = shortName(component.name);
    if (component.arguments.fields.empty()) return name;
    return name + "(" + fieldsText(component.arguments) + ")";
  }
};

const NamedDimension* dimensionOfBase(const std::string& base) {
  for (const NamedDimension& named : allDimensions())
    if (named.base == base) return &named;
  return nullptr;
}

std::string countedText(double count, std::string_view plural) {
  std::string number = count == std::floor(count) && std::abs(count) < 1e15
                           ? std::to_string(static_cast<std::int64_t>(count))
                           : textOfDouble(count);
  std::string_view name = count == 1 ? plural.substr(0, plural.size() - 1) : plural;
  return number + " " + std::string(name);
}

// The largest unit of which the amount is a whole number.
const Unit* largestWholeUnit(const NamedDimension& named, double amount) {
  const Unit* best = nullptr;
  double bestCount = 0;
  for (const Unit& unit : allUnits()) {
    double count =
        amount * static_cast<double>(unit.denominator) / static_cast<double>(unit.numerator);
    if (!(unit.dimension == named.dimension) || count != std::floor(count)) continue;
    if (std::abs(count) >= 1e15 || (best != nullptr && std::abs(count) >= bestCount)) continue;
    best = &unit;
    bestCount = std::abs(count);
  }
  return best;
}

}  // namespace

std::string textOf(const Value& value) { return std::visit(TextOf{}, value.node); }

std::string textOfDouble(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  char buffer[64];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  (void)error;
  std::string text(buffer, end);
  auto exact = Decimal::parse(text[0] == '-' ? std::string_view(text).substr(1) : text);
  if (exact) text = (text[0] == '-' ? "-" : "") + exact->text();
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string textOf(const Quantity& quantity) {
  const NamedDimension* named = dimensionOfBase(quantity.unit);
  if (named == nullptr) return textOfDouble(quantity.amount) + " " + quantity.unit;
  if (named->counted) return countedText(quantity.amount, named->name);
  double amount = quantity.amount * static_cast<double>(named->scale);
  const Unit* unit = amount == 0 ? nullptr : largestWholeUnit(*named, amount);
  std::string gap = named->scale == 1 ? "" : " ";
  if (unit == nullptr && quantity.amount != std::floor(quantity.amount))
    return textOfDouble(quantity.amount) + gap + std::string(named->symbol);
  if (unit == nullptr)
    return std::to_string(static_cast<std::int64_t>(quantity.amount)) + gap +
           std::string(named->symbol);
  double count =
      amount / static_cast<double>(unit->numerator) * static_cast<double>(unit->denominator);
  return std::to_string(std::llround(count)) + gap + std::string(unit->name);
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '{') {
      result += "{{";
    } else {
      result += c;
    }
  }
  return result + "\"";
}

}  // namespace itw::expr
