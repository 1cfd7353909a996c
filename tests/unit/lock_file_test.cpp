// Locks of packages, against sha256sum's own format and folders that packages are not made of.

#include "compiler/package/lock_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "compiler/base/sha256.h"
#include "compiler/package/package_folder.h"
#include "tests/unit/temporary_folder.h"

namespace itw {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;

// printf abc | sha256sum
const std::string kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(LockFile, DigestIsThatOfTheLinesOfSha256sum) {
  const std::string lines = kAbc + "  a/b.itw\n" + kAbc + "  c.itw\n";
  EXPECT_EQ(digestOfFiles({{"c.itw", "sha256:" + kAbc}, {"a/b.itw", "sha256:" + kAbc}}),
            digestText(sha256(lines)));
}

TEST(LockFile, TextIsReadBack) {
  LockFile lock;
  LockedPackage& package = lock.packages["turbines"];
  package = {"../x \"y\"", "1.0", "", {{"package.itw", "sha256:" + kAbc}}};
  package.digest = digestOfFiles(package.files);
  auto back = readLock(lockText(lock));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(back->packages.at("turbines").folder, "../x \"y\"");
  EXPECT_EQ(back->packages.at("turbines").files, package.files);
  EXPECT_EQ(lockText(*back), lockText(lock));
}

TEST(LockFile, WhatIsNoLockIsRefused) {
  for (const char* text :
       {"", "{}", "[]", R"({"itw": 2, "kind": "lock", "packages": {}})",
        R"({"itw": 1, "kind": "plan", "packages": {}})",
        R"({"itw": 1, "kind": "lock", "packages": {"a": {}}})",
        R"({"itw": 1, "kind": "lock", "packages": {"a": {"digest": "sha256:00", "files": {},)"
        R"("folder": "a"}}})"})
    EXPECT_FALSE(readLock(text).has_value()) << text;
  EXPECT_TRUE(readLock(R"({"itw": 1, "kind": "lock", "packages": {}})").has_value());
}

TEST(LockFile, NamesArePathsOfImports) {
  for (const char* name : {"turbines", "_x", "A1_b"}) EXPECT_TRUE(isPackageName(name)) << name;
  for (const char* name : {"", "std", "1a", "a-b", "a.b", "../a", "a/b", "ä"})
    EXPECT_FALSE(isPackageName(name)) << name;
}

TEST(PackageFolder, HidesWhatIsMadeByTools) {
  const TemporaryFolder folder;
  folder.write("package.itw", "abc");
  folder.write("sub/more.itw", "abc");
  folder.write("sub/data.bin", std::string(200000, 'x'));
  for (const char* hidden : {".git/config", "sub/.swp", "__pycache__/a.py", "a.pyc"})
    folder.write(hidden, "no");
  fs::create_directory_symlink(folder.path(), fs::path(folder.path()) / ".circle");
  auto package = lockFolder("turbines", folder.path());
  ASSERT_TRUE(package.has_value()) << package.error().message;
  EXPECT_THAT(package->files,
              ElementsAre(Key("package.itw"), Key("sub/data.bin"), Key("sub/more.itw")));
  EXPECT_EQ(package->files.at("package.itw"), "sha256:" + kAbc);
  EXPECT_EQ(package->files.at("sub/data.bin"), digestText(sha256(std::string(200000, 'x'))));
}

TEST(PackageFolder, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  folder.write("package.itw", "abc");
  const std::string pipe = fs::path(folder.path()) / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  auto package = lockFolder("turbines", folder.path());
  ASSERT_FALSE(package.has_value());
  EXPECT_THAT(package.error().message, HasSubstr("`pipe` is neither a file nor a folder"));
  fs::remove(pipe);
  fs::create_directory_symlink(folder.path(), fs::path(folder.path()) / "circle");
  EXPECT_FALSE(lockFolder("turbines", folder.path()).has_value());
}

TEST(PackageFolder, RefusesWhatHoldsNoProgram) {
  const TemporaryFolder folder;
  EXPECT_FALSE(lockFolder("turbines", folder.path()).has_value());
  folder.write("package.itw", "abc");
  EXPECT_TRUE(lockFolder("turbines", folder.path()).has_value());
  folder.write("package.json", R"({"name": "other"})");
  EXPECT_FALSE(lockFolder("turbines", folder.path()).has_value());
  folder.write("package.json", R"({"name": "turbines", "version": "1.2"})");
  auto package = lockFolder("turbines", folder.path());
  ASSERT_TRUE(package.has_value());
  EXPECT_EQ(package->version, "1.2");
  folder.write("package.json", "[");
  EXPECT_FALSE(lockFolder("turbines", folder.path()).has_value());
}

}  // namespace
}  // namespace itw
