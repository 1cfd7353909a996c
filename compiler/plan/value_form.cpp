#include "compiler/plan/value_form.h"

#include <algorithm>
#include <array>
#include <utility>

namespace itw::plan {
namespace {

/// Field names, in canonical order, of the objects that stand for something else than a record.
constexpr std::array<std::array<std::string_view, 2>, 8> kForms = {{{"arguments", "component"},
                                                                    {"base", "path"},
                                                                    {"quantity", "unit"},
                                                                    {"node", "output"},
                                                                    {"model", ""},
                                                                    {"int", ""},
                                                                    {"float", ""},
                                                                    {"record", ""}}};

}  // namespace

std::string_view formOf(const expr::Record& record) {
  if (record.fields.empty() || record.fields.size() > 2) return {};
  std::array<std::string_view, 2> names = {record.fields[0].name, ""};
  if (record.fields.size() == 2) names[1] = record.fields[1].name;
  if (!names[1].empty() && names[1] < names[0]) std::swap(names[0], names[1]);
  const auto* found = std::find(kForms.begin(), kForms.end(), names);
  return found == kForms.end() ? std::string_view() : (*found)[0];
}

}  // namespace itw::plan
