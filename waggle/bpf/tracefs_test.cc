#include "waggle/bpf/tracefs.hh"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/vfs.h>

#include <linux/magic.h>

#include "waggle/base/file.hh"
#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

class TracefsKernel : public testing::KernelTest {};

ByteVector mounts() { return read_file("/proc/self/mounts", 1 << 20).value(); }

TEST_F(TracefsKernel, OpensItWithoutAMountOfItsOwnBeingSeen) {
  const auto before = mounts();
  const auto root = open_tracefs();
  ASSERT_THAT(root, IsOk());
  struct statfs about{};
  ASSERT_EQ(::fstatfs(root->get(), &about), 0);
  EXPECT_EQ(about.f_type, TRACEFS_MAGIC);
  EXPECT_EQ(mounts(), before);
}

TEST_F(TracefsKernel, FindsTheIdOfATracepoint) {
  const auto exec = tracepoint_id("sched", "sched_process_exec");
  const auto exit = tracepoint_id("sched", "sched_process_exit");
  ASSERT_THAT(exec, IsOk());
  ASSERT_THAT(exit, IsOk());
  EXPECT_NE(*exec, *exit);
}

TEST_F(TracefsKernel, SaysThatThereIsNoSuchTracepoint) {
  EXPECT_THAT(tracepoint_id("sched", "no_such_event"), IsErrno(ENOENT));
  EXPECT_THAT(tracepoint_id("sched", "no_such_event"), FailsSaying("no tracepoint sched:no_such_event"));
}

TEST_F(TracefsKernel, LeavesNoDescriptor) {
  const auto before = testing::open_fds();
  ASSERT_THAT(tracepoint_id("sched", "sched_process_exec"), IsOk());
  EXPECT_EQ(testing::open_fds(), before);
}

TEST(Tracefs, NamesThatWouldLeadElsewhereAreNoNames) {
  for (const char* name : {"", ".", "..", "a/b", "../../etc/passwd"}) {
    EXPECT_THAT(tracepoint_id(name, "x"), IsErrno(EINVAL)) << name;
    EXPECT_THAT(tracepoint_id("x", name), IsErrno(EINVAL)) << name;
  }
}

}  // namespace
}  // namespace waggle::bpf
