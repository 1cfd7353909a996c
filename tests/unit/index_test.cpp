#include "runtime/store/index.h"

#include <gtest/gtest.h>

#include "runtime/store/disk.h"
#include "tests/unit/temporary_folder.h"

namespace itw::store {
namespace {

using event::OutputValue;

const std::vector<OutputValue> kOutputs = {{"model", "model", "", "", "sha256:ab"},
                                           {"train_loss", "value", "", "0.25", ""}};

std::vector<event::Record> finishedRun(const std::string& run) {
  return {event::RunStarted{
              run, "digits", "sha256:1", "x.itw", {}, "0.1", "host", "boot", 1, 3, "", 1, 100},
          event::TaskReady{"digits/fit", sha256("fit"), {{"argument lr", sha256("lr")}}},
          event::TaskStarted{"digits/fit", 1, 1, 101},
          event::TaskMetric{"digits/fit", "train_loss", 1, 1, 0.5},
          event::TaskMetric{"digits/fit", "train_loss", 2, 2, 0.25},
          event::TaskDone{"digits/fit", kOutputs, 1.5, 4096, true, 103},
          event::TaskReady{"digits/raw", sha256("raw"), {}},
          event::TaskCached{"digits/raw", kOutputs, 0.5, 1, "r0009", 103},
          event::TaskReady{"digits/bad", std::nullopt, {}},
          event::TaskFailed{"digits/bad", makeError(ErrorClass::Task, "no"), 0.1, 104},
          event::RunEnded{"failed", 4.5, 105}};
}

class IndexTest : public ::testing::Test {
 protected:
  IndexTest() : store_(folder_.path()) { EXPECT_TRUE(store_.create()); }

  std::string addRun() {
    const std::string run = store_.addRun("{}").value();
    auto journal = event::Journal::create(store_.journalPath(run));
    for (const event::Record& record : finishedRun(run)) {
      journal->append(record);
      EXPECT_TRUE(journal->sync());
    }
    return run;
  }

  void expectWhole(Index& index) {
    const auto rows = index.runs();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].run, "r0001");
    EXPECT_EQ(rows[0].status, "failed");
    EXPECT_EQ(rows[0].tasks, 3);
    EXPECT_EQ(rows[0].done, 1);
    EXPECT_EQ(rows[0].cached, 1);
    EXPECT_EQ(rows[0].failed, 1);
    EXPECT_EQ(rows[0].seconds, 4.5);
    const auto hits = index.find(sha256("fit"));
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].run, "r0001");
    EXPECT_EQ(hits[0].outputs.size(), 2U);
    EXPECT_EQ(hits[0].outputs[0].digest, "sha256:ab");
    EXPECT_EQ(hits[0].outputs[1].value, "0.25");
    EXPECT_EQ(hits[0].seconds, 1.5);
    EXPECT_EQ(hits[0].peakMemoryBytes, 4096);
    EXPECT_TRUE(index.find(sha256("raw")).empty());
  }

  TemporaryFolder folder_;
  Store store_;
};

TEST_F(IndexTest, aJournalBecomesRows) {
  addRun();
  auto index = Index::open(store_);
  expectWhole(*index);
  EXPECT_TRUE(index->takeNotes().empty());
}

TEST_F(IndexTest, aDeletedDatabaseIsRebuilt) {
  addRun();
  Index::open(store_);
  std::filesystem::remove(store_.databasePath());
  auto index = Index::open(store_);
  expectWhole(*index);
}

TEST_F(IndexTest, aDamagedDatabaseIsRebuiltAndSaid) {
  addRun();
  Index::open(store_);
  for (std::size_t size : {std::size_t{10}, std::size_t{4096}, std::size_t{100000}}) {
    folder_.write(".itw/itw.db", std::string(size, 'x'));
    auto index = Index::open(store_);
    expectWhole(*index);
    EXPECT_EQ(index->takeNotes().size(), 1U);
  }
}

TEST_F(IndexTest, bytesChangedInTheMiddleAreRebuiltOrRead) {
  addRun();
  Index::open(store_);
  const std::string whole = folder_.read(".itw/itw.db");
  for (std::size_t page = 1; page * 4096 < whole.size(); ++page) {
    std::string changed = whole;
    changed.replace(page * 4096, 2048, 2048, 'x');
    folder_.write(".itw/itw.db", changed);
    auto index = Index::open(store_);
    (void)index->find(sha256("fit"));
    (void)index->runs();
    std::filesystem::remove(store_.databasePath());
  }
}

TEST_F(IndexTest, aDatabaseOfAnotherVersionIsMadeAnew) {
  addRun();
  {
    Index::open(store_);
  }
  std::string bytes = folder_.read(".itw/itw.db");
  bytes[63] = 99;  // user_version stands at byte 60, big-endian.
  folder_.write(".itw/itw.db", bytes);
  auto index = Index::open(store_);
  expectWhole(*index);
}

TEST_F(IndexTest, aRunIsTakenInPieceByPiece) {
  auto index = Index::open(store_);
  const std::string run = store_.addRun("{}").value();
  auto journal = event::Journal::create(store_.journalPath(run));
  for (const event::Record& record : finishedRun(run)) {
    journal->append(record);
    ASSERT_TRUE(journal->flush());
    index->catchUp(run);
  }
  expectWhole(*index);
}

TEST_F(IndexTest, twoIndexesOnOneStoreAgree) {
  auto first = Index::open(store_);
  auto second = Index::open(store_);
  const std::string run = addRun();
  first->catchUp(run);
  second->catchUp(run);
  expectWhole(*first);
  expectWhole(*second);
}

TEST_F(IndexTest, aRunWhoseFolderIsGoneIsForgotten) {
  const std::string run = addRun();
  Index::open(store_);
  removeAll(store_.runFolder(run));
  auto index = Index::open(store_);
  EXPECT_TRUE(index->runs().empty());
  EXPECT_TRUE(index->find(sha256("fit")).empty());
}

TEST_F(IndexTest, aDamagedJournalHarmsNoOtherRun) {
  addRun();
  const std::string broken = addRun();
  std::string bytes = folder_.read(".itw/runs/" + broken + "/journal");
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  folder_.write(".itw/runs/" + broken + "/journal", bytes);
  auto index = Index::open(store_);
  const auto notes = index->takeNotes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("damaged"), std::string::npos);
  const auto rows = index->runs();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].status, "failed");
  EXPECT_EQ(rows[1].status, "damaged");
  EXPECT_EQ(index->find(sha256("fit")).size(), 1U);
}

TEST_F(IndexTest, aRunThatNobodyWorksOnIsInterrupted) {
  const std::string run = store_.addRun("{}").value();
  {
    auto journal = event::Journal::create(store_.journalPath(run));
    journal->append(finishedRun(run)[0]);
    ASSERT_TRUE(journal->sync());
  }
  auto index = Index::open(store_);
  EXPECT_EQ(index->runs().at(0).status, "interrupted");
  auto lease = Lease::take(store_.leasePath(run), run);
  EXPECT_EQ(index->runs().at(0).status, "running");
}

TEST_F(IndexTest, digestsOfFilesAreRemembered) {
  auto index = Index::open(store_);
  const FileStamp stamp{1, 2, 3, 4};
  EXPECT_FALSE(index->digestOf(stamp));
  index->remember(stamp, "sha256:aa");
  EXPECT_EQ(index->digestOf(stamp), "sha256:aa");
  EXPECT_FALSE(index->digestOf({1, 2, 3, 5}));
  index->remember({1, 2, 3, 5}, "sha256:bb");
  EXPECT_FALSE(index->digestOf(stamp));
}

TEST(RunStateTest, aResumedRunKeepsWhatWasDone) {
  RunState state;
  for (const event::Record& record : finishedRun("r0001")) state.apply(record);
  EXPECT_EQ(state.status(), "failed");
  state.apply(event::RunStarted{"r0001", "digits", "", "", {}, "", "", "", 1, 3, "", 2, 200});
  EXPECT_EQ(state.status(), "running");
  EXPECT_EQ(state.find("digits/fit")->state, "done");
  EXPECT_EQ(state.find("digits/bad")->state, "waiting");
  state.apply(event::TaskStarted{"digits/bad", 2, 1, 201});
  state.markAbandoned();
  EXPECT_EQ(state.status(), "interrupted");
  EXPECT_EQ(state.find("digits/bad")->state, "interrupted");
  EXPECT_EQ(state.find("digits/bad")->attempts, 2);
  EXPECT_EQ(state.seconds(), 5.5);
  EXPECT_EQ(state.firstStart(), 100);
}

TEST(RunStateTest, aTaskThatStartsAgainStartsItsSeriesAnew) {
  RunState state;
  for (const event::Record& record : finishedRun("r0001")) state.apply(record);
  EXPECT_EQ(state.find("digits/fit")->series.at("train_loss").size(), 2U);
  state.apply(event::TaskStarted{"digits/fit", 2, 1, 201});
  EXPECT_TRUE(state.find("digits/fit")->series.empty());
}

}  // namespace
}  // namespace itw::store
