#include <algorithm>
#include <charconv>
#include <limits>

#include "compiler/plan/plan.h"
#include "compiler/plan/value_form.h"
#include "compiler/plan/value_json.h"

namespace itw::plan {
namespace {

using expr::NamedValue;
using expr::Record;
using expr::Value;

/// Reads any value with every object as a record, whatever its fields.
Value readRaw(JsonReader& in);

Record readRawFields(JsonReader& in) {
  Record record;
  in.object([&](const std::string& name) { record.fields.push_back({name, readRaw(in)}); });
  std::sort(record.fields.begin(), record.fields.end(),
            [](const auto& a, const auto& b) { return canonicalLess(a.name, b.name); });
  const auto same = [](const auto& a, const auto& b) { return a.name == b.name; };
  const auto twice = std::adjacent_find(record.fields.begin(), record.fields.end(), same);
  if (twice != record.fields.end()) in.fail("field `" + twice->name + "` stands twice");
  return record;
}

Value readNumber(JsonReader& in) {
  const JsonNumber read = in.number();
  const bool safe = read.integer >= -kLargestSafe && read.integer <= kLargestSafe;
  if (read.isInteger && safe) return {read.integer};
  return {read.floating};
}

Value readRaw(JsonReader& in) {
  switch (in.peek()) {
    case JsonKind::Null:
      in.null();
      return {};
    case JsonKind::Boolean:
      return {in.boolean()};
    case JsonKind::Number:
      return readNumber(in);
    case JsonKind::String:
      return {in.string()};
    case JsonKind::Object:
      return {readRawFields(in)};
    case JsonKind::Array:
      break;
    case JsonKind::Bad:
      in.fail("not a JSON value");
      return {};
  }
  expr::List list;
  in.array([&] { list.items.push_back(readRaw(in)); });
  return {std::move(list)};
}

/// The field's content when it is of type T; otherwise the reader fails and a default comes back.
template <class T>
T take(JsonReader& in, Record& record, const std::string& name) {
  for (NamedValue& field : record.fields) {
    T* content = field.name == name ? std::get_if<T>(&field.value.node) : nullptr;
    if (content != nullptr) return std::move(*content);
  }
  in.fail("field `" + name + "` is missing or of another type");
  return T{};
}

double takeNumber(JsonReader& in, Record& record, const std::string& name);
Value interpret(JsonReader& in, Value raw);

Record interpretFields(JsonReader& in, Record raw) {
  for (NamedValue& field : raw.fields) field.value = interpret(in, std::move(field.value));
  return raw;
}

expr::Component interpretComponent(JsonReader& in, Record& raw) {
  return {take<std::string>(in, raw, "component"),
          interpretFields(in, take<Record>(in, raw, "arguments"))};
}

std::uint32_t takeIndex(JsonReader& in, Record& raw, const std::string& name) {
  const auto index = take<std::int64_t>(in, raw, name);
  if (index < 0 || index >= std::numeric_limits<std::uint32_t>::max()) {
    in.fail("field `" + name + "` is not an index");
  }
  return static_cast<std::uint32_t>(index);
}

Value interpretInt(JsonReader& in, Record& raw) {
  const auto text = take<std::string>(in, raw, "int");
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) in.fail("not a whole number of 64 bits");
  return {number};
}

Value interpretFloat(JsonReader& in, Record& raw) {
  const auto text = take<std::string>(in, raw, "float");
  if (text == "nan") return {std::numeric_limits<double>::quiet_NaN()};
  if (text == "inf") return {std::numeric_limits<double>::infinity()};
  if (text == "-inf") return {-std::numeric_limits<double>::infinity()};
  if (text != "-0") in.fail("unknown float `" + text + "`");
  return {-0.0};
}

double takeNumber(JsonReader& in, Record& record, const std::string& name) {
  const Value* field = record.find(name);
  const Value content = field == nullptr ? Value{} : interpret(in, *field);
  const std::optional<double> number = expr::numberOf(content);
  if (!number) in.fail("field `" + name + "` is not a number");
  return number.value_or(0);
}

Value interpretRecord(JsonReader& in, Record raw) {
  const std::string_view form = formOf(raw);
  if (form.empty()) return {interpretFields(in, std::move(raw))};
  if (form == "arguments") return {interpretComponent(in, raw)};
  if (form == "base") {
    return {expr::Path{take<std::string>(in, raw, "path"), take<std::string>(in, raw, "base")}};
  }
  if (form == "quantity") {
    return {expr::Quantity{takeNumber(in, raw, "quantity"), take<std::string>(in, raw, "unit")}};
  }
  if (form == "node") {
    return {expr::OutputRef{takeIndex(in, raw, "node"), take<std::string>(in, raw, "output")}};
  }
  if (form == "model") return {expr::ModelRef{takeIndex(in, raw, "model")}};
  if (form == "int") return interpretInt(in, raw);
  if (form == "float") return interpretFloat(in, raw);
  return {interpretFields(in, take<Record>(in, raw, "record"))};
}

Value interpret(JsonReader& in, Value raw) {
  if (auto* list = std::get_if<expr::List>(&raw.node)) {
    for (Value& item : list->items) item = interpret(in, std::move(item));
  } else if (auto* record = std::get_if<Record>(&raw.node)) {
    return interpretRecord(in, std::move(*record));
  }
  return raw;
}

}  // namespace

Value readValue(JsonReader& in) { return interpret(in, readRaw(in)); }

Record readFields(JsonReader& in) { return interpretFields(in, readRawFields(in)); }

expr::Component readComponent(JsonReader& in) {
  Record raw = readRawFields(in);
  if (formOf(raw) != "arguments") in.fail("not a component");
  return interpretComponent(in, raw);
}

Result<Value> valueFromJson(std::string_view text) {
  JsonReader in(text);
  Value value = readValue(in);
  in.finish();
  if (in.failed()) return fail(in.error().during("read value"));
  return value;
}

}  // namespace itw::plan
