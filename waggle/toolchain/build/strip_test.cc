#include "waggle/toolchain/build/strip.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::toolchain {
namespace {

using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;

ByteVector with_debug_information() {
  auto elf = read_file(testing::testdata("toolchain/whole.debug.bpf.o"), 1 << 24);
  EXPECT_THAT(elf, IsOk());
  return std::move(elf).value();
}

// What a loader sees of an object.
std::string seen(const bpf::ObjectSpec& spec) {
  std::string all(as_text(spec.btf()));
  for (const bpf::Program& program : spec.programs())
    all.append(program.name()).append(program.section()).append(std::to_string(bpf::instruction_count(program)));
  for (const bpf::MapSpec& map : spec.maps())
    all.append(map.name()).append(as_text(map.initial_value())).append(std::to_string(map.shape().value_size));
  return all;
}

TEST(Strip, LeavesWhatALoaderSees) {
  const ByteVector whole = with_debug_information();
  EXPECT_THAT(as_text(whole), HasSubstr(".debug_info"));
  const auto stripped = strip_debug(whole);
  ASSERT_THAT(stripped, IsOk());
  EXPECT_THAT(as_text(*stripped), Not(HasSubstr(".debug_")));
  const auto before = bpf::ObjectSpec::open(whole, "x"), after = bpf::ObjectSpec::open(*stripped, "x");
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(seen(*before), seen(*after));
  const auto twice = strip_debug(*stripped);
  ASSERT_THAT(twice, IsOk());
  EXPECT_EQ(*twice, *stripped);
}

TEST(Strip, WhatIsTornIsRefused) {
  const ByteVector whole = with_debug_information();
  for (std::size_t size = 0; size < whole.size(); size += 61)
    EXPECT_THAT(strip_debug(Bytes(whole).first(size)), IsErrno(ENOEXEC)) << size;
  ByteVector other = whole;
  other[5] = std::byte{2};  // big-endian
  EXPECT_THAT(strip_debug(other), IsErrno(ENOEXEC));
}

}  // namespace
}  // namespace waggle::toolchain
