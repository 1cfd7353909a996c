#include "runtime/data/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/data/data_errors.h"

namespace itw::data {

namespace {

// Closes a descriptor at the end of a scope.
struct Descriptor {
  int value;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

// Reads to the end; false with errno on a failure.
bool readAll(int descriptor, std::string& text) {
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.append(buffer, static_cast<std::size_t>(count));
  }
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
  const Descriptor descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (descriptor.value < 0) return fail(unreadableFile(path, errno));
  struct stat status{};
  if (::fstat(descriptor.value, &status) != 0) return fail(unreadableFile(path, errno));
  if (S_ISDIR(status.st_mode)) return fail(unreadableFile(path, EISDIR));

  std::shared_ptr<MappedFile> file(new MappedFile());
  const auto size = static_cast<std::size_t>(status.st_size);
  if (S_ISREG(status.st_mode) && size > 0) {
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.value, 0);
    if (address != MAP_FAILED) {
      file->bytes_ = {static_cast<const char*>(address), size};
      file->mapped_ = true;
      return std::shared_ptr<const MappedFile>(std::move(file));
    }
  }
  if (!readAll(descriptor.value, file->read_)) return fail(unreadableFile(path, errno));
  file->bytes_ = file->read_;
  return std::shared_ptr<const MappedFile>(std::move(file));
}

MappedFile::~MappedFile() {
  if (mapped_) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace itw::data
