// Uprobes and USDT probes: programs that watch this very test, and its libc.
#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/sdt.h>

#include "waggle/bpf/attach/contract/link_contract.hh"

// What the probes are set on: functions with names that nobody mangles or folds.
extern "C" {
__attribute__((noinline, visibility("default"))) long waggle_probed_one(long number);
__attribute__((noinline, visibility("default"))) long waggle_probed_two(long number);
long waggle_probed_one(long number) {
  __asm__ volatile("" : "+r"(number));
  return number + 1;
}
long waggle_probed_two(long number) {
  __asm__ volatile("" : "+r"(number));
  return number + 2;
}
}

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

constexpr std::string_view kSelf = "/proc/self/exe";

// The pointers keep the compiler from calling clones of its own.
void call_both() {
  static long (*volatile const kProbed[])(long) = {waggle_probed_one, waggle_probed_two};
  for (const auto& probed : kProbed) probed(1);
}
void fire_probe() { DTRACE_PROBE1(waggle_test, probe, 42); }
void call_libc() { static_cast<void>(::getppid()); }

std::string of_self(std::string_view what) { return fmt::format("{}:{}", kSelf, what); }

// "PATH:getppid@GLIBC_2.2.5" of the libc in use.
std::string versioned_symbol() {
  Dl_info libc{};
  EXPECT_NE(dladdr(reinterpret_cast<const void*>(&::getppid), &libc), 0);
  void* const handle = dlopen(libc.dli_fname, RTLD_NOLOAD | RTLD_NOW);
  for (const char* version : {"GLIBC_2.2.5", "GLIBC_2.17", "GLIBC_2.27"})  // x86-64, arm64, riscv64
    if (handle != nullptr && dlvsym(handle, "getppid", version) != nullptr)
      return fmt::format("{}:getppid@@{}", libc.dli_fname, version);
  return "libc has getppid in no version known here";
}

class KernelUserProbeLink : public KernelLink {};

TEST_P(KernelUserProbeLink, KeepsContract) { check_contract(); }

const LinkCase kUserProbes[] = {
    {"Uprobe", "uprobe.bpf.o", "on_uprobe", of_self("waggle_probed_one"), call_both},
    {"UprobeOfSection", "uprobe.bpf.o", "on_named_uprobe", std::nullopt, call_both},
    {"UprobeOffset", "uprobe.bpf.o", "on_uprobe", of_self("waggle_probed_one+0"), call_both},
    {"UprobePid", "uprobe.bpf.o", "on_uprobe", of_self(fmt::format("waggle_probed_one,pid={}", ::getpid())), call_both},
    {"UprobeSleepable", "uprobe.bpf.o", "on_sleepable_uprobe", of_self("waggle_probed_two"), call_both},
    {"UprobeLibrary", "uprobe.bpf.o", "on_uprobe", "libc.so.6:getppid", call_libc},
    {"Uretprobe", "uprobe.bpf.o", "on_uretprobe", of_self("waggle_probed_one"), call_both},
    {"UprobeMulti", "uprobe.bpf.o", "on_uprobe_multi", of_self("waggle_probed_*"), call_both},
    {"UprobeMultiPid", "uprobe.bpf.o", "on_uprobe_multi", of_self(fmt::format("waggle_probed_one,pid={}", ::getpid())),
     call_both},
    {"UretprobeMultiOfSection", "uprobe.bpf.o", "on_uretprobe_multi", std::nullopt, call_both},
    {"UprobeSession", "uprobe.bpf.o", "on_uprobe_session", of_self("waggle_probed_*"), call_both, EINVAL},
    {"Usdt", "usdt.bpf.o", "on_usdt", of_self("waggle_test:probe"), fire_probe},
    {"UsdtPid", "usdt.bpf.o", "on_usdt", of_self(fmt::format("waggle_test:probe,pid={}", ::getpid())), fire_probe},
    {"UsdtOfSection", "usdt.bpf.o", "on_named_usdt", std::nullopt, fire_probe},
};

INSTANTIATE_TEST_SUITE_P(Kinds, KernelUserProbeLink, ::testing::ValuesIn(kUserProbes), case_name);

class KernelUserProbe : public testing::KernelTest {};

TEST_F(KernelUserProbe, VersionedSymbolOfALibrary) {
  auto loaded = LoadedPrograms::load("uprobe.bpf.o", {"on_uprobe"});
  ASSERT_THAT(loaded, IsOk());
  keeps_contract(*loaded, "on_uprobe", versioned_symbol(), call_libc);
}

TEST_F(KernelUserProbe, BothFunctionsOfAPatternAreProbed) {
  auto loaded = LoadedPrograms::load("uprobe.bpf.o", {"on_uprobe_multi"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("on_uprobe_multi", of_self("waggle_probed_???"));
  ASSERT_THAT(link, IsOk());
  call_both();
  EXPECT_EQ(loaded->hits(), 2U);
}

TEST_F(KernelUserProbe, WhatIsMissingIsNamed) {
  auto loaded = LoadedPrograms::load("uprobe.bpf.o", {"on_uprobe", "on_uretprobe", "on_uprobe_multi"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_uprobe", of_self("no_such_function")), IsErrno(ENOENT));
  EXPECT_THAT(loaded->attach("on_uprobe", of_self("no_such_function")),
              FailsSaying("'no_such_function' was not found in /proc/self/exe"));
  EXPECT_THAT(loaded->attach("on_uprobe", "/no/such/file:main"), FailsSaying("cannot read /no/such/file"));
  EXPECT_THAT(loaded->attach("on_uprobe", "libnothing.so:main"), FailsSaying("no library or program"));
  EXPECT_THAT(loaded->attach("on_uprobe", "/proc/self/maps:main"), FailsSaying("not an ELF file"));
  EXPECT_THAT(loaded->attach("on_uprobe", of_self("waggle_probed_one,pid=2147483647")), FailsSaying("no process"));
  EXPECT_THAT(loaded->attach("on_uretprobe", of_self("waggle_probed_one+4")), FailsSaying("takes no offset"));
  EXPECT_THAT(loaded->attach("on_uprobe_multi", of_self("no_such_*")), FailsSaying("was not found"));
}

TEST_F(KernelUserProbe, MissingUsdtProbeIsNamed) {
  auto loaded = LoadedPrograms::load("usdt.bpf.o", {"on_usdt"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_usdt", of_self("waggle_test:nothing")), FailsSaying("'waggle_test:nothing'"));
}

}  // namespace
}  // namespace waggle::bpf
