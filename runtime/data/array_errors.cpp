#include "runtime/data/array_errors.h"

#include <fmt/format.h>

#include "runtime/data/data_errors.h"

namespace itw::data {

namespace {

SourcePlace inFile(const std::string& file) { return {.file = file, .line = 0, .column = 0}; }

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kShown; ++i)
    text += (i == 0 ? "`" : ", `") + names[i] + "`";
  if (names.size() > kShown) text += fmt::format(" and {} more", names.size() - kShown);
  return text;
}

}  // namespace

Error notAnArrayFile(const std::string& file, std::string_view array, std::string_view why) {
  const std::string seen =
      array.empty() ? fmt::format("`{}` cannot be read: {}", file, why)
                    : fmt::format("array `{}` of `{}` cannot be read: {}", array, file, why);
  return dataError("R0318", inFile(file), seen);
}

Error unsupportedElements(const std::string& file, std::string_view array, std::string_view descr) {
  const std::string kind = descr.empty() ? "records" : fmt::format("elements of type `{}`", descr);
  return dataError("R0315", inFile(file),
                   fmt::format("array `{}` of `{}` has {}", array, file, kind),
                   "store numbers, one array for each field");
}

Error arrayLength(const std::string& file, std::string_view array,
                  std::optional<std::size_t> needed, std::size_t present) {
  const std::string wanted =
      needed ? fmt::format("{} bytes", *needed) : std::string("more bytes than a file can have");
  return dataError("R0318", inFile(file),
                   fmt::format("`{}` needs {} for {}, and has {}", file, wanted, array, present),
                   "the file was cut off, or written to its end twice");
}

Error soleArray(const std::string& file, std::size_t fields) {
  return dataError("R0317", inFile(file),
                   fmt::format("`{}` has one array, and the schema {} fields", file, fields),
                   "read one file for each field and join them with `zip`");
}

Error missingArray(const std::string& file, std::string_view field,
                   const std::vector<std::string>& names) {
  return dataError("R0317", inFile(file), fmt::format("`{}` has no array `{}`", file, field),
                   names.empty() ? std::string("it has none at all") : "it has " + listed(names));
}

Error arrayType(const std::string& file, std::string_view array, std::string_view seen,
                const Field& field) {
  const std::string help =
      field.type.classes > 0 ? "labels are integers" : "change the schema, or say `convert = true`";
  return dataError("R0315", inFile(file),
                   fmt::format("array `{}` of `{}` is {}, and its field is {}", array, file, seen,
                               textOf(field.type)),
                   help);
}

Error arrayShape(const std::string& file, std::string_view array, std::string_view seen,
                 const Field& field) {
  std::string wanted = "[samples";
  for (std::int64_t size : field.type.shape) wanted += fmt::format(", {}", size);
  return dataError("R0316", inFile(file),
                   fmt::format("array `{}` of `{}` is {}, and its field is {}", array, file, seen,
                               textOf(field.type)),
                   fmt::format("the array of such a field is {}]", wanted));
}

Error arrayWithoutRows(const std::string& file, std::string_view array) {
  return dataError("R0302", inFile(file),
                   fmt::format("array `{}` of `{}` has no samples", array, file));
}

Error arrayRows(const std::string& file, const std::pair<std::string, std::int64_t>& first,
                const std::pair<std::string, std::int64_t>& second) {
  return dataError("R0319", inFile(file),
                   fmt::format("`{}` has {} samples and `{}` has {}", first.first, first.second,
                               second.first, second.second),
                   "the fields of a dataset have one value for every sample");
}

Error badArrayElement(const std::string& file, std::string_view element, const BadElement& bad,
                      const Field& field) {
  const std::string seen = fmt::format("`{}` in `{}` of `{}`", bad.text, element, file);
  switch (bad.trouble) {
    case ElementTrouble::Missing:
      return dataError("R0305", inFile(file), seen + ", where a finite number is needed",
                       "fill or leave out samples with missing values");
    case ElementTrouble::Label:
      return dataError("R0306", inFile(file),
                       fmt::format("label {} is outside 0..{}", seen, field.type.classes),
                       fmt::format("labels of `class[{}]` are the integers 0 to {}",
                                   field.type.classes, field.type.classes - 1));
    case ElementTrouble::Fraction:
      return dataError(
          "R0310", inFile(file),
          fmt::format("{} is no integer, and its field is {}", seen, textOf(field.type)));
    case ElementTrouble::Range:
      break;
  }
  return dataError("R0310", inFile(file),
                   fmt::format("{} does not fit into {}", seen, expr::nameOf(field.type.dtype)));
}

Error unsupportedOutputType(std::string_view field, std::string_view why) {
  return dataError("R0313", {}, fmt::format("field `{}` cannot be written: {}", field, why));
}

Error unwritableArchive(const std::string& path, std::string_view why) {
  Error error = dataError("R0314", {}, fmt::format("cannot write `{}`: {}", path, why));
  error.kind = ErrorClass::Environment;
  return error;
}

}  // namespace itw::data
