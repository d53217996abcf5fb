#include "waggle/bpf/features.hh"

#include <linux/bpf.h>

#include <array>

#include "waggle/bpf/feature_probes.hh"
#include "waggle/bpf/requirements/since.hh"

namespace waggle::bpf {
namespace {

using enum FeatureGroup;

constexpr std::uint32_t number(Capability capability) { return static_cast<std::uint32_t>(capability); }

// Where a version stands here, it is that of the first release whose kernel/bpf (or kernel/events) has the thing.
constexpr std::array kFeatures{
    Feature{kernel, "kernel BTF", {5, 4}, probe::kernel_btf},
    Feature{kernel, "JIT compiler", {3, 18}, probe::jit},
    Feature{kernel, "exact count of perf losses", {6, 0}, probe::perf_loss_count},

    Feature{program, "socket filter", since(BPF_PROG_TYPE_SOCKET_FILTER), probe::program_type,
            BPF_PROG_TYPE_SOCKET_FILTER},
    Feature{program, "kprobe, uprobe", since(BPF_PROG_TYPE_KPROBE), probe::program_type, BPF_PROG_TYPE_KPROBE},
    Feature{program, "tc", since(BPF_PROG_TYPE_SCHED_CLS), probe::program_type, BPF_PROG_TYPE_SCHED_CLS},
    Feature{program, "tracepoint", since(BPF_PROG_TYPE_TRACEPOINT), probe::program_type, BPF_PROG_TYPE_TRACEPOINT},
    Feature{program, "xdp", since(BPF_PROG_TYPE_XDP), probe::program_type, BPF_PROG_TYPE_XDP},
    Feature{program, "perf event", since(BPF_PROG_TYPE_PERF_EVENT), probe::program_type, BPF_PROG_TYPE_PERF_EVENT},
    Feature{program, "cgroup skb", since(BPF_PROG_TYPE_CGROUP_SKB), probe::program_type, BPF_PROG_TYPE_CGROUP_SKB},
    Feature{program, "cgroup socket", since(BPF_PROG_TYPE_CGROUP_SOCK), probe::program_type, BPF_PROG_TYPE_CGROUP_SOCK},
    Feature{program, "sockops", since(BPF_PROG_TYPE_SOCK_OPS), probe::program_type, BPF_PROG_TYPE_SOCK_OPS},
    Feature{program, "sk_skb", since(BPF_PROG_TYPE_SK_SKB), probe::program_type, BPF_PROG_TYPE_SK_SKB},
    Feature{program, "cgroup device", since(BPF_PROG_TYPE_CGROUP_DEVICE), probe::program_type,
            BPF_PROG_TYPE_CGROUP_DEVICE},
    Feature{program, "sk_msg", since(BPF_PROG_TYPE_SK_MSG), probe::program_type, BPF_PROG_TYPE_SK_MSG},
    Feature{program, "raw tracepoint", since(BPF_PROG_TYPE_RAW_TRACEPOINT), probe::program_type,
            BPF_PROG_TYPE_RAW_TRACEPOINT},
    Feature{program, "cgroup address", since(BPF_PROG_TYPE_CGROUP_SOCK_ADDR), probe::program_type,
            BPF_PROG_TYPE_CGROUP_SOCK_ADDR},
    Feature{program, "sk_reuseport", since(BPF_PROG_TYPE_SK_REUSEPORT), probe::program_type,
            BPF_PROG_TYPE_SK_REUSEPORT},
    Feature{program, "flow dissector", since(BPF_PROG_TYPE_FLOW_DISSECTOR), probe::program_type,
            BPF_PROG_TYPE_FLOW_DISSECTOR},
    Feature{program, "cgroup sysctl", since(BPF_PROG_TYPE_CGROUP_SYSCTL), probe::program_type,
            BPF_PROG_TYPE_CGROUP_SYSCTL},
    Feature{program, "cgroup sockopt", since(BPF_PROG_TYPE_CGROUP_SOCKOPT), probe::program_type,
            BPF_PROG_TYPE_CGROUP_SOCKOPT},
    Feature{program, "tracing (tp_btf, iter)", {5, 5}, probe::tracing},
    Feature{program, "struct_ops", since(BPF_PROG_TYPE_STRUCT_OPS), probe::program_type, BPF_PROG_TYPE_STRUCT_OPS},
    Feature{program, "sk_lookup", since(BPF_PROG_TYPE_SK_LOOKUP), probe::program_type, BPF_PROG_TYPE_SK_LOOKUP},
    Feature{program, "syscall", since(BPF_PROG_TYPE_SYSCALL), probe::program_type, BPF_PROG_TYPE_SYSCALL},
    Feature{program, "netfilter", since(BPF_PROG_TYPE_NETFILTER), probe::program_type, BPF_PROG_TYPE_NETFILTER},
    Feature{program, "trampolines (fentry, fexit, fmod_ret, freplace)", {5, 5}, probe::trampoline},
    Feature{program, "lsm", {5, 7}, probe::lsm},
    Feature{program, "sched_ext", {6, 12}, probe::sched_ext},

    Feature{map, "hash", since(BPF_MAP_TYPE_HASH), probe::map_type, BPF_MAP_TYPE_HASH},
    Feature{map, "array", since(BPF_MAP_TYPE_ARRAY), probe::map_type, BPF_MAP_TYPE_ARRAY},
    Feature{map, "prog_array", since(BPF_MAP_TYPE_PROG_ARRAY), probe::map_type, BPF_MAP_TYPE_PROG_ARRAY},
    Feature{map, "perf_event_array", since(BPF_MAP_TYPE_PERF_EVENT_ARRAY), probe::map_type,
            BPF_MAP_TYPE_PERF_EVENT_ARRAY},
    Feature{map, "percpu_hash", since(BPF_MAP_TYPE_PERCPU_HASH), probe::map_type, BPF_MAP_TYPE_PERCPU_HASH},
    Feature{map, "percpu_array", since(BPF_MAP_TYPE_PERCPU_ARRAY), probe::map_type, BPF_MAP_TYPE_PERCPU_ARRAY},
    Feature{map, "stack_trace", since(BPF_MAP_TYPE_STACK_TRACE), probe::map_type, BPF_MAP_TYPE_STACK_TRACE},
    Feature{map, "cgroup_array", since(BPF_MAP_TYPE_CGROUP_ARRAY), probe::map_type, BPF_MAP_TYPE_CGROUP_ARRAY},
    Feature{map, "lru_hash", since(BPF_MAP_TYPE_LRU_HASH), probe::map_type, BPF_MAP_TYPE_LRU_HASH},
    Feature{map, "lpm_trie", since(BPF_MAP_TYPE_LPM_TRIE), probe::map_type, BPF_MAP_TYPE_LPM_TRIE},
    Feature{map, "array_of_maps", since(BPF_MAP_TYPE_ARRAY_OF_MAPS), probe::map_type, BPF_MAP_TYPE_ARRAY_OF_MAPS},
    Feature{map, "hash_of_maps", since(BPF_MAP_TYPE_HASH_OF_MAPS), probe::map_type, BPF_MAP_TYPE_HASH_OF_MAPS},
    Feature{map, "devmap", since(BPF_MAP_TYPE_DEVMAP), probe::map_type, BPF_MAP_TYPE_DEVMAP},
    Feature{map, "sockmap", since(BPF_MAP_TYPE_SOCKMAP), probe::map_type, BPF_MAP_TYPE_SOCKMAP},
    Feature{map, "cpumap", since(BPF_MAP_TYPE_CPUMAP), probe::map_type, BPF_MAP_TYPE_CPUMAP},
    Feature{map, "xskmap", since(BPF_MAP_TYPE_XSKMAP), probe::map_type, BPF_MAP_TYPE_XSKMAP},
    Feature{map, "sockhash", since(BPF_MAP_TYPE_SOCKHASH), probe::map_type, BPF_MAP_TYPE_SOCKHASH},
    Feature{map, "queue", since(BPF_MAP_TYPE_QUEUE), probe::map_type, BPF_MAP_TYPE_QUEUE},
    Feature{map, "sk_storage", since(BPF_MAP_TYPE_SK_STORAGE), probe::map_type, BPF_MAP_TYPE_SK_STORAGE},
    Feature{map, "ringbuf", since(BPF_MAP_TYPE_RINGBUF), probe::map_type, BPF_MAP_TYPE_RINGBUF},
    Feature{map, "ringbuf that any process may consume", {6, 10}, probe::guarded_ringbuf},
    Feature{map, "inode_storage", since(BPF_MAP_TYPE_INODE_STORAGE), probe::map_type, BPF_MAP_TYPE_INODE_STORAGE},
    Feature{map, "task_storage", since(BPF_MAP_TYPE_TASK_STORAGE), probe::map_type, BPF_MAP_TYPE_TASK_STORAGE},
    Feature{map, "bloom_filter", since(BPF_MAP_TYPE_BLOOM_FILTER), probe::map_type, BPF_MAP_TYPE_BLOOM_FILTER},
    Feature{map, "user_ringbuf", since(BPF_MAP_TYPE_USER_RINGBUF), probe::map_type, BPF_MAP_TYPE_USER_RINGBUF},
    Feature{map, "cgrp_storage", since(BPF_MAP_TYPE_CGRP_STORAGE), probe::map_type, BPF_MAP_TYPE_CGRP_STORAGE},
    Feature{map, "arena", since(BPF_MAP_TYPE_ARENA), probe::map_type, BPF_MAP_TYPE_ARENA},

    Feature{attach, "kprobe", {4, 17}, probe::kprobe},
    Feature{attach, "uprobe", {4, 17}, probe::uprobe},
    Feature{attach, "kprobe.multi", {5, 18}, probe::kprobe_multi},
    Feature{attach, "uprobe.multi", {6, 6}, probe::uprobe_multi},
    Feature{attach, "perf event link", {5, 15}, probe::perf_link},
    Feature{attach, "tcx link", {6, 6}, probe::tcx},
    Feature{attach, "software perf event", {4, 9}, probe::software_perf},
    Feature{attach, "hardware perf event", {4, 9}, probe::hardware_perf},

    Feature{host, "CAP_BPF", {}, probe::capability, number(Capability::bpf)},
    Feature{host, "CAP_PERFMON", {}, probe::capability, number(Capability::perfmon)},
    Feature{host, "CAP_NET_ADMIN", {}, probe::capability, number(Capability::net_admin)},
    Feature{host, "BPF without privilege", {}, probe::unprivileged_bpf},
    Feature{host, "no lockdown", {}, probe::not_locked_down},
    Feature{host, "tracefs", {}, probe::tracefs},
    Feature{host, "bpf file system", {}, probe::bpffs},
};

}  // namespace

std::string_view name(FeatureGroup group) {
  switch (group) {
    case kernel: return "kernel";
    case program: return "program type";
    case map: return "map type";
    case attach: return "attach";
    case host: return "host";
  }
  return "";
}

std::span<const Feature> features() { return kFeatures; }

}  // namespace waggle::bpf
