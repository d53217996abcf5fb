// Tracepoints, kprobes, trampolines and samples: programs that watch the kernel.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <time.h>

#include "waggle/bpf/attach/contract/link_contract.hh"
#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

void ask_for_parent() { ::syscall(SYS_getppid); }

void remove_file() {
  const std::string path = ::testing::TempDir() + fmt::format("waggle-unlink-{}", ::getpid());
  const UniqueFd file(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  EXPECT_TRUE(file);
  EXPECT_EQ(::unlink(path.c_str()), 0);
}

void remove_directory() {
  const std::string path = ::testing::TempDir() + fmt::format("waggle-rmdir-{}", ::getpid());
  EXPECT_EQ(::mkdir(path.c_str(), 0700), 0);
  EXPECT_EQ(::rmdir(path.c_str()), 0);
}

std::int64_t cpu_milliseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Uses a third of a second of CPU time, in which a sampler of 999 Hz cannot miss this thread.
void compute() {
  const std::int64_t end = cpu_milliseconds() + 333;
  while (cpu_milliseconds() < end) continue;
}

class KernelTracingLink : public KernelLink {};

TEST_P(KernelTracingLink, KeepsContract) { check_contract(); }

const LinkCase kTracing[] = {
    {"Tracepoint", "trace.bpf.o", "on_tracepoint", std::nullopt, ask_for_parent},
    {"TracepointTarget", "trace.bpf.o", "without_target", "syscalls:sys_enter_getppid", ask_for_parent},
    {"RawTracepoint", "trace.bpf.o", "on_raw_tracepoint", std::nullopt, ask_for_parent},
    {"RawTracepointTarget", "trace.bpf.o", "on_raw_tracepoint", "sys_enter", ask_for_parent},
    {"BtfTracepoint", "trace.bpf.o", "on_btf_tracepoint", std::nullopt, ask_for_parent},
    {"BtfTracepointTarget", "trace.bpf.o", "on_btf_tracepoint", "sys_enter", ask_for_parent},
    {"SoftwareSamples", "trace.bpf.o", "on_sample", "software:cpu-clock@999", compute},
    {"SamplesOfProcess", "trace.bpf.o", "on_sample", fmt::format("software:task-clock@999,pid={}", ::getpid()),
     compute},
    {"HardwareSamples", "trace.bpf.o", "on_sample", "hardware:cycles@999", compute, ENOENT},
    {"Kprobe", "trace.bpf.o", "on_kprobe", std::nullopt, remove_file, ENOENT},
    {"KprobeTarget", "trace.bpf.o", "on_kprobe", "vfs_rmdir", remove_directory, ENOENT},
    {"Kretprobe", "trace.bpf.o", "on_kretprobe", std::nullopt, remove_file, ENOENT},
    {"Ksyscall", "trace.bpf.o", "on_ksyscall", std::nullopt, ask_for_parent, ENOENT},
    {"Kretsyscall", "trace.bpf.o", "on_kretsyscall", "getppid", ask_for_parent, ENOENT},
    {"KprobeMulti", "trace.bpf.o", "on_kprobe_multi", std::nullopt, remove_file, EOPNOTSUPP},
    {"KprobeMultiPattern", "trace.bpf.o", "on_kprobe_multi", "vfs_unl*k", remove_file, EPERM},
    {"KretprobeMultiPattern", "trace.bpf.o", "on_kretprobe_multi", std::nullopt, remove_file, EPERM},
    {"KprobeSession", "trace.bpf.o", "on_kprobe_session", std::nullopt, remove_file, EOPNOTSUPP},
    {"Fentry", "trampoline.bpf.o", "on_entry", std::nullopt, remove_file, EPERM},
    {"FentryTarget", "trampoline.bpf.o", "on_entry", "vfs_unlink", remove_file, EPERM},
    {"Fexit", "trampoline.bpf.o", "on_exit", std::nullopt, remove_file, EPERM},
    {"FmodRet", "trampoline.bpf.o", "instead_of_rmdir", std::nullopt, remove_directory, EPERM},
    {"Lsm", "trampoline.bpf.o", "may_rmdir", std::nullopt, remove_directory, EPERM},
};

INSTANTIATE_TEST_SUITE_P(Kinds, KernelTracingLink, ::testing::ValuesIn(kTracing), case_name);

class KernelTracing : public testing::KernelTest {};

TEST_F(KernelTracing, FreplaceReplacesAFunctionOfAnotherProgram) {
  auto target = LoadedPrograms::load("replaced.bpf.o", {"asks_for_verdict"});
  ASSERT_THAT(target, IsOk());
  const int target_fd = target->program("asks_for_verdict").fd();
  auto loaded = LoadedPrograms::load("replacement.bpf.o", {"new_verdict"}, [&](bpf_object* object) {
    bpf_program* const program = bpf_object__find_program_by_name(object, "new_verdict");
    EXPECT_EQ(bpf_program__set_attach_target(program, target_fd, "verdict"), 0);
  });
  if (!loaded.ok() && loaded.error().code() == EPERM) GTEST_SKIP() << loaded.error().message();
  ASSERT_THAT(loaded, IsOk());
  const auto run = [&] {
    std::array<char, 64> packet{};
    auto options = libbpf_options<bpf_test_run_opts>();
    options.data_in = packet.data();
    options.data_size_in = packet.size();
    EXPECT_EQ(bpf_prog_test_run_opts(target_fd, &options), 0);
  };
  keeps_contract(*loaded, "new_verdict", std::nullopt, run);
}

TEST_F(KernelTracing, TracepointWithoutTargetShowsTheGrammar) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"without_target"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("without_target", std::nullopt);
  EXPECT_THAT(link, IsErrno(EOPNOTSUPP));
  EXPECT_THAT(link, FailsSaying("CATEGORY:NAME"));
}

TEST_F(KernelTracing, UnknownTracepointIsNamed) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"on_tracepoint", "on_raw_tracepoint"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("on_tracepoint", "syscalls:sys_enter_nothing");
  EXPECT_THAT(link, IsErrno(ENOENT));
  EXPECT_THAT(link, FailsSaying("sys_enter_nothing"));
  EXPECT_THAT(loaded->attach("on_raw_tracepoint", "no_such_event"), IsErrno(ENOENT));
}

TEST_F(KernelTracing, TracepointProgramReadingBeyondTheEventIsExplained) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"reads_too_far"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("reads_too_far", std::nullopt);
  EXPECT_THAT(link, IsErrno(EACCES));
  EXPECT_THAT(link, FailsSaying("beyond the event's last field"));
}

TEST_F(KernelTracing, CompiledInTargetCannotBeChanged) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"on_btf_tracepoint"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("on_btf_tracepoint", "sys_exit");
  EXPECT_THAT(link, IsErrno(EOPNOTSUPP));
  EXPECT_THAT(link, FailsSaying("fixed when it is loaded, here to 'sys_enter'"));
}

TEST_F(KernelTracing, SamplesOfANonexistentCpuAndProcessAreExplained) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"on_sample"});
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(loaded->attach("on_sample", "software:cpu-clock@99,cpu=4000"), FailsSaying("no such CPU"));
  EXPECT_THAT(loaded->attach("on_sample", "software:cpu-clock@99,pid=2147483647"), FailsSaying("no such process"));
  EXPECT_THAT(loaded->attach("on_sample", "software:cpu-clock@99999999"), FailsSaying("max_sample_rate"));
}

TEST_F(KernelTracing, SyscallProgramAttachesNowhere) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"not_attachable"});
  ASSERT_THAT(loaded, IsOk());
  const auto link = loaded->attach("not_attachable", std::nullopt);
  EXPECT_THAT(link, IsErrno(EOPNOTSUPP));
  EXPECT_THAT(link, FailsSaying("BPF_PROG_TEST_RUN"));
}

TEST_F(KernelTracing, TargetOfAnotherKindIsRefused) {
  auto loaded = LoadedPrograms::load("trace.bpf.o", {"on_tracepoint"});
  ASSERT_THAT(loaded, IsOk());
  const auto target = Target::parse(AttachKind::xdp, "lo");
  ASSERT_THAT(target, IsOk());
  const auto link = attach(loaded->object(), loaded->program("on_tracepoint"), *target, ignore_text);
  EXPECT_THAT(link, IsErrno(EINVAL));
  EXPECT_THAT(link, FailsSaying("attaches as tracepoint"));
}

}  // namespace
}  // namespace waggle::bpf
