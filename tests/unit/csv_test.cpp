#include <gmock/gmock.h>

#include <cstring>
#include <fstream>

#include "runtime/data/csv_reader.h"

namespace itw::data {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Schema kSchema = {{"x", {.dtype = expr::DType::F32, .shape = {2}, .classes = 0}},
                        {"label", {.dtype = expr::DType::I64, .shape = {}, .classes = 3}}};

template <class T>
std::vector<T> valuesOf(const Dataset& dataset, std::string_view field) {
  const Column* column = dataset.find(field);
  const auto count = static_cast<std::size_t>(dataset.rows * column->field.type.elements());
  std::vector<T> values(count);
  std::memcpy(values.data(), column->bytes, count * sizeof(T));
  return values;
}

CsvTable read(std::string_view text, const Schema& schema = kSchema) {
  auto table = readCsvText(text, "data.csv", schema);
  EXPECT_TRUE(table) << (table ? "" : table.error().message);
  return table ? *table : CsvTable{std::make_shared<Dataset>(), {}};
}

// "R0303 data.csv:2:3: message | help" of the error that a text gives.
std::string errorOf(std::string_view text, const Schema& schema = kSchema) {
  auto table = readCsvText(text, "data.csv", schema);
  if (table) return "no error";
  const Error& error = table.error();
  const SourcePlace place = error.place.value_or(SourcePlace{"nowhere", 0, 0});
  return error.code + " " + place.file + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column) + ": " + error.message + " | " + error.help;
}

auto isError(const std::string& code, const std::string& start) {
  return ::testing::StartsWith(code + " " + start);
}

TEST(Csv, readsColumnsOfAFieldInRowMajorOrderWhereverTheyStand) {
  const CsvTable table = read("label,x_1,other,x_0\n2,0.5,text,-1\n0,3e2,,7.25\n");
  EXPECT_EQ(table.dataset->rows, 2);
  EXPECT_THAT(valuesOf<float>(*table.dataset, "x"), ElementsAre(-1, 0.5, 7.25, 300));
  EXPECT_THAT(valuesOf<std::int64_t>(*table.dataset, "label"), ElementsAre(2, 0));
  EXPECT_THAT(table.unusedColumns, ElementsAre("other"));
}

TEST(Csv, takesCarriageReturnsQuotesBlanksAndByteOrderMarks) {
  const CsvTable table =
      read("\xEF\xBB\xBF\"x_0\", x_1 ,label\r\n\"1.5\", 2 ,\"1\"\r\n+3,4,2\r\n\r\n\n");
  EXPECT_THAT(valuesOf<float>(*table.dataset, "x"), ElementsAre(1.5, 2, 3, 4));
  EXPECT_THAT(valuesOf<std::int64_t>(*table.dataset, "label"), ElementsAre(1, 2));
}

TEST(Csv, needsNoNewlineAtTheEnd) { EXPECT_EQ(read("x_0,x_1,label\n1,2,0").dataset->rows, 1); }

TEST(Csv, quotedFieldsMayHoldCommasQuotesAndNewlines) {
  const CsvTable table = read("note,x_0,x_1,label\n\"a, \"\"b\"\"\nc\",1,2,0\nd,3,4,1\n");
  EXPECT_THAT(valuesOf<float>(*table.dataset, "x"), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(errorOf("note,x_0,x_1,label\n\"a\nb\",1,zwei,0\n"),
              HasSubstr("data.csv:3:6: `zwei`"));
}

TEST(Csv, aFieldOfOneElementTakesTheColumnOfItsName) {
  const Schema schema = {{"energy", {.dtype = expr::DType::F64, .shape = {1}, .classes = 0}},
                         {"count", {.dtype = expr::DType::U8, .shape = {}, .classes = 0}},
                         {"flag", {.dtype = expr::DType::Bool, .shape = {}, .classes = 0}}};
  const CsvTable table = read("count,energy,flag\n255,1e-300,true\n0,2,0\n", schema);
  EXPECT_THAT(valuesOf<double>(*table.dataset, "energy"), ElementsAre(1e-300, 2));
  EXPECT_THAT(valuesOf<std::uint8_t>(*table.dataset, "count"), ElementsAre(255, 0));
  EXPECT_THAT(valuesOf<std::uint8_t>(*table.dataset, "flag"), ElementsAre(1, 0));
}

TEST(Csv, numbersTooCloseToZeroBecomeZero) {
  EXPECT_THAT(valuesOf<float>(*read("x_0,x_1,label\n1e-60,2,0\n").dataset, "x"), ElementsAre(0, 2));
}

TEST(Csv, emptyFilesAreErrors) {
  EXPECT_THAT(errorOf(""), isError("R0302", "data.csv:1:1: `data.csv` is empty"));
  EXPECT_THAT(errorOf("\n\n"), isError("R0302", ""));
  EXPECT_THAT(errorOf("x_0,x_1,label"), HasSubstr("a header and no rows"));
  EXPECT_THAT(errorOf("x_0,x_1,label\r\n\r\n"), HasSubstr("a header and no rows"));
}

TEST(Csv, aTextInANumericColumnIsNamedWithItsPlace) {
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,0\n1,abc,1\n"),
              isError("R0303", "data.csv:3:3: `abc` in column `x_1` is not a number"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2.5.1,1\n"), isError("R0303", "data.csv:2:3"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2 3,1\n"), isError("R0303", ""));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,0x10,1\n"), isError("R0303", ""));
}

TEST(Csv, columnsCountCodePoints) {
  EXPECT_THAT(errorOf("note,x_0,x_1,label\n\xC3\xA9\xC3\xA9,1,x,0\n"), HasSubstr("data.csv:2:6:"));
}

TEST(Csv, rowsThatAreTooShortOrTooLongAreErrors) {
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2\n"),
              isError("R0304", "data.csv:2:4: row with 2 fields, the header has 3"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,0,9,9\n"),
              isError("R0304", "data.csv:2:6: row with 5 fields, the header has 3"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n\n1,2,0\n"), isError("R0304", "data.csv:2:1: blank line"));
}

TEST(Csv, missingValuesAreErrors) {
  for (const char* value : {"", " ", "nan", "NaN", "-nan", "inf", "-inf", "NA", "null", "\"\""}) {
    EXPECT_THAT(errorOf(std::string("x_0,x_1,label\n") + value + ",2,0\n"),
                isError("R0305", "data.csv:2:1"))
        << value;
  }
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,\n"), isError("R0305", "data.csv:2:5"));
}

TEST(Csv, labelsMustBeIntegersBelowTheNumberOfClasses) {
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,3\n"),
              isError("R0306", "data.csv:2:5: label `3` in column `label` is outside 0..3"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,-1\n"), isError("R0306", ""));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,99999999999999999999\n"), isError("R0306", ""));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,1.5\n"), isError("R0303", "data.csv:2:5: `1.5`"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,2,seven\n"), HasSubstr("is not a number"));
}

TEST(Csv, numbersMustFitTheirType) {
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,1e60,1\n"), isError("R0310", "data.csv:2:3"));
  const Schema schema = {{"n", {.dtype = expr::DType::U8, .shape = {}, .classes = 0}}};
  EXPECT_THAT(errorOf("n\n256\n", schema), isError("R0310", "data.csv:2:1"));
}

TEST(Csv, missingColumnsAreNamedWithTheNearest) {
  EXPECT_THAT(errorOf("x_0,x_1,lable\n1,2,0\n"),
              isError("R0307",
                      "data.csv:1:1: no column `label` for field `label` | did you mean `lable`?"));
  EXPECT_THAT(errorOf("x_0,label\n1,2\n"), HasSubstr("no column `x_1` for field `x`"));
  EXPECT_THAT(errorOf("x_0;x_1;label\n1;2;0\n"), HasSubstr("semicolons"));
}

TEST(Csv, columnsOfOneNameAreErrors) {
  EXPECT_THAT(errorOf("x_0,x_1,x_0,label\n1,2,3,0\n"), isError("R0308", "data.csv:1:9"));
}

TEST(Csv, foreignFormatsAreRecognised) {
  EXPECT_THAT(errorOf(std::string_view("\x1F\x8B\x08\x00", 4)), HasSubstr("gzip"));
  EXPECT_THAT(errorOf(std::string_view("\xFF\xFEx\0", 4)), HasSubstr("UTF-16"));
  EXPECT_THAT(errorOf("x_0,x_1,label\r1,2,0\r"), HasSubstr("carriage return"));
}

TEST(Csv, openQuotesAreErrors) {
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,\"2,0\n"), isError("R0309", "data.csv:2:3"));
  EXPECT_THAT(errorOf("x_0,x_1,label\n1,\"2\"x,0\n"), HasSubstr("behind the closing quote"));
}

TEST(Csv, filesThatCannotBeReadSayWhy) {
  auto missing = readCsvFile("no/such/file.csv", kSchema);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "R0301");
  EXPECT_THAT(missing.error().message, HasSubstr("No such file"));
  EXPECT_EQ(missing.error().place->file, "no/such/file.csv");
  auto folder = readCsvFile(::testing::TempDir(), kSchema);
  ASSERT_FALSE(folder);
  EXPECT_THAT(folder.error().message, HasSubstr("Is a directory"));
}

TEST(Csv, halfPrecisionIsNotReadFromText) {
  const Schema schema = {{"x", {.dtype = expr::DType::BF16, .shape = {}, .classes = 0}}};
  EXPECT_THAT(errorOf("x\n1\n", schema),
              isError("R0313", "nowhere:0:0: field `x` has the type bf16"));
}

TEST(Csv, stopsWhenItIsCancelled) {
  std::string text = "x_0,x_1,label\n";
  for (int i = 0; i < 10000; ++i) text += "1,2,0\n";
  auto table = readCsvText(text, "data.csv", kSchema, [] { return true; });
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().kind, ErrorClass::Interrupted);
}

TEST(Csv, everyCutOfAFileEndsInATableOrAnError) {
  const std::string text = "note,x_0,x_1,label\r\n\"a \"\"q\"\"\nb\",1.5,-2,1\r\nc,3,4,2\r\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    auto table = readCsvText(std::string_view(text).substr(0, size), "data.csv", kSchema);
    if (table) {
      EXPECT_LE(table->dataset->rows, 2);
    }
  }
}

}  // namespace
}  // namespace itw::data
