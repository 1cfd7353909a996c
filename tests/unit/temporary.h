#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace itw {

/// A path in a folder of this process alone, which is gone when it ends: tests run side by side.
inline std::string temporary(const std::string& name) {
  struct Folder {
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
    const std::string path = ::testing::TempDir() + "itw_" + std::to_string(getpid());
  };
  static const Folder kFolder;
  return kFolder.path + "/" + name;
}

}  // namespace itw
