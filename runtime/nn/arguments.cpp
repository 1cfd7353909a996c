#include "runtime/nn/arguments.h"

#include "runtime/nn/nn_errors.h"

namespace itw::nn {

void Arguments::complain(const std::string& name, const std::string& wanted) {
  if (!error_) error_ = badArgument(owner_, name, wanted);
}

const expr::Value* Arguments::optional(const std::string& name) const {
  const expr::Value* value = record_.find(name);
  if (value == nullptr || std::holds_alternative<std::monostate>(value->node)) return nullptr;
  return value;
}

std::int64_t Arguments::integer(const std::string& name) {
  const expr::Value* value = optional(name);
  if (value != nullptr) {
    if (const auto* integer = std::get_if<std::int64_t>(&value->node)) return *integer;
  }
  complain(name, "an integer");
  return 1;
}

double Arguments::number(const std::string& name) {
  const expr::Value* value = optional(name);
  const std::optional<double> number = value == nullptr ? std::nullopt : expr::numberOf(*value);
  if (!number) complain(name, "a number");
  return number.value_or(0);
}

bool Arguments::boolean(const std::string& name) {
  const expr::Value* value = optional(name);
  if (value != nullptr) {
    if (const auto* boolean = std::get_if<bool>(&value->node)) return *boolean;
  }
  complain(name, "a bool");
  return false;
}

std::string Arguments::text(const std::string& name) {
  const expr::Value* value = optional(name);
  if (value != nullptr) {
    if (const auto* text = std::get_if<std::string>(&value->node)) return *text;
  }
  complain(name, "a text");
  return {};
}

std::vector<std::int64_t> Arguments::integers(const std::string& name) {
  const expr::Value* value = optional(name);
  const auto* list = value == nullptr ? nullptr : std::get_if<expr::List>(&value->node);
  if (list == nullptr) complain(name, "a list of integers");
  std::vector<std::int64_t> all;
  for (const expr::Value& item : list == nullptr ? std::vector<expr::Value>() : list->items) {
    const auto* integer = std::get_if<std::int64_t>(&item.node);
    if (integer == nullptr) complain(name, "a list of integers");
    all.push_back(integer == nullptr ? 0 : *integer);
  }
  return all;
}

double Arguments::amount(const std::string& name) {
  const expr::Value* value = optional(name);
  if (value != nullptr) {
    if (const auto* quantity = std::get_if<expr::Quantity>(&value->node)) return quantity->amount;
  }
  return number(name);
}

}  // namespace itw::nn
