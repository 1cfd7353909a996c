#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "runtime/data/atomic_file.h"
#include "runtime/data/safetensors.h"

namespace itw::data {

namespace {

using expr::DType;
using nlohmann::ordered_json;

// The data begins at a multiple of this, so that mapped tensors are aligned.
constexpr std::size_t kAlignment = 64;

const char* tagOf(DType dtype) {
  switch (dtype) {
    case DType::F16:
      return "F16";
    case DType::BF16:
      return "BF16";
    case DType::F32:
      return "F32";
    case DType::F64:
      return "F64";
    case DType::I64:
      return "I64";
    case DType::U8:
      return "U8";
    case DType::Bool:
      return "BOOL";
  }
  return "";
}

std::string headerOf(const std::vector<StoredTensor>& tensors, const Metadata& metadata) {
  ordered_json header = ordered_json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const StoredTensor& tensor : tensors) {
    const std::size_t end = offset + tensor.byteCount();
    header[tensor.name] = {
        {"dtype", tagOf(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  const std::size_t used = sizeof(std::uint64_t) + text.size();
  text.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  return text;
}

std::string lengthPrefix(std::uint64_t length) {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(length >> shift & 0xFF);
  return bytes;
}

}  // namespace

Result<void> writeSafetensors(const std::string& path, std::vector<StoredTensor> tensors,
                              const Metadata& metadata) {
  std::sort(tensors.begin(), tensors.end(), [](const StoredTensor& a, const StoredTensor& b) {
    const auto sizeA = expr::sizeOf(a.dtype);
    const auto sizeB = expr::sizeOf(b.dtype);
    return std::tie(sizeB, a.name) < std::tie(sizeA, b.name);
  });
  const std::string header = headerOf(tensors, metadata);
  auto file = AtomicFile::create(path);
  if (!file) return fail(std::move(file.error()));
  if (auto done = file->write(lengthPrefix(header.size()) + header); !done) return done;
  for (const StoredTensor& tensor : tensors) {
    const std::string_view bytes(reinterpret_cast<const char*>(tensor.bytes), tensor.byteCount());
    if (auto done = file->write(bytes); !done) return done;
  }
  return file->commit();
}

}  // namespace itw::data
