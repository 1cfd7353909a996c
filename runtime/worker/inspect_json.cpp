#include <nlohmann/json.hpp>

#include "runtime/data/inspect.h"
#include "runtime/worker/worker.h"

namespace itw::worker {
namespace {

using nlohmann::json;

json jsonOf(const Error& error) {
  json out = {{"code", error.code},
              {"exit", exitCodeOf(error.kind)},
              {"help", error.help},
              {"message", error.message}};
  if (error.place)
    out["place"] = {
        {"column", error.place->column}, {"file", error.place->file}, {"line", error.place->line}};
  return out;
}

}  // namespace

std::string inspectionJson(const std::string& path) {
  const auto inspection = data::inspectFile(path);
  json out = json::object();
  if (!inspection) {
    out["error"] = jsonOf(inspection.error());
  } else {
    json fields = json::array();
    for (const data::InspectedField& field : inspection->fields)
      fields.push_back({{"name", field.name}, {"note", field.note}, {"type", field.type}});
    out = {{"convert", inspection->convert},
           {"fields", fields},
           {"reader", inspection->reader},
           {"rows", inspection->rows}};
  }
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace itw::worker
