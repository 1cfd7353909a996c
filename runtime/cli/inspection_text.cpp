#include "runtime/cli/inspection_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "compiler/parse/keywords.h"

namespace itw::cli {
namespace {

using nlohmann::json;

Error errorOf(const json& found) {
  const bool environment = found.value("exit", 0) == exitCodeOf(ErrorClass::Environment);
  Error error = makeError(environment ? ErrorClass::Environment : ErrorClass::Task,
                          found.value("message", ""), found.value("help", ""));
  error.code = found.value("code", "");
  if (const auto place = found.find("place"); place != found.end())
    error.place = SourcePlace{.file = place->value("file", ""),
                              .line = place->value("line", 0U),
                              .column = place->value("column", 0U)};
  return error;
}

bool isName(std::string_view name) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), fits) && !parsing::hardKeyword(name);
}

/// Text on one line, as a comment or string holds it.
std::string oneLine(std::string_view text) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  return line;
}

std::string literalOf(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
    if (c == '{' || c == '}') result += c;
  }
  return result + "\"";
}

std::string lineOf(const FoundField& field) {
  if (!field.type.empty())
    return fmt::format("  {}: {},  # {}\n", field.name, field.type, field.note);
  const std::string name = field.name.empty() ? "" : "`" + oneLine(field.name) + "`: ";
  return fmt::format("  # {}{}\n", name, oneLine(field.note));
}

}  // namespace

Result<FoundData> readInspection(std::string_view text) {
  const json found = json::parse(text, nullptr, false);
  if (!found.is_object())
    return fail(makeError(ErrorClass::Internal, "the worker does not say what is in the file"));
  if (const auto error = found.find("error"); error != found.end()) return fail(errorOf(*error));
  FoundData data{.reader = found.value("reader", ""),
                 .rows = found.value("rows", std::int64_t{0}),
                 .convert = found.value("convert", false),
                 .fields = {}};
  for (const json& each : found.value("fields", json::array())) {
    FoundField field{each.value("name", ""), each.value("type", ""), each.value("note", "")};
    if (!field.type.empty() && !isName(field.name)) {
      field.type.clear();
      field.note += "; a field has a name of letters, digits and `_` that is no keyword";
    }
    data.fields.push_back(std::move(field));
  }
  return data;
}

std::string programFor(const FoundData& data, const std::string& file) {
  std::string text =
      fmt::format("itw 1\n\n## {}: {} sample{}.\n\nimport std.data\n\ntype Sample = {{\n",
                  oneLine(file), data.rows, data.rows == 1 ? "" : "s");
  for (const FoundField& field : data.fields) text += lineOf(field);
  return text + fmt::format(
                    "}}\n\npipeline read {{\n  raw = {}({}, schema = Sample{})\n"
                    "  publish raw as \"raw\"\n}}\n",
                    data.reader, literalOf(file), data.convert ? ", convert = true" : "");
}

}  // namespace itw::cli
