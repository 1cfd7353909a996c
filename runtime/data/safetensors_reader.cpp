#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "runtime/data/data_errors.h"
#include "runtime/data/mapped_file.h"
#include "runtime/data/safetensors.h"

namespace itw::data {

namespace {

using nlohmann::json;

constexpr std::size_t kPrefix = 8;
// The limit of the reference implementation.
constexpr std::uint64_t kMaxHeader = 100'000'000;

std::optional<ElementType> elementOfTag(std::string_view tag) {
  constexpr std::pair<std::string_view, ElementType> kTags[] = {
      {"BOOL", ElementType::Bool}, {"I8", ElementType::I8},     {"U8", ElementType::U8},
      {"I16", ElementType::I16},   {"U16", ElementType::U16},   {"I32", ElementType::I32},
      {"U32", ElementType::U32},   {"I64", ElementType::I64},   {"U64", ElementType::U64},
      {"F16", ElementType::F16},   {"BF16", ElementType::BF16}, {"F32", ElementType::F32},
      {"F64", ElementType::F64}};
  for (const auto& [name, type] : kTags) {
    if (name == tag) return type;
  }
  return std::nullopt;
}

// Parses the header, refusing an object with one key twice.
std::optional<json> parseHeader(std::string_view text) {
  std::vector<std::set<std::string>> open;
  bool repeated = false;
  const json::parser_callback_t watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key &&
        !open.back().insert(parsed.get<std::string>()).second) {
      repeated = true;
    }
    return true;
  };
  json header = json::parse(text, watch, /*allow_exceptions=*/false);
  if (repeated || !header.is_object()) return std::nullopt;
  return header;
}

bool isCount(const json& value) {
  return value.is_number_unsigned() &&
         value.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX);
}

// The number of bytes that a shape needs, or nothing when it is no shape or overflows.
std::optional<std::uint64_t> readShape(const json& sizes, std::uint64_t elementSize,
                                       std::vector<std::int64_t>& shape) {
  if (!sizes.is_array()) return std::nullopt;
  std::uint64_t bytes = elementSize;
  for (const json& size : sizes) {
    if (!isCount(size)) return std::nullopt;
    const auto extent = size.get<std::uint64_t>();
    if (__builtin_mul_overflow(bytes, extent, &bytes)) return std::nullopt;
    shape.push_back(static_cast<std::int64_t>(extent));
  }
  return bytes;
}

struct Entry {
  StoredTensor tensor;
  ElementType type = ElementType::F32;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// Reads one tensor's entry; the text says what is wrong with it.
std::string readEntry(const json& value, Entry& entry) {
  const auto complaint = [&entry](const char* what) {
    return "tensor `" + entry.tensor.name + "` " + what;
  };
  if (!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
      !value.contains("shape") || !value.contains("data_offsets")) {
    return complaint("has an entry of another form");
  }
  const json& tag = value["dtype"];
  const auto type =
      tag.is_string() ? elementOfTag(tag.get_ref<const std::string&>()) : std::nullopt;
  if (!type) return complaint("has an element type that is not known");
  entry.type = *type;
  entry.tensor.dtype = dtypeOf(*type).value_or(entry.tensor.dtype);
  const auto bytes = readShape(value["shape"], sizeOf(*type), entry.tensor.shape);
  if (!bytes) return complaint("has an impossible shape");
  const json& offsets = value["data_offsets"];
  if (!offsets.is_array() || offsets.size() != 2 || !isCount(offsets[0]) || !isCount(offsets[1])) {
    return complaint("has offsets of another form");
  }
  entry.begin = offsets[0].get<std::uint64_t>();
  entry.end = offsets[1].get<std::uint64_t>();
  if (entry.begin > entry.end || entry.end - entry.begin != *bytes) {
    return complaint("has a shape that its bytes do not fit");
  }
  return {};
}

std::string readMetadata(const json& value, Metadata& metadata) {
  if (!value.is_object()) return "its metadata is no object";
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string()) return "its metadata holds something else than texts";
    metadata.emplace(key, text.get<std::string>());
  }
  return {};
}

// Tensors must cover the data without a gap or an overlap, in some order.
std::string checkCover(std::vector<Entry>& entries, std::uint64_t dataSize) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  std::uint64_t reached = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != reached)
      return "tensor `" + entry.tensor.name + "` leaves a gap or overlaps";
    reached = entry.end;
  }
  if (reached > dataSize) return "the file ends before its tensors do";
  if (reached < dataSize) return "the file goes on behind its tensors";
  return {};
}

std::string readEntries(const json& header, SafetensorsFile& file, std::vector<Entry>& entries) {
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      if (auto wrong = readMetadata(value, file.metadata); !wrong.empty()) return wrong;
      continue;
    }
    Entry entry;
    entry.tensor.name = name;
    if (auto wrong = readEntry(value, entry); !wrong.empty()) return wrong;
    entries.push_back(std::move(entry));
  }
  return {};
}

}  // namespace

std::size_t StoredTensor::byteCount() const {
  std::size_t count = expr::sizeOf(dtype);
  for (std::int64_t size : shape) count *= static_cast<std::size_t>(size);
  return count;
}

const StoredTensor* SafetensorsFile::find(std::string_view name) const {
  const auto place = places.find(std::string(name));
  return place == places.end() ? nullptr : &tensors[place->second];
}

Result<SafetensorsFile> parseSafetensors(std::string_view bytes, const std::string& name) {
  std::uint64_t headerSize = 0;
  if (bytes.size() < kPrefix) return fail(badArtifact(name, "it is too short for a header"));
  std::memcpy(&headerSize, bytes.data(), kPrefix);
  if (headerSize > kMaxHeader || headerSize > bytes.size() - kPrefix) {
    return fail(badArtifact(name, "its header is longer than the file"));
  }
  const std::string_view text = bytes.substr(kPrefix, headerSize);
  const auto header = text.starts_with('{') ? parseHeader(text) : std::nullopt;
  if (!header) return fail(badArtifact(name, "its header is not one JSON object"));

  SafetensorsFile file;
  std::vector<Entry> entries;
  const std::string_view data = bytes.substr(kPrefix + headerSize);
  std::string wrong = readEntries(*header, file, entries);
  if (wrong.empty()) wrong = checkCover(entries, data.size());
  if (!wrong.empty()) return fail(badArtifact(name, wrong));
  for (Entry& entry : entries) {
    if (!dtypeOf(entry.type)) {
      file.foreign.push_back({.name = entry.tensor.name,
                              .type = entry.type,
                              .shape = std::move(entry.tensor.shape),
                              .bytes = data.substr(entry.begin, entry.end - entry.begin)});
      continue;
    }
    entry.tensor.bytes = reinterpret_cast<const std::byte*>(data.data() + entry.begin);
    file.places.emplace(entry.tensor.name, file.tensors.size());
    file.tensors.push_back(std::move(entry.tensor));
  }
  return file;
}

namespace {

Result<SafetensorsFile> openAny(const std::string& path) {
  auto mapped = MappedFile::open(path);
  if (!mapped) return fail(std::move(mapped.error()));
  auto file = parseSafetensors((*mapped)->bytes(), path);
  if (file) file->owner = *std::move(mapped);
  return file;
}

}  // namespace

Result<SafetensorsFile> openSafetensors(const std::string& path) {
  auto file = openAny(path);
  if (!file || file->foreign.empty()) return file;
  return fail(badArtifact(path, "tensor `" + file->foreign[0].name + "` is " +
                                    textOf(file->foreign[0]) + ", which no tensor of itw is"));
}

Result<SourceArrays> openSafetensorsArrays(const std::string& path) {
  auto file = openAny(path);
  if (!file) return fail(std::move(file.error()));
  SourceArrays all{.arrays = std::move(file->foreign), .owners = {file->owner}};
  for (const StoredTensor& tensor : file->tensors)
    all.arrays.push_back(
        {.name = tensor.name,
         .type = elementTypeOf(tensor.dtype),
         .shape = tensor.shape,
         .bytes = {reinterpret_cast<const char*>(tensor.bytes), tensor.byteCount()}});
  return all;
}

}  // namespace itw::data
