#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "compiler/source/source_map.h"

namespace itw {
namespace {

using namespace std::string_literals;

TEST(SourceFile, columnsCountCodePointsNotBytes) {
  const SourceFile file("a.itw", "é = 1\nxé√y\n");
  EXPECT_EQ(file.place(0).column, 1U);
  EXPECT_EQ(file.place(2).column, 2U);
  EXPECT_EQ(file.place(7).line, 2U);
  EXPECT_EQ(file.place(13).column, 4U);
}

TEST(SourceFile, carriageReturnsAreNotPartOfALine) {
  const SourceFile file("a.itw", "one\r\ntwo\r\n");
  EXPECT_EQ(file.lineCount(), 3U);
  EXPECT_EQ(file.line(1), "one");
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "");
  EXPECT_EQ(file.lineStart(2), 5U);
}

TEST(SourceFile, thePlaceBehindTheLastByteIsKnown) {
  const SourceFile file("a.itw", "ab");
  EXPECT_EQ(file.place(2).column, 3U);
  EXPECT_EQ(file.place(99).column, 3U);
}

TEST(SourceFile, anEmptyFileHasOneLine) {
  const SourceFile file("a.itw", "");
  EXPECT_EQ(file.lineCount(), 1U);
  EXPECT_EQ(file.line(1), "");
  EXPECT_EQ(file.place(0).line, 1U);
}

TEST(SourceMap, spansGiveTheirText) {
  SourceMap sources;
  const FileId first = sources.add("a.itw", "alpha");
  const FileId second = sources.add("b.itw", "beta");
  EXPECT_EQ(sources.text({first, 1, 3}), "lp");
  EXPECT_EQ(sources.text({second, 0, 4}), "beta");
}

struct Utf8Case {
  std::string text;
  std::size_t invalid;
};

TEST(Utf8, findsTheFirstBrokenSequence) {
  constexpr std::size_t kNone = std::string_view::npos;
  const Utf8Case cases[] = {
      {"", kNone},
      {"plain", kNone},
      {"é√😀", kNone},
      {"\xEF\xBF\xBF", kNone},
      {"\xF4\x8F\xBF\xBF", kNone},
      {"a\x80", 1},             // A continuation byte alone.
      {"\xC0\xAF", 0},          // Overlong.
      {"\xE0\x80\x80", 0},      // Overlong.
      {"\xF0\x80\x80\x80", 0},  // Overlong.
      {"ab\xED\xA0\x80", 2},    // A surrogate.
      {"\xF4\x90\x80\x80", 0},  // Above U+10FFFF.
      {"\xF8\x88\x80\x80\x80", 0},
      {"ok\xE2\x82", 2},  // Cut off.
      {"\xC3", 0},
      {"\xFF", 0},
  };
  for (const Utf8Case& each : cases) EXPECT_EQ(findInvalidUtf8(each.text), each.invalid);
}

class DiskFileSystemTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::path(testing::TempDir()) / ("itw-source-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string refusal(const std::string& name) const {
    const Result<std::string> text = DiskFileSystem().read(path(name));
    return text ? "" : text.error().message;
  }

  std::filesystem::path folder_;
};

TEST_F(DiskFileSystemTest, readsAFileByteForByte) {
  const std::string bytes = "itw 1\r\n\0\xFF"s;
  std::ofstream(path("a.itw"), std::ios::binary) << bytes;
  const Result<std::string> text = DiskFileSystem().read(path("a.itw"));
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text, bytes);
}

TEST_F(DiskFileSystemTest, readsFilesThatReportNoSize) {
  const Result<std::string> text = DiskFileSystem().read("/proc/self/status");
  ASSERT_TRUE(text.has_value());
  EXPECT_NE(text->find("Name:"), std::string::npos);
}

TEST_F(DiskFileSystemTest, refusesWhatIsNotAFile) {
  EXPECT_EQ(refusal("none.itw"), "read `" + path("none.itw") + "`: no such file or directory");
  EXPECT_EQ(refusal("."), "read `" + path(".") + "`: this is a directory");
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal("pipe"),
            "read `" + path("pipe") + "`: this is a device, pipe or socket, not a regular file");
  EXPECT_FALSE(DiskFileSystem().read("/dev/zero").has_value());
}

TEST_F(DiskFileSystemTest, refusesFilesOver16MiB) {
  std::ofstream(path("big.itw")) << "x";
  std::filesystem::resize_file(path("big.itw"), (16U << 20U) + (1U << 20U));
  EXPECT_EQ(refusal("big.itw"),
            "read `" + path("big.itw") +
                "`: the file has 17 MiB, more than the 16 MiB that a program may have");
}

}  // namespace
}  // namespace itw
