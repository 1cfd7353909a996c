#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "compiler/source/source_map.h"

namespace itw::test {

/// The only file there is, `a.itw`.
class OneFile final : public FileSystem {
 public:
  explicit OneFile(std::string text) : text_(std::move(text)) {}
  Result<std::string> read(const std::string& path) const override {
    if (path != "a.itw") return fail(makeError(ErrorClass::Environment, "no such file"));
    return text_;
  }

 private:
  std::string text_;
};

/// The programs of these folders of tests/golden, in the order of their names.
inline std::vector<std::filesystem::path> goldenPrograms(const std::vector<std::string>& folders) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& folder : folders)
    for (const auto& entry :
         std::filesystem::directory_iterator(ITW_SOURCE_DIR "/tests/golden/" + folder))
      if (entry.path().extension() == ".itw") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

inline std::string textOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace itw::test
