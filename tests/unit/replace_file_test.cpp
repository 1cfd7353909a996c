#include "runtime/cli/replace_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace itw::cli {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes away with the test.
class ReplaceFileTest : public ::testing::Test {
 protected:
  ReplaceFileTest() {
    std::string name = (fs::temp_directory_path() / "itw-replace-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ReplaceFileTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  std::size_t fileCount() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

TEST_F(ReplaceFileTest, keepsPermissionsAndLeavesNothingBehind) {
  const std::string path = write("a.itw", "old");
  ::chmod(path.c_str(), 0640);
  ASSERT_TRUE(replaceFile(path, "new"));
  EXPECT_EQ(read(path), "new");
  struct stat info{};
  ::stat(path.c_str(), &info);
  EXPECT_EQ(info.st_mode & 07777, 0640U);
  EXPECT_EQ(fileCount(), 1U);
}

TEST_F(ReplaceFileTest, aLinkStaysALink) {
  const std::string path = write("a.itw", "old");
  const std::string link = (folder_ / "b.itw").string();
  fs::create_symlink("a.itw", link);
  ASSERT_TRUE(replaceFile(link, "new"));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(read(path), "new");
}

TEST_F(ReplaceFileTest, whatCannotBeWrittenIsAnErrorOfTheEnvironment) {
  const auto result = replaceFile((folder_ / "none" / "a.itw").string(), "new");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, "R1003");
  EXPECT_EQ(exitCodeOf(result.error().kind), 6);
}

}  // namespace
}  // namespace itw::cli
