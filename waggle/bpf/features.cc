#include "waggle/bpf/features.hh"

#include <linux/bpf.h>

#include <array>

#include "waggle/bpf/feature_probes.hh"

namespace waggle::bpf {
namespace {

using enum FeatureGroup;

constexpr std::uint32_t number(Capability capability) { return static_cast<std::uint32_t>(capability); }

// The versions are those of the first release whose kernel/bpf (or kernel/events) has the thing.
constexpr std::array kFeatures{
    Feature{kernel, "kernel BTF", {5, 4}, probe::kernel_btf},
    Feature{kernel, "JIT compiler", {3, 18}, probe::jit},
    Feature{kernel, "exact count of perf losses", {6, 0}, probe::perf_loss_count},

    Feature{program, "socket filter", {3, 19}, probe::program_type, BPF_PROG_TYPE_SOCKET_FILTER},
    Feature{program, "kprobe, uprobe", {4, 1}, probe::program_type, BPF_PROG_TYPE_KPROBE},
    Feature{program, "tc", {4, 1}, probe::program_type, BPF_PROG_TYPE_SCHED_CLS},
    Feature{program, "tracepoint", {4, 7}, probe::program_type, BPF_PROG_TYPE_TRACEPOINT},
    Feature{program, "xdp", {4, 8}, probe::program_type, BPF_PROG_TYPE_XDP},
    Feature{program, "perf event", {4, 9}, probe::program_type, BPF_PROG_TYPE_PERF_EVENT},
    Feature{program, "cgroup skb", {4, 10}, probe::program_type, BPF_PROG_TYPE_CGROUP_SKB},
    Feature{program, "cgroup socket", {4, 10}, probe::program_type, BPF_PROG_TYPE_CGROUP_SOCK},
    Feature{program, "sockops", {4, 13}, probe::program_type, BPF_PROG_TYPE_SOCK_OPS},
    Feature{program, "sk_skb", {4, 14}, probe::program_type, BPF_PROG_TYPE_SK_SKB},
    Feature{program, "cgroup device", {4, 15}, probe::program_type, BPF_PROG_TYPE_CGROUP_DEVICE},
    Feature{program, "sk_msg", {4, 17}, probe::program_type, BPF_PROG_TYPE_SK_MSG},
    Feature{program, "raw tracepoint", {4, 17}, probe::program_type, BPF_PROG_TYPE_RAW_TRACEPOINT},
    Feature{program, "cgroup address", {4, 17}, probe::program_type, BPF_PROG_TYPE_CGROUP_SOCK_ADDR},
    Feature{program, "sk_reuseport", {4, 19}, probe::program_type, BPF_PROG_TYPE_SK_REUSEPORT},
    Feature{program, "flow dissector", {4, 20}, probe::program_type, BPF_PROG_TYPE_FLOW_DISSECTOR},
    Feature{program, "cgroup sysctl", {5, 2}, probe::program_type, BPF_PROG_TYPE_CGROUP_SYSCTL},
    Feature{program, "cgroup sockopt", {5, 3}, probe::program_type, BPF_PROG_TYPE_CGROUP_SOCKOPT},
    Feature{program, "tracing (tp_btf, iter)", {5, 5}, probe::tracing},
    Feature{program, "struct_ops", {5, 6}, probe::program_type, BPF_PROG_TYPE_STRUCT_OPS},
    Feature{program, "sk_lookup", {5, 9}, probe::program_type, BPF_PROG_TYPE_SK_LOOKUP},
    Feature{program, "syscall", {5, 14}, probe::program_type, BPF_PROG_TYPE_SYSCALL},
    Feature{program, "netfilter", {6, 4}, probe::program_type, BPF_PROG_TYPE_NETFILTER},
    Feature{program, "trampolines (fentry, fexit, fmod_ret, freplace)", {5, 5}, probe::trampoline},
    Feature{program, "lsm", {5, 7}, probe::lsm},
    Feature{program, "sched_ext", {6, 12}, probe::sched_ext},

    Feature{map, "hash", {3, 19}, probe::map_type, BPF_MAP_TYPE_HASH},
    Feature{map, "array", {3, 19}, probe::map_type, BPF_MAP_TYPE_ARRAY},
    Feature{map, "prog_array", {4, 2}, probe::map_type, BPF_MAP_TYPE_PROG_ARRAY},
    Feature{map, "perf_event_array", {4, 3}, probe::map_type, BPF_MAP_TYPE_PERF_EVENT_ARRAY},
    Feature{map, "percpu_hash", {4, 6}, probe::map_type, BPF_MAP_TYPE_PERCPU_HASH},
    Feature{map, "percpu_array", {4, 6}, probe::map_type, BPF_MAP_TYPE_PERCPU_ARRAY},
    Feature{map, "stack_trace", {4, 6}, probe::map_type, BPF_MAP_TYPE_STACK_TRACE},
    Feature{map, "cgroup_array", {4, 8}, probe::map_type, BPF_MAP_TYPE_CGROUP_ARRAY},
    Feature{map, "lru_hash", {4, 10}, probe::map_type, BPF_MAP_TYPE_LRU_HASH},
    Feature{map, "lpm_trie", {4, 11}, probe::map_type, BPF_MAP_TYPE_LPM_TRIE},
    Feature{map, "array_of_maps", {4, 12}, probe::map_type, BPF_MAP_TYPE_ARRAY_OF_MAPS},
    Feature{map, "hash_of_maps", {4, 12}, probe::map_type, BPF_MAP_TYPE_HASH_OF_MAPS},
    Feature{map, "devmap", {4, 14}, probe::map_type, BPF_MAP_TYPE_DEVMAP},
    Feature{map, "sockmap", {4, 14}, probe::map_type, BPF_MAP_TYPE_SOCKMAP},
    Feature{map, "cpumap", {4, 15}, probe::map_type, BPF_MAP_TYPE_CPUMAP},
    Feature{map, "xskmap", {4, 18}, probe::map_type, BPF_MAP_TYPE_XSKMAP},
    Feature{map, "sockhash", {4, 18}, probe::map_type, BPF_MAP_TYPE_SOCKHASH},
    Feature{map, "queue", {4, 20}, probe::map_type, BPF_MAP_TYPE_QUEUE},
    Feature{map, "sk_storage", {5, 2}, probe::map_type, BPF_MAP_TYPE_SK_STORAGE},
    Feature{map, "ringbuf", {5, 8}, probe::map_type, BPF_MAP_TYPE_RINGBUF},
    Feature{map, "ringbuf that any process may consume", {6, 10}, probe::guarded_ringbuf},
    Feature{map, "inode_storage", {5, 10}, probe::map_type, BPF_MAP_TYPE_INODE_STORAGE},
    Feature{map, "task_storage", {5, 11}, probe::map_type, BPF_MAP_TYPE_TASK_STORAGE},
    Feature{map, "bloom_filter", {5, 16}, probe::map_type, BPF_MAP_TYPE_BLOOM_FILTER},
    Feature{map, "user_ringbuf", {6, 1}, probe::map_type, BPF_MAP_TYPE_USER_RINGBUF},
    Feature{map, "cgrp_storage", {6, 2}, probe::map_type, BPF_MAP_TYPE_CGRP_STORAGE},
    Feature{map, "arena", {6, 9}, probe::map_type, BPF_MAP_TYPE_ARENA},

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
