// Links: each way to attach has its effect, and none after the link is destroyed.
#include <fcntl.h>
#include <linux/perf_event.h>
#include <net/if.h>

#include <array>

#include "waggle/abi/libbpf/calls_test.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/sys/file.hh"
#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/traffic.hh"

namespace waggle::abi::libbpf {
namespace {

using ::testing::HasSubstr;

class KernelLibbpfLink : public KernelLibbpf {
 protected:
  // Causes the effect while it is attached, and after.
  template <class Cause>
  void counts_until_destroyed(std::int64_t object, std::int64_t link, const Cause& cause) {
    ASSERT_GT(link, 0) << log();
    const std::uint64_t before = hits(object);
    cause();
    const std::uint64_t counted = hits(object);
    EXPECT_GT(counted, before);
    EXPECT_EQ(call("bpf_link__destroy", {link}), 0);
    cause();
    EXPECT_EQ(hits(object), counted);
    EXPECT_EQ(call("bpf_link__destroy", {link}), -EINVAL);
  }
  static void getppid() { ::syscall(SYS_getppid); }

  std::int64_t number_of(UniqueFd fd) {
    return host_->descriptors.insert(std::make_shared<KernelObject>(std::move(fd)), kLowest).value();
  }
  // What a descriptor gives until its end.
  std::string read_all_of(std::int64_t fd) {
    const auto file = host_->descriptors.get(static_cast<int>(fd)).value();
    std::string all;
    char piece[64];
    for (;;) {
      const iovec to{piece, sizeof piece};
      const auto n = file->read(*host_->stop, {&to, 1});
      EXPECT_THAT(n, testing::IsOk());
      if (!n.ok() || *n == 0) return all;
      all.append(piece, *n);
    }
  }
};

TEST_F(KernelLibbpfLink, AsTheSectionSays) {
  const std::int64_t object = load({"on_getppid"});
  counts_until_destroyed(object, call("bpf_program__attach", {program(object, "on_getppid")}), getppid);
}

// What a skeleton would pass over is no failure, and a failure is not passed over.
TEST_F(KernelLibbpfLink, AsASkeletonAttaches) {
  const std::int64_t object = load({"on_getppid", "on_call", "on_enter"});
  counts_until_destroyed(object, call("program_autoattach", {program(object, "on_getppid")}), getppid);
  for (const std::string_view name : {"on_call", "on_enter"}) {
    EXPECT_EQ(call("program_autoattach", {program(object, name)}), 0) << name;
    EXPECT_EQ(call("bpf_program__attach", {program(object, name)}), -EOPNOTSUPP) << name;
  }
  start({}, policy::Grant::attach);
  EXPECT_EQ(call("program_autoattach", {1}), -EPERM);
}

TEST_F(KernelLibbpfLink, Tracepoint) {
  const std::int64_t object = load({"on_getppid"});
  const std::int64_t getppid_ = program(object, "on_getppid");
  counts_until_destroyed(
      object,
      call("bpf_program__attach_tracepoint_opts", {getppid_, text("syscalls"), text("sys_enter_getppid", kText2), 5}),
      getppid);
  EXPECT_EQ(call("bpf_program__attach_tracepoint_opts", {getppid_, text("no"), text("such", kText2), 0}), -ENOENT);
  EXPECT_THAT(log(), HasSubstr("prog 'on_getppid': failed to create tracepoint 'no/such' perf event: -ENOENT"));
}

TEST_F(KernelLibbpfLink, RawTracepoint) {
  const std::int64_t object = load({"on_enter"});
  const std::int64_t on_enter = program(object, "on_enter");
  const std::int64_t link = call("bpf_program__attach_raw_tracepoint_opts", {on_enter, text("sys_enter"), 0});
  ASSERT_GT(link, 0) << log();
  EXPECT_GT(hits(object), 0u);
  EXPECT_EQ(call("bpf_link__destroy", {link}), 0);
  const std::uint64_t counted = hits(object);
  EXPECT_EQ(hits(object), counted);
  EXPECT_EQ(call("bpf_program__attach_raw_tracepoint_opts", {on_enter, text("no_such"), 0}), -ENOENT);
  EXPECT_EQ(call("bpf_program__attach", {on_enter}), -EOPNOTSUPP) << "its section names no tracepoint";
}

TEST_F(KernelLibbpfLink, Uprobe) {
  const std::int64_t object = load({"on_call"});
  const std::int64_t on_call = program(object, "on_call");
  const std::vector<std::int64_t> where{on_call, 0, text("libc.so.6"), 0, text("getpgid", kText2), 0, 0, 0, 0};
  counts_until_destroyed(object, call("bpf_program__attach_uprobe_opts", where), [] { ::getpgid(0); });
  EXPECT_EQ(call("bpf_program__attach_uprobe_opts", {on_call, 0, text("/no/such"), 0, text("f", kText2), 0, 0, 0, 0}),
            -ENOENT);
}

TEST_F(KernelLibbpfLink, PerfEvent) {
  const std::int64_t object = load({"on_sample"});
  perf_event_attr attribute{};
  attribute.size = sizeof attribute;
  attribute.type = PERF_TYPE_SOFTWARE;
  attribute.config = PERF_COUNT_SW_TASK_CLOCK;
  attribute.sample_period = 10000;
  UniqueFd event(static_cast<int>(::syscall(SYS_perf_event_open, &attribute, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
  ASSERT_TRUE(event);
  const std::int64_t number = number_of(std::move(event));
  const std::int64_t link =
      call("bpf_program__attach_perf_event_opts", {program(object, "on_sample"), number, 0, 0, 0});
  ASSERT_GT(link, 0) << log();
  EXPECT_TRUE(host_->descriptors.close(static_cast<int>(number)).ok());
  // Its own time passes for as long as it asks.
  for (int i = 0; i < 10000 && hits(object) == 0; ++i) getppid();
  EXPECT_GT(hits(object), 0u);
  EXPECT_EQ(call("bpf_link__destroy", {link}), 0);
}

TEST_F(KernelLibbpfLink, IteratorOfAMapByTheGuestsNumber) {
  const std::int64_t object = load({"each_element"});
  const std::int64_t table = map_fd(object, "table");
  put(kIn, std::uint32_t{4});
  put(kIn + 8, std::uint64_t{44});
  ASSERT_EQ(call("bpf_map_update_elem", {table, kIn, kIn + 8, 0}), 0);
  put(kIn, static_cast<std::uint32_t>(table));
  const std::int64_t link = call("bpf_program__attach_iter", {program(object, "each_element"), kIn, 4});
  ASSERT_GT(link, 0) << log();
  const std::int64_t iterator = call("bpf_iter_create", {call("bpf_link__fd", {link})});
  ASSERT_GE(iterator, 3);
  EXPECT_EQ(read_all_of(iterator), "4=44\n");
  put(kIn, std::uint32_t{900});
  EXPECT_EQ(call("bpf_program__attach_iter", {program(object, "each_element"), kIn, 4}), -EBADF);
}

TEST_F(KernelLibbpfLink, ALinkIsUpdatedDetachedAndKnowsItsNumber) {
  const std::int64_t object = load({"on_tcx"});
  const auto netns = testing::OwnNetns::enter();
  ASSERT_THAT(netns, testing::IsOk());
  const std::int64_t on_tcx = program(object, "on_tcx");
  const std::int64_t link = call("bpf_program__attach_tcx", {on_tcx, ::if_nametoindex("lo"), 0});
  ASSERT_GT(link, 0) << log();
  const std::int64_t fd = call("bpf_link__fd", {link});
  EXPECT_GE(fd, 3);
  EXPECT_EQ(call("bpf_link__fd", {link}), fd);
  EXPECT_EQ(call("bpf_link__update_program", {link, on_tcx}), 0);
  EXPECT_EQ(call("bpf_link__update_map", {link, map(object, "table")}), -EINVAL);
  EXPECT_EQ(call("bpf_link__pin_path", {link, kOut, 64}), 0);
  EXPECT_EQ(call("bpf_link__detach", {link}), 0);
  EXPECT_EQ(call("bpf_link__destroy", {link}), 0);
  EXPECT_EQ(call("bpf_link_detach", {fd}), -EBADF);
}

// What libbpf keeps of an object, its links need until they go.
TEST_F(KernelLibbpfLink, ALinkOutlivesItsObject) {
  const std::int64_t object = load({"on_getppid"});
  const std::int64_t link = call("bpf_program__attach", {program(object, "on_getppid")});
  ASSERT_EQ(call("bpf_map__fd", {map(object, ".bss")}), 3);
  ASSERT_EQ(call("map_window", {3, kWindow, kPage, WAGGLE_WINDOW_VALUES}), 0);
  ASSERT_EQ(call("bpf_object__close", {object}), 0);
  getppid();
  EXPECT_EQ(load64(kWindow).value(), 1);
  EXPECT_EQ(call("bpf_link__destroy", {link}), 0);
  getppid();
  EXPECT_EQ(load64(kWindow).value(), 1);
}

TEST_F(KernelLibbpfLink, AGuestsEndTakesEverythingAway) {
  host_.reset();
  const testing::FdLedger before = testing::open_fds();
  start({});
  const std::int64_t object = load({"on_getppid", "emit"});
  ASSERT_GT(call("bpf_program__attach", {program(object, "on_getppid")}), 0);
  ASSERT_GT(call("perf_buffer__new", {map_fd(object, "perf"), 1, 1}), 0);
  ASSERT_GT(call("ring_copy__new", {map_fd(object, "ring")}), 0);
  ASSERT_EQ(call("map_window", {map_fd(object, ".bss"), kWindow, kPage, WAGGLE_WINDOW_VALUES}), 0);
  host_.reset();
  EXPECT_EQ(testing::open_fds(), before);
}

TEST_F(KernelLibbpfLink, AttachingWhatIsNotLoadedFails) {
  const std::int64_t object = open("calls.bpf.o");
  for (const std::string_view name : {"on_getppid", "on_frame", "reached", "on_hook"})
    EXPECT_LT(call("bpf_program__attach", {program(object, name)}), 0) << name;
  EXPECT_LT(call("bpf_program__attach_trace_opts", {program(object, "on_getppid"), 0}), 0);
  EXPECT_LT(call("bpf_program__attach_lsm", {program(object, "on_getppid")}), 0);
}

// Lists are as long as they say, or refused: libbpf would read on.
TEST_F(KernelLibbpfLink, ListsOfProbesFitTogether) {
  const std::int64_t object = load({"on_call"});
  const std::int64_t on_call = program(object, "on_call");
  text("libc.so.6");
  put(kIn, std::array<std::uint64_t, 4>{1, 2, 3, 4});
  std::memcpy(host_->memory().data() + kOut, "one\0two\0", 8);
  const auto kprobes = [&](std::int64_t symbols, std::int64_t cookies) {
    return call("bpf_program__attach_kprobe_multi_opts", {on_call, 0, kOut, symbols, 0, 0, kIn, cookies, 0});
  };
  EXPECT_EQ(kprobes(8, 8), -EINVAL) << "two names, one cookie";
  EXPECT_EQ(kprobes(7, 16), -EINVAL) << "no NUL at the end";
  EXPECT_EQ(kprobes(8, 12), -EINVAL) << "half a cookie";
  const auto uprobes = [&](std::int64_t counters) {
    return call("bpf_program__attach_uprobe_multi", {on_call, -1, kText, 0, kOut, 8, 0, 0, kIn, counters, 0, 0, 0});
  };
  EXPECT_EQ(uprobes(8), -EINVAL) << "two names, one counter";
}

// Network hooks, in a namespace of the test's own.
class KernelLibbpfNet : public KernelLibbpfLink {
 protected:
  void SetUp() override {
    KernelLibbpfLink::SetUp();
    if (IsSkipped()) return;
    auto netns = testing::OwnNetns::enter();
    ASSERT_THAT(netns, testing::IsOk());
    netns_.emplace(std::move(netns).value());
    lo_ = ::if_nametoindex("lo");
  }
  static void send() { testing::send_udp(AF_INET, true); }

  std::optional<testing::OwnNetns> netns_;
  std::int64_t lo_ = 0;
};

TEST_F(KernelLibbpfNet, Xdp) {
  const std::int64_t object = load({"on_frame"});
  const std::int64_t link = call("bpf_program__attach_xdp", {program(object, "on_frame"), lo_});
  ASSERT_EQ(call("bpf_xdp_query", {lo_, 0, kOut}), 0);
  EXPECT_NE(get<waggle_xdp_query>(kOut).prog_id, 0u);
  counts_until_destroyed(object, link, send);
  EXPECT_EQ(call("bpf_program__attach_xdp", {program(object, "on_frame"), 9999}), -EINVAL);
}

TEST_F(KernelLibbpfNet, Tcx) {
  const std::int64_t object = load({"on_tcx"});
  counts_until_destroyed(object, call("bpf_program__attach_tcx", {program(object, "on_tcx"), lo_, 0}), send);
}

TEST_F(KernelLibbpfNet, TcxBesideAnotherByTheGuestsNumber) {
  constexpr std::int64_t kTcxIngress = 46;  // BPF_TCX_INGRESS
  const std::int64_t object = load({"on_tcx", "on_packet"});
  const std::int64_t first = call("bpf_program__attach_tcx", {program(object, "on_tcx"), lo_, 0});
  ASSERT_GT(first, 0);
  const std::int64_t first_fd = call("bpf_link__fd", {first});
  const std::int64_t last = call("bpf_link_create", {program_fd(object, "on_packet"), lo_, kTcxIngress, 0, 0, 0});
  EXPECT_GE(last, 3);
  const std::int64_t other = load({"on_tcx"});
  const std::int64_t on_tcx = program(other, "on_tcx");
  constexpr std::uint32_t kBefore = 1 << 3, kIsLink = 1 << 13;  // BPF_F_BEFORE, BPF_F_LINK
  put(kIn, waggle_place{kBefore | kIsLink, 0, static_cast<std::uint32_t>(first_fd), 0, 0});
  EXPECT_GT(call("bpf_program__attach_tcx", {on_tcx, lo_, kIn}), 0) << log();
  put(kIn, waggle_place{kBefore | kIsLink, 0, 900, 0, 0});
  EXPECT_EQ(call("bpf_program__attach_tcx", {on_tcx, lo_, kIn}), -EBADF);
  // All three, in the order of the list.
  put(kIn, waggle_prog_query{0, 0, 8, 0, 0});
  ASSERT_EQ(call("bpf_prog_query_opts", {lo_, kTcxIngress, kIn, kOut, 0, kOut2, 0}), 0);
  EXPECT_EQ(get<waggle_prog_query>(kIn).count, 3u);
  EXPECT_NE(get<std::uint32_t>(kOut), 0u);
}

TEST_F(KernelLibbpfNet, Netfilter) {
  const std::int64_t object = load({"on_hook"});
  constexpr std::int64_t kIpv4 = 2, kLocalIn = 1;
  counts_until_destroyed(
      object, call("bpf_program__attach_netfilter", {program(object, "on_hook"), kIpv4, kLocalIn, -100, 0}), send);
}

TEST_F(KernelLibbpfNet, NamespaceByTheGuestsNumber) {
  const std::int64_t object = load({"on_lookup"});
  const std::int64_t netns = number_of(UniqueFd(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)));
  counts_until_destroyed(object, call("bpf_program__attach_netns", {program(object, "on_lookup"), netns}),
                         [] { testing::connect_tcp(AF_INET); });
}

TEST_F(KernelLibbpfNet, CgroupByTheGuestsNumber) {
  const auto cgroup = testing::OwnCgroup::enter();
  ASSERT_THAT(cgroup, testing::IsOk());
  const std::int64_t object = load({"on_egress"});
  const std::int64_t fd = number_of(UniqueFd(::open(cgroup->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  counts_until_destroyed(object, call("bpf_program__attach_cgroup_opts", {program(object, "on_egress"), fd, 0}), send);
  EXPECT_EQ(call("bpf_program__attach_cgroup_opts", {program(object, "on_egress"), 900, 0}), -EBADF);
}

TEST_F(KernelLibbpfNet, WhatACgroupRunsWithoutALinkEndsWithTheGuest) {
  const auto cgroup = testing::OwnCgroup::enter();
  ASSERT_THAT(cgroup, testing::IsOk());
  const std::int64_t object = load({"on_egress"});
  const UniqueFd directory(::open(cgroup->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::int64_t fd = number_of(UniqueFd::duplicate(directory.get()).value());
  constexpr std::int64_t kEgress = 1;  // BPF_CGROUP_INET_EGRESS
  const std::int64_t egress = program_fd(object, "on_egress");
  const auto attached = [&](testing::HostedGuest& guest) {
    put(kIn, waggle_prog_query{0, 0, 8, 0, 0});
    const auto number =
        guest.descriptors.insert(std::make_shared<KernelObject>(UniqueFd::duplicate(directory.get()).value()), kLowest);
    EXPECT_EQ(call("bpf_prog_query_opts", {number.value(), kEgress, kIn, 0, 0, 0, 0}), 0);
    return get<waggle_prog_query>(kIn).count;
  };
  ASSERT_EQ(call("bpf_prog_attach_opts", {egress, fd, kEgress, 0}), 0);
  EXPECT_EQ(attached(*host_), 1u);
  ASSERT_EQ(call("bpf_prog_detach_opts", {egress, fd, kEgress, 0}), 0);
  EXPECT_EQ(attached(*host_), 0u);
  ASSERT_EQ(call("bpf_prog_attach_opts", {egress, fd, kEgress, 0}), 0);
  start({});
  EXPECT_EQ(attached(*host_), 0u);
}

TEST_F(KernelLibbpfNet, TcFilterByNetlinkEndsWithTheGuest) {
  const std::int64_t object = load({"on_packet"});
  constexpr std::uint32_t kIngress = 1;  // BPF_TC_INGRESS
  const waggle_tc_hook hook{static_cast<std::int32_t>(lo_), kIngress, 0, 0};
  put(kIn, hook);
  ASSERT_EQ(call("bpf_tc_hook_create", {kIn, 0}), 0) << log();
  EXPECT_EQ(call("bpf_tc_hook_create", {kIn, 0}), -EEXIST);
  put(kOut, waggle_tc{static_cast<std::uint32_t>(program_fd(object, "on_packet")), 0, 0, 0, 0});
  put(kIn, hook);
  ASSERT_EQ(call("bpf_tc_attach", {kIn, 0, kOut}), 0) << log();
  auto filter = get<waggle_tc>(kOut);
  EXPECT_NE(filter.prog_id, 0u);
  EXPECT_NE(filter.priority, 0u);
  put(kText2, hook);
  send();
  EXPECT_GT(hits(object), 0u);
  put(kOut, waggle_tc{0, 0, 0, filter.handle, filter.priority});
  EXPECT_EQ(call("bpf_tc_query", {kText2, 0, kOut}), 0);
  EXPECT_EQ(get<waggle_tc>(kOut).prog_id, filter.prog_id);
  start({});
  put(kText2, hook);
  put(kOut, waggle_tc{0, 0, 0, filter.handle, filter.priority});
  EXPECT_LT(call("bpf_tc_query", {kText2, 0, kOut}), 0) << "the filter is gone";
  put(kIn, hook);
  EXPECT_EQ(call("bpf_tc_hook_create", {kIn, 0}), 0) << "and so is the hook";
}

TEST_F(KernelLibbpfNet, XdpByNetlinkEndsWithTheGuestIfItIsStillItsOwn) {
  std::int64_t object = load({"on_frame"});
  constexpr std::int64_t kGeneric = 1 << 1;  // XDP_FLAGS_SKB_MODE
  ASSERT_EQ(call("bpf_xdp_attach", {lo_, program_fd(object, "on_frame"), kGeneric, 0}), 0) << log();
  send();
  EXPECT_GT(hits(object), 0u);
  start({});
  ASSERT_EQ(call("bpf_xdp_query", {lo_, 0, kOut}), 0);
  EXPECT_EQ(get<waggle_xdp_query>(kOut).prog_id, 0u);
  start(policy::Grant::pin);
  object = load({"on_frame"});
  ASSERT_EQ(call("bpf_xdp_attach", {lo_, program_fd(object, "on_frame"), kGeneric, 0}), 0) << log();
  start({});
  ASSERT_EQ(call("bpf_xdp_query", {lo_, 0, kOut}), 0);
  EXPECT_NE(get<waggle_xdp_query>(kOut).prog_id, 0u) << "a guest that may pin may leave it";
  EXPECT_EQ(call("bpf_xdp_detach", {lo_, kGeneric, 0}), 0);
}

TEST_F(KernelLibbpfNet, StructOpsAreFilledWithHandlesOfPrograms) {
  const std::int64_t object = open("ops.bpf.o");
  const std::int64_t control = map(object, "control");
  struct Control {  // tcp_congestion_ops of the object
    std::uint64_t ssthresh, cong_avoid, undo_cwnd, init;
    char name[16];
  };
  ASSERT_EQ(call("bpf_map__initial_value", {control, kBuffer, kPage}), static_cast<std::int64_t>(sizeof(Control)));
  auto ops = get<Control>(kBuffer);
  EXPECT_STREQ(static_cast<const char*>(ops.name), "waggle_libbpf");
  std::memcpy(static_cast<char*>(ops.name), "waggle_other\0", 13);
  ops.init = static_cast<std::uint64_t>(program(object, "on_init"));
  ops.ssthresh = ~std::uint64_t{0};
  put(kBuffer, ops);
  EXPECT_EQ(call("bpf_map__set_initial_value", {control, kBuffer, sizeof ops}), -EINVAL) << "no handle of a program";
  ops.ssthresh = static_cast<std::uint64_t>(program(object, "threshold"));
  put(kBuffer, ops);
  EXPECT_EQ(call("bpf_map__set_initial_value", {control, kBuffer, sizeof ops - 1}), -EINVAL);
  ASSERT_EQ(call("bpf_map__set_initial_value", {control, kBuffer, sizeof ops}), 0);
  EXPECT_EQ(call("bpf_map__set_value_size", {control, 4096}), -EINVAL);
  ASSERT_EQ(call("bpf_object__load", {object}), 0) << log();
  EXPECT_EQ(call("bpf_map__set_initial_value", {control, kBuffer, sizeof ops}), -EBUSY);
  EXPECT_EQ(call("bpf_map__initial_value", {control, kBuffer, kPage}), static_cast<std::int64_t>(sizeof(Control)))
      << "the object's structure, not the kernel's";
  const std::int64_t link = call("bpf_map__attach_struct_ops", {control});
  counts_until_destroyed(object, link, [] { testing::connect_tcp(AF_INET, "waggle_other"); });
}

}  // namespace
}  // namespace waggle::abi::libbpf
