// The module `libbpf`: libbpf's own functions for guests, under their own names, with their
// parameters flat and their results as they are. What only computes is not here: the guest has it.
// Each function translates handles, descriptors and addresses, and calls bpf/raw.
#pragma once

#include <poll.h>

#include <cstdint>
#include <span>

#include "waggle/abi/import.hh"
#include "waggle/abi/libbpf/records.h"
#include "waggle/abi/libbpf/things.hh"

namespace waggle::abi::libbpf {

// Positive handles and numbers as they are, failures as -errno of libbpf's (its own codes begin at
// 4000). While a call runs, what libbpf prints is kept for the guest.
struct LibbpfErrno {
  using Scope = LogScope;
  template <class R>
  static void fail(vm::Slot* slot, int error) {
    if constexpr (std::is_void_v<R>) slot->i32 = -error;
    else if constexpr (Type<R>::kWasm == "i") slot->i32 = -error;
    else slot->i64 = -error;
  }
};

// Bytes written, or how many there would be where the guest gave no room.
using Size = Result<std::int32_t>;

// object.cc
Result<Handle<Object>> open_mem(Guest& guest, Image elf, OptStr name, OptStr pin_root_path, Image kconfig,
                                OptStr btf_custom_path, std::uint32_t flags, std::uint32_t log_level,
                                std::uint32_t log_size);
Result<void> prepare_object(Guest& guest, Handle<Object> object);
Result<void> load_object(Guest& guest, Handle<Object> object);
Result<void> close_object(Guest& guest, Handle<Object> object);
Result<void> object_info(Guest& guest, Handle<Object> object, Give<waggle_object_info> info);
Size object_name(Guest& guest, Handle<Object> object, Out text);
Size object_btf(Guest& guest, Handle<Object> object, Out bytes);
Size object_log(Guest& guest, Handle<Object> object, Out text);
Result<void> set_kversion(Guest& guest, Handle<Object> object, std::uint32_t version);
Result<Handle<Map>> next_map(Guest& guest, Handle<Object> object, Handle<Map> before);
Result<Handle<Program>> next_program(Guest& guest, Handle<Object> object, Handle<Program> before);
Result<Handle<Map>> find_map(Guest& guest, Handle<Object> object, Str name);
Result<Handle<Program>> find_program(Guest& guest, Handle<Object> object, Str name);
Result<void> pin_maps(Guest& guest, Handle<Object> object, OptStr path);
Result<void> unpin_maps(Guest& guest, Handle<Object> object, OptStr path);
Result<void> pin_programs(Guest& guest, Handle<Object> object, Str path);
Result<void> unpin_programs(Guest& guest, Handle<Object> object, Str path);

// map.cc
Result<void> map_info(Guest& guest, Handle<Map> map, Give<waggle_map_info> info);
Size map_name(Guest& guest, Handle<Map> map, Out text);
Size map_pin_path(Guest& guest, Handle<Map> map, Out text);
Result<Fd> map_fd(Guest& guest, Handle<Map> map);
Result<Handle<Map>> inner_map(Guest& guest, Handle<Map> map);
Result<void> set_value_size(Guest& guest, Handle<Map> map, std::uint32_t bytes);
Result<void> set_inner_map_fd(Guest& guest, Handle<Map> map, Fd inner);
Result<void> reuse_fd(Guest& guest, Handle<Map> map, Fd fd);
Result<void> set_initial_value(Guest& guest, Handle<Map> map, In value);
Size initial_value(Guest& guest, Handle<Map> map, Out value);
Result<void> set_pin_path(Guest& guest, Handle<Map> map, OptStr path);
Result<void> pin_map(Guest& guest, Handle<Map> map, OptStr path);
Result<void> unpin_map(Guest& guest, Handle<Map> map, OptStr path);
Result<Handle<Link>> attach_struct_ops(Guest& guest, Handle<Map> map);

// program.cc
Result<void> program_info(Guest& guest, Handle<Program> program, Give<waggle_program_info> info);
Size program_name(Guest& guest, Handle<Program> program, Out text);
Size section_name(Guest& guest, Handle<Program> program, Out text);
Size instructions(Guest& guest, Handle<Program> program, Out bytes);
Result<void> set_instructions(Guest& guest, Handle<Program> program, Image instructions);
Size function_info(Guest& guest, Handle<Program> program, Out records);
Size line_info(Guest& guest, Handle<Program> program, Out records);
Result<void> set_log_buffer(Guest& guest, Handle<Program> program, std::uint32_t size);
Size program_log(Guest& guest, Handle<Program> program, Out text);
Result<void> set_attach_target(Guest& guest, Handle<Program> program, std::int32_t attach_prog_fd, OptStr function);
Result<Fd> program_fd(Guest& guest, Handle<Program> program);
Result<void> unload_program(Guest& guest, Handle<Program> program);
Result<void> pin_program(Guest& guest, Handle<Program> program, Str path);
Result<void> unpin_program(Guest& guest, Handle<Program> program, Str path);

// attach.cc
Result<Handle<Link>> attach(Guest& guest, Handle<Program> program);
Result<Handle<Link>> autoattach(Guest& guest, Handle<Program> program);
Result<Handle<Link>> attach_kprobe(Guest& guest, Handle<Program> program, Str function, std::uint64_t offset,
                                   std::uint64_t cookie, std::int32_t retprobe, std::int32_t mode);
Result<Handle<Link>> attach_ksyscall(Guest& guest, Handle<Program> program, Str syscall, std::uint64_t cookie,
                                     std::int32_t retprobe);
Result<Handle<Link>> attach_kprobe_multi(Guest& guest, Handle<Program> program, OptStr pattern, In symbols,
                                         In addresses, In cookies, std::uint32_t flags);
Result<Handle<Link>> attach_uprobe(Guest& guest, Handle<Program> program, std::int32_t pid, Str path,
                                   std::uint64_t offset, OptStr function, std::uint64_t ref_ctr_offset,
                                   std::uint64_t cookie, std::int32_t retprobe, std::int32_t mode);
Result<Handle<Link>> attach_uprobe_multi(Guest& guest, Handle<Program> program, std::int32_t pid, Str path,
                                         OptStr pattern, In symbols, In offsets, In ref_ctr_offsets, In cookies,
                                         std::uint32_t flags);
Result<Handle<Link>> attach_usdt(Guest& guest, Handle<Program> program, std::int32_t pid, Str path, Str provider,
                                 Str name, std::uint64_t cookie);
Result<Handle<Link>> attach_tracepoint(Guest& guest, Handle<Program> program, Str category, Str name,
                                       std::uint64_t cookie);
Result<Handle<Link>> attach_raw_tracepoint(Guest& guest, Handle<Program> program, Str name, std::uint64_t cookie);
Result<Handle<Link>> attach_perf_event(Guest& guest, Handle<Program> program, Fd event, std::uint64_t cookie,
                                       std::int32_t force_ioctl, std::int32_t dont_enable);
Result<Handle<Link>> attach_trace(Guest& guest, Handle<Program> program, std::uint64_t cookie);
Result<Handle<Link>> attach_lsm(Guest& guest, Handle<Program> program);
Result<Handle<Link>> attach_freplace(Guest& guest, Handle<Program> program, std::int32_t target, OptStr function);
Result<Handle<Link>> attach_cgroup(Guest& guest, Handle<Program> program, Fd cgroup, OptTake<waggle_place> place);
Result<Handle<Link>> attach_netns(Guest& guest, Handle<Program> program, Fd netns);
Result<Handle<Link>> attach_sockmap(Guest& guest, Handle<Program> program, Fd map);
Result<Handle<Link>> attach_xdp(Guest& guest, Handle<Program> program, std::int32_t ifindex);
Result<Handle<Link>> attach_tcx(Guest& guest, Handle<Program> program, std::int32_t ifindex,
                                OptTake<waggle_place> place);
Result<Handle<Link>> attach_netkit(Guest& guest, Handle<Program> program, std::int32_t ifindex,
                                   OptTake<waggle_place> place);
Result<Handle<Link>> attach_netfilter(Guest& guest, Handle<Program> program, std::uint32_t pf, std::uint32_t hook,
                                      std::int32_t priority, std::uint32_t flags);
Result<Handle<Link>> attach_iter(Guest& guest, Handle<Program> program, In link_info);

// link.cc
Result<void> destroy_link(Guest& guest, Handle<Link> link);
Result<void> detach_link(Guest& guest, Handle<Link> link);
Result<void> disconnect_link(Guest& guest, Handle<Link> link);
Result<void> update_link_program(Guest& guest, Handle<Link> link, Handle<Program> program);
Result<void> update_link_map(Guest& guest, Handle<Link> link, Handle<Map> map);
Result<Fd> link_fd(Guest& guest, Handle<Link> link);
Result<Handle<Link>> open_link(Guest& guest, Str path);
Result<void> pin_link(Guest& guest, Handle<Link> link, Str path);
Result<void> unpin_link(Guest& guest, Handle<Link> link);
Size link_pin_path(Guest& guest, Handle<Link> link, Out text);

// element.cc
Result<void> lookup(Guest& guest, Fd map, GuestPtr key, GuestPtr value, std::uint64_t flags);
Result<void> update(Guest& guest, Fd map, GuestPtr key, GuestPtr value, std::uint64_t flags);
Result<void> erase(Guest& guest, Fd map, GuestPtr key, std::uint64_t flags);
Result<void> take(Guest& guest, Fd map, GuestPtr key, GuestPtr value, std::uint64_t flags);
Result<void> next_key(Guest& guest, Fd map, GuestPtr key, GuestPtr next);
Result<void> freeze(Guest& guest, Fd map);
Result<void> lookup_batch(Guest& guest, Fd map, GuestPtr in, GuestPtr out, GuestPtr keys, GuestPtr values,
                          Change<std::uint32_t> count, std::uint64_t element_flags, std::uint64_t flags);
Result<void> take_batch(Guest& guest, Fd map, GuestPtr in, GuestPtr out, GuestPtr keys, GuestPtr values,
                        Change<std::uint32_t> count, std::uint64_t element_flags, std::uint64_t flags);
Result<void> update_batch(Guest& guest, Fd map, GuestPtr keys, GuestPtr values, Change<std::uint32_t> count,
                          std::uint64_t element_flags, std::uint64_t flags);
Result<void> delete_batch(Guest& guest, Fd map, GuestPtr keys, Change<std::uint32_t> count, std::uint64_t element_flags,
                          std::uint64_t flags);

// create.cc
Result<Fd> create_map(Guest& guest, std::uint32_t type, OptStr name, std::uint32_t key_size, std::uint32_t value_size,
                      std::uint32_t max_entries, OptTake<waggle_map_create> options);
Result<Fd> load_program(Guest& guest, std::uint32_t type, OptStr name, OptStr license, Image instructions,
                        Change<waggle_prog_load> options, Out log, In functions, In lines, In descriptors);
Result<Fd> load_btf(Guest& guest, Image btf, std::uint32_t flags, std::uint32_t log_level, Out log,
                    Give<std::uint32_t> log_true_size);
Result<void> bind_map(Guest& guest, Fd program, Fd map, std::uint32_t flags);
Result<void> pin(Guest& guest, Fd fd, Str path, std::uint32_t flags);
Result<Fd> get_pinned(Guest& guest, Str path, std::uint32_t flags);

// run.cc
Result<void> attach_program(Guest& guest, Fd program, std::int32_t target, std::uint32_t type,
                            OptTake<waggle_place> place);
Result<void> detach_program(Guest& guest, std::int32_t program, std::int32_t target, std::uint32_t type,
                            OptTake<waggle_place> place);
Result<void> query_programs(Guest& guest, std::int32_t target, std::uint32_t type, Change<waggle_prog_query> query,
                            GuestPtr program_ids, GuestPtr program_flags, GuestPtr link_ids, GuestPtr link_flags);
Result<Fd> create_link(Guest& guest, Fd program, std::int32_t target, std::uint32_t type,
                       OptTake<waggle_link_create> options, In iterator);
Result<void> detach_link_fd(Guest& guest, Fd link);
Result<void> update_link_fd(Guest& guest, Fd link, Fd program, std::uint32_t flags, std::uint32_t old_program,
                            std::uint32_t old_map);
Result<Fd> create_iterator(Guest& guest, Fd link);
Result<Fd> open_raw_tracepoint(Guest& guest, Fd program, OptStr name, std::uint64_t cookie);
Result<void> test_run(Guest& guest, Fd program, Change<waggle_test_run> run, In data_in, Out data_out, In ctx_in,
                      Out ctx_out);
Size read_stream(Guest& guest, Fd program, std::uint32_t stream, Out text);

// inspect.cc
Result<void> next_program_id(Guest& guest, std::uint32_t start, Give<std::uint32_t> next);
Result<void> next_map_id(Guest& guest, std::uint32_t start, Give<std::uint32_t> next);
Result<void> next_btf_id(Guest& guest, std::uint32_t start, Give<std::uint32_t> next);
Result<void> next_link_id(Guest& guest, std::uint32_t start, Give<std::uint32_t> next);
Result<Fd> program_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags);
Result<Fd> map_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags);
Result<Fd> btf_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags);
Result<Fd> link_by_id(Guest& guest, std::uint32_t id, std::uint32_t flags);
Result<void> get_info(Guest& guest, Fd fd, GuestPtr info, Change<std::uint32_t> length);
Result<Fd> enable_stats(Guest& guest, std::uint32_t type);
Result<void> query_task_fd(Guest& guest, std::int32_t pid, std::int32_t fd, std::uint32_t flags, Out name,
                           Give<waggle_task_fd> answer);

// net.cc
Result<void> create_tc_hook(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc);
Result<void> destroy_tc_hook(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc);
Result<void> attach_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Change<waggle_tc> filter);
Result<void> detach_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Take<waggle_tc> filter);
Result<void> query_tc(Guest& guest, Take<waggle_tc_hook> hook, OptStr qdisc, Change<waggle_tc> filter);
Result<void> attach_xdp_fd(Guest& guest, std::int32_t ifindex, std::int32_t program, std::uint32_t flags,
                           std::int32_t old_program);
Result<void> detach_xdp(Guest& guest, std::int32_t ifindex, std::uint32_t flags, std::int32_t old_program);
Result<void> query_xdp(Guest& guest, std::int32_t ifindex, std::int32_t flags, Give<waggle_xdp_query> answer);

// host.cc
Result<std::int32_t> possible_cpus(Guest& guest);
Result<std::int32_t> find_vmlinux_btf_id(Guest& guest, Str name, std::uint32_t attach_type);
Result<std::int32_t> probe_program_type(Guest& guest, std::uint32_t type);
Result<std::int32_t> probe_map_type(Guest& guest, std::uint32_t type);
Result<std::int32_t> probe_helper(Guest& guest, std::uint32_t program_type, std::uint32_t helper);
Result<void> program_type_by_name(Guest& guest, Str name, Give<std::uint32_t> type, Give<std::uint32_t> attach_type);
Result<void> attach_type_by_name(Guest& guest, Str name, Give<std::uint32_t> attach_type);
Size attach_type_name(Guest& guest, std::uint32_t type, Out text);
Size link_type_name(Guest& guest, std::uint32_t type, Out text);
Size map_type_name(Guest& guest, std::uint32_t type, Out text);
Size program_type_name(Guest& guest, std::uint32_t type, Out text);
Result<void> set_print(Guest& guest, std::int32_t most_verbose);
Size drain_log(Guest& guest, Out lines);
Result<std::int32_t> wait(Guest& guest, Array<pollfd> fds, std::int32_t timeout_ms);

// window.cc
Result<std::int32_t> map_window(Guest& guest, Fd map, std::uint32_t place, std::uint32_t length, std::uint32_t part);
Result<void> close_window(Guest& guest, std::uint32_t place);
Result<Handle<RingCopy>> open_ring_copy(Guest& guest, Fd map);
Result<std::int32_t> read_ring_copy(Guest& guest, Handle<RingCopy> ring, Out records);
Result<void> close_ring_copy(Guest& guest, Handle<RingCopy> ring);

// perf_buffer.cc
Result<Handle<PerfBuffer>> open_perf_buffer(Guest& guest, Fd map, std::uint32_t pages, std::uint32_t sample_period);
Result<Handle<PerfBuffer>> open_raw_perf_buffer(Guest& guest, Fd map, std::uint32_t pages, In attributes, In cpus,
                                                In keys);
Result<void> close_perf_buffer(Guest& guest, Handle<PerfBuffer> buffer);
Result<std::int32_t> perf_ring_count(Guest& guest, Handle<PerfBuffer> buffer);
Result<void> perf_ring(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, Give<waggle_perf_ring> info);
Result<Fd> perf_ring_fd(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring);
Result<Fd> perf_epoll_fd(Guest& guest, Handle<PerfBuffer> buffer);
Result<void> perf_window(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, std::uint32_t place,
                         std::uint32_t length);
Result<void> publish_perf_tail(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, std::uint64_t tail);
Result<std::int32_t> read_perf_ring(Guest& guest, Handle<PerfBuffer> buffer, std::uint32_t ring, Out records);

// Of a member function `Result<void> T::set(V) const`: V.
template <class>
struct Setter;
template <class T, class V>
struct Setter<Result<void> (T::*)(V) const> {
  using Value = V;
};

// The setters of libbpf that only pass a number on.
template <auto Set>
Result<void> set_of_map(Guest& guest, Handle<Map> map, typename Setter<decltype(Set)>::Value value) {
  WAGGLE_TRY(const auto found, find_real(guest, map));
  return (found->raw.*Set)(value);
}
template <auto Set>
Result<void> set_of_program(Guest& guest, Handle<Program> program, typename Setter<decltype(Set)>::Value value) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return (found->raw.*Set)(value);
}

// Rows with a GuestPtr: how long a key or a value is, only the map knows; how long a list of ids,
// the structure beside it; how long an info, what it is about.
namespace table {

using G = policy::Grant;
using RawMap = bpf::raw::Map;
using RawProgram = bpf::raw::Program;

inline constexpr auto kRows = rows<LibbpfErrno>(
    row<open_mem, G::load>("bpf_object__open_mem"), row<prepare_object, G::load>("bpf_object__prepare"),
    row<load_object, G::load>("bpf_object__load"), row<close_object>("bpf_object__close"),
    row<object_info>("object_info"), row<object_name>("bpf_object__name"), row<object_btf>("bpf_object__btf"),
    row<object_log>("object_log"), row<set_kversion>("bpf_object__set_kversion"), row<next_map>("bpf_object__next_map"),
    row<next_program>("bpf_object__next_program"), row<find_map>("bpf_object__find_map_by_name"),
    row<find_program>("bpf_object__find_program_by_name"), row<pin_maps, G::pin>("bpf_object__pin_maps"),
    row<unpin_maps, G::pin>("bpf_object__unpin_maps"), row<pin_programs, G::pin>("bpf_object__pin_programs"),
    row<unpin_programs, G::pin>("bpf_object__unpin_programs"),

    row<map_info>("map_info"), row<map_name>("bpf_map__name"), row<map_pin_path>("bpf_map__pin_path"),
    row<map_fd, G::maps>("bpf_map__fd"), row<inner_map>("bpf_map__inner_map"),
    row<set_of_map<&RawMap::set_type>>("bpf_map__set_type"),
    row<set_of_map<&RawMap::set_key_size>>("bpf_map__set_key_size"), row<set_value_size>("bpf_map__set_value_size"),
    row<set_of_map<&RawMap::set_max_entries>>("bpf_map__set_max_entries"),
    row<set_of_map<&RawMap::set_flags>>("bpf_map__set_map_flags"),
    row<set_of_map<&RawMap::set_numa_node>>("bpf_map__set_numa_node"),
    row<set_of_map<&RawMap::set_ifindex>>("bpf_map__set_ifindex"),
    row<set_of_map<&RawMap::set_extra>>("bpf_map__set_map_extra"),
    row<set_of_map<&RawMap::set_autocreate>>("bpf_map__set_autocreate"),
    row<set_of_map<&RawMap::set_autoattach>>("bpf_map__set_autoattach"),
    row<set_inner_map_fd>("bpf_map__set_inner_map_fd"), row<reuse_fd>("bpf_map__reuse_fd"),
    row<set_initial_value>("bpf_map__set_initial_value"), row<initial_value>("bpf_map__initial_value"),
    row<set_pin_path>("bpf_map__set_pin_path"), row<pin_map, G::pin>("bpf_map__pin"),
    row<unpin_map, G::pin>("bpf_map__unpin"), row<attach_struct_ops, G::attach>("bpf_map__attach_struct_ops"),

    row<program_info>("program_info"), row<program_name>("bpf_program__name"),
    row<section_name>("bpf_program__section_name"), row<set_of_program<&RawProgram::set_type>>("bpf_program__set_type"),
    row<set_of_program<&RawProgram::set_expected_attach_type>>("bpf_program__set_expected_attach_type"),
    row<set_of_program<&RawProgram::set_autoload>>("bpf_program__set_autoload"),
    row<set_of_program<&RawProgram::set_autoattach>>("bpf_program__set_autoattach"),
    row<set_of_program<&RawProgram::set_flags>>("bpf_program__set_flags"),
    row<set_of_program<&RawProgram::set_ifindex>>("bpf_program__set_ifindex"),
    row<set_of_program<&RawProgram::set_log_level>>("bpf_program__set_log_level"),
    row<set_log_buffer>("bpf_program__set_log_buf"), row<program_log>("bpf_program__log_buf"),
    row<instructions>("bpf_program__insns"), row<set_instructions>("bpf_program__set_insns"),
    row<function_info>("bpf_program__func_info"), row<line_info>("bpf_program__line_info"),
    row<set_attach_target>("bpf_program__set_attach_target"), row<program_fd>("bpf_program__fd"),
    row<unload_program>("bpf_program__unload"), row<pin_program, G::pin>("bpf_program__pin"),
    row<unpin_program, G::pin>("bpf_program__unpin"),

    row<libbpf::attach, G::attach>("bpf_program__attach"), row<autoattach, G::attach>("program_autoattach"),
    row<attach_kprobe, G::attach>("bpf_program__attach_kprobe_opts"),
    row<attach_ksyscall, G::attach>("bpf_program__attach_ksyscall"),
    row<attach_kprobe_multi, G::attach>("bpf_program__attach_kprobe_multi_opts"),
    row<attach_uprobe, G::attach>("bpf_program__attach_uprobe_opts"),
    row<attach_uprobe_multi, G::attach>("bpf_program__attach_uprobe_multi"),
    row<attach_usdt, G::attach>("bpf_program__attach_usdt"),
    row<attach_tracepoint, G::attach>("bpf_program__attach_tracepoint_opts"),
    row<attach_raw_tracepoint, G::attach>("bpf_program__attach_raw_tracepoint_opts"),
    row<attach_perf_event, G::attach>("bpf_program__attach_perf_event_opts"),
    row<attach_trace, G::attach>("bpf_program__attach_trace_opts"),
    row<attach_lsm, G::attach>("bpf_program__attach_lsm"),
    row<attach_freplace, G::attach>("bpf_program__attach_freplace"),
    row<attach_cgroup, G::attach>("bpf_program__attach_cgroup_opts"),
    row<attach_netns, G::attach>("bpf_program__attach_netns"),
    row<attach_sockmap, G::attach>("bpf_program__attach_sockmap"),
    row<attach_xdp, G::attach>("bpf_program__attach_xdp"), row<attach_tcx, G::attach>("bpf_program__attach_tcx"),
    row<attach_netkit, G::attach>("bpf_program__attach_netkit"),
    row<attach_netfilter, G::attach>("bpf_program__attach_netfilter"),
    row<attach_iter, G::attach>("bpf_program__attach_iter"),

    row<destroy_link>("bpf_link__destroy"), row<detach_link>("bpf_link__detach"),
    row<disconnect_link, G::pin>("bpf_link__disconnect"),
    row<update_link_program, G::attach>("bpf_link__update_program"),
    row<update_link_map, G::attach>("bpf_link__update_map"), row<link_fd>("bpf_link__fd"),
    row<open_link, G::pin>("bpf_link__open"), row<pin_link, G::pin>("bpf_link__pin"),
    row<unpin_link, G::pin>("bpf_link__unpin"), row<link_pin_path>("bpf_link__pin_path"),

    row<lookup, G::maps>("bpf_map_lookup_elem_flags"), row<update, G::maps>("bpf_map_update_elem"),
    row<erase, G::maps>("bpf_map_delete_elem_flags"), row<take, G::maps>("bpf_map_lookup_and_delete_elem_flags"),
    row<next_key, G::maps>("bpf_map_get_next_key"), row<freeze, G::maps>("bpf_map_freeze"),
    row<lookup_batch, G::maps>("bpf_map_lookup_batch"), row<take_batch, G::maps>("bpf_map_lookup_and_delete_batch"),
    row<update_batch, G::maps>("bpf_map_update_batch"), row<delete_batch, G::maps>("bpf_map_delete_batch"),

    row<create_map, G::load>("bpf_map_create"), row<load_program, G::load>("bpf_prog_load"),
    row<load_btf, G::load>("bpf_btf_load"), row<bind_map, G::load>("bpf_prog_bind_map"),
    row<libbpf::pin, G::pin>("bpf_obj_pin_opts"), row<get_pinned, G::pin>("bpf_obj_get_opts"),

    row<attach_program, G::attach>("bpf_prog_attach_opts"), row<detach_program, G::attach>("bpf_prog_detach_opts"),
    row<query_programs, G::attach>("bpf_prog_query_opts"), row<create_link, G::attach>("bpf_link_create"),
    row<detach_link_fd>("bpf_link_detach"), row<update_link_fd, G::attach>("bpf_link_update"),
    row<create_iterator, G::attach>("bpf_iter_create"),
    row<open_raw_tracepoint, G::attach>("bpf_raw_tracepoint_open_opts"),
    row<test_run, G::load>("bpf_prog_test_run_opts"), row<read_stream, G::maps>("bpf_prog_stream_read"),

    row<next_program_id, G::inspect>("bpf_prog_get_next_id"), row<next_map_id, G::inspect>("bpf_map_get_next_id"),
    row<next_btf_id, G::inspect>("bpf_btf_get_next_id"), row<next_link_id, G::inspect>("bpf_link_get_next_id"),
    row<program_by_id, G::inspect>("bpf_prog_get_fd_by_id_opts"),
    row<map_by_id, G::inspect>("bpf_map_get_fd_by_id_opts"), row<btf_by_id, G::inspect>("bpf_btf_get_fd_by_id_opts"),
    row<link_by_id, G::inspect>("bpf_link_get_fd_by_id_opts"), row<get_info>("bpf_obj_get_info_by_fd"),
    row<enable_stats, G::inspect>("bpf_enable_stats"), row<query_task_fd, G::inspect>("bpf_task_fd_query"),

    row<create_tc_hook, G::attach>("bpf_tc_hook_create"), row<destroy_tc_hook, G::attach>("bpf_tc_hook_destroy"),
    row<attach_tc, G::attach>("bpf_tc_attach"), row<detach_tc, G::attach>("bpf_tc_detach"),
    row<query_tc, G::attach>("bpf_tc_query"), row<attach_xdp_fd, G::attach>("bpf_xdp_attach"),
    row<detach_xdp, G::attach>("bpf_xdp_detach"), row<query_xdp, G::attach>("bpf_xdp_query"),

    row<possible_cpus>("libbpf_num_possible_cpus"), row<find_vmlinux_btf_id>("libbpf_find_vmlinux_btf_id"),
    row<probe_program_type, G::load>("libbpf_probe_bpf_prog_type"),
    row<probe_map_type, G::load>("libbpf_probe_bpf_map_type"), row<probe_helper, G::load>("libbpf_probe_bpf_helper"),
    row<program_type_by_name>("libbpf_prog_type_by_name"), row<attach_type_by_name>("libbpf_attach_type_by_name"),
    row<attach_type_name>("libbpf_bpf_attach_type_str"), row<link_type_name>("libbpf_bpf_link_type_str"),
    row<map_type_name>("libbpf_bpf_map_type_str"), row<program_type_name>("libbpf_bpf_prog_type_str"),
    row<set_print>("libbpf_set_print"), row<drain_log>("log_drain"), row<libbpf::wait, G::events>("wait"),

    row<map_window, G::maps>("map_window"), row<close_window>("window_close"),
    row<open_ring_copy, G::events>("ring_copy__new"), row<read_ring_copy, G::events>("ring_copy__read"),
    row<close_ring_copy>("ring_copy__free"),

    row<open_perf_buffer, G::events>("perf_buffer__new"), row<open_raw_perf_buffer, G::events>("perf_buffer__new_raw"),
    row<close_perf_buffer>("perf_buffer__free"), row<perf_ring_count>("perf_buffer__buffer_cnt"),
    row<perf_ring>("perf_ring"), row<perf_ring_fd, G::events>("perf_buffer__buffer_fd"),
    row<perf_epoll_fd, G::events>("perf_buffer__epoll_fd"), row<perf_window, G::events>("perf_window"),
    row<publish_perf_tail, G::events>("perf_publish"), row<read_perf_ring, G::events>("perf_read"));

}  // namespace table
using table::kRows;

std::span<const Import> imports();

}  // namespace waggle::abi::libbpf
