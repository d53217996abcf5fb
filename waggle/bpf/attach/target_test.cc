#include "waggle/bpf/attach/target.hh"

#include <gtest/gtest.h>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

using Options = std::map<std::string, std::string, std::less<>>;

struct Good {
  AttachKind kind;
  std::string_view text;
  std::string subject;
  Options options = {};
};

const Good kGood[] = {
    {AttachKind::xdp, "eth0", "eth0"},
    {AttachKind::xdp, "eth0,mode=skb", "eth0", {{"mode", "skb"}}},
    {AttachKind::xdp, "eth0.100,mode=drv", "eth0.100", {{"mode", "drv"}}},
    {AttachKind::xdp, "odd,name", "odd,name"},
    {AttachKind::tc, "eth0:ingress", "eth0:ingress"},
    {AttachKind::tc, "eth0:egress,first", "eth0:egress", {{"first", ""}}},
    {AttachKind::tc, "eth0:egress,last", "eth0:egress", {{"last", ""}}},
    {AttachKind::tc, "eth0:egress,before=12", "eth0:egress", {{"before", "12"}}},
    {AttachKind::tc, "eth0:egress,after=0x1f", "eth0:egress", {{"after", "0x1f"}}},
    {AttachKind::tc, "eth0:ingress,prio=1", "eth0:ingress", {{"prio", "1"}}},
    {AttachKind::netkit, "nk0:primary", "nk0:primary"},
    {AttachKind::netkit, "nk0:peer,first", "nk0:peer", {{"first", ""}}},
    {AttachKind::cgroup, "/sys/fs/cgroup/a,b=c:d", "/sys/fs/cgroup/a,b=c:d"},
    {AttachKind::uprobe, "/bin/bash:readline", "/bin/bash:readline"},
    {AttachKind::uprobe, "/bin/bash:readline+0x10,pid=7", "/bin/bash:readline+0x10", {{"pid", "7"}}},
    {AttachKind::uprobe, "/a:b,c/d:main.(*T).run", "/a:b,c/d:main.(*T).run"},
    {AttachKind::uprobe, "libc.so.6:memcpy@@GLIBC_2.14", "libc.so.6:memcpy@@GLIBC_2.14"},
    {AttachKind::uprobe, "/bin/x:0x1139", "/bin/x:0x1139"},
    {AttachKind::uprobe, "/bin/x:operator+", "/bin/x:operator+"},
    {AttachKind::uprobe_multi, "/bin/x:run_*,pid=3", "/bin/x:run_*", {{"pid", "3"}}},
    {AttachKind::usdt, "/a:b:provider:probe,pid=9", "/a:b:provider:probe", {{"pid", "9"}}},
    {AttachKind::kprobe, "vfs_read", "vfs_read"},
    {AttachKind::kprobe, "vfs_read+8", "vfs_read+8"},
    {AttachKind::kprobe, "shrink_slab.constprop.0", "shrink_slab.constprop.0"},
    {AttachKind::ksyscall, "openat2", "openat2"},
    {AttachKind::kprobe_multi, "tcp_*msg?", "tcp_*msg?"},
    {AttachKind::compiled_in, "", ""},
    {AttachKind::compiled_in, "vfs_unlink", "vfs_unlink"},
    {AttachKind::tracepoint, "sched:sched_switch", "sched:sched_switch"},
    {AttachKind::raw_tracepoint, "sys_enter", "sys_enter"},
    {AttachKind::perf_event, "software:cpu-clock@99", "software:cpu-clock@99"},
    {AttachKind::perf_event, "hardware:cycles@999,cpu=0,pid=4", "hardware:cycles@999", {{"cpu", "0"}, {"pid", "4"}}},
    {AttachKind::socket_filter, "lo", "lo"},
    {AttachKind::netfilter,
     "pf=ipv4,hook=local_out,prio=-128",
     "",
     {{"pf", "ipv4"}, {"hook", "local_out"}, {"prio", "-128"}}},
    {AttachKind::netfilter,
     "prio=0,defrag,hook=prerouting,pf=ipv6",
     "",
     {{"pf", "ipv6"}, {"hook", "prerouting"}, {"prio", "0"}, {"defrag", ""}}},
    {AttachKind::netns, "/proc/self/ns/net", "/proc/self/ns/net"},
    {AttachKind::sockmap, "map:sockets", "map:sockets"},
    {AttachKind::iter, "", ""},
    {AttachKind::iter, "map=events", "", {{"map", "events"}}},
    {AttachKind::iter, "pid=1", "", {{"pid", "1"}}},
    {AttachKind::iter, "cgroup=/a,b,order=post", "", {{"cgroup", "/a,b"}, {"order", "post"}}},
    {AttachKind::struct_ops, "my_ops", "my_ops"},
};

TEST(Target, ParsesEveryKind) {
  for (const Good& good : kGood) {
    SCOPED_TRACE(good.text);
    const auto target = Target::parse(good.kind, good.text);
    ASSERT_THAT(target, IsOk());
    EXPECT_EQ(target->kind, good.kind);
    EXPECT_EQ(target->subject, good.subject);
    EXPECT_EQ(target->options, good.options);
  }
}

struct Bad {
  AttachKind kind;
  std::string_view text;
  std::string_view because;
};

constexpr Bad kBad[] = {
    {AttachKind::xdp, "", "it is empty"},
    {AttachKind::xdp, ",mode=skb", "the interface is missing"},
    {AttachKind::xdp, "a/b", "cannot be an interface's name"},
    {AttachKind::xdp, "sixteencharacters", "cannot be an interface's name"},
    {AttachKind::xdp, "eth0,mode=fast", "mode is skb or drv"},
    {AttachKind::xdp, "eth0,mode=hw", "needs the interface when the program is loaded"},
    {AttachKind::xdp, "eth0,mode=", "has no value"},
    {AttachKind::xdp, "eth0,mood=skb", "there is no option 'mood'"},
    {AttachKind::xdp, "eth0,mode=skb,mode=drv", "mode is given twice"},
    {AttachKind::tc, "eth0", "the direction is missing"},
    {AttachKind::tc, "eth0:sideways", "ingress or egress, not 'sideways'"},
    {AttachKind::tc, "eth0:ingress,frist", "ingress or egress"},
    {AttachKind::tc, "eth0:ingress,first,last", "exclude each other"},
    {AttachKind::tc, "eth0:ingress,first=1", "there is no option 'first'"},
    {AttachKind::tc, "eth0:ingress,before=x", "before is a number"},
    {AttachKind::tc, "eth0:ingress,prio=0", "prio is 1 to 65535"},
    {AttachKind::tc, "eth0:ingress,prio=65536", "prio is a number"},
    {AttachKind::tc, "eth0:ingress,prio=1,first", "legacy filter"},
    {AttachKind::netkit, "nk0", "the side is missing"},
    {AttachKind::netkit, "nk0:ingress", "primary or peer"},
    {AttachKind::netkit, "nk0:peer,prio=1", "there is no option 'prio'"},
    {AttachKind::cgroup, "", "it is empty"},
    {AttachKind::uprobe, "/bin/bash", "the symbol is missing"},
    {AttachKind::uprobe, "/bin/bash:", "the symbol is missing"},
    {AttachKind::uprobe, ":main", "the path is missing"},
    {AttachKind::uprobe, "/bin/bash:+4", "the symbol is missing"},
    {AttachKind::uprobe, "/bin/bash:main,pid=0", "above 0"},
    {AttachKind::uprobe, "/bin/bash:main,pid=me", "pid is a number"},
    {AttachKind::uprobe_multi, "/bin/bash:", "the pattern is missing"},
    {AttachKind::uprobe_multi, ":x*", "the path is missing"},
    {AttachKind::usdt, "/bin/bash", "not PATH, PROVIDER and NAME"},
    {AttachKind::usdt, "provider:name", "not PATH, PROVIDER and NAME"},
    {AttachKind::usdt, "/bin/bash::name", "is empty"},
    {AttachKind::kprobe, "vfs_*", "no kernel function"},
    {AttachKind::kprobe, "vfs_read+x", "is no number"},
    {AttachKind::kprobe, "vfs_read,pid=3", "no kernel function"},
    {AttachKind::ksyscall, "sys/openat", "small letters"},
    {AttachKind::kprobe_multi, "vfs read", "no pattern"},
    {AttachKind::tracepoint, "sched_switch", "not CATEGORY and NAME"},
    {AttachKind::tracepoint, ":x", "not CATEGORY and NAME"},
    {AttachKind::tracepoint, "sched/../x:y", "hold no '/'"},
    {AttachKind::tracepoint, "a:b:c", "hold no '/' or ':'"},
    {AttachKind::raw_tracepoint, "raw_syscalls:sys_enter", "without a category"},
    {AttachKind::perf_event, "software:cpu-clock", "the frequency is missing"},
    {AttachKind::perf_event, "software:cpu-clock@0", "is no frequency"},
    {AttachKind::perf_event, "software:cpu-clock@often", "is no frequency"},
    {AttachKind::perf_event, "cycles@99", "there is no event 'cycles'"},
    {AttachKind::perf_event, "software:cpu-clock@99,cpu=-1", "cpu is a number from 0"},
    {AttachKind::socket_filter, "eth0:ingress", "cannot be an interface's name"},
    {AttachKind::netfilter, "eth0", "'eth0' is no option"},
    {AttachKind::netfilter, "pf=arp,hook=forward,prio=1", "pf is ipv4 or ipv6"},
    {AttachKind::netfilter, "pf=ipv4,hook=ingress,prio=1", "hook is prerouting"},
    {AttachKind::netfilter, "pf=ipv4,hook=forward", "prio is missing"},
    {AttachKind::netfilter, "pf=ipv4,hook=forward,prio=2147483647", "are the kernel's"},
    {AttachKind::netns, "", "it is empty"},
    {AttachKind::sockmap, "sockets", "does not name a map"},
    {AttachKind::sockmap, "map:", "does not name a map"},
    {AttachKind::iter, "events", "'events' is no option"},
    {AttachKind::iter, "map=a,pid=1", "exclude each other"},
    {AttachKind::iter, "map=a,order=pre", "of a cgroup"},
    {AttachKind::iter, "cgroup=/a,order=sideways", "self, pre, post or up"},
    {AttachKind::struct_ops, "", "it is empty"},
    {AttachKind::struct_ops, {"a\0b", 3}, "zero byte"},
};

TEST(Target, RefusesWhatDoesNotFitAndShowsTheGrammar) {
  for (const Bad& bad : kBad) {
    SCOPED_TRACE(bad.text);
    const auto target = Target::parse(bad.kind, bad.text);
    EXPECT_THAT(target, IsErrno(EINVAL));
    EXPECT_THAT(target, FailsSaying(std::string(bad.because)));
    EXPECT_THAT(target, FailsSaying(std::string(grammar(bad.kind))));
  }
}

TEST(Target, EveryKindIsInItsPlace) {
  for (int kind = 0; kind <= static_cast<int>(AttachKind::struct_ops); ++kind) {
    EXPECT_EQ(static_cast<int>(kind_row(static_cast<AttachKind>(kind)).id), kind);
    EXPECT_FALSE(name(static_cast<AttachKind>(kind)).empty());
  }
}

TEST(Target, SectionsNameTargetsOfTracingKinds) {
  EXPECT_EQ(kTracepoint.section_target("tp/sched/sched_switch"), "sched:sched_switch");
  EXPECT_EQ(kTracepoint.section_target("tp"), "");
  EXPECT_EQ(kKprobe.section_target("kprobe/vfs_read+8"), "vfs_read+8");
  EXPECT_EQ(kUprobe.section_target("uretprobe.s//bin/bash:readline"), "/bin/bash:readline");
  EXPECT_EQ(kUprobe.section_target("uprobe"), "");
  EXPECT_EQ(kUsdt.section_target("usdt/libc.so.6:libc:setjmp"), "libc.so.6:libc:setjmp");
  EXPECT_EQ(kXdp.section_target("xdp/devmap"), "");
}

}  // namespace
}  // namespace waggle::bpf
