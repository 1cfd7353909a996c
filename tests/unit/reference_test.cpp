#include "compiler/driver/reference.h"

#include <gtest/gtest.h>

#include "compiler/driver/standard_library.h"

namespace itw {
namespace {

TEST(Reference, everythingInTheStandardLibraryIsDocumented) {
  std::size_t count = 0;
  for (const ReferenceModule& module : standardReference()) {
    EXPECT_NE(module.doc, "") << module.name;
    for (const ReferenceEntry& entry : module.entries) {
      EXPECT_NE(entry.doc, "") << entry.name;
      EXPECT_NE(toMarkdown(module).find(entry.text), std::string::npos) << entry.name;
      ++count;
    }
  }
  EXPECT_GT(count, 60U);
}

TEST(Reference, namesAreFoundWithAndWithoutTheirModule) {
  ASSERT_EQ(findInReference("linear").size(), 1U);
  EXPECT_EQ(findInReference("linear")[0].kind, "op");
  EXPECT_EQ(findInReference("std.nn.linear").size(), 1U);
  EXPECT_EQ(findInReference("mse").size(), 2U);
  EXPECT_TRUE(findInReference("nn.linear").empty());
}

TEST(Reference, whatCannotRunYetSaysSo) {
  ASSERT_FALSE(unimplementedNames().empty());
  const auto found = findInReference(unimplementedNames().front());
  ASSERT_FALSE(found.empty());
  EXPECT_FALSE(found[0].implemented);
  EXPECT_NE(toMarkdown(found[0]).find("cannot run it yet"), std::string::npos);
}

}  // namespace
}  // namespace itw
