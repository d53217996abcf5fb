#include "waggle/package/debug_info.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::package {
namespace {

using event::Kind;
using testing::IsErrno;
using testing::IsOk;

constexpr std::uint32_t kEventBytes = 40;

DebugInfo parse_sender() {
  const auto elf = read_file(testing::testdata("package/sender.debug.bpf.o"), 1 << 20);
  return DebugInfo::parse(elf.value()).value();
}

TEST(DebugInfo, KnowsTheStructureOfALocalVariable) {
  const DebugInfo info = parse_sender();
  const event::TypePtr event = info.variable("send", "sent");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->name, "struct event");
  EXPECT_EQ(event->size, kEventBytes);
  ASSERT_EQ(event->members.size(), 6U);
  EXPECT_EQ(event->members[0].name, "pid");
  EXPECT_EQ(event->members[0].type->kind, Kind::signed_integer);
  EXPECT_EQ(event->members[1].type->kind, Kind::enumeration);
  EXPECT_EQ(event->members[1].type->enumerators[1].name, "GREEN");
  EXPECT_EQ(event->members[1].type->enumerators[1].value, 7);
  EXPECT_EQ(event->members[2].name, "");
  EXPECT_EQ(event->members[2].type->kind, Kind::union_);
  const event::Member& bits = event->members[2].type->members[1].type->members[1];
  EXPECT_EQ(bits.name, "high");
  EXPECT_EQ(bits.offset_bits, 5U);
  EXPECT_EQ(bits.bits, 11U);
  EXPECT_EQ(event->members[3].type->kind, Kind::text);
  EXPECT_EQ(event->members[3].offset_bits, 128U);
  EXPECT_EQ(event->members[4].type->count, 2U);
  EXPECT_EQ(event->members[4].type->element->count, 3U);
  EXPECT_EQ(event->members[5].type->kind, Kind::boolean);
}

TEST(DebugInfo, FindsStructuresBySize) {
  const DebugInfo info = parse_sender();
  EXPECT_EQ(info.structures(kEventBytes).size(), 1U);
  EXPECT_TRUE(info.structures(kEventBytes + 1).empty());
  EXPECT_EQ(info.variable("send", "other"), nullptr);
  EXPECT_EQ(info.variable("other", "sent"), nullptr);
}

TEST(DebugInfo, AnObjectWithoutItHasNoStructures) {
  const auto elf = read_file(testing::testdata("package/sender.debug.bpf.o"), 1 << 20);
  ASSERT_THAT(elf, IsOk());
  const auto cut = DebugInfo::parse(Bytes(*elf).first(100));
  EXPECT_TRUE(!cut.ok() || cut->structures(kEventBytes).empty());
  EXPECT_THAT(DebugInfo::parse(as_bytes("no ELF")), IsErrno(ENOEXEC));
}

}  // namespace
}  // namespace waggle::package
