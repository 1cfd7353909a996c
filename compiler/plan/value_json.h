#pragma once

#include <functional>
#include <string>

#include "compiler/expr/model_graph.h"
#include "compiler/expr/value.h"
#include "compiler/plan/json_reader.h"
#include "compiler/plan/json_writer.h"

namespace itw::plan {

/// How a value's paths and models are written where the usual form does not serve: in keys a model
/// stands for its structure and a path for its text or its file's content.
struct ValueHooks {
  std::function<void(JsonWriter&, const expr::Path&)> path;
  std::function<void(JsonWriter&, expr::ModelRef)> model;
};

/// The value in the form that plan.h describes.
void writeValue(JsonWriter& out, const expr::Value& value, const ValueHooks& hooks = {});
/// An object with the record's fields, never in the escaped form.
void writeFields(JsonWriter& out, const expr::Record& record, const ValueHooks& hooks = {});
/// `{"arguments":{...},"component":"std.train.adamw"}`
void writeComponent(JsonWriter& out, const expr::Component& component,
                    const ValueHooks& hooks = {});
/// A whole number as a value: beyond 2^53 in a form that no reader rounds.
void writeInteger(JsonWriter& out, std::int64_t number);

/// What writeValue wrote.
expr::Value readValue(JsonReader& in);
/// What writeFields wrote.
expr::Record readFields(JsonReader& in);
expr::Component readComponent(JsonReader& in);

/// A model graph, and what reads it back.
void writeModel(JsonWriter& out, const expr::ModelGraph& model, const ValueHooks& hooks = {});
expr::ModelGraph readModel(JsonReader& in);

}  // namespace itw::plan
