#include "runtime/gpu/gpu.h"

#include <dlfcn.h>
#include <gmock/gmock.h>

namespace itw::gpu {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

// The module loads without a graphics card too: CUDA's runtime asks for the driver only when used.
TEST(GpuModule, loadsAndCountsTheDevices) {
  auto module = GpuModule::load(ITW_GPU_MODULE);
  ASSERT_TRUE(module) << module.error().message;
  auto devices = module->devices();
  ASSERT_TRUE(devices) << devices.error().message;
  EXPECT_EQ(devices->empty(), !hasDriver());
}

TEST(GpuModule, showsOneSymbol) {
  void* library = ::dlopen(ITW_GPU_MODULE, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << ::dlerror();
  EXPECT_NE(::dlsym(library, ITW_GPU_ENTRY), nullptr);
  const std::string symbols = "nm --dynamic --defined-only " ITW_GPU_MODULE " | grep -v ' A '";
  FILE* listing = ::popen(symbols.c_str(), "r");
  char line[256];
  std::string text;
  while (std::fgets(line, sizeof line, listing) != nullptr) text += line;
  ::pclose(listing);
  EXPECT_THAT(text, ::testing::EndsWith(std::string(" T ") + ITW_GPU_ENTRY + "\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(GpuModule, sumsOverAllDevicesWithNccl) {
  auto module = GpuModule::load(ITW_GPU_MODULE);
  ASSERT_TRUE(module);
  auto checked = module->checkAllReduce(ncclLibrary());
  EXPECT_EQ(checked.has_value(), hasDriver()) << (checked ? "" : checked.error().message);
  if (!hasDriver()) {
    // NCCL itself need not be there: only its header is asked for.
    EXPECT_THAT(checked.error().message, AnyOf(HasSubstr("no device"), HasSubstr("libnccl.so")));
  }
}

TEST(GpuModule, aMissingNcclIsNamed) {
  auto module = GpuModule::load(ITW_GPU_MODULE);
  ASSERT_TRUE(module);
  auto checked = module->checkAllReduce("libno_such_nccl.so");
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().message, HasSubstr("libno_such_nccl.so"));
}

TEST(GpuModule, otherLibrariesAreRefused) {
  auto missing = GpuModule::load("/no/such/module.so");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "R0601");
  EXPECT_EQ(missing.error().kind, ErrorClass::Environment);
  auto other = GpuModule::load("libc.so.6");
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("is no GPU module"));
}

}  // namespace
}  // namespace itw::gpu
