#include "waggle/bpf/map_names.hh"

#include <gmock/gmock.h>

namespace waggle::bpf {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const MapName kMaps[] = {{"events", false},        {"bootstra.bss", true},    {"bootstra.rodata", true},
                         {".rodata.str1.1", true}, {"bootstr.kconfig", true}, {"my.bss", false}};

TEST(MapNames, FindsByOwnNameFirst) {
  EXPECT_THAT(find_map(kMaps, "events"), Optional(0U));
  EXPECT_THAT(find_map(kMaps, "bootstra.bss"), Optional(1U));
  EXPECT_THAT(find_map(kMaps, ".rodata.str1.1"), Optional(3U));
  EXPECT_THAT(find_map(kMaps, "my.bss"), Optional(5U)) << "its own name, not a prefix of .bss";
}

TEST(MapNames, FindsSectionsBySectionAndByAnyPrefix) {
  EXPECT_THAT(find_map(kMaps, ".bss"), Optional(1U));
  EXPECT_THAT(find_map(kMaps, ".rodata"), Optional(2U));
  EXPECT_THAT(find_map(kMaps, ".kconfig"), Optional(4U));
  EXPECT_THAT(find_map(kMaps, "my_prog.rodata"), Optional(2U));
  EXPECT_THAT(find_map(kMaps, "x.kconfig"), Optional(4U));
}

TEST(MapNames, GuessesNothing) {
  for (const char* name : {"", "event", ".data", "bootstra.data", "bss", ".", "x.", ".rodata.str1", "events.bss.x"})
    EXPECT_THAT(find_map(kMaps, name), Eq(std::nullopt)) << name;
  const MapName two[] = {{"a.bss", true}, {"b.bss", true}};
  EXPECT_THAT(find_map(two, ".bss"), Eq(std::nullopt)) << "ambiguous";
  EXPECT_THAT(find_map(two, "b.bss"), Optional(1U));
}

TEST(MapNames, AUsersMapWithADotIsNoSection) {
  const MapName users[] = {{"my.bss", false}};
  EXPECT_THAT(find_map(users, ".bss"), Eq(std::nullopt));
}

}  // namespace
}  // namespace waggle::bpf
