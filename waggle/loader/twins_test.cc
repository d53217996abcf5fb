#include "waggle/loader/twins.hh"

#include <gmock/gmock.h>

#include "waggle/loader/object.hh"
#include "waggle/testing/test_object.hh"

namespace waggle::loader {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> loaded_of(const std::vector<Refused>& refused) {
  const auto spec = testing::open_object("loader/twins.bpf.o");
  SilentLog log;
  for (const bpf::Program& program : spec->programs())
    for (const Refused& each : refused)
      if (program.name() == each.program) program.set_autoload(false);
  disable_twins(spec->programs(), refused, log);
  std::vector<std::string> names;
  for (const bpf::Program& program : spec->programs())
    if (program.autoload()) names.emplace_back(program.name());
  return names;
}

TEST(Twins, TheNewerKindIsTaken) { EXPECT_THAT(loaded_of({}), ElementsAre("new_enter", "new_leave", "single")); }

TEST(Twins, TheOlderOneWhereTheNewerWasRefused) {
  EXPECT_THAT(loaded_of({{"new_enter", "reason"}}), ElementsAre("old_enter", "new_leave", "single"));
}

TEST(Twins, AreKnownByTheirSections) {
  EXPECT_EQ(twin_section("fentry/do_unlinkat"), "kprobe/do_unlinkat");
  EXPECT_EQ(twin_section("tp_btf/sched_switch"), "raw_tp/sched_switch");
  EXPECT_EQ(twin_section("kprobe/do_unlinkat"), "");
  EXPECT_EQ(twin_section("fentry"), "");
}

}  // namespace
}  // namespace waggle::loader
