// The first Linux that has a program type, a map type, an attach type or a helper, by their numbers in <linux/bpf.h>,
// declared once: probes, inspections and manuals ask here. A number that is newer than this table has no version.
#pragma once

#include <linux/bpf.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "waggle/bpf/host.hh"

namespace waggle::bpf {

namespace detail {

// Types and helpers are numbered in the order in which they came: a row is a release, and the first number that it has.
// They agree with the published history of the kernel's BPF features (docs.ebpf.io, "eBPF Timeline"), which ends
// at 6.14 and has no attach types after 6.0; those, and what came later, have not been compared with a list.
struct FirstOf {
  std::uint32_t number;
  KernelVersion version;
};

inline constexpr std::array kProgramTypes{
    FirstOf{BPF_PROG_TYPE_SOCKET_FILTER, {3, 19}},  FirstOf{BPF_PROG_TYPE_KPROBE, {4, 1}},
    FirstOf{BPF_PROG_TYPE_TRACEPOINT, {4, 7}},      FirstOf{BPF_PROG_TYPE_XDP, {4, 8}},
    FirstOf{BPF_PROG_TYPE_PERF_EVENT, {4, 9}},      FirstOf{BPF_PROG_TYPE_CGROUP_SKB, {4, 10}},
    FirstOf{BPF_PROG_TYPE_SOCK_OPS, {4, 13}},       FirstOf{BPF_PROG_TYPE_SK_SKB, {4, 14}},
    FirstOf{BPF_PROG_TYPE_CGROUP_DEVICE, {4, 15}},  FirstOf{BPF_PROG_TYPE_SK_MSG, {4, 17}},
    FirstOf{BPF_PROG_TYPE_LWT_SEG6LOCAL, {4, 18}},  FirstOf{BPF_PROG_TYPE_SK_REUSEPORT, {4, 19}},
    FirstOf{BPF_PROG_TYPE_FLOW_DISSECTOR, {4, 20}}, FirstOf{BPF_PROG_TYPE_CGROUP_SYSCTL, {5, 2}},
    FirstOf{BPF_PROG_TYPE_CGROUP_SOCKOPT, {5, 3}},  FirstOf{BPF_PROG_TYPE_TRACING, {5, 5}},
    FirstOf{BPF_PROG_TYPE_STRUCT_OPS, {5, 6}},      FirstOf{BPF_PROG_TYPE_LSM, {5, 7}},
    FirstOf{BPF_PROG_TYPE_SK_LOOKUP, {5, 9}},       FirstOf{BPF_PROG_TYPE_SYSCALL, {5, 14}},
    FirstOf{BPF_PROG_TYPE_NETFILTER, {6, 4}},       FirstOf{__MAX_BPF_PROG_TYPE, {}},
};

inline constexpr std::array kMapTypes{
    FirstOf{BPF_MAP_TYPE_HASH, {3, 19}},
    FirstOf{BPF_MAP_TYPE_PROG_ARRAY, {4, 2}},
    FirstOf{BPF_MAP_TYPE_PERF_EVENT_ARRAY, {4, 3}},
    FirstOf{BPF_MAP_TYPE_PERCPU_HASH, {4, 6}},
    FirstOf{BPF_MAP_TYPE_CGROUP_ARRAY, {4, 8}},
    FirstOf{BPF_MAP_TYPE_LRU_HASH, {4, 10}},
    FirstOf{BPF_MAP_TYPE_LPM_TRIE, {4, 11}},
    FirstOf{BPF_MAP_TYPE_ARRAY_OF_MAPS, {4, 12}},
    FirstOf{BPF_MAP_TYPE_DEVMAP, {4, 14}},
    FirstOf{BPF_MAP_TYPE_CPUMAP, {4, 15}},
    FirstOf{BPF_MAP_TYPE_XSKMAP, {4, 18}},
    FirstOf{BPF_MAP_TYPE_CGROUP_STORAGE, {4, 19}},
    FirstOf{BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, {4, 20}},
    FirstOf{BPF_MAP_TYPE_SK_STORAGE, {5, 2}},
    FirstOf{BPF_MAP_TYPE_DEVMAP_HASH, {5, 4}},
    FirstOf{BPF_MAP_TYPE_STRUCT_OPS, {5, 6}},
    FirstOf{BPF_MAP_TYPE_RINGBUF, {5, 8}},
    FirstOf{BPF_MAP_TYPE_INODE_STORAGE, {5, 10}},
    FirstOf{BPF_MAP_TYPE_TASK_STORAGE, {5, 11}},
    FirstOf{BPF_MAP_TYPE_BLOOM_FILTER, {5, 16}},
    FirstOf{BPF_MAP_TYPE_USER_RINGBUF, {6, 1}},
    FirstOf{BPF_MAP_TYPE_CGRP_STORAGE, {6, 2}},
    FirstOf{BPF_MAP_TYPE_ARENA, {6, 9}},
    FirstOf{BPF_MAP_TYPE_INSN_ARRAY, {6, 19}},
    FirstOf{__MAX_BPF_MAP_TYPE, {}},
};

inline constexpr std::array kAttachTypes{
    FirstOf{BPF_CGROUP_INET_INGRESS, {4, 10}},
    FirstOf{BPF_CGROUP_SOCK_OPS, {4, 13}},
    FirstOf{BPF_SK_SKB_STREAM_PARSER, {4, 14}},
    FirstOf{BPF_CGROUP_DEVICE, {4, 15}},
    FirstOf{BPF_SK_MSG_VERDICT, {4, 17}},
    FirstOf{BPF_CGROUP_UDP4_SENDMSG, {4, 18}},
    FirstOf{BPF_FLOW_DISSECTOR, {4, 20}},
    FirstOf{BPF_CGROUP_SYSCTL, {5, 2}},
    FirstOf{BPF_CGROUP_GETSOCKOPT, {5, 3}},
    FirstOf{BPF_TRACE_RAW_TP, {5, 5}},
    FirstOf{BPF_MODIFY_RETURN, {5, 7}},
    FirstOf{BPF_TRACE_ITER, {5, 8}},
    FirstOf{BPF_CGROUP_INET_SOCK_RELEASE, {5, 9}},
    FirstOf{BPF_SK_SKB_VERDICT, {5, 13}},
    FirstOf{BPF_SK_REUSEPORT_SELECT, {5, 14}},
    FirstOf{BPF_PERF_EVENT, {5, 15}},
    FirstOf{BPF_TRACE_KPROBE_MULTI, {5, 18}},
    FirstOf{BPF_LSM_CGROUP, {6, 0}},
    FirstOf{BPF_STRUCT_OPS, {6, 4}},
    FirstOf{BPF_TCX_INGRESS, {6, 6}},
    FirstOf{BPF_CGROUP_UNIX_CONNECT, {6, 7}},
    FirstOf{BPF_TRACE_KPROBE_SESSION, {6, 10}},
    FirstOf{BPF_TRACE_UPROBE_SESSION, {6, 13}},
    FirstOf{BPF_TRACE_FSESSION, {}},  // after the newest release that this table knows
};

inline constexpr std::array kHelpers{
    FirstOf{BPF_FUNC_map_lookup_elem, {3, 19}},
    FirstOf{BPF_FUNC_probe_read, {4, 1}},
    FirstOf{BPF_FUNC_tail_call, {4, 2}},
    FirstOf{BPF_FUNC_get_cgroup_classid, {4, 3}},
    FirstOf{BPF_FUNC_redirect, {4, 4}},
    FirstOf{BPF_FUNC_skb_load_bytes, {4, 5}},
    FirstOf{BPF_FUNC_get_stackid, {4, 6}},
    FirstOf{BPF_FUNC_skb_change_proto, {4, 8}},
    FirstOf{BPF_FUNC_current_task_under_cgroup, {4, 9}},
    FirstOf{BPF_FUNC_get_numa_node_id, {4, 10}},
    FirstOf{BPF_FUNC_probe_read_str, {4, 11}},
    FirstOf{BPF_FUNC_get_socket_cookie, {4, 12}},
    FirstOf{BPF_FUNC_set_hash, {4, 13}},
    FirstOf{BPF_FUNC_redirect_map, {4, 14}},
    FirstOf{BPF_FUNC_xdp_adjust_meta, {4, 15}},
    FirstOf{BPF_FUNC_override_return, {4, 16}},
    FirstOf{BPF_FUNC_msg_redirect_map, {4, 17}},
    FirstOf{BPF_FUNC_xdp_adjust_tail, {4, 18}},
    FirstOf{BPF_FUNC_get_local_storage, {4, 19}},
    FirstOf{BPF_FUNC_sk_lookup_tcp, {4, 20}},
    FirstOf{BPF_FUNC_msg_pop_data, {5, 0}},
    FirstOf{BPF_FUNC_spin_lock, {5, 1}},
    FirstOf{BPF_FUNC_skc_lookup_tcp, {5, 2}},
    FirstOf{BPF_FUNC_send_signal, {5, 3}},
    FirstOf{BPF_FUNC_tcp_gen_syncookie, {5, 4}},
    FirstOf{BPF_FUNC_skb_output, {5, 5}},
    FirstOf{BPF_FUNC_tcp_send_ack, {5, 6}},
    FirstOf{BPF_FUNC_read_branch_records, {5, 7}},
    FirstOf{BPF_FUNC_ktime_get_boot_ns, {5, 8}},
    FirstOf{BPF_FUNC_skc_to_tcp6_sock, {5, 9}},
    FirstOf{BPF_FUNC_load_hdr_opt, {5, 10}},
    FirstOf{BPF_FUNC_task_storage_get, {5, 11}},
    FirstOf{BPF_FUNC_check_mtu, {5, 12}},
    FirstOf{BPF_FUNC_for_each_map_elem, {5, 13}},
    FirstOf{BPF_FUNC_sys_bpf, {5, 14}},
    FirstOf{BPF_FUNC_timer_init, {5, 15}},
    FirstOf{BPF_FUNC_get_branch_snapshot, {5, 16}},
    FirstOf{BPF_FUNC_find_vma, {5, 17}},
    FirstOf{BPF_FUNC_get_retval, {5, 18}},
    FirstOf{BPF_FUNC_kptr_xchg, {5, 19}},
    FirstOf{BPF_FUNC_tcp_raw_gen_syncookie_ipv4, {6, 0}},
    FirstOf{BPF_FUNC_ktime_get_tai_ns, {6, 1}},
    FirstOf{BPF_FUNC_cgrp_storage_get, {6, 2}},
    FirstOf{__BPF_FUNC_MAX_ID, {}},
};

template <std::size_t N>
constexpr KernelVersion version_of(const std::array<FirstOf, N>& table, std::uint32_t number) {
  const auto after = std::ranges::upper_bound(table, number, {}, &FirstOf::number);
  return after == table.begin() ? KernelVersion{} : std::prev(after)->version;
}

}  // namespace detail

// Zeros where the table does not know the number.
constexpr KernelVersion since(bpf_prog_type type) { return detail::version_of(detail::kProgramTypes, type); }
constexpr KernelVersion since(bpf_map_type type) { return detail::version_of(detail::kMapTypes, type); }
constexpr KernelVersion since(bpf_attach_type type) { return detail::version_of(detail::kAttachTypes, type); }
constexpr KernelVersion since(bpf_func_id helper) { return detail::version_of(detail::kHelpers, helper); }

}  // namespace waggle::bpf
