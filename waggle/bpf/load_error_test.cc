#include "waggle/bpf/load_error.hh"

#include <bpf/libbpf.h>
#include <gmock/gmock.h>

#include <thread>

#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kAll = ~0ULL;
const HostFacts kFull{.capabilities = Capabilities(kAll), .kernel_btf = true, .lockdown = "none"};

constexpr std::string_view kRefused =
    "prog 'p': BPF program load failed: Permission denied\n"
    "prog 'p': -- BEGIN PROG LOAD LOG --\n"
    "0: (79) r1 = *(u64 *)(r0 +0)\n"
    "R0 invalid mem access 'scalar'\n"
    "processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n"
    "-- END PROG LOAD LOG --\n"
    "prog 'p': failed to load: -13\n"
    "failed to load object 'x'\n";

TEST(LoadError, TakesALogApart) {
  const LoadStory story = parse_load_story(kRefused);
  EXPECT_EQ(story.program, "p");
  EXPECT_EQ(verdict(story.verifier_log), "R0 invalid mem access 'scalar'");
  EXPECT_TRUE(story.verifier_log.ends_with("mark_read 0"));
}

TEST(LoadError, AVerifierLogMayQuoteTheMarkers) {
  constexpr std::string_view kText =
      "prog 'p': -- BEGIN PROG LOAD LOG --\n; -- END PROG LOAD LOG --\nreason\n-- END PROG LOAD LOG --\n";
  EXPECT_EQ(verdict(parse_load_story(kText).verifier_log), "reason");
}

TEST(LoadError, TextWithoutALogHasNone) {
  for (const std::string_view text : {"", "\n", "-- END PROG LOAD LOG --\n", "-- BEGIN PROG LOAD LOG --\nx"}) {
    EXPECT_THAT(parse_load_story(text).verifier_log, IsEmpty()) << text;
    EXPECT_THAT(parse_load_story(text).program, IsEmpty()) << text;
  }
  EXPECT_EQ(verdict(""), "no reason given");
}

TEST(LoadError, TheVerifiersWordIsTheError) {
  const Error error = explain_load(EACCES, kRefused, ProgramTraits{}, kFull);
  EXPECT_EQ(error.message(), "the verifier refused program 'p': R0 invalid mem access 'scalar'");
  EXPECT_EQ(error.code(), EACCES);
}

TEST(LoadError, EpermNamesTheReason) {
  constexpr std::string_view kSaid = "prog 'p': BPF program load failed: -EPERM\n";
  const auto say = [&](std::optional<ProgramTraits> traits, const HostFacts& host) {
    return explain_load(EPERM, kSaid, traits, host).message();
  };
  const HostFacts nobody{.capabilities = Capabilities(0), .kernel_btf = true, .lockdown = "none"};
  EXPECT_EQ(say(ProgramTraits{.tracing = true}, nobody),
            "program 'p': the process lacks CAP_BPF, CAP_PERFMON; run it as root, or give it that");
  EXPECT_EQ(say(ProgramTraits{.networking = true}, nobody),
            "program 'p': the process lacks CAP_BPF, CAP_NET_ADMIN; run it as root, or give it that");
  const HostFacts only_bpf{.capabilities = Capabilities(1ULL << 39), .kernel_btf = true, .lockdown = "none"};
  EXPECT_EQ(say(ProgramTraits{.tracing = true}, only_bpf),
            "program 'p': the process lacks CAP_PERFMON; run it as root, or give it that");
  EXPECT_THAT(say(ProgramTraits{.trampoline = true, .tracing = true}, kFull), HasSubstr("BPF trampoline"));
  const HostFacts locked{.capabilities = Capabilities(kAll), .kernel_btf = true, .lockdown = "confidentiality"};
  EXPECT_THAT(say(ProgramTraits{.tracing = true}, locked), HasSubstr("locked down"));
  EXPECT_THAT(say(ProgramTraits{}, kFull), HasSubstr("seccomp"));
}

TEST(LoadError, AHelperThatLockdownTakesAwayIsExplained) {
  const auto say = [](std::string_view helper, std::string_view lockdown) {
    const std::string said =
        "prog 'p': BPF program load failed: -EINVAL\nprog 'p': -- BEGIN PROG LOAD LOG --\n"
        "program of this type cannot use helper " +
        std::string(helper) + "\n-- END PROG LOAD LOG --\n";
    const HostFacts host{.capabilities = Capabilities(kAll), .kernel_btf = true, .lockdown = std::string(lockdown)};
    return explain_load(EINVAL, said, ProgramTraits{}, host).message();
  };
  EXPECT_THAT(say("bpf_probe_read#4", "confidentiality"), HasSubstr("locked down ('confidentiality'"));
  EXPECT_THAT(say("bpf_probe_write_user#36", "integrity"), HasSubstr("locked down ('integrity'"));
  EXPECT_THAT(say("bpf_probe_read#4", "integrity"), Not(HasSubstr("locked down")));
  EXPECT_THAT(say("bpf_probe_read#4", "none"), Not(HasSubstr("locked down")));
  EXPECT_THAT(say("bpf_fib_lookup#69", "confidentiality"), Not(HasSubstr("locked down")));
}

TEST(LoadError, AMissingKernelBtfIsNamed) {
  const HostFacts host{.capabilities = Capabilities(kAll), .kernel_btf = false, .lockdown = "none"};
  const Error error = explain_load(ESRCH, "failed to find valid kernel BTF\n", std::nullopt, host);
  EXPECT_THAT(error.message(), HasSubstr("CONFIG_DEBUG_INFO_BTF"));
}

TEST(LoadError, OtherFailuresAreToldInLibbpfsWords) {
  const Error error = explain_load(EINVAL, "map 'm': unsupported\nfailed to load object 'x'\n", std::nullopt, kFull);
  EXPECT_EQ(error.message(), "map 'm': unsupported");
  EXPECT_EQ(explain_load(ENOMEM, "", std::nullopt, kFull).message(), "Cannot allocate memory");
}

TEST(LoadError, LibbpfsOwnCodesBecomeErrnos) {
  EXPECT_EQ(errno_of_libbpf(LIBBPF_ERRNO__FORMAT), ENOEXEC);
  EXPECT_EQ(errno_of_libbpf(LIBBPF_ERRNO__RELOC), EINVAL);
  EXPECT_EQ(errno_of_libbpf(ENOENT), ENOENT);
}

// A call that makes libbpf say something.
void provoke() { EXPECT_EQ(::bpf_object__open_mem("no object", 9, nullptr), nullptr); }

TEST(LibbpfLogTest, TheInnermostScopeCollects) {
  LibbpfLog outer;
  {
    LibbpfLog inner;
    provoke();
    EXPECT_THAT(inner.text(), HasSubstr("elf: "));
  }
  EXPECT_THAT(outer.text(), IsEmpty());
  provoke();
  EXPECT_TRUE(outer.text().starts_with("elf: ")) << outer.text();
}

TEST(LibbpfLogTest, OutsideEveryScopeLibbpfIsSilent) {
  {
    const LibbpfLog first;
  }
  ::testing::internal::CaptureStderr();
  provoke();
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), IsEmpty());
}

TEST(LibbpfLogTest, ThreadsCollectTheirOwn) {
  LibbpfLog mine;
  std::thread([] {
    LibbpfLog theirs;
    provoke();
    EXPECT_THAT(theirs.text(), HasSubstr("elf: "));
  }).join();
  EXPECT_THAT(mine.text(), IsEmpty());
}

}  // namespace
}  // namespace waggle::bpf
