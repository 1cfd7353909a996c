#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace itw::expr {

struct Value;

/// A field of a record or an argument of a component, in canonical order: by declaration.
struct NamedValue;

/// A number with a unit, in the base unit of its dimension: seconds, bytes, hertz, watts, joules,
/// grams, epochs, steps, samples, trials, gpu_h ...; `unit` is the base unit's name.
struct Quantity {
  double amount = 0;
  std::string unit;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// A path that a user wrote, as written, and the folder of the file that it was written in.
struct Path {
  std::string text;
  std::string base;
  friend bool operator==(const Path&, const Path&) = default;
};

/// Index of a model graph in the program or plan.
struct ModelRef {
  std::uint32_t model = 0;
  friend bool operator==(const ModelRef&, const ModelRef&) = default;
};

/// An output of another task: `parts.train` is {node of parts, "train"}.
struct OutputRef {
  std::uint32_t node = 0;
  std::string output;
  bool computed = false;  ///< The value is not the output itself, but is computed from it.
  friend bool operator==(const OutputRef&, const OutputRef&) = default;
};

/// `[1, 2, 3]`
struct List {
  std::vector<Value> items;
  friend bool operator==(const List&, const List&);
};

/// `{ a = 1, b = 2 }`, in the order written.
struct Record {
  std::vector<NamedValue> fields;
  /// The field of that name, or null.
  const Value* find(const std::string& name) const;
  friend bool operator==(const Record&, const Record&);
};

/// `adamw(lr = 1e-3)`: every argument filled, defaults too.
struct Component {
  std::string name;  ///< Qualified: "std.train.adamw".
  Record arguments;
  friend bool operator==(const Component&, const Component&) = default;
};

/// A constant of the language after checking: what plans, keys and workers see. An enumeration is
/// its string; `none` is the first alternative; a schema is a Record of type texts
/// (`{"image": "f32[1, 8, 8]", "label": "class[10]"}`).
struct Value {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Quantity, Path, ModelRef,
               OutputRef, List, Record, Component>
      node;
  friend bool operator==(const Value&, const Value&) = default;
};

/// A field of a record, or an argument of a component.
struct NamedValue {
  std::string name;
  Value value;
  friend bool operator==(const NamedValue&, const NamedValue&) = default;
};

/// The number of an int or a float, nothing for other values. JSON does not keep `1` and `1.0`
/// apart, so who reads a plan's arguments asks this where a float is meant.
inline std::optional<double> numberOf(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value.node)) {
    return static_cast<double>(*integer);
  }
  if (const auto* floating = std::get_if<double>(&value.node)) return *floating;
  return std::nullopt;
}

}  // namespace itw::expr
