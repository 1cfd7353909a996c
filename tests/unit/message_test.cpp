#include "runtime/event/message.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace itw::event {
namespace {

Message sampleFailure() {
  Error error;
  error.code = "R0301";
  error.kind = ErrorClass::Environment;
  error.message = "row 3 has 64 columns";
  error.help = "the header has 65";
  error.causes = {"read digits.csv", "short row"};
  error.place = SourcePlace{"digits.csv", 3, 7};
  error.task = "digits/raw";
  error.rank = 2;
  error.attempt = 4;
  return Failed{7, error};
}

std::vector<Message> oneOfEach() {
  RunTask task{.request = 9,
               .task = "digits/fit",
               .component = "std.train.train",
               .arguments = R"({"lr":0.001})",
               .models = {"{}", "{\"a\":1}"},
               .inputs = {{"data", "dataset", "/store/ab", "", "sha256:00"}},
               .outputs = {"model", "train_loss"},
               .store = "/store",
               .scratch = "/scratch",
               .threads = 2,
               .attempt = 3};
  return {Hello{1, "0.1.0", "2.15.0", "AVX512", 2},
          task,
          Cancel{9},
          Shutdown{},
          Heartbeat{},
          Progress{9, 1, 30, -5, 23, 12345.5},
          Metric{9, "train_loss", 23, 1, 0.25},
          Log{9, "warning", "größer\nals"},
          Finished{9, {{"accuracy", "value", "", "0.97", ""}}, 1.25, std::int64_t{1} << 33},
          sampleFailure()};
}

std::vector<std::string> encodeAll(const std::vector<Message>& messages) {
  std::vector<std::string> frames;
  for (const Message& message : messages) frames.push_back(encodeFrame(message));
  return frames;
}

/// The messages in `bytes`, fed `piece` bytes at a time; an error ends the list.
std::vector<std::string> readAll(const std::string& bytes, std::size_t piece) {
  FrameReader reader;
  std::vector<std::string> frames;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(std::string_view(bytes).substr(at, piece));
    while (true) {
      auto next = reader.next();
      if (!next || !*next) break;
      frames.push_back(encodeFrame(**next));
    }
  }
  return frames;
}

TEST(MessageTest, everyMessageSurvivesInPiecesOfAnySize) {
  const std::vector<std::string> frames = encodeAll(oneOfEach());
  std::string stream;
  for (const std::string& frame : frames) stream += frame;
  for (std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{7}, stream.size()}) {
    EXPECT_EQ(readAll(stream, piece), frames) << piece;
  }
}

TEST(MessageTest, fieldsKeepTheirValues) {
  FrameReader reader;
  reader.feed(encodeFrame(sampleFailure()));
  auto next = reader.next();
  ASSERT_TRUE(next && *next);
  const auto& failed = std::get<Failed>(**next);
  EXPECT_EQ(failed.request, 7U);
  EXPECT_EQ(failed.error.kind, ErrorClass::Environment);
  EXPECT_EQ(failed.error.causes.size(), 2U);
  EXPECT_EQ(failed.error.place->line, 3U);
  EXPECT_EQ(failed.error.rank, 2);
}

TEST(MessageTest, notANumberTravels) {
  FrameReader reader;
  reader.feed(encodeFrame(Metric{1, "loss", 1, 1, std::nan("")}));
  auto next = reader.next();
  ASSERT_TRUE(next && *next);
  EXPECT_TRUE(std::isnan(std::get<Metric>(**next).value));
}

TEST(MessageTest, anOverlongFrameKillsTheStream) {
  FrameReader reader;
  reader.feed("\xff\xff\xff\xff");
  EXPECT_FALSE(reader.next());
  reader.feed(encodeFrame(Heartbeat{}));
  EXPECT_FALSE(reader.next());
}

TEST(MessageTest, anUnknownTypeIsNamed) {
  // {"type": "dance"}
  const std::string payload =
      "\xa1\x64type\x65"
      "dance";
  FrameReader reader;
  reader.feed(std::string("\x0c\0\0\0", 4) + payload);
  auto next = reader.next();
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().code, "R0104");
  EXPECT_NE(next.error().message.find("`dance`"), std::string::npos);
}

TEST(MessageTest, aMissingFieldIsRefused) {
  // {"type": "cancel"}
  const std::string payload =
      "\xa1\x64type\x66"
      "cancel";
  FrameReader reader;
  reader.feed(std::string("\x0d\0\0\0", 4) + payload);
  EXPECT_FALSE(reader.next());
}

TEST(MessageTest, unknownFieldsArePassedOver) {
  // {"later": [1, {"a": null}], "type": "cancel", "request": 5}
  const std::string payload =
      "\xa3\x65later\x82\x01\xa1\x61"
      "a\xf6\x64type\x66"
      "cancel\x67request\x05";
  FrameReader reader;
  reader.feed(std::string(1, static_cast<char>(payload.size())) + std::string(3, '\0') + payload);
  auto next = reader.next();
  ASSERT_TRUE(next && *next);
  EXPECT_EQ(std::get<Cancel>(**next).request, 5U);
}

TEST(MessageTest, deepNestingIsRefusedWithoutRecursion) {
  const std::string payload = "\xa2\x65later" + std::string(1U << 20U, '\x81');
  std::string length;
  for (unsigned byte = 0; byte < 4; ++byte) {
    length.push_back(static_cast<char>((payload.size() >> (8 * byte)) & 0xFF));
  }
  FrameReader reader;
  reader.feed(length + payload);
  EXPECT_FALSE(reader.next());
}

TEST(MessageTest, changedAndRandomBytesEndInAnErrorOrAMessage) {
  std::mt19937 random(7);
  const std::vector<std::string> frames = encodeAll(oneOfEach());
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = frames[random() % frames.size()];
    for (unsigned change = 0; change <= random() % 4; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    FrameReader reader;
    reader.feed(bytes);
    while (true) {
      auto next = reader.next();
      if (!next || !*next) break;
    }
  }
}

}  // namespace
}  // namespace itw::event
