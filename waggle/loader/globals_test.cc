#include "waggle/loader/globals.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/loader/object.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::loader {
namespace {

using ::testing::Contains;
using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;

package::Package globals_package() {
  package::Package package;
  package.name = "globals";
  package.object = read_file(testing::testdata("loader/globals.bpf.o"), 1 << 20).value();
  return package;
}

// The object, opened, and what a line of arguments does to it.
struct Line {
  package::Package package = globals_package();
  Opened opened = open_object(package, {}).value();

  Result<void> apply(std::vector<std::string> words) { return opened.globals.apply(package, words, opened.spec); }
  template <class T>
  T value(std::string_view name, std::size_t offset = 0) const {
    const Global* const global = opened.globals.find(name);
    for (const bpf::MapSpec map : opened.spec.maps())
      if (map.name().ends_with(global->section)) {
        T value{};
        std::memcpy(&value, map.initial_value().data() + global->offset + offset, sizeof value);
        return value;
      }
    return {};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Global& global : opened.globals.all()) all.push_back(global.variable);
    return all;
  }
};

TEST(Globals, AreWhatAProgramLeavesOpen) {
  const Line line;
  for (const char* name : {"enabled", "tiny", "settings", "counter", "total", "only_pid"})
    EXPECT_THAT(line.names(), Contains(name));
  EXPECT_THAT(line.names(), Not(Contains("folded")));
  EXPECT_THAT(line.names(), Not(Contains("hidden")));
  EXPECT_THAT(line.names(), Not(Contains("unused")));
  EXPECT_THAT(line.names(), Not(Contains("LICENSE")));
}

TEST(Globals, EveryKindIsSet) {
  Line line;
  ASSERT_THAT(line.apply({"--enabled",
                          "--tiny",
                          "-5",
                          "--small=200",
                          "--medium",
                          "-300",
                          "--large",
                          "0xffffffff",
                          "--huge",
                          "-6",
                          "--mode",
                          "MODE_WRITE",
                          "--name",
                          "root",
                          "--address4",
                          "10.1.2.3",
                          "--address6",
                          "::7",
                          "--list",
                          "4,5,6",
                          "--ratio",
                          "0.25",
                          "--settings.level",
                          "3",
                          "--settings.inner.port",
                          "80",
                          "--settings.inner.values",
                          "7,8",
                          "--counter",
                          "9"}),
              IsOk());
  EXPECT_TRUE(line.value<bool>("enabled"));
  EXPECT_EQ(line.value<std::int8_t>("tiny"), -5);
  EXPECT_EQ(line.value<std::uint8_t>("small"), 200);
  EXPECT_EQ(line.value<std::int16_t>("medium"), -300);
  EXPECT_EQ(line.value<std::uint32_t>("large"), 0xffffffffU);
  EXPECT_EQ(line.value<std::int64_t>("huge"), -6);
  EXPECT_EQ(line.value<std::int32_t>("mode"), 9);
  EXPECT_EQ((line.value<std::array<char, 8>>("name")), (std::array<char, 8>{'r', 'o', 'o', 't'}));
  EXPECT_EQ((line.value<std::array<std::uint8_t, 4>>("address4")), (std::array<std::uint8_t, 4>{10, 1, 2, 3}));
  EXPECT_EQ(line.value<std::uint8_t>("address6", 15), 7);
  EXPECT_EQ(line.value<std::int32_t>("list", 8), 6);
  EXPECT_EQ(line.value<double>("ratio"), 0.25);
  EXPECT_EQ(line.value<std::int32_t>("settings"), 3);
  EXPECT_EQ(line.value<std::uint16_t>("settings", 4), 80);
  EXPECT_EQ(line.value<std::int32_t>("settings", 12), 8);
  EXPECT_EQ(line.value<std::int32_t>("counter"), 9);
}

TEST(Globals, BothDialectsOfSwitches) {
  Line line;
  ASSERT_THAT(line.apply({"--enabled"}), IsOk());
  EXPECT_TRUE(line.value<bool>("enabled"));
  ASSERT_THAT(line.apply({"--enabled", "false", "--tiny", "3"}), IsOk());
  EXPECT_FALSE(line.value<bool>("enabled"));
  ASSERT_THAT(line.apply({"--enable-enabled"}), IsOk());
  EXPECT_TRUE(line.value<bool>("enabled"));
  ASSERT_THAT(line.apply({"--disable-enabled"}), IsOk());
  EXPECT_FALSE(line.value<bool>("enabled"));
}

TEST(Globals, ThePackageNamesOptionsAndGivesValues) {
  Line line;
  package::Variable words;
  words.name = "large";
  words.value = "11";
  words.fallback = "12";
  words.long_option = "limit";
  words.short_option = "l";
  words.help = "how many";
  line.package.variables.push_back(words);
  line.opened = open_object(line.package, {}).value();
  ASSERT_THAT(line.apply({}), IsOk());
  EXPECT_EQ(line.value<std::uint32_t>("large"), 12U);
  ASSERT_THAT(line.apply({"-l", "13"}), IsOk());
  EXPECT_EQ(line.value<std::uint32_t>("large"), 13U);
  ASSERT_THAT(line.apply({"-l14"}), IsOk());
  EXPECT_EQ(line.value<std::uint32_t>("large"), 14U);
  ASSERT_THAT(line.apply({"--limit=15"}), IsOk());
  EXPECT_EQ(line.value<std::uint32_t>("large"), 15U);
  EXPECT_THAT(help_of(line.package, line.opened.globals),
              HasSubstr("-l, --limit NUMBER             how many (default: 12)"));
}

TEST(Globals, MistakesAreOneSentence) {
  Line line;
  EXPECT_THAT(line.apply({"--enabeld"}),
              FailsSaying("the program has no option '--enabeld'; did you mean '--enabled'?"));
  EXPECT_THAT(line.apply({"-x"}), FailsSaying("the program has no option '-x'"));
  EXPECT_THAT(line.apply({"word"}), FailsSaying("the program takes no operand: 'word'"));
  EXPECT_THAT(line.apply({"--small"}), FailsSaying("wants a value: NUMBER"));
  EXPECT_THAT(line.apply({"--small", "256"}), IsErrno(ERANGE));
  EXPECT_THAT(line.apply({"--settings.depth", "1"}),
              FailsSaying("struct settings has no member 'depth', only level, inner"));
  EXPECT_THAT(line.apply({"--settings", "1"}), FailsSaying("struct settings is set by its members"));
  EXPECT_THAT(line.apply({"--enable-tiny"}), FailsSaying("the program has no option '--enable-tiny'"));
}

TEST(Globals, HelpShowsTypesAndDefaults) {
  const Line line;
  const std::string help = help_of(line.package, line.opened.globals);
  EXPECT_THAT(help, HasSubstr("usage: globals [options]"));
  EXPECT_THAT(help, HasSubstr("--mode MODE_OFF|MODE_READ|MODE_WRITE"));
  EXPECT_THAT(help, HasSubstr("set enum mode mode (default: MODE_OFF)"));
  EXPECT_THAT(help, HasSubstr("--medium NUMBER            set short medium (default: -3)"));
  EXPECT_THAT(help, HasSubstr("--name TEXT"));
}

}  // namespace
}  // namespace waggle::loader
