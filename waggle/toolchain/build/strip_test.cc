#include "waggle/toolchain/build/strip.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <linux/btf.h>

#include "waggle/base/file.hh"
#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/core_relocations.hh"
#include "waggle/btf/image.hh"
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

// What the BTF of an object says, one by one: its text may be in another order.
std::vector<std::string> parts(Bytes elf, const bpf::ObjectSpec& spec) {
  std::vector<std::string> all;
  const auto image = btf::Image::parse(spec.btf());
  EXPECT_THAT(image, IsOk());
  for (btf::TypeId id = 1; id < image->count(); ++id) {
    const btf::Record& record = image->at(id);
    all.push_back(
        fmt::format("{} {} {} {} {}", record.name, record.kind, record.size, record.type, record.words.size()));
    if (record.kind == BTF_KIND_STRUCT)
      for (std::size_t i = 0; i < record.words.size() / 3; ++i) all.emplace_back(image->member(record, i).name);
  }
  const auto relocations = btf::parse_core_relocations(bpf::section_bytes(elf, ".BTF.ext"), *image);
  EXPECT_THAT(relocations, IsOk());
  EXPECT_FALSE(relocations->empty());
  for (const btf::CoreRelocation& each : *relocations)
    all.push_back(fmt::format("{} {} {} {}", each.section, each.instruction, each.type, fmt::join(each.path, ":")));
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

TEST(Strip, LinesOfTheSourceGoAndNothingElse) {
  const auto elf = read_file(testing::testdata("toolchain/tasks.bpf.o"), 1 << 24);
  ASSERT_THAT(elf, IsOk());
  EXPECT_THAT(as_text(*elf), HasSubstr("BPF_CORE_READ("));
  const auto lean = strip_lines(*elf);
  ASSERT_THAT(lean, IsOk());
  EXPECT_THAT(as_text(*lean), Not(HasSubstr("BPF_CORE_READ(")));
  const auto before = bpf::ObjectSpec::open(*elf, "x"), after = bpf::ObjectSpec::open(*lean, "x");
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(parts(*elf, *before), parts(*lean, *after));
  EXPECT_THAT(strip_lines(*lean), IsOk());
}

TEST(Strip, WhatIsTornIsRefused) {
  const ByteVector whole = with_debug_information();
  for (std::size_t size = 0; size < whole.size(); size += 61) {
    EXPECT_THAT(strip_debug(Bytes(whole).first(size)), IsErrno(ENOEXEC)) << size;
    EXPECT_FALSE(strip_lines(Bytes(whole).first(size)).ok()) << size;
  }
  ByteVector other = whole;
  other[5] = std::byte{2};  // big-endian
  EXPECT_THAT(strip_debug(other), IsErrno(ENOEXEC));
}

}  // namespace
}  // namespace waggle::toolchain
