#include "runtime/data/npy.h"

#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include "runtime/data/array_errors.h"
#include "runtime/data/atomic_file.h"
#include "runtime/data/mapped_file.h"

namespace itw::data {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;  // Of the data behind the header, as NumPy writes it.

// What a header says: a Python dictionary with exactly these keys.
struct Header {
  std::optional<std::string> descr;
  std::optional<bool> fortran;
  std::optional<std::vector<std::int64_t>> shape;
};

// Reads the dictionary of a header; nothing but what NumPy writes is taken.
class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text) : text_(text) {}

  // Nothing for a text of another form.
  std::optional<Header> read() {
    Header header;
    if (!take('{')) return std::nullopt;
    while (!take('}')) {
      const auto key = quoted();
      if (!key || !take(':') || !entry(*key, header)) return std::nullopt;
      if (!take(',') && peek() != '}') return std::nullopt;
    }
    const bool whole = header.descr && header.fortran && header.shape;
    return whole && peek() == '\0' ? std::optional(header) : std::nullopt;
  }

 private:
  bool entry(std::string_view key, Header& header) {
    if (key == "descr") {
      // Fields of a record, in brackets, are told apart by an empty text.
      const auto text = peek() == '[' ? std::optional(skipBrackets()) : quoted();
      if (text) header.descr = std::string(*text);
      return text.has_value();
    }
    if (key == "fortran_order") {
      header.fortran = takeWord("True");
      return *header.fortran || takeWord("False");
    }
    if (key != "shape") return false;
    header.shape = sizes();
    return header.shape.has_value();
  }

  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }

  bool takeWord(std::string_view word) {
    peek();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::optional<std::string_view> quoted() {
    const char mark = peek();
    if (mark != '\'' && mark != '"') return std::nullopt;
    const std::size_t end = text_.find(mark, ++at_);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inner = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inner;
  }

  std::string_view skipBrackets() {
    int depth = 0;
    do {
      depth += text_[at_] == '[' ? 1 : text_[at_] == ']' ? -1 : 0;
      ++at_;
    } while (depth > 0 && at_ < text_.size());
    return {};
  }

  std::optional<std::vector<std::int64_t>> sizes() {
    std::vector<std::int64_t> all;
    if (!take('(')) return std::nullopt;
    while (!take(')')) {
      peek();
      std::int64_t size = 0;
      const char* from = text_.data() + at_;
      const auto [end, error] = std::from_chars(from, text_.data() + text_.size(), size);
      if (error != std::errc() || size < 0) return std::nullopt;
      at_ += static_cast<std::size_t>(end - from);
      take('L');  // Python 2 wrote longs so.
      all.push_back(size);
      if (!take(',') && peek() != ')') return std::nullopt;
    }
    return all;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Described {
  ElementType type;
  bool swapped;
};

// "<f4" and the like; nothing for texts, dates, complex numbers, objects and records.
std::optional<Described> elementOf(std::string_view descr) {
  if (descr.size() != 3) return std::nullopt;
  const char order = descr[0];
  if (order != '<' && order != '>' && order != '|' && order != '=') return std::nullopt;
  constexpr std::pair<std::string_view, ElementType> kCodes[] = {
      {"b1", ElementType::Bool}, {"i1", ElementType::I8},  {"u1", ElementType::U8},
      {"i2", ElementType::I16},  {"u2", ElementType::U16}, {"i4", ElementType::I32},
      {"u4", ElementType::U32},  {"i8", ElementType::I64}, {"u8", ElementType::U64},
      {"f2", ElementType::F16},  {"f4", ElementType::F32}, {"f8", ElementType::F64}};
  for (const auto& [code, type] : kCodes) {
    if (code == descr.substr(1)) return Described{type, order == '>'};
  }
  return std::nullopt;
}

// The header's text and where the data begin; nothing for a file of another kind.
struct Frame {
  std::string_view header;
  std::size_t data;
};

std::optional<Frame> frameOf(std::string_view bytes) {
  constexpr std::size_t kVersion = 2;
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kVersion + 2) return {};
  const auto major = static_cast<unsigned char>(bytes[kMagic.size()]);
  if (major < 1 || major > 3) return std::nullopt;
  const std::size_t width = major == 1 ? 2 : 4;
  const std::size_t start = kMagic.size() + kVersion + width;
  if (bytes.size() < start) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const auto byte = static_cast<unsigned char>(bytes[start - width + i]);
    length |= static_cast<std::size_t>(byte) << (8 * i);
  }
  if (length > bytes.size() - start) return std::nullopt;
  return Frame{bytes.substr(start, length), start + length};
}

// The bytes that the shape needs, or nothing where that is no number.
std::optional<std::size_t> bytesOf(const SourceArray& array) {
  std::size_t bytes = sizeOf(array.type);
  for (std::int64_t size : array.shape) {
    if (__builtin_mul_overflow(bytes, static_cast<std::size_t>(size), &bytes)) return std::nullopt;
  }
  return bytes;
}

std::string codeOf(expr::DType dtype) {
  switch (dtype) {
    case expr::DType::F16:
      return "<f2";
    case expr::DType::F64:
      return "<f8";
    case expr::DType::I64:
      return "<i8";
    case expr::DType::U8:
      return "|u1";
    case expr::DType::Bool:
      return "|b1";
    default:
      return "<f4";
  }
}

}  // namespace

Result<SourceArray> parseNpyHeader(std::string_view bytes, const std::string& name,
                                   const std::string& file) {
  const auto frame = frameOf(bytes);
  if (!frame) return fail(notAnArrayFile(file, name, "it has no header of NumPy"));
  const auto header = HeaderReader(frame->header).read();
  if (!header) return fail(notAnArrayFile(file, name, "its header is not what NumPy writes"));
  const auto element = elementOf(*header->descr);
  if (!element) return fail(unsupportedElements(file, name, *header->descr));
  return SourceArray{.name = name,
                     .type = element->type,
                     .swapped = element->swapped,
                     .fortran = *header->fortran,
                     .shape = *header->shape,
                     .bytes = bytes.substr(frame->data)};
}

Result<SourceArray> parseNpy(std::string_view bytes, const std::string& name,
                             const std::string& file) {
  auto array = parseNpyHeader(bytes, name, file);
  if (!array) return array;
  const auto needed = bytesOf(*array);
  if (!needed || *needed != array->bytes.size())
    return fail(arrayLength(file, textOf(*array), needed, array->bytes.size()));
  return array;
}

Result<SourceArrays> openNpy(const std::string& path) {
  auto mapped = MappedFile::open(path);
  if (!mapped) return fail(std::move(mapped.error()));
  auto array = parseNpy((*mapped)->bytes(), std::filesystem::path(path).stem().string(), path);
  if (!array) return fail(std::move(array.error()));
  SourceArrays arrays;
  arrays.arrays.push_back(*std::move(array));
  arrays.owners.push_back(*std::move(mapped));
  return arrays;
}

std::string npyHeader(std::int64_t rows, const FieldType& type) {
  std::string shape = "(" + std::to_string(rows) + ",";
  for (std::size_t i = 0; i < type.shape.size(); ++i)
    shape += (i == 0 ? " " : ", ") + std::to_string(type.shape[i]);
  std::string text =
      "{'descr': '" + codeOf(type.dtype) + "', 'fortran_order': False, 'shape': " + shape + "), }";
  constexpr std::size_t kPrefix = 10;
  text.append((kAlignment - (kPrefix + text.size() + 1) % kAlignment) % kAlignment, ' ');
  text += '\n';
  std::string header(kMagic);
  header +=
      {'\x01', '\x00', static_cast<char>(text.size() & 0xFF), static_cast<char>(text.size() >> 8)};
  return header + text;
}

Result<void> writeNpy(const std::string& path, std::int64_t rows, const Column& column) {
  if (column.field.type.dtype == expr::DType::BF16)
    return fail(unsupportedOutputType(column.field.name, "NumPy has no bf16"));
  auto file = AtomicFile::create(path);
  if (!file) return fail(std::move(file.error()));
  if (auto done = file->write(npyHeader(rows, column.field.type)); !done) return done;
  const auto count = static_cast<std::size_t>(rows * column.field.type.elements());
  const std::string_view bytes(reinterpret_cast<const char*>(column.bytes),
                               count * expr::sizeOf(column.field.type.dtype));
  if (auto done = file->write(bytes); !done) return done;
  return file->commit();
}

}  // namespace itw::data
