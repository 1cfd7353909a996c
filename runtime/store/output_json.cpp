#include "runtime/store/output_json.h"

#include <nlohmann/json.hpp>

namespace itw::store {
namespace {

using Json = nlohmann::json;
using event::OutputValue;

constexpr std::pair<const char*, std::string OutputValue::*> kFields[] = {
    {"output", &OutputValue::output},
    {"kind", &OutputValue::kind},
    {"path", &OutputValue::path},
    {"value", &OutputValue::value},
    {"digest", &OutputValue::digest}};

}  // namespace

std::string outputsToJson(const std::vector<OutputValue>& outputs) {
  Json array = Json::array();
  for (const OutputValue& output : outputs) {
    Json object = Json::object();
    for (const auto& [name, member] : kFields) {
      if (!(output.*member).empty()) object[name] = output.*member;
    }
    array.push_back(std::move(object));
  }
  return array.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<OutputValue> outputsFromJson(std::string_view text) {
  std::vector<OutputValue> outputs;
  const Json array = Json::parse(text, nullptr, false);
  if (!array.is_array()) return outputs;
  for (const Json& object : array) {
    OutputValue output;
    for (const auto& [name, member] : kFields) {
      const auto found = object.find(name);
      if (found != object.end() && found->is_string()) output.*member = found->get<std::string>();
    }
    outputs.push_back(std::move(output));
  }
  return outputs;
}

}  // namespace itw::store
