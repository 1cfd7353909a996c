#include "runtime/event/journal.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

#include "runtime/event/journal_frame.h"

namespace itw::event {
namespace {

std::string bytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void rewrite(const std::string& path, const std::string& bytes) {
  std::filesystem::remove(path);  // ext4 flushes what is cut to nothing and written anew.
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string encoded(const Record& record) {
  std::string bytes;
  encodeRecord(bytes, record);
  return bytes;
}

std::vector<Record> oneOfEach() {
  Error error = makeError(ErrorClass::Task, "row 3 is short", "add a column");
  error.place = SourcePlace{"digits.csv", 3, 1};
  const std::vector<OutputValue> outputs = {{"output", "dataset", "", "", "sha256:12"}};
  return {RunStarted{"r0001",
                     "digits",
                     "sha256:0",
                     "x.itw",
                     {"lr=1"},
                     "0.1",
                     "host",
                     "boot",
                     7,
                     4,
                     "/project",
                     1,
                     1.5},
          WorkerReady{1, 9, "0.1", "2.15", "AVX2", 2, 1.6},
          TaskReady{"digits/raw", sha256("key"), {{"argument path", sha256("path")}}},
          TaskStarted{"digits/raw", 1, 1, 1.7},
          TaskMetric{"digits/fit", "train_loss", 23, 1, 0.5},
          TaskLog{"digits/fit", "info", "hello", 1.8},
          TaskDone{"digits/raw", outputs, 0.2, 1000, true, 1.9},
          TaskCached{"digits/parts", outputs, 0.1, 1000, "r0000", 2.0},
          TaskFailed{"digits/fit", error, 0.1, 2.1},
          TaskDropped{"digits/score", "skipped", 2.2},
          Note{"artifact is missing", 2.3},
          RunEnded{"failed", 1.0, 2.5}};
}

class JournalTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("itw-journal-" + std::to_string(getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "journal";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Writes the records, each in a sync of its own, and returns where each frame ends.
  std::vector<std::uint64_t> writeSynced(const std::vector<Record>& records) {
    auto journal = Journal::create(path_);
    std::vector<std::uint64_t> ends;
    for (const Record& record : records) {
      journal->append(record);
      EXPECT_TRUE(journal->sync());
      ends.push_back(journal->flushedBytes());
    }
    return ends;
  }

  Result<JournalEnd> read(const JournalEnd& from = {}) {
    records_.clear();
    return readJournal(path_, from,
                       [this](const Record& record) { records_.push_back(encoded(record)); });
  }

  std::filesystem::path folder_;
  std::string path_;
  std::vector<std::string> records_;
};

TEST_F(JournalTest, everyRecordComesBack) {
  const std::vector<Record> records = oneOfEach();
  writeSynced(records);
  auto end = read();
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->note, "");
  EXPECT_EQ(end->sequence, records.size());
  ASSERT_EQ(records_.size(), records.size());
  for (std::size_t index = 0; index < records.size(); ++index) {
    EXPECT_EQ(records_[index], encoded(records[index])) << index;
  }
}

TEST_F(JournalTest, aCutAtAnyByteLosesOnlyTheTornRecord) {
  const std::vector<std::uint64_t> ends = writeSynced(oneOfEach());
  const std::string whole = bytesOf(path_);
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    rewrite(path_, whole.substr(0, size));
    auto end = read();
    ASSERT_TRUE(end) << size << ": " << end.error().message;
    const auto kept = static_cast<std::size_t>(
        std::count_if(ends.begin(), ends.end(), [&](std::uint64_t each) { return each <= size; }));
    EXPECT_EQ(records_.size(), kept) << size;
    EXPECT_EQ(end->note.empty(), size == end->bytes) << size;
  }
}

TEST_F(JournalTest, writingGoesOnBehindATornTail) {
  writeSynced({Note{"one", 1}, Note{"two", 2}});
  const std::string whole = bytesOf(path_);
  rewrite(path_, whole.substr(0, whole.size() - 3));
  auto end = read();
  ASSERT_TRUE(end);
  {
    auto journal = Journal::reopen(path_, *end);
    ASSERT_TRUE(journal);
    journal->append(Note{"three", 3});
    ASSERT_TRUE(journal->sync());
  }
  auto again = read();
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->note, "");
  ASSERT_EQ(records_.size(), 2U);
  EXPECT_EQ(records_[1], encoded(Note{"three", 3}));
}

TEST_F(JournalTest, aChangedByteIsRefusedOrCutButNeverRead) {
  const std::vector<Record> records = oneOfEach();
  const std::vector<std::uint64_t> ends = writeSynced(records);
  const std::string whole = bytesOf(path_);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    rewrite(path_, changed);
    auto end = read();
    const bool inLast = at >= ends[ends.size() - 2];
    EXPECT_EQ(end.has_value(), inLast) << at;
    if (end) {
      EXPECT_FALSE(end->note.empty());
    } else {
      EXPECT_EQ(end.error().code, "R0203");
    }
    for (std::size_t index = 0; index < records_.size(); ++index) {
      EXPECT_EQ(records_[index], encoded(records[index]));
    }
  }
}

TEST_F(JournalTest, aSealedJournalRefusesAChangeOfAnyByteButThoseOfTheSeal) {
  {
    auto journal = Journal::create(path_);
    for (const Record& record : oneOfEach()) journal->append(record);
    ASSERT_TRUE(journal->seal());
  }
  const std::string whole = bytesOf(path_);
  ASSERT_TRUE(read());
  EXPECT_EQ(records_.size(), oneOfEach().size());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x04);
    rewrite(path_, changed);
    EXPECT_EQ(read().has_value(), at >= whole.size() - kJournalHead) << at;
  }
}

TEST_F(JournalTest, pagesOfOneUnsyncedGroupMayBeMissingInTheMiddle) {
  {
    auto journal = Journal::create(path_);
    journal->append(Note{"synced", 1});
    ASSERT_TRUE(journal->sync());
    for (int index = 0; index < 5; ++index) journal->append(Note{"group", 2});
    ASSERT_TRUE(journal->flush());
  }
  std::string bytes = bytesOf(path_);
  const std::size_t second =
      kJournalMagic.size() + kJournalHead + encoded(Note{"synced", 1}).size();
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(second), kJournalHead, '\0');
  rewrite(path_, bytes);
  auto end = read();
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(records_.size(), 1U);
  EXPECT_FALSE(end->note.empty());
}

TEST_F(JournalTest, readingGoesOnWhereItEnded) {
  auto journal = Journal::create(path_);
  journal->append(Note{"one", 1});
  ASSERT_TRUE(journal->flush());
  auto end = read();
  ASSERT_TRUE(end);
  journal->append(Note{"two", 2});
  ASSERT_TRUE(journal->flush());
  ASSERT_TRUE(read(*end));
  EXPECT_EQ(records_, std::vector{encoded(Note{"two", 2})});
}

TEST_F(JournalTest, anotherFileIsNoJournal) {
  rewrite(path_, "{\"itw\":1}");
  auto end = read();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().kind, ErrorClass::Environment);
}

TEST_F(JournalTest, aFullDiskLeavesWholeRecordsAndCanGoOn) {
  auto journal = Journal::create(path_);
  journal->append(Note{"one", 1});
  ASSERT_TRUE(journal->sync());
  // A limit on the size of files acts like a full disk.
  struct rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  struct rlimit small = before;
  small.rlim_cur = journal->flushedBytes() + 30;
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  journal->append(Note{std::string(100, 'x'), 2});
  EXPECT_FALSE(journal->flush());
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_TRUE(read());
  EXPECT_EQ(records_.size(), 1U);
  EXPECT_TRUE(journal->sync());
  ASSERT_TRUE(read());
  EXPECT_EQ(records_.size(), 2U);
}

TEST_F(JournalTest, randomBytesEndInAnErrorOrANote) {
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string bytes(kJournalMagic);
    for (unsigned index = 0; index < random() % 300; ++index) {
      bytes.push_back(static_cast<char>(random() % 3 == 0 ? random() : 0));
    }
    rewrite(path_, bytes);
    (void)read();
  }
}

}  // namespace
}  // namespace itw::event
