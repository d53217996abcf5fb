/* The structures that guests and host exchange through the import module "libbpf". Fixed layout: no
 * pointers, no size_t, nothing whose width depends on the guest's ABI. Where libbpf has an options
 * structure, the guest's libbpf reads it by its own `sz` and fills one of these, zero for what is
 * absent. Descriptors are the guest's own numbers; where libbpf takes 0 as "none", so does this.
 * SPDX-License-Identifier: Apache-2.0 */
#pragma once

#include <stdint.h>

/* What bpf_object__* getters answer. */
struct waggle_object_info {
  uint32_t kversion;
  uint32_t map_count;
  uint32_t program_count;
  uint32_t btf_size; /* bytes that bpf_object__btf gives; 0 without BTF */
};

/* What bpf_map__* getters answer. */
enum {
  WAGGLE_MAP_AUTOCREATE = 1,
  WAGGLE_MAP_AUTOATTACH = 2,
  WAGGLE_MAP_INTERNAL = 4,
  WAGGLE_MAP_PINNED = 8,
};
struct waggle_map_info {
  uint32_t type;
  uint32_t key_size;
  uint32_t value_size;
  uint32_t max_entries;
  uint32_t map_flags;
  uint32_t numa_node;
  uint32_t ifindex;
  uint32_t btf_key_type_id;
  uint32_t btf_value_type_id;
  uint32_t initial_value_size; /* bytes that bpf_map__initial_value gives; 0 for none */
  uint64_t map_extra;
  uint32_t state; /* WAGGLE_MAP_* */
  uint32_t unused;
};

/* What bpf_program__* getters answer. */
enum { WAGGLE_PROGRAM_AUTOLOAD = 1, WAGGLE_PROGRAM_AUTOATTACH = 2 };
struct waggle_program_info {
  uint32_t type;
  uint32_t expected_attach_type;
  uint32_t flags;
  uint32_t log_level;
  uint32_t insn_cnt;
  uint32_t func_info_cnt;
  uint32_t line_info_cnt;
  uint32_t state; /* WAGGLE_PROGRAM_* */
};

/* bpf_object_open_opts, as far as they are no strings. */
enum { WAGGLE_OPEN_RELAXED_MAPS = 1 };

/* bpf_map_create_opts. */
struct waggle_map_create {
  uint32_t btf_fd;
  uint32_t btf_key_type_id;
  uint32_t btf_value_type_id;
  uint32_t btf_vmlinux_value_type_id;
  uint32_t inner_map_fd;
  uint32_t map_flags;
  uint64_t map_extra;
  uint32_t numa_node;
  uint32_t map_ifindex;
  int32_t value_type_btf_obj_fd;
  uint32_t unused;
};

/* bpf_prog_load_opts; tables and logs are parameters of their own. */
struct waggle_prog_load {
  uint32_t expected_attach_type;
  uint32_t prog_btf_fd;
  uint32_t prog_flags;
  uint32_t prog_ifindex;
  uint32_t kern_version;
  uint32_t attach_btf_id;
  uint32_t attach_prog_fd;
  uint32_t attach_btf_obj_fd;
  uint32_t func_info_rec_size;
  uint32_t line_info_rec_size;
  uint32_t attempts;
  uint32_t log_level;
  uint32_t log_true_size; /* out */
};

/* bpf_link_create_opts; the member of its union that counts is told by the attach type. */
struct waggle_link_create {
  uint32_t flags;
  uint32_t target_btf_id;
  uint64_t cookie; /* perf_event, tracing */
  uint32_t pf;     /* netfilter */
  uint32_t hooknum;
  int32_t priority;
  uint32_t netfilter_flags;
  uint32_t relative_fd; /* tcx, netkit, cgroup */
  uint32_t relative_id;
  uint64_t expected_revision;
};

/* Where among other programs: bpf_tcx_opts, bpf_netkit_opts, bpf_cgroup_opts, bpf_prog_attach_opts,
 * bpf_prog_detach_opts. */
struct waggle_place {
  uint32_t flags;
  uint32_t replace_fd;
  uint32_t relative_fd;
  uint32_t relative_id;
  uint64_t expected_revision;
};

/* bpf_prog_query_opts; the lists are parameters of their own. */
struct waggle_prog_query {
  uint32_t query_flags;
  uint32_t attach_flags; /* out */
  uint32_t count;        /* in: room in the lists; out: how many there are */
  uint32_t unused;
  uint64_t revision; /* out */
};

/* bpf_test_run_opts; the buffers are parameters of their own. */
struct waggle_test_run {
  uint32_t retval; /* out */
  uint32_t repeat;
  uint32_t duration; /* out */
  uint32_t flags;
  uint32_t cpu;
  uint32_t batch_size;
  uint32_t data_size_out; /* out */
  uint32_t ctx_size_out;  /* out */
};

/* What bpf_task_fd_query answers. */
struct waggle_task_fd {
  uint32_t buf_len;
  uint32_t prog_id;
  uint32_t fd_type;
  uint32_t unused;
  uint64_t probe_offset;
  uint64_t probe_addr;
};

/* bpf_tc_hook without its qdisc's name, and bpf_tc_opts. */
struct waggle_tc_hook {
  int32_t ifindex;
  uint32_t attach_point;
  uint32_t parent;
  uint32_t handle;
};
struct waggle_tc {
  uint32_t prog_fd;
  uint32_t flags;
  uint32_t prog_id; /* out */
  uint32_t handle;
  uint32_t priority;
};

/* What bpf_xdp_query answers. */
struct waggle_xdp_query {
  uint32_t prog_id;
  uint32_t drv_prog_id;
  uint32_t hw_prog_id;
  uint32_t skb_prog_id;
  uint32_t attach_mode;
  uint32_t xdp_zc_max_segs;
  uint64_t feature_flags;
};

/* What map_window lays over a place. */
enum {
  WAGGLE_WINDOW_VALUES = 0,   /* an mmapable array's values: .rodata read-only once loaded, else writable */
  WAGGLE_WINDOW_CONSUMER = 1, /* the consumer's page: writable of a ring buffer, read-only of a user ring buffer */
  WAGGLE_WINDOW_PRODUCER = 2, /* the producer's page and the data twice: the other way round */
};

/* One perf buffer of a CPU. */
struct waggle_perf_ring {
  int32_t cpu;
  uint32_t size; /* bytes of its window: one page, then the data */
};

/* Before each record that ring_copy__read gives; the next one begins at a multiple of 8. */
struct waggle_record {
  uint32_t size;
  uint32_t unused;
};
