#include "waggle/loader/description.hh"

#include <gmock/gmock.h>

#include "waggle/testing/matchers.hh"

namespace waggle::loader {
namespace {

using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsOk;

constexpr std::string_view kMeta = R"({"bpf_skel": {"obj_name": "thing_bpf", "data_sections": [
  {"name": ".rodata", "variables": [
    {"name": "target_pid", "type": "pid_t", "cmdarg": {"long": "pid", "short": "p", "default": 0}},
    {"name": "comm", "type": "char[16]", "value": "sshd"},
    {"name": "verbose_mode", "type": "bool"},
    {"name": "__eunomia_dummy_event_ptr", "type": "struct event *"}]}]}})";

Result<std::string> with(std::vector<std::string> arguments) {
  WAGGLE_TRY(Description description, Description::parse(kMeta));
  WAGGLE_CHECK(description.apply(arguments));
  return description.json();
}

TEST(Description, TakesTheValuesOfItsVariables) {
  const auto json = with({"-p", "12", "--comm=7", "--verbose-mode"});
  ASSERT_THAT(json, IsOk());
  EXPECT_THAT(*json, HasSubstr(R"("default":12,"long":"pid")"));
  EXPECT_THAT(*json, HasSubstr(R"("name":"target_pid","type":"pid_t","value":12)"));
  EXPECT_THAT(*json, HasSubstr(R"("name":"comm","type":"char[16]","value":"7")"));
  EXPECT_THAT(*json, HasSubstr(R"("name":"verbose_mode","type":"bool","value":true)"));
}

TEST(Description, KnowsTheOtherDialectsSwitches) {
  const auto json = with({"--disable-verbose_mode", "--pid", "-1"});
  ASSERT_THAT(json, IsOk());
  EXPECT_THAT(*json, HasSubstr(R"("type":"bool","value":false)"));
  EXPECT_THAT(*json, HasSubstr(R"("value":-1)"));
}

TEST(Description, SaysWhatIsWrong) {
  EXPECT_THAT(with({"--pidd", "1"}), FailsSaying("--pidd: the program has no such option; did you mean '--pid'?"));
  EXPECT_THAT(with({"--pid", "many"}), FailsSaying("--pid: 'many' is no pid_t"));
  EXPECT_THAT(with({"--pid"}), FailsSaying("--pid: wants a value: pid_t"));
  EXPECT_THAT(with({"--verbose_mode=maybe"}), FailsSaying("'maybe' is neither true nor false"));
  EXPECT_THAT(with({"12"}), FailsSaying("12: the program takes no operand"));
  EXPECT_THAT(with({"--__eunomia_dummy_event_ptr", "1"}), FailsSaying("has no such option"));
  EXPECT_THAT(Description::parse("{}"), FailsSaying("bpf_skel: is missing"));
  EXPECT_THAT(Description::parse("{"), FailsSaying("is no JSON"));
}

TEST(Description, TellsItsUsage) {
  EXPECT_EQ(Description::parse(kMeta)->usage(), "usage: thing_bpf [--pid pid_t] [--comm char[16]] [--verbose_mode]");
}

}  // namespace
}  // namespace waggle::loader
