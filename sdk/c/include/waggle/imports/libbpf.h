/* Imports of the module "libbpf". Made by `make gen`; docs/abi/libbpf.md is the manual.
 * SPDX-License-Identifier: Apache-2.0 */
/* clang-format off */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef WAGGLE_PTR
#define WAGGLE_PTR
/* An address in linear memory has 32 bits, also where the guest's own pointers have 64. */
#if __SIZEOF_POINTER__ == 4
typedef const void* waggle_ptr;
#else
typedef uint32_t waggle_ptr;
#endif
#endif

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

/* Reads an ELF image, which is copied. */
__attribute__((import_module("libbpf"), import_name("bpf_object__open_mem")))
uint64_t waggle_bpf_object__open_mem(waggle_ptr obj_buf, uint32_t obj_buf_sz, waggle_ptr object_name, waggle_ptr pin_root_path, waggle_ptr kconfig, uint32_t kconfig_sz, waggle_ptr btf_custom_path, uint32_t flags, uint32_t kernel_log_level, uint32_t kernel_log_size);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_object__prepare")))
int32_t waggle_bpf_object__prepare(uint64_t obj);

/* As libbpf's. An object that pins by name needs the grant `pin`. */
__attribute__((import_module("libbpf"), import_name("bpf_object__load")))
int32_t waggle_bpf_object__load(uint64_t obj);

/* Closes it, its maps and programs, and their descriptors; their handles are void. Links stay. */
__attribute__((import_module("libbpf"), import_name("bpf_object__close")))
int32_t waggle_bpf_object__close(uint64_t obj);

/* What getters of objects answer. */
__attribute__((import_module("libbpf"), import_name("object_info")))
int32_t waggle_object_info(uint64_t obj, waggle_ptr info);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("bpf_object__name")))
int32_t waggle_bpf_object__name(uint64_t obj, waggle_ptr buf, uint32_t size);

/* Its raw BTF, for btf__new(). */
__attribute__((import_module("libbpf"), import_name("bpf_object__btf")))
int32_t waggle_bpf_object__btf(uint64_t obj, waggle_ptr buf, uint32_t size);

/* The kernel's log of what was loaded last, where kernel_log_size asked for one. */
__attribute__((import_module("libbpf"), import_name("object_log")))
int32_t waggle_object_log(uint64_t obj, waggle_ptr buf, uint32_t size);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_object__set_kversion")))
int32_t waggle_bpf_object__set_kversion(uint64_t obj, uint32_t kern_version);

/* The same handle for the same map, each time. */
__attribute__((import_module("libbpf"), import_name("bpf_object__next_map")))
uint64_t waggle_bpf_object__next_map(uint64_t obj, uint64_t map);

/* The same handle for the same program, each time. */
__attribute__((import_module("libbpf"), import_name("bpf_object__next_program")))
uint64_t waggle_bpf_object__next_program(uint64_t obj, uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_object__find_map_by_name")))
uint64_t waggle_bpf_object__find_map_by_name(uint64_t obj, waggle_ptr name);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_object__find_program_by_name")))
uint64_t waggle_bpf_object__find_program_by_name(uint64_t obj, waggle_ptr name);

/* 0: each map where it says. */
__attribute__((import_module("libbpf"), import_name("bpf_object__pin_maps")))
int32_t waggle_bpf_object__pin_maps(uint64_t obj, waggle_ptr path);

/* 0: each map where it says. */
__attribute__((import_module("libbpf"), import_name("bpf_object__unpin_maps")))
int32_t waggle_bpf_object__unpin_maps(uint64_t obj, waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_object__pin_programs")))
int32_t waggle_bpf_object__pin_programs(uint64_t obj, waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_object__unpin_programs")))
int32_t waggle_bpf_object__unpin_programs(uint64_t obj, waggle_ptr path);

/* What getters of maps answer. */
__attribute__((import_module("libbpf"), import_name("map_info")))
int32_t waggle_map_info(uint64_t map, waggle_ptr info);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("bpf_map__name")))
int32_t waggle_bpf_map__name(uint64_t map, waggle_ptr buf, uint32_t size);

/* Where it is pinned. */
__attribute__((import_module("libbpf"), import_name("bpf_map__pin_path")))
int32_t waggle_bpf_map__pin_path(uint64_t map, waggle_ptr buf, uint32_t size);

/* The same number each time; it ends with the object. */
__attribute__((import_module("libbpf"), import_name("bpf_map__fd")))
int32_t waggle_bpf_map__fd(uint64_t map);

/* The template of a map of maps. */
__attribute__((import_module("libbpf"), import_name("bpf_map__inner_map")))
uint64_t waggle_bpf_map__inner_map(uint64_t map);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_type")))
int32_t waggle_bpf_map__set_type(uint64_t map, uint32_t type);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_key_size")))
int32_t waggle_bpf_map__set_key_size(uint64_t map, uint32_t size);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_value_size")))
int32_t waggle_bpf_map__set_value_size(uint64_t map, uint32_t size);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_max_entries")))
int32_t waggle_bpf_map__set_max_entries(uint64_t map, uint32_t max_entries);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_map_flags")))
int32_t waggle_bpf_map__set_map_flags(uint64_t map, uint32_t flags);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_numa_node")))
int32_t waggle_bpf_map__set_numa_node(uint64_t map, uint32_t numa_node);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_ifindex")))
int32_t waggle_bpf_map__set_ifindex(uint64_t map, uint32_t ifindex);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_map_extra")))
int32_t waggle_bpf_map__set_map_extra(uint64_t map, uint64_t map_extra);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_autocreate")))
int32_t waggle_bpf_map__set_autocreate(uint64_t map, uint32_t autocreate);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_autoattach")))
int32_t waggle_bpf_map__set_autoattach(uint64_t map, uint32_t autoattach);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_inner_map_fd")))
int32_t waggle_bpf_map__set_inner_map_fd(uint64_t map, int32_t fd);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_map__reuse_fd")))
int32_t waggle_bpf_map__reuse_fd(uint64_t map, int32_t fd);

/* Before load, and exactly as long as the value is. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_initial_value")))
int32_t waggle_bpf_map__set_initial_value(uint64_t map, waggle_ptr data, uint32_t size);

/* What global variables start with. */
__attribute__((import_module("libbpf"), import_name("bpf_map__initial_value")))
int32_t waggle_bpf_map__initial_value(uint64_t map, waggle_ptr buf, uint32_t size);

/* 0 takes it away. Loading it needs the grant `pin`. */
__attribute__((import_module("libbpf"), import_name("bpf_map__set_pin_path")))
int32_t waggle_bpf_map__set_pin_path(uint64_t map, waggle_ptr path);

/* 0: where it says. */
__attribute__((import_module("libbpf"), import_name("bpf_map__pin")))
int32_t waggle_bpf_map__pin(uint64_t map, waggle_ptr path);

/* 0: where it says. */
__attribute__((import_module("libbpf"), import_name("bpf_map__unpin")))
int32_t waggle_bpf_map__unpin(uint64_t map, waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map__attach_struct_ops")))
uint64_t waggle_bpf_map__attach_struct_ops(uint64_t map);

/* What getters of programs answer. */
__attribute__((import_module("libbpf"), import_name("program_info")))
int32_t waggle_program_info(uint64_t prog, waggle_ptr info);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("bpf_program__name")))
int32_t waggle_bpf_program__name(uint64_t prog, waggle_ptr buf, uint32_t size);

/* Its section. */
__attribute__((import_module("libbpf"), import_name("bpf_program__section_name")))
int32_t waggle_bpf_program__section_name(uint64_t prog, waggle_ptr buf, uint32_t size);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_type")))
int32_t waggle_bpf_program__set_type(uint64_t prog, uint32_t type);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_expected_attach_type")))
int32_t waggle_bpf_program__set_expected_attach_type(uint64_t prog, uint32_t type);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_autoload")))
int32_t waggle_bpf_program__set_autoload(uint64_t prog, uint32_t autoload);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_autoattach")))
int32_t waggle_bpf_program__set_autoattach(uint64_t prog, uint32_t autoattach);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_flags")))
int32_t waggle_bpf_program__set_flags(uint64_t prog, uint32_t flags);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_ifindex")))
int32_t waggle_bpf_program__set_ifindex(uint64_t prog, uint32_t ifindex);

/* Before it is loaded. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_log_level")))
int32_t waggle_bpf_program__set_log_level(uint64_t prog, uint32_t log_level);

/* Keeps the verifier's log of this program for bpf_program__log_buf. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_log_buf")))
int32_t waggle_bpf_program__set_log_buf(uint64_t prog, uint32_t log_size);

/* The log that bpf_program__set_log_buf asked for. */
__attribute__((import_module("libbpf"), import_name("bpf_program__log_buf")))
int32_t waggle_bpf_program__log_buf(uint64_t prog, waggle_ptr buf, uint32_t size);

/* Its instructions. Once loaded, descriptors in them are 0. */
__attribute__((import_module("libbpf"), import_name("bpf_program__insns")))
int32_t waggle_bpf_program__insns(uint64_t prog, waggle_ptr buf, uint32_t size);

/* Before load. Descriptors in them are the guest's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_insns")))
int32_t waggle_bpf_program__set_insns(uint64_t prog, waggle_ptr new_insns, uint32_t size);

/* struct bpf_func_info, one after the other. */
__attribute__((import_module("libbpf"), import_name("bpf_program__func_info")))
int32_t waggle_bpf_program__func_info(uint64_t prog, waggle_ptr buf, uint32_t size);

/* struct bpf_line_info, one after the other. */
__attribute__((import_module("libbpf"), import_name("bpf_program__line_info")))
int32_t waggle_bpf_program__line_info(uint64_t prog, waggle_ptr buf, uint32_t size);

/* Before load. */
__attribute__((import_module("libbpf"), import_name("bpf_program__set_attach_target")))
int32_t waggle_bpf_program__set_attach_target(uint64_t prog, int32_t attach_prog_fd, waggle_ptr attach_func_name);

/* The same number each time; it ends with the object. */
__attribute__((import_module("libbpf"), import_name("bpf_program__fd")))
int32_t waggle_bpf_program__fd(uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__unload")))
int32_t waggle_bpf_program__unload(uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__pin")))
int32_t waggle_bpf_program__pin(uint64_t prog, waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__unpin")))
int32_t waggle_bpf_program__unpin(uint64_t prog, waggle_ptr path);

/* As its section says. Tracepoints also where tracefs is not mounted. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach")))
uint64_t waggle_bpf_program__attach(uint64_t prog);

/* What bpf_object__attach_skeleton() does with each program. */
__attribute__((import_module("libbpf"), import_name("program_autoattach")))
uint64_t waggle_program_autoattach(uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_kprobe_opts")))
uint64_t waggle_bpf_program__attach_kprobe_opts(uint64_t prog, waggle_ptr func_name, uint64_t offset, uint64_t cookie, int32_t retprobe, int32_t attach_mode);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_ksyscall")))
uint64_t waggle_bpf_program__attach_ksyscall(uint64_t prog, waggle_ptr syscall_name, uint64_t cookie, int32_t retprobe);

/* By one of pattern, symbols and addresses. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_kprobe_multi_opts")))
uint64_t waggle_bpf_program__attach_kprobe_multi_opts(uint64_t prog, waggle_ptr pattern, waggle_ptr syms, uint32_t syms_sz, waggle_ptr addrs, uint32_t addrs_sz, waggle_ptr cookies, uint32_t cookies_sz, uint32_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_uprobe_opts")))
uint64_t waggle_bpf_program__attach_uprobe_opts(uint64_t prog, int32_t pid, waggle_ptr binary_path, uint64_t func_offset, waggle_ptr func_name, uint64_t ref_ctr_offset, uint64_t cookie, int32_t retprobe, int32_t attach_mode);

/* By one of pattern, symbols and offsets. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_uprobe_multi")))
uint64_t waggle_bpf_program__attach_uprobe_multi(uint64_t prog, int32_t pid, waggle_ptr binary_path, waggle_ptr func_pattern, waggle_ptr syms, uint32_t syms_sz, waggle_ptr offsets, uint32_t offsets_sz, waggle_ptr ref_ctr_offsets, uint32_t ref_ctr_offsets_sz, waggle_ptr cookies, uint32_t cookies_sz, uint32_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_usdt")))
uint64_t waggle_bpf_program__attach_usdt(uint64_t prog, int32_t pid, waggle_ptr binary_path, waggle_ptr usdt_provider, waggle_ptr usdt_name, uint64_t cookie);

/* Also where tracefs is not mounted. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_tracepoint_opts")))
uint64_t waggle_bpf_program__attach_tracepoint_opts(uint64_t prog, waggle_ptr tp_category, waggle_ptr tp_name, uint64_t cookie);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_raw_tracepoint_opts")))
uint64_t waggle_bpf_program__attach_raw_tracepoint_opts(uint64_t prog, waggle_ptr tp_name, uint64_t cookie);

/* The event is the guest's: closing its number does not end the link. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_perf_event_opts")))
uint64_t waggle_bpf_program__attach_perf_event_opts(uint64_t prog, int32_t pfd, uint64_t cookie, int32_t force_ioctl_attach, int32_t dont_enable);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_trace_opts")))
uint64_t waggle_bpf_program__attach_trace_opts(uint64_t prog, uint64_t cookie);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_lsm")))
uint64_t waggle_bpf_program__attach_lsm(uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_freplace")))
uint64_t waggle_bpf_program__attach_freplace(uint64_t prog, int32_t target_fd, waggle_ptr attach_func_name);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_cgroup_opts")))
uint64_t waggle_bpf_program__attach_cgroup_opts(uint64_t prog, int32_t cgroup_fd, waggle_ptr place);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_netns")))
uint64_t waggle_bpf_program__attach_netns(uint64_t prog, int32_t netns_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_sockmap")))
uint64_t waggle_bpf_program__attach_sockmap(uint64_t prog, int32_t map_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_xdp")))
uint64_t waggle_bpf_program__attach_xdp(uint64_t prog, int32_t ifindex);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_tcx")))
uint64_t waggle_bpf_program__attach_tcx(uint64_t prog, int32_t ifindex, waggle_ptr place);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_netkit")))
uint64_t waggle_bpf_program__attach_netkit(uint64_t prog, int32_t ifindex, waggle_ptr place);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_netfilter")))
uint64_t waggle_bpf_program__attach_netfilter(uint64_t prog, uint32_t pf, uint32_t hooknum, int32_t priority, uint32_t flags);

/* The program's section says which member of the union counts. */
__attribute__((import_module("libbpf"), import_name("bpf_program__attach_iter")))
uint64_t waggle_bpf_program__attach_iter(uint64_t prog, waggle_ptr link_info, uint32_t link_info_len);

/* Detaches, unless it is pinned or disconnected. */
__attribute__((import_module("libbpf"), import_name("bpf_link__destroy")))
int32_t waggle_bpf_link__destroy(uint64_t link);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__detach")))
int32_t waggle_bpf_link__detach(uint64_t link);

/* The attachment outlives the guest, hence the grant. */
__attribute__((import_module("libbpf"), import_name("bpf_link__disconnect")))
int32_t waggle_bpf_link__disconnect(uint64_t link);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__update_program")))
int32_t waggle_bpf_link__update_program(uint64_t link, uint64_t prog);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__update_map")))
int32_t waggle_bpf_link__update_map(uint64_t link, uint64_t map);

/* The same number each time; it ends with the link. */
__attribute__((import_module("libbpf"), import_name("bpf_link__fd")))
int32_t waggle_bpf_link__fd(uint64_t link);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__open")))
uint64_t waggle_bpf_link__open(waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__pin")))
int32_t waggle_bpf_link__pin(uint64_t link, waggle_ptr path);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link__unpin")))
int32_t waggle_bpf_link__unpin(uint64_t link);

/* Where it is pinned. */
__attribute__((import_module("libbpf"), import_name("bpf_link__pin_path")))
int32_t waggle_bpf_link__pin_path(uint64_t link, waggle_ptr buf, uint32_t size);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_lookup_elem_flags")))
int32_t waggle_bpf_map_lookup_elem_flags(int32_t fd, waggle_ptr key, waggle_ptr value, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_update_elem")))
int32_t waggle_bpf_map_update_elem(int32_t fd, waggle_ptr key, waggle_ptr value, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_delete_elem_flags")))
int32_t waggle_bpf_map_delete_elem_flags(int32_t fd, waggle_ptr key, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_lookup_and_delete_elem_flags")))
int32_t waggle_bpf_map_lookup_and_delete_elem_flags(int32_t fd, waggle_ptr key, waggle_ptr value, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_get_next_key")))
int32_t waggle_bpf_map_get_next_key(int32_t fd, waggle_ptr key, waggle_ptr next_key);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_freeze")))
int32_t waggle_bpf_map_freeze(int32_t fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_lookup_batch")))
int32_t waggle_bpf_map_lookup_batch(int32_t fd, waggle_ptr in_batch, waggle_ptr out_batch, waggle_ptr keys, waggle_ptr values, waggle_ptr count, uint64_t elem_flags, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_lookup_and_delete_batch")))
int32_t waggle_bpf_map_lookup_and_delete_batch(int32_t fd, waggle_ptr in_batch, waggle_ptr out_batch, waggle_ptr keys, waggle_ptr values, waggle_ptr count, uint64_t elem_flags, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_update_batch")))
int32_t waggle_bpf_map_update_batch(int32_t fd, waggle_ptr keys, waggle_ptr values, waggle_ptr count, uint64_t elem_flags, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_delete_batch")))
int32_t waggle_bpf_map_delete_batch(int32_t fd, waggle_ptr keys, waggle_ptr count, uint64_t elem_flags, uint64_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_map_create")))
int32_t waggle_bpf_map_create(uint32_t map_type, waggle_ptr map_name, uint32_t key_size, uint32_t value_size, uint32_t max_entries, waggle_ptr opts);

/* As libbpf's. The instructions are copied. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_load")))
int32_t waggle_bpf_prog_load(uint32_t prog_type, waggle_ptr prog_name, waggle_ptr license, waggle_ptr insns, uint32_t insns_sz, waggle_ptr opts, waggle_ptr log_buf, uint32_t log_size, waggle_ptr func_info, uint32_t func_info_sz, waggle_ptr line_info, uint32_t line_info_sz, waggle_ptr fd_array, uint32_t fd_array_sz);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_btf_load")))
int32_t waggle_bpf_btf_load(waggle_ptr btf_data, uint32_t btf_size, uint32_t btf_flags, uint32_t log_level, waggle_ptr log_buf, uint32_t log_size, waggle_ptr log_true_size);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_bind_map")))
int32_t waggle_bpf_prog_bind_map(int32_t prog_fd, int32_t map_fd, uint32_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_obj_pin_opts")))
int32_t waggle_bpf_obj_pin_opts(int32_t fd, waggle_ptr pathname, uint32_t flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_obj_get_opts")))
int32_t waggle_bpf_obj_get_opts(waggle_ptr pathname, uint32_t file_flags);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_attach_opts")))
int32_t waggle_bpf_prog_attach_opts(int32_t prog_fd, int32_t target, uint32_t type, waggle_ptr place);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_detach_opts")))
int32_t waggle_bpf_prog_detach_opts(int32_t prog_fd, int32_t target, uint32_t type, waggle_ptr place);

/* As libbpf's; each list has room for `count`. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_query_opts")))
int32_t waggle_bpf_prog_query_opts(int32_t target, uint32_t type, waggle_ptr query, waggle_ptr prog_ids, waggle_ptr prog_attach_flags, waggle_ptr link_ids, waggle_ptr link_attach_flags);

/* As libbpf's. For probes by lists, the functions that attach programs. */
__attribute__((import_module("libbpf"), import_name("bpf_link_create")))
int32_t waggle_bpf_link_create(int32_t prog_fd, int32_t target, uint32_t type, waggle_ptr opts, waggle_ptr iter_info, uint32_t iter_info_len);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link_detach")))
int32_t waggle_bpf_link_detach(int32_t link_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_link_update")))
int32_t waggle_bpf_link_update(int32_t link_fd, int32_t new_prog_fd, uint32_t flags, uint32_t old_prog_fd, uint32_t old_map_fd);

/* A descriptor to read. */
__attribute__((import_module("libbpf"), import_name("bpf_iter_create")))
int32_t waggle_bpf_iter_create(int32_t link_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_raw_tracepoint_open_opts")))
int32_t waggle_bpf_raw_tracepoint_open_opts(int32_t prog_fd, waggle_ptr tp_name, uint64_t cookie);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_test_run_opts")))
int32_t waggle_bpf_prog_test_run_opts(int32_t prog_fd, waggle_ptr run, waggle_ptr data_in, uint32_t data_size_in, waggle_ptr data_out, uint32_t data_room, waggle_ptr ctx_in, uint32_t ctx_size_in, waggle_ptr ctx_out, uint32_t ctx_room);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_stream_read")))
int32_t waggle_bpf_prog_stream_read(int32_t prog_fd, uint32_t stream_id, waggle_ptr buf, uint32_t buf_len);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_get_next_id")))
int32_t waggle_bpf_prog_get_next_id(uint32_t start_id, waggle_ptr next_id);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_map_get_next_id")))
int32_t waggle_bpf_map_get_next_id(uint32_t start_id, waggle_ptr next_id);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_btf_get_next_id")))
int32_t waggle_bpf_btf_get_next_id(uint32_t start_id, waggle_ptr next_id);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_link_get_next_id")))
int32_t waggle_bpf_link_get_next_id(uint32_t start_id, waggle_ptr next_id);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_prog_get_fd_by_id_opts")))
int32_t waggle_bpf_prog_get_fd_by_id_opts(uint32_t id, uint32_t open_flags);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_map_get_fd_by_id_opts")))
int32_t waggle_bpf_map_get_fd_by_id_opts(uint32_t id, uint32_t open_flags);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_btf_get_fd_by_id_opts")))
int32_t waggle_bpf_btf_get_fd_by_id_opts(uint32_t id, uint32_t open_flags);

/* Of the whole system. */
__attribute__((import_module("libbpf"), import_name("bpf_link_get_fd_by_id_opts")))
int32_t waggle_bpf_link_get_fd_by_id_opts(uint32_t id, uint32_t open_flags);

/* As libbpf's. Addresses in the structure are the guest's, also in what the kernel writes. */
__attribute__((import_module("libbpf"), import_name("bpf_obj_get_info_by_fd")))
int32_t waggle_bpf_obj_get_info_by_fd(int32_t bpf_fd, waggle_ptr info, waggle_ptr info_len);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_enable_stats")))
int32_t waggle_bpf_enable_stats(uint32_t type);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_task_fd_query")))
int32_t waggle_bpf_task_fd_query(int32_t pid, int32_t fd, uint32_t flags, waggle_ptr buf, uint32_t buf_len, waggle_ptr answer);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_tc_hook_create")))
int32_t waggle_bpf_tc_hook_create(waggle_ptr hook, waggle_ptr qdisc);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_tc_hook_destroy")))
int32_t waggle_bpf_tc_hook_destroy(waggle_ptr hook, waggle_ptr qdisc);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_tc_attach")))
int32_t waggle_bpf_tc_attach(waggle_ptr hook, waggle_ptr qdisc, waggle_ptr opts);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_tc_detach")))
int32_t waggle_bpf_tc_detach(waggle_ptr hook, waggle_ptr qdisc, waggle_ptr opts);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_tc_query")))
int32_t waggle_bpf_tc_query(waggle_ptr hook, waggle_ptr qdisc, waggle_ptr opts);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_xdp_attach")))
int32_t waggle_bpf_xdp_attach(int32_t ifindex, int32_t prog_fd, uint32_t flags, int32_t old_prog_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_xdp_detach")))
int32_t waggle_bpf_xdp_detach(int32_t ifindex, uint32_t flags, int32_t old_prog_fd);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("bpf_xdp_query")))
int32_t waggle_bpf_xdp_query(int32_t ifindex, int32_t flags, waggle_ptr answer);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_num_possible_cpus")))
int32_t waggle_libbpf_num_possible_cpus(void);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_find_vmlinux_btf_id")))
int32_t waggle_libbpf_find_vmlinux_btf_id(waggle_ptr name, uint32_t attach_type);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_probe_bpf_prog_type")))
int32_t waggle_libbpf_probe_bpf_prog_type(uint32_t prog_type);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_probe_bpf_map_type")))
int32_t waggle_libbpf_probe_bpf_map_type(uint32_t map_type);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_probe_bpf_helper")))
int32_t waggle_libbpf_probe_bpf_helper(uint32_t prog_type, uint32_t helper_id);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_prog_type_by_name")))
int32_t waggle_libbpf_prog_type_by_name(waggle_ptr name, waggle_ptr prog_type, waggle_ptr expected_attach_type);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("libbpf_attach_type_by_name")))
int32_t waggle_libbpf_attach_type_by_name(waggle_ptr name, waggle_ptr attach_type);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("libbpf_bpf_attach_type_str")))
int32_t waggle_libbpf_bpf_attach_type_str(uint32_t type, waggle_ptr buf, uint32_t size);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("libbpf_bpf_link_type_str")))
int32_t waggle_libbpf_bpf_link_type_str(uint32_t type, waggle_ptr buf, uint32_t size);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("libbpf_bpf_map_type_str")))
int32_t waggle_libbpf_bpf_map_type_str(uint32_t type, waggle_ptr buf, uint32_t size);

/* Its name. */
__attribute__((import_module("libbpf"), import_name("libbpf_bpf_prog_type_str")))
int32_t waggle_libbpf_bpf_prog_type_str(uint32_t type, waggle_ptr buf, uint32_t size);

/* Which lines to keep for log_drain. Until then: warnings and info. */
__attribute__((import_module("libbpf"), import_name("libbpf_set_print")))
int32_t waggle_libbpf_set_print(int32_t level);

/* Takes the lines that libbpf printed since the last time, oldest first: of each its level (one byte), its text, and a NUL. As many as fit; a line that is longer than the whole buffer is cut. */
__attribute__((import_module("libbpf"), import_name("log_drain")))
int32_t waggle_log_drain(waggle_ptr buf, uint32_t size);

/* Waits as poll(2) until one of the descriptors is ready. Of a perf buffer's descriptor that is told once: consume all rings before waiting. -EBADF where one is not open; -EINVAL for none at all. */
__attribute__((import_module("libbpf"), import_name("wait")))
int32_t waggle_wait(waggle_ptr fds, uint32_t count, int32_t timeout_ms);

/* Lays a part of a map over the guest's memory. -EINVAL where the map cannot be mapped: copy then. */
__attribute__((import_module("libbpf"), import_name("map_window")))
int32_t waggle_map_window(int32_t map_fd, uint32_t place, uint32_t length, uint32_t part);

/* Makes the place ordinary memory again. */
__attribute__((import_module("libbpf"), import_name("window_close")))
int32_t waggle_window_close(uint32_t place);

/* For a ring buffer that cannot be mapped. */
__attribute__((import_module("libbpf"), import_name("ring_copy__new")))
uint64_t waggle_ring_copy__new(int32_t map_fd);

/* Takes records, oldest first: before each a waggle_record, behind it padding to 8. */
__attribute__((import_module("libbpf"), import_name("ring_copy__read")))
int32_t waggle_ring_copy__read(uint64_t ring, waggle_ptr buf, uint32_t size);

/* Records not taken stay in the ring buffer, or are lost. */
__attribute__((import_module("libbpf"), import_name("ring_copy__free")))
int32_t waggle_ring_copy__free(uint64_t ring);

/* Opens a ring for each online CPU. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__new")))
uint64_t waggle_perf_buffer__new(int32_t map_fd, uint32_t page_cnt, uint32_t sample_period);

/* Opens a ring for each CPU given, or for each online one. An attribute other than that of bpf_perf_event_output() needs the grant `perf-events`. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__new_raw")))
uint64_t waggle_perf_buffer__new_raw(int32_t map_fd, uint32_t page_cnt, waggle_ptr attr, uint32_t attr_sz, waggle_ptr cpus, uint32_t cpus_sz, waggle_ptr map_keys, uint32_t map_keys_sz);

/* Takes the rings out of the map and closes their windows. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__free")))
int32_t waggle_perf_buffer__free(uint64_t pb);

/* As libbpf's. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__buffer_cnt")))
int32_t waggle_perf_buffer__buffer_cnt(uint64_t pb);

/* Of one ring. */
__attribute__((import_module("libbpf"), import_name("perf_ring")))
int32_t waggle_perf_ring(uint64_t pb, uint32_t ring, waggle_ptr info);

/* The same number each time; it ends with the buffer. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__buffer_fd")))
int32_t waggle_perf_buffer__buffer_fd(uint64_t pb, uint32_t ring);

/* For wait. The same number each time; it ends with the buffer. */
__attribute__((import_module("libbpf"), import_name("perf_buffer__epoll_fd")))
int32_t waggle_perf_buffer__epoll_fd(uint64_t pb);

/* Lays a ring over the guest's memory, read-only: struct perf_event_mmap_page, then the data. */
__attribute__((import_module("libbpf"), import_name("perf_window")))
int32_t waggle_perf_window(uint64_t pb, uint32_t ring, uint32_t place, uint32_t length);

/* Gives what is before `tail` back to the kernel; once a batch is enough. */
__attribute__((import_module("libbpf"), import_name("perf_publish")))
int32_t waggle_perf_publish(uint64_t pb, uint32_t ring, uint64_t tail);

/* For a ring that cannot be mapped: takes whole records, as they lie in the ring. */
__attribute__((import_module("libbpf"), import_name("perf_read")))
int32_t waggle_perf_read(uint64_t pb, uint32_t ring, waggle_ptr buf, uint32_t size);

#ifdef __cplusplus
}
#endif
