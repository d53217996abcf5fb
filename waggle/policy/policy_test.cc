#include "waggle/policy/policy.hh"

#include <gmock/gmock.h>

namespace waggle::policy {
namespace {

using ::testing::HasSubstr;

// The row of an import takes its grants as a template argument.
template <Grants Needs>
constexpr Grants kNeeds = Needs;
static_assert(kNeeds < Grant::load | Grant::maps >.contains(Grant::maps));

TEST(Grants, TableNamesEachGrantOnceInOrder) {
  for (std::size_t i = 0; i < kGrants.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(kGrants[i].grant), i);
}

TEST(Grants, DefaultsAreTheDocumentedOnes) {
  EXPECT_EQ(to_string(default_grants()), "load, attach, maps, events, clock, random, stdio, proc, sys, host, timezone");
}

TEST(Grants, EveryNameParsesToItsGrant) {
  for (const GrantWords& words : kGrants) EXPECT_EQ(*parse_grants(words.name), Grants(words.grant)) << words.name;
}

TEST(Grants, ParsesLists) { EXPECT_EQ(*parse_grants("pin,proc-links"), Grant::pin | Grant::proc_links); }

TEST(Grants, UnknownNameIsRefusedAndTheKnownAreListed) {
  for (const char* text : {"", "pins", "pin,", "PIN", "load attach"}) {
    const auto grants = parse_grants(text);
    ASSERT_FALSE(grants.ok()) << text;
    EXPECT_EQ(grants.error().code(), EINVAL);
    EXPECT_THAT(grants.error().message(), HasSubstr("proc-links"));
  }
}

TEST(Policy, ChecksAgainstItsGrants) {
  Policy policy;
  EXPECT_TRUE(policy.check(Grant::load | Grant::attach).ok());
  EXPECT_TRUE(policy.check({}).ok());
  policy.grants.remove(Grant::attach);
  const auto refused = policy.check(Grant::load | Grant::attach | Grant::pin);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), EPERM);
  EXPECT_EQ(refused.error().message(), "not granted: attach, pin");
}

TEST(Policy, ParsesDirectories) {
  EXPECT_EQ(*parse_directory("/var/log"), (DirectoryGrant{"/var/log", "/var/log"}));
  EXPECT_EQ(*parse_directory("/var/log::/logs"), (DirectoryGrant{"/var/log", "/logs"}));
  EXPECT_EQ(*parse_directory("a:b::c"), (DirectoryGrant{"a:b", "c"}));
  for (const char* text : {"", "::", "/x::", "::/x"}) EXPECT_EQ(parse_directory(text).error().code(), EINVAL) << text;
}

TEST(Policy, ParsesEnvironment) {
  EXPECT_EQ(*parse_environment("A=b=c"), "A=b=c");
  EXPECT_EQ(*parse_environment("A="), "A=");
  for (const char* text : {"", "A", "=b"}) EXPECT_EQ(parse_environment(text).error().code(), EINVAL) << text;
}

}  // namespace
}  // namespace waggle::policy
