#include "compiler/plan/value_json.h"

#include <algorithm>
#include <cmath>

#include "compiler/plan/plan.h"
#include "compiler/plan/value_form.h"

namespace itw::plan {
namespace {

using expr::NamedValue;
using expr::Record;
using expr::Value;

void writeFloat(JsonWriter& out, double number) {
  const bool plain = std::isfinite(number) && !(number == 0 && std::signbit(number));
  if (plain) return out.number(number);
  out.beginObject();
  out.key("float");
  if (std::isnan(number)) {
    out.string("nan");
  } else if (std::isinf(number)) {
    out.string(number < 0 ? "-inf" : "inf");
  } else {
    out.string("-0");
  }
  out.endObject();
}

class ValueVisitor {
 public:
  ValueVisitor(JsonWriter& out, const ValueHooks& hooks) : out_(out), hooks_(hooks) {}

  void operator()(std::monostate) { out_.null(); }
  void operator()(bool truth) { out_.boolean(truth); }
  void operator()(std::int64_t number) { writeInteger(out_, number); }
  void operator()(double number) { writeFloat(out_, number); }
  void operator()(const std::string& text) { out_.string(text); }

  void operator()(const expr::Quantity& quantity) {
    out_.beginObject();
    out_.key("quantity");
    writeFloat(out_, quantity.amount);
    out_.key("unit");
    out_.string(quantity.unit);
    out_.endObject();
  }

  void operator()(const expr::Path& path) {
    if (hooks_.path) return hooks_.path(out_, path);
    out_.beginObject();
    out_.key("base");
    out_.string(path.base);
    out_.key("path");
    out_.string(path.text);
    out_.endObject();
  }

  void operator()(const expr::ModelRef& model) {
    if (hooks_.model) return hooks_.model(out_, model);
    out_.beginObject();
    out_.key("model");
    out_.integer(model.model);
    out_.endObject();
  }

  void operator()(const expr::OutputRef& output) {
    out_.beginObject();
    out_.key("node");
    out_.integer(output.node);
    out_.key("output");
    out_.string(output.output);
    out_.endObject();
  }

  void operator()(const expr::List& list) {
    out_.beginArray();
    for (const Value& item : list.items) writeValue(out_, item, hooks_);
    out_.endArray();
  }

  void operator()(const Record& record) {
    if (formOf(record).empty()) return writeFields(out_, record, hooks_);
    out_.beginObject();
    out_.key("record");
    writeFields(out_, record, hooks_);
    out_.endObject();
  }

  void operator()(const expr::Component& component) { writeComponent(out_, component, hooks_); }

 private:
  JsonWriter& out_;
  const ValueHooks& hooks_;
};

}  // namespace

void writeInteger(JsonWriter& out, std::int64_t number) {
  if (number >= -kLargestSafe && number <= kLargestSafe) return out.integer(number);
  out.beginObject();
  out.key("int");
  out.string(std::to_string(number));
  out.endObject();
}

void writeValue(JsonWriter& out, const Value& value, const ValueHooks& hooks) {
  std::visit(ValueVisitor(out, hooks), value.node);
}

void writeFields(JsonWriter& out, const Record& record, const ValueHooks& hooks) {
  std::vector<const NamedValue*> sorted;
  for (const NamedValue& field : record.fields) sorted.push_back(&field);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return canonicalLess(a->name, b->name); });
  out.beginObject();
  for (const NamedValue* field : sorted) {
    out.key(field->name);
    writeValue(out, field->value, hooks);
  }
  out.endObject();
}

void writeComponent(JsonWriter& out, const expr::Component& component, const ValueHooks& hooks) {
  out.beginObject();
  out.key("arguments");
  writeFields(out, component.arguments, hooks);
  out.key("component");
  out.string(component.name);
  out.endObject();
}

std::string toJson(const Value& value) {
  std::string text;
  JsonWriter out(text);
  writeValue(out, value);
  return text;
}

}  // namespace itw::plan
