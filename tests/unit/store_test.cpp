#include "runtime/store/store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>

#include "runtime/store/content.h"
#include "runtime/store/disk.h"
#include "tests/unit/temporary_folder.h"

namespace itw::store {
namespace {

TEST(DiskTest, aFullDiskHasACodeOfItsOwn) {
  EXPECT_EQ(diskError("write a", ENOSPC).code, "R0202");
  EXPECT_EQ(diskError("write a", EDQUOT).code, "R0202");
  EXPECT_EQ(diskError("write a", EIO).code, "R0201");
  EXPECT_EQ(diskError("write a", ENOSPC).kind, ErrorClass::Environment);
  EXPECT_EQ(diskError("write a", EROFS).message, "write a: Read-only file system");
  // A device that is always full.
  auto written = writeNewFile("/dev/full", "x");
  ASSERT_FALSE(written);
}

TEST(DiskTest, aFileIsWrittenWholeOrNotAtAll) {
  TemporaryFolder folder;
  folder.write("plan", "old");
  ASSERT_TRUE(writeFile(folder / "plan", "new"));
  EXPECT_EQ(folder.read("plan"), "new");
  EXPECT_FALSE(writeFile(folder / "no/such/plan", "new"));
  EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{"plan"});
}

TEST(ArtifactsTest, filesMoveInByContentAndReadOnly) {
  TemporaryFolder folder;
  const Artifacts artifacts(folder / "artifacts");
  auto digests = artifacts.take({folder.write("a", "hello"), folder.write("b", "world")});
  ASSERT_TRUE(digests) << digests.error().message;
  EXPECT_EQ(digests->digests.at(0),
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  EXPECT_TRUE(artifacts.has(digests->digests.at(1)));
  EXPECT_FALSE(exists(folder / "a"));
  struct stat status{};
  ASSERT_EQ(stat(artifacts.pathOf(digests->digests.at(0)).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0444U);
  EXPECT_EQ(artifacts.verify(digests->digests.at(0)).value(), true);
}

TEST(ArtifactsTest, theSameContentTwiceIsOneFile) {
  TemporaryFolder folder;
  const Artifacts artifacts(folder / "artifacts");
  auto first = artifacts.take({folder.write("a", "same")});
  auto second = artifacts.take({folder.write("b", "same")});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->digests, second->digests);
}

TEST(ArtifactsTest, nothingLeavesTheFolder) {
  const Artifacts artifacts("/store");
  EXPECT_EQ(artifacts.pathOf("sha256:../../etc/passwd"), "");
  EXPECT_EQ(artifacts.pathOf("sha256:" + std::string(64, '.')), "");
  EXPECT_EQ(artifacts.pathOf("md5:" + std::string(64, 'a')), "");
  EXPECT_EQ(artifacts.pathOf(""), "");
  EXPECT_FALSE(artifacts.has("sha256:zz"));
}

TEST(ArtifactsTest, linksAndFoldersAreRefused) {
  TemporaryFolder folder;
  const Artifacts artifacts(folder / "artifacts");
  folder.write("secret", "key");
  std::filesystem::create_symlink(folder / "secret", folder / "link");
  EXPECT_FALSE(artifacts.take({folder / "link"}));
  std::filesystem::create_directory(folder / "inner");
  EXPECT_FALSE(artifacts.take({folder / "inner"}));
  EXPECT_FALSE(artifacts.take({folder / "missing"}));
  EXPECT_TRUE(exists(folder / "secret"));
}

TEST(ArtifactsTest, aChangedArtifactIsFound) {
  TemporaryFolder folder;
  const Artifacts artifacts(folder / "artifacts");
  auto digests = artifacts.take({folder.write("a", "hello")});
  ASSERT_TRUE(digests);
  const std::string path = artifacts.pathOf(digests->digests.at(0));
  chmod(path.c_str(), 0644);
  std::ofstream(path) << "jello";
  EXPECT_EQ(artifacts.verify(digests->digests.at(0)).value(), false);
}

TEST(LeaseTest, onlyOneProcessHoldsIt) {
  TemporaryFolder folder;
  {
    auto lease = Lease::take(folder / "lease", "r0001");
    ASSERT_TRUE(lease) << lease.error().message;
    EXPECT_TRUE((*lease)->beat());
    auto second = Lease::take(folder / "lease", "r0001");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "R0204");
    EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos);
  }
  EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{});
  EXPECT_TRUE(Lease::take(folder / "lease", "r0001"));
}

TEST(LeaseTest, thatOfADeadProcessIsTaken) {
  TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    auto lease = Lease::take(folder / "lease", "r0001");
    _exit(lease ? 0 : 1);  // Without giving it back.
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  ASSERT_TRUE(exists(folder / "lease"));
  EXPECT_FALSE(lookAtLease(folder / "lease")->alive);
  auto lease = Lease::take(folder / "lease", "r0001");
  ASSERT_TRUE(lease) << lease.error().message;
  EXPECT_TRUE(lookAtLease(folder / "lease")->alive);
  EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{"lease"});
}

TEST(LeaseTest, anotherMachineIsBelievedUntilItIsSilent) {
  TemporaryFolder folder;
  folder.write("lease", R"({"host":"far","boot_id":"x","pid_space":"y","pid":1,"start_time":5})");
  EXPECT_FALSE(Lease::take(folder / "lease", "r0001"));
  const auto path = std::filesystem::path(folder / "lease");
  std::filesystem::last_write_time(
      path, std::filesystem::file_time_type::clock::now() - std::chrono::seconds(60));
  EXPECT_TRUE(Lease::take(folder / "lease", "r0001"));
}

TEST(LeaseTest, losingItIsNoticed) {
  TemporaryFolder folder;
  auto lease = Lease::take(folder / "lease", "r0001");
  ASSERT_TRUE(lease);
  std::filesystem::remove(folder / "lease");
  folder.write("lease", "another");
  auto beat = (*lease)->beat();
  ASSERT_FALSE(beat);
  EXPECT_EQ(beat.error().code, "R0204");
  lease->reset();
  EXPECT_EQ(folder.read("lease"), "another");
}

TEST(LeaseTest, manyAtOnceGiveOneHolder) {
  TemporaryFolder folder;
  folder.write("lease", R"({"host":"gone","boot_id":"x","pid":1})");
  std::filesystem::last_write_time(
      folder / "lease", std::filesystem::file_time_type::clock::now() - std::chrono::seconds(60));
  std::vector<pid_t> children;
  for (int count = 0; count < 8; ++count) {
    const pid_t child = fork();
    if (child == 0) {
      auto lease = Lease::take(folder / "lease", "r0001");
      if (lease) usleep(300000);
      _exit(lease ? 1 : 0);
    }
    children.push_back(child);
  }
  int holders = 0;
  for (pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    holders += WEXITSTATUS(status);
  }
  EXPECT_EQ(holders, 1);
}

TEST(StoreTest, runsAreNumberedAndCounted) {
  TemporaryFolder folder;
  const Store store(folder.path());
  EXPECT_FALSE(store.present());
  ASSERT_TRUE(store.create());
  EXPECT_EQ(store.addRun("{}").value(), "r0001");
  EXPECT_EQ(store.addRun("{}").value(), "r0002");
  std::filesystem::create_directory(store.root() + "/runs/r10000");
  std::filesystem::create_directory(store.root() + "/runs/other");
  EXPECT_EQ(store.addRun("{}").value(), "r10001");
  EXPECT_EQ(store.runs(), (std::vector<std::string>{"r0001", "r0002", "r10000", "r10001"}));
  EXPECT_FALSE(store.hasRun("../r0001"));
  EXPECT_EQ(readFile(store.planPath("r0001")).value(), "{}");
}

TEST(StoreTest, aFileInTheWayIsAClearError) {
  TemporaryFolder folder;
  folder.write(".itw", "no folder");
  auto made = Store(folder.path()).create();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorClass::Environment);
  EXPECT_EQ(made.error().code, "R0201");
}

TEST(StoreTest, scratchOfRunsThatNobodyWorksOnIsSwept) {
  TemporaryFolder folder;
  const Store store(folder.path());
  ASSERT_TRUE(store.create());
  for (int count = 0; count < 2; ++count) ASSERT_TRUE(store.addRun("{}"));
  ASSERT_TRUE(makeFolders(store.scratchFolder("r0001")));
  ASSERT_TRUE(makeFolders(store.scratchFolder("r0002")));
  auto lease = Lease::take(store.leasePath("r0002"), "r0002");
  store.sweepScratch();
  EXPECT_FALSE(exists(store.scratchFolder("r0001")));
  EXPECT_TRUE(exists(store.scratchFolder("r0002")));
}

TEST(ContentTest, aFreshFileIsNotTrusted) {
  TemporaryFolder folder;
  const std::string path = folder.write("data.csv", "a,b\n1,2\n");
  auto file = hashFile(path);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->stamp, *stampOf(path));
  EXPECT_FALSE(isSettled(file->stamp));
  std::filesystem::last_write_time(
      path, std::filesystem::file_time_type::clock::now() - std::chrono::seconds(60));
  EXPECT_TRUE(isSettled(*stampOf(path)));
}

TEST(ContentTest, whatIsNoRegularFileHasNoStamp) {
  TemporaryFolder folder;
  EXPECT_FALSE(stampOf(folder / "missing"));
  EXPECT_FALSE(stampOf(folder.path()));
  EXPECT_FALSE(hashFile("/dev/null"));
}

}  // namespace
}  // namespace itw::store
