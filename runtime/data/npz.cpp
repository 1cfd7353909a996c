#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <memory>

#include "runtime/data/array_errors.h"
#include "runtime/data/data_errors.h"
#include "runtime/data/npy.h"

namespace itw::data {

namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

using Archive = std::unique_ptr<zip_t, Discard>;

// The reason of a call that failed with libzip's number for it.
std::string reasonOf(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

// NumPy stores `x` as the entry "x.npy".
std::string arrayNameOf(std::string_view entry) {
  constexpr std::string_view kEnding = ".npy";
  if (entry.ends_with(kEnding)) entry.remove_suffix(kEnding.size());
  return std::string(entry);
}

// Up to `limit` bytes of an entry; all of them are verified by their checksum.
Result<std::shared_ptr<const std::string>> readEntry(zip_t* archive, zip_uint64_t index,
                                                     const std::string& path, std::size_t limit) {
  zip_stat_t about;
  if (zip_stat_index(archive, index, 0, &about) != 0 || (about.valid & ZIP_STAT_SIZE) == 0)
    return fail(notAnArrayFile(path, {}, zip_strerror(archive)));
  const std::string name = arrayNameOf(about.name);
  const std::unique_ptr<zip_file_t, Discard> file(zip_fopen_index(archive, index, 0));
  if (file == nullptr) return fail(notAnArrayFile(path, name, zip_strerror(archive)));
  auto bytes = std::make_shared<std::string>();
  // A few bytes of an archive can claim any size: grow with what is really there.
  constexpr std::size_t kPiece = std::size_t{16} << 20;
  const std::size_t size = std::min<std::size_t>(about.size, limit);
  while (bytes->size() < size) {
    const std::size_t before = bytes->size();
    const std::size_t wanted = std::min(kPiece, size - before);
    bytes->resize(before + wanted);
    const zip_int64_t got = zip_fread(file.get(), bytes->data() + before, wanted);
    if (got <= 0) return fail(notAnArrayFile(path, name, zip_file_strerror(file.get())));
    bytes->resize(before + static_cast<std::size_t>(got));
  }
  char rest = 0;
  // Reading beyond the end is what verifies the checksum.
  if (size == about.size && zip_fread(file.get(), &rest, 1) != 0)
    return fail(notAnArrayFile(path, name, zip_file_strerror(file.get())));
  return bytes;
}

Result<void> addArray(zip_t* archive, zip_uint64_t index, const std::string& path, bool wanted,
                      SourceArrays& all) {
  constexpr std::size_t kHeader = std::size_t{64} << 10;
  const char* entry = zip_get_name(archive, index, 0);
  if (entry == nullptr) return fail(notAnArrayFile(path, {}, zip_strerror(archive)));
  auto bytes = readEntry(archive, index, path, wanted ? SIZE_MAX : kHeader);
  if (!bytes) return fail(std::move(bytes.error()));
  const std::string name = arrayNameOf(entry);
  auto array = wanted ? parseNpy(**bytes, name, path) : parseNpyHeader(**bytes, name, path);
  if (!array && wanted) return fail(std::move(array.error()));
  if (!array) {
    all.others.push_back(std::move(array.error()));
    return {};
  }
  all.arrays.push_back(*std::move(array));
  all.owners.push_back(*std::move(bytes));
  return {};
}

Result<void> addColumn(zip_t* archive, const std::string& path, std::int64_t rows,
                       const Column& column, std::vector<std::string>& headers) {
  const auto refuse = [&] { return fail(unwritableArchive(path, zip_strerror(archive))); };
  if (column.field.type.dtype == expr::DType::BF16)
    return fail(unsupportedOutputType(column.field.name, "NumPy has no bf16"));
  const auto count = static_cast<std::size_t>(rows * column.field.type.elements());
  const std::size_t size = count * expr::sizeOf(column.field.type.dtype);
  // The archive keeps pointers until it is closed.
  headers.push_back(npyHeader(rows, column.field.type));
  std::string& whole = headers.back();
  whole.append(reinterpret_cast<const char*>(column.bytes), size);
  zip_source_t* source = zip_source_buffer(archive, whole.data(), whole.size(), 0);
  if (source == nullptr) return refuse();
  const zip_int64_t index =
      zip_file_add(archive, (column.field.name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return refuse();
  }
  const auto place = static_cast<zip_uint64_t>(index);
  constexpr zip_uint16_t kFirstDay = (1U << 5) | 1U;  // 1980-01-01: no clock in an artifact.
  if (zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) != 0) return refuse();
  if (zip_file_set_dostime(archive, place, 0, kFirstDay, 0) != 0) return refuse();
  return {};
}

}  // namespace

Result<SourceArrays> openNpz(const std::string& path,
                             const std::function<bool(std::string_view)>& wanted) {
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) return fail(unreadableFile(path, ENOENT));
  if (std::filesystem::is_directory(path, unknown)) return fail(unreadableFile(path, EISDIR));
  int code = 0;
  const Archive archive(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
  if (archive == nullptr) return fail(notAnArrayFile(path, {}, reasonOf(code)));
  SourceArrays arrays;
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));
  for (zip_uint64_t index = 0; index < count; ++index) {
    const char* entry = zip_get_name(archive.get(), index, 0);
    const bool whole = entry != nullptr && wanted(arrayNameOf(entry));
    if (auto added = addArray(archive.get(), index, path, whole, arrays); !added)
      return fail(std::move(added.error()));
  }
  return arrays;
}

Result<void> writeNpz(const std::string& path, const Dataset& dataset) {
  int code = 0;
  Archive archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
  if (archive == nullptr) return fail(unwritableArchive(path, reasonOf(code)));
  std::vector<std::string> headers;
  headers.reserve(dataset.columns.size());
  for (const Column& column : dataset.columns) {
    auto added = addColumn(archive.get(), path, dataset.rows, column, headers);
    if (!added) return added;
  }
  // Writes under a temporary name and renames, as AtomicFile does.
  if (zip_close(archive.get()) != 0)
    return fail(unwritableArchive(path, zip_strerror(archive.get())));
  [[maybe_unused]] const zip_t* closed = archive.release();
  return {};
}

}  // namespace itw::data
