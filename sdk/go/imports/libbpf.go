// Imports of the module "libbpf". Made by `make gen`; docs/abi/libbpf.md is the manual.
// SPDX-License-Identifier: Apache-2.0

package imports

// waggle_bpf_object__open_mem: Reads an ELF image, which is copied.
//
//go:wasmimport libbpf bpf_object__open_mem
func waggle_bpf_object__open_mem(obj_buf uint32, obj_buf_sz uint32, object_name uint32, pin_root_path uint32, kconfig uint32, kconfig_sz uint32, btf_custom_path uint32, flags uint32, kernel_log_level uint32, kernel_log_size uint32) uint64

// waggle_bpf_object__prepare: As libbpf's.
//
//go:wasmimport libbpf bpf_object__prepare
func waggle_bpf_object__prepare(obj uint64) int32

// waggle_bpf_object__load: As libbpf's. An object that pins by name needs the grant `pin`.
//
//go:wasmimport libbpf bpf_object__load
func waggle_bpf_object__load(obj uint64) int32

// waggle_bpf_object__close: Closes it, its maps and programs, and their descriptors; their handles are void. Links stay.
//
//go:wasmimport libbpf bpf_object__close
func waggle_bpf_object__close(obj uint64) int32

// waggle_object_info: What getters of objects answer.
//
//go:wasmimport libbpf object_info
func waggle_object_info(obj uint64, info uint32) int32

// waggle_bpf_object__name: Its name.
//
//go:wasmimport libbpf bpf_object__name
func waggle_bpf_object__name(obj uint64, buf uint32, size uint32) int32

// waggle_bpf_object__btf: Its raw BTF, for btf__new().
//
//go:wasmimport libbpf bpf_object__btf
func waggle_bpf_object__btf(obj uint64, buf uint32, size uint32) int32

// waggle_object_log: The kernel's log of what was loaded last, where kernel_log_size asked for one.
//
//go:wasmimport libbpf object_log
func waggle_object_log(obj uint64, buf uint32, size uint32) int32

// waggle_bpf_object__set_kversion: Before it is loaded.
//
//go:wasmimport libbpf bpf_object__set_kversion
func waggle_bpf_object__set_kversion(obj uint64, kern_version uint32) int32

// waggle_bpf_object__next_map: The same handle for the same map, each time.
//
//go:wasmimport libbpf bpf_object__next_map
func waggle_bpf_object__next_map(obj uint64, map uint64) uint64

// waggle_bpf_object__next_program: The same handle for the same program, each time.
//
//go:wasmimport libbpf bpf_object__next_program
func waggle_bpf_object__next_program(obj uint64, prog uint64) uint64

// waggle_bpf_object__find_map_by_name: As libbpf's.
//
//go:wasmimport libbpf bpf_object__find_map_by_name
func waggle_bpf_object__find_map_by_name(obj uint64, name uint32) uint64

// waggle_bpf_object__find_program_by_name: As libbpf's.
//
//go:wasmimport libbpf bpf_object__find_program_by_name
func waggle_bpf_object__find_program_by_name(obj uint64, name uint32) uint64

// waggle_bpf_object__pin_maps: 0: each map where it says.
//
//go:wasmimport libbpf bpf_object__pin_maps
func waggle_bpf_object__pin_maps(obj uint64, path uint32) int32

// waggle_bpf_object__unpin_maps: 0: each map where it says.
//
//go:wasmimport libbpf bpf_object__unpin_maps
func waggle_bpf_object__unpin_maps(obj uint64, path uint32) int32

// waggle_bpf_object__pin_programs: As libbpf's.
//
//go:wasmimport libbpf bpf_object__pin_programs
func waggle_bpf_object__pin_programs(obj uint64, path uint32) int32

// waggle_bpf_object__unpin_programs: As libbpf's.
//
//go:wasmimport libbpf bpf_object__unpin_programs
func waggle_bpf_object__unpin_programs(obj uint64, path uint32) int32

// waggle_map_info: What getters of maps answer.
//
//go:wasmimport libbpf map_info
func waggle_map_info(map uint64, info uint32) int32

// waggle_bpf_map__name: Its name.
//
//go:wasmimport libbpf bpf_map__name
func waggle_bpf_map__name(map uint64, buf uint32, size uint32) int32

// waggle_bpf_map__pin_path: Where it is pinned.
//
//go:wasmimport libbpf bpf_map__pin_path
func waggle_bpf_map__pin_path(map uint64, buf uint32, size uint32) int32

// waggle_bpf_map__fd: The same number each time; it ends with the object.
//
//go:wasmimport libbpf bpf_map__fd
func waggle_bpf_map__fd(map uint64) int32

// waggle_bpf_map__inner_map: The template of a map of maps.
//
//go:wasmimport libbpf bpf_map__inner_map
func waggle_bpf_map__inner_map(map uint64) uint64

// waggle_bpf_map__set_type: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_type
func waggle_bpf_map__set_type(map uint64, type uint32) int32

// waggle_bpf_map__set_key_size: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_key_size
func waggle_bpf_map__set_key_size(map uint64, size uint32) int32

// waggle_bpf_map__set_value_size: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_value_size
func waggle_bpf_map__set_value_size(map uint64, size uint32) int32

// waggle_bpf_map__set_max_entries: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_max_entries
func waggle_bpf_map__set_max_entries(map uint64, max_entries uint32) int32

// waggle_bpf_map__set_map_flags: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_map_flags
func waggle_bpf_map__set_map_flags(map uint64, flags uint32) int32

// waggle_bpf_map__set_numa_node: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_numa_node
func waggle_bpf_map__set_numa_node(map uint64, numa_node uint32) int32

// waggle_bpf_map__set_ifindex: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_ifindex
func waggle_bpf_map__set_ifindex(map uint64, ifindex uint32) int32

// waggle_bpf_map__set_map_extra: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_map_extra
func waggle_bpf_map__set_map_extra(map uint64, map_extra uint64) int32

// waggle_bpf_map__set_autocreate: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_autocreate
func waggle_bpf_map__set_autocreate(map uint64, autocreate uint32) int32

// waggle_bpf_map__set_autoattach: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_autoattach
func waggle_bpf_map__set_autoattach(map uint64, autoattach uint32) int32

// waggle_bpf_map__set_inner_map_fd: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__set_inner_map_fd
func waggle_bpf_map__set_inner_map_fd(map uint64, fd int32) int32

// waggle_bpf_map__reuse_fd: Before it is loaded.
//
//go:wasmimport libbpf bpf_map__reuse_fd
func waggle_bpf_map__reuse_fd(map uint64, fd int32) int32

// waggle_bpf_map__set_initial_value: Before load, and exactly as long as the value is.
//
//go:wasmimport libbpf bpf_map__set_initial_value
func waggle_bpf_map__set_initial_value(map uint64, data uint32, size uint32) int32

// waggle_bpf_map__initial_value: What global variables start with.
//
//go:wasmimport libbpf bpf_map__initial_value
func waggle_bpf_map__initial_value(map uint64, buf uint32, size uint32) int32

// waggle_bpf_map__set_pin_path: 0 takes it away. Loading it needs the grant `pin`.
//
//go:wasmimport libbpf bpf_map__set_pin_path
func waggle_bpf_map__set_pin_path(map uint64, path uint32) int32

// waggle_bpf_map__pin: 0: where it says.
//
//go:wasmimport libbpf bpf_map__pin
func waggle_bpf_map__pin(map uint64, path uint32) int32

// waggle_bpf_map__unpin: 0: where it says.
//
//go:wasmimport libbpf bpf_map__unpin
func waggle_bpf_map__unpin(map uint64, path uint32) int32

// waggle_bpf_map__attach_struct_ops: As libbpf's.
//
//go:wasmimport libbpf bpf_map__attach_struct_ops
func waggle_bpf_map__attach_struct_ops(map uint64) uint64

// waggle_program_info: What getters of programs answer.
//
//go:wasmimport libbpf program_info
func waggle_program_info(prog uint64, info uint32) int32

// waggle_bpf_program__name: Its name.
//
//go:wasmimport libbpf bpf_program__name
func waggle_bpf_program__name(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__section_name: Its section.
//
//go:wasmimport libbpf bpf_program__section_name
func waggle_bpf_program__section_name(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__set_type: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_type
func waggle_bpf_program__set_type(prog uint64, type uint32) int32

// waggle_bpf_program__set_expected_attach_type: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_expected_attach_type
func waggle_bpf_program__set_expected_attach_type(prog uint64, type uint32) int32

// waggle_bpf_program__set_autoload: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_autoload
func waggle_bpf_program__set_autoload(prog uint64, autoload uint32) int32

// waggle_bpf_program__set_autoattach: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_autoattach
func waggle_bpf_program__set_autoattach(prog uint64, autoattach uint32) int32

// waggle_bpf_program__set_flags: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_flags
func waggle_bpf_program__set_flags(prog uint64, flags uint32) int32

// waggle_bpf_program__set_ifindex: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_ifindex
func waggle_bpf_program__set_ifindex(prog uint64, ifindex uint32) int32

// waggle_bpf_program__set_log_level: Before it is loaded.
//
//go:wasmimport libbpf bpf_program__set_log_level
func waggle_bpf_program__set_log_level(prog uint64, log_level uint32) int32

// waggle_bpf_program__set_log_buf: Keeps the verifier's log of this program for bpf_program__log_buf.
//
//go:wasmimport libbpf bpf_program__set_log_buf
func waggle_bpf_program__set_log_buf(prog uint64, log_size uint32) int32

// waggle_bpf_program__log_buf: The log that bpf_program__set_log_buf asked for.
//
//go:wasmimport libbpf bpf_program__log_buf
func waggle_bpf_program__log_buf(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__insns: Its instructions. Once loaded, descriptors in them are 0.
//
//go:wasmimport libbpf bpf_program__insns
func waggle_bpf_program__insns(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__set_insns: Before load. Descriptors in them are the guest's.
//
//go:wasmimport libbpf bpf_program__set_insns
func waggle_bpf_program__set_insns(prog uint64, new_insns uint32, size uint32) int32

// waggle_bpf_program__func_info: struct bpf_func_info, one after the other.
//
//go:wasmimport libbpf bpf_program__func_info
func waggle_bpf_program__func_info(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__line_info: struct bpf_line_info, one after the other.
//
//go:wasmimport libbpf bpf_program__line_info
func waggle_bpf_program__line_info(prog uint64, buf uint32, size uint32) int32

// waggle_bpf_program__set_attach_target: Before load.
//
//go:wasmimport libbpf bpf_program__set_attach_target
func waggle_bpf_program__set_attach_target(prog uint64, attach_prog_fd int32, attach_func_name uint32) int32

// waggle_bpf_program__fd: The same number each time; it ends with the object.
//
//go:wasmimport libbpf bpf_program__fd
func waggle_bpf_program__fd(prog uint64) int32

// waggle_bpf_program__unload: As libbpf's.
//
//go:wasmimport libbpf bpf_program__unload
func waggle_bpf_program__unload(prog uint64) int32

// waggle_bpf_program__pin: As libbpf's.
//
//go:wasmimport libbpf bpf_program__pin
func waggle_bpf_program__pin(prog uint64, path uint32) int32

// waggle_bpf_program__unpin: As libbpf's.
//
//go:wasmimport libbpf bpf_program__unpin
func waggle_bpf_program__unpin(prog uint64, path uint32) int32

// waggle_bpf_program__attach: As its section says. Tracepoints also where tracefs is not mounted.
//
//go:wasmimport libbpf bpf_program__attach
func waggle_bpf_program__attach(prog uint64) uint64

// waggle_program_autoattach: What bpf_object__attach_skeleton() does with each program.
//
//go:wasmimport libbpf program_autoattach
func waggle_program_autoattach(prog uint64) uint64

// waggle_bpf_program__attach_kprobe_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_kprobe_opts
func waggle_bpf_program__attach_kprobe_opts(prog uint64, func_name uint32, offset uint64, cookie uint64, retprobe int32, attach_mode int32) uint64

// waggle_bpf_program__attach_ksyscall: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_ksyscall
func waggle_bpf_program__attach_ksyscall(prog uint64, syscall_name uint32, cookie uint64, retprobe int32) uint64

// waggle_bpf_program__attach_kprobe_multi_opts: By one of pattern, symbols and addresses.
//
//go:wasmimport libbpf bpf_program__attach_kprobe_multi_opts
func waggle_bpf_program__attach_kprobe_multi_opts(prog uint64, pattern uint32, syms uint32, syms_sz uint32, addrs uint32, addrs_sz uint32, cookies uint32, cookies_sz uint32, flags uint32) uint64

// waggle_bpf_program__attach_uprobe_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_uprobe_opts
func waggle_bpf_program__attach_uprobe_opts(prog uint64, pid int32, binary_path uint32, func_offset uint64, func_name uint32, ref_ctr_offset uint64, cookie uint64, retprobe int32, attach_mode int32) uint64

// waggle_bpf_program__attach_uprobe_multi: By one of pattern, symbols and offsets.
//
//go:wasmimport libbpf bpf_program__attach_uprobe_multi
func waggle_bpf_program__attach_uprobe_multi(prog uint64, pid int32, binary_path uint32, func_pattern uint32, syms uint32, syms_sz uint32, offsets uint32, offsets_sz uint32, ref_ctr_offsets uint32, ref_ctr_offsets_sz uint32, cookies uint32, cookies_sz uint32, flags uint32) uint64

// waggle_bpf_program__attach_usdt: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_usdt
func waggle_bpf_program__attach_usdt(prog uint64, pid int32, binary_path uint32, usdt_provider uint32, usdt_name uint32, cookie uint64) uint64

// waggle_bpf_program__attach_tracepoint_opts: Also where tracefs is not mounted.
//
//go:wasmimport libbpf bpf_program__attach_tracepoint_opts
func waggle_bpf_program__attach_tracepoint_opts(prog uint64, tp_category uint32, tp_name uint32, cookie uint64) uint64

// waggle_bpf_program__attach_raw_tracepoint_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_raw_tracepoint_opts
func waggle_bpf_program__attach_raw_tracepoint_opts(prog uint64, tp_name uint32, cookie uint64) uint64

// waggle_bpf_program__attach_perf_event_opts: The event is the guest's: closing its number does not end the link.
//
//go:wasmimport libbpf bpf_program__attach_perf_event_opts
func waggle_bpf_program__attach_perf_event_opts(prog uint64, pfd int32, cookie uint64, force_ioctl_attach int32, dont_enable int32) uint64

// waggle_bpf_program__attach_trace_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_trace_opts
func waggle_bpf_program__attach_trace_opts(prog uint64, cookie uint64) uint64

// waggle_bpf_program__attach_lsm: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_lsm
func waggle_bpf_program__attach_lsm(prog uint64) uint64

// waggle_bpf_program__attach_freplace: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_freplace
func waggle_bpf_program__attach_freplace(prog uint64, target_fd int32, attach_func_name uint32) uint64

// waggle_bpf_program__attach_cgroup_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_cgroup_opts
func waggle_bpf_program__attach_cgroup_opts(prog uint64, cgroup_fd int32, place uint32) uint64

// waggle_bpf_program__attach_netns: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_netns
func waggle_bpf_program__attach_netns(prog uint64, netns_fd int32) uint64

// waggle_bpf_program__attach_sockmap: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_sockmap
func waggle_bpf_program__attach_sockmap(prog uint64, map_fd int32) uint64

// waggle_bpf_program__attach_xdp: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_xdp
func waggle_bpf_program__attach_xdp(prog uint64, ifindex int32) uint64

// waggle_bpf_program__attach_tcx: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_tcx
func waggle_bpf_program__attach_tcx(prog uint64, ifindex int32, place uint32) uint64

// waggle_bpf_program__attach_netkit: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_netkit
func waggle_bpf_program__attach_netkit(prog uint64, ifindex int32, place uint32) uint64

// waggle_bpf_program__attach_netfilter: As libbpf's.
//
//go:wasmimport libbpf bpf_program__attach_netfilter
func waggle_bpf_program__attach_netfilter(prog uint64, pf uint32, hooknum uint32, priority int32, flags uint32) uint64

// waggle_bpf_program__attach_iter: The program's section says which member of the union counts.
//
//go:wasmimport libbpf bpf_program__attach_iter
func waggle_bpf_program__attach_iter(prog uint64, link_info uint32, link_info_len uint32) uint64

// waggle_bpf_link__destroy: Detaches, unless it is pinned or disconnected.
//
//go:wasmimport libbpf bpf_link__destroy
func waggle_bpf_link__destroy(link uint64) int32

// waggle_bpf_link__detach: As libbpf's.
//
//go:wasmimport libbpf bpf_link__detach
func waggle_bpf_link__detach(link uint64) int32

// waggle_bpf_link__disconnect: The attachment outlives the guest, hence the grant.
//
//go:wasmimport libbpf bpf_link__disconnect
func waggle_bpf_link__disconnect(link uint64) int32

// waggle_bpf_link__update_program: As libbpf's.
//
//go:wasmimport libbpf bpf_link__update_program
func waggle_bpf_link__update_program(link uint64, prog uint64) int32

// waggle_bpf_link__update_map: As libbpf's.
//
//go:wasmimport libbpf bpf_link__update_map
func waggle_bpf_link__update_map(link uint64, map uint64) int32

// waggle_bpf_link__fd: The same number each time; it ends with the link.
//
//go:wasmimport libbpf bpf_link__fd
func waggle_bpf_link__fd(link uint64) int32

// waggle_bpf_link__open: As libbpf's.
//
//go:wasmimport libbpf bpf_link__open
func waggle_bpf_link__open(path uint32) uint64

// waggle_bpf_link__pin: As libbpf's.
//
//go:wasmimport libbpf bpf_link__pin
func waggle_bpf_link__pin(link uint64, path uint32) int32

// waggle_bpf_link__unpin: As libbpf's.
//
//go:wasmimport libbpf bpf_link__unpin
func waggle_bpf_link__unpin(link uint64) int32

// waggle_bpf_link__pin_path: Where it is pinned.
//
//go:wasmimport libbpf bpf_link__pin_path
func waggle_bpf_link__pin_path(link uint64, buf uint32, size uint32) int32

// waggle_bpf_map_lookup_elem_flags: As libbpf's.
//
//go:wasmimport libbpf bpf_map_lookup_elem_flags
func waggle_bpf_map_lookup_elem_flags(fd int32, key uint32, value uint32, flags uint64) int32

// waggle_bpf_map_update_elem: As libbpf's.
//
//go:wasmimport libbpf bpf_map_update_elem
func waggle_bpf_map_update_elem(fd int32, key uint32, value uint32, flags uint64) int32

// waggle_bpf_map_delete_elem_flags: As libbpf's.
//
//go:wasmimport libbpf bpf_map_delete_elem_flags
func waggle_bpf_map_delete_elem_flags(fd int32, key uint32, flags uint64) int32

// waggle_bpf_map_lookup_and_delete_elem_flags: As libbpf's.
//
//go:wasmimport libbpf bpf_map_lookup_and_delete_elem_flags
func waggle_bpf_map_lookup_and_delete_elem_flags(fd int32, key uint32, value uint32, flags uint64) int32

// waggle_bpf_map_get_next_key: As libbpf's.
//
//go:wasmimport libbpf bpf_map_get_next_key
func waggle_bpf_map_get_next_key(fd int32, key uint32, next_key uint32) int32

// waggle_bpf_map_freeze: As libbpf's.
//
//go:wasmimport libbpf bpf_map_freeze
func waggle_bpf_map_freeze(fd int32) int32

// waggle_bpf_map_lookup_batch: As libbpf's.
//
//go:wasmimport libbpf bpf_map_lookup_batch
func waggle_bpf_map_lookup_batch(fd int32, in_batch uint32, out_batch uint32, keys uint32, values uint32, count uint32, elem_flags uint64, flags uint64) int32

// waggle_bpf_map_lookup_and_delete_batch: As libbpf's.
//
//go:wasmimport libbpf bpf_map_lookup_and_delete_batch
func waggle_bpf_map_lookup_and_delete_batch(fd int32, in_batch uint32, out_batch uint32, keys uint32, values uint32, count uint32, elem_flags uint64, flags uint64) int32

// waggle_bpf_map_update_batch: As libbpf's.
//
//go:wasmimport libbpf bpf_map_update_batch
func waggle_bpf_map_update_batch(fd int32, keys uint32, values uint32, count uint32, elem_flags uint64, flags uint64) int32

// waggle_bpf_map_delete_batch: As libbpf's.
//
//go:wasmimport libbpf bpf_map_delete_batch
func waggle_bpf_map_delete_batch(fd int32, keys uint32, count uint32, elem_flags uint64, flags uint64) int32

// waggle_bpf_map_create: As libbpf's.
//
//go:wasmimport libbpf bpf_map_create
func waggle_bpf_map_create(map_type uint32, map_name uint32, key_size uint32, value_size uint32, max_entries uint32, opts uint32) int32

// waggle_bpf_prog_load: As libbpf's. The instructions are copied.
//
//go:wasmimport libbpf bpf_prog_load
func waggle_bpf_prog_load(prog_type uint32, prog_name uint32, license uint32, insns uint32, insns_sz uint32, opts uint32, log_buf uint32, log_size uint32, func_info uint32, func_info_sz uint32, line_info uint32, line_info_sz uint32, fd_array uint32, fd_array_sz uint32) int32

// waggle_bpf_btf_load: As libbpf's.
//
//go:wasmimport libbpf bpf_btf_load
func waggle_bpf_btf_load(btf_data uint32, btf_size uint32, btf_flags uint32, log_level uint32, log_buf uint32, log_size uint32, log_true_size uint32) int32

// waggle_bpf_prog_bind_map: As libbpf's.
//
//go:wasmimport libbpf bpf_prog_bind_map
func waggle_bpf_prog_bind_map(prog_fd int32, map_fd int32, flags uint32) int32

// waggle_bpf_obj_pin_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_obj_pin_opts
func waggle_bpf_obj_pin_opts(fd int32, pathname uint32, flags uint32) int32

// waggle_bpf_obj_get_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_obj_get_opts
func waggle_bpf_obj_get_opts(pathname uint32, file_flags uint32) int32

// waggle_bpf_prog_attach_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_prog_attach_opts
func waggle_bpf_prog_attach_opts(prog_fd int32, target int32, type uint32, place uint32) int32

// waggle_bpf_prog_detach_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_prog_detach_opts
func waggle_bpf_prog_detach_opts(prog_fd int32, target int32, type uint32, place uint32) int32

// waggle_bpf_prog_query_opts: As libbpf's; each list has room for `count`.
//
//go:wasmimport libbpf bpf_prog_query_opts
func waggle_bpf_prog_query_opts(target int32, type uint32, query uint32, prog_ids uint32, prog_attach_flags uint32, link_ids uint32, link_attach_flags uint32) int32

// waggle_bpf_link_create: As libbpf's. For probes by lists, the functions that attach programs.
//
//go:wasmimport libbpf bpf_link_create
func waggle_bpf_link_create(prog_fd int32, target int32, type uint32, opts uint32, iter_info uint32, iter_info_len uint32) int32

// waggle_bpf_link_detach: As libbpf's.
//
//go:wasmimport libbpf bpf_link_detach
func waggle_bpf_link_detach(link_fd int32) int32

// waggle_bpf_link_update: As libbpf's.
//
//go:wasmimport libbpf bpf_link_update
func waggle_bpf_link_update(link_fd int32, new_prog_fd int32, flags uint32, old_prog_fd uint32, old_map_fd uint32) int32

// waggle_bpf_iter_create: A descriptor to read.
//
//go:wasmimport libbpf bpf_iter_create
func waggle_bpf_iter_create(link_fd int32) int32

// waggle_bpf_raw_tracepoint_open_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_raw_tracepoint_open_opts
func waggle_bpf_raw_tracepoint_open_opts(prog_fd int32, tp_name uint32, cookie uint64) int32

// waggle_bpf_prog_test_run_opts: As libbpf's.
//
//go:wasmimport libbpf bpf_prog_test_run_opts
func waggle_bpf_prog_test_run_opts(prog_fd int32, run uint32, data_in uint32, data_size_in uint32, data_out uint32, data_room uint32, ctx_in uint32, ctx_size_in uint32, ctx_out uint32, ctx_room uint32) int32

// waggle_bpf_prog_stream_read: As libbpf's.
//
//go:wasmimport libbpf bpf_prog_stream_read
func waggle_bpf_prog_stream_read(prog_fd int32, stream_id uint32, buf uint32, buf_len uint32) int32

// waggle_bpf_prog_get_next_id: Of the whole system.
//
//go:wasmimport libbpf bpf_prog_get_next_id
func waggle_bpf_prog_get_next_id(start_id uint32, next_id uint32) int32

// waggle_bpf_map_get_next_id: Of the whole system.
//
//go:wasmimport libbpf bpf_map_get_next_id
func waggle_bpf_map_get_next_id(start_id uint32, next_id uint32) int32

// waggle_bpf_btf_get_next_id: Of the whole system.
//
//go:wasmimport libbpf bpf_btf_get_next_id
func waggle_bpf_btf_get_next_id(start_id uint32, next_id uint32) int32

// waggle_bpf_link_get_next_id: Of the whole system.
//
//go:wasmimport libbpf bpf_link_get_next_id
func waggle_bpf_link_get_next_id(start_id uint32, next_id uint32) int32

// waggle_bpf_prog_get_fd_by_id_opts: Of the whole system.
//
//go:wasmimport libbpf bpf_prog_get_fd_by_id_opts
func waggle_bpf_prog_get_fd_by_id_opts(id uint32, open_flags uint32) int32

// waggle_bpf_map_get_fd_by_id_opts: Of the whole system.
//
//go:wasmimport libbpf bpf_map_get_fd_by_id_opts
func waggle_bpf_map_get_fd_by_id_opts(id uint32, open_flags uint32) int32

// waggle_bpf_btf_get_fd_by_id_opts: Of the whole system.
//
//go:wasmimport libbpf bpf_btf_get_fd_by_id_opts
func waggle_bpf_btf_get_fd_by_id_opts(id uint32, open_flags uint32) int32

// waggle_bpf_link_get_fd_by_id_opts: Of the whole system.
//
//go:wasmimport libbpf bpf_link_get_fd_by_id_opts
func waggle_bpf_link_get_fd_by_id_opts(id uint32, open_flags uint32) int32

// waggle_bpf_obj_get_info_by_fd: As libbpf's. Addresses in the structure are the guest's, also in what the kernel writes.
//
//go:wasmimport libbpf bpf_obj_get_info_by_fd
func waggle_bpf_obj_get_info_by_fd(bpf_fd int32, info uint32, info_len uint32) int32

// waggle_bpf_enable_stats: As libbpf's.
//
//go:wasmimport libbpf bpf_enable_stats
func waggle_bpf_enable_stats(type uint32) int32

// waggle_bpf_task_fd_query: As libbpf's.
//
//go:wasmimport libbpf bpf_task_fd_query
func waggle_bpf_task_fd_query(pid int32, fd int32, flags uint32, buf uint32, buf_len uint32, answer uint32) int32

// waggle_bpf_tc_hook_create: As libbpf's.
//
//go:wasmimport libbpf bpf_tc_hook_create
func waggle_bpf_tc_hook_create(hook uint32, qdisc uint32) int32

// waggle_bpf_tc_hook_destroy: As libbpf's.
//
//go:wasmimport libbpf bpf_tc_hook_destroy
func waggle_bpf_tc_hook_destroy(hook uint32, qdisc uint32) int32

// waggle_bpf_tc_attach: As libbpf's.
//
//go:wasmimport libbpf bpf_tc_attach
func waggle_bpf_tc_attach(hook uint32, qdisc uint32, opts uint32) int32

// waggle_bpf_tc_detach: As libbpf's.
//
//go:wasmimport libbpf bpf_tc_detach
func waggle_bpf_tc_detach(hook uint32, qdisc uint32, opts uint32) int32

// waggle_bpf_tc_query: As libbpf's.
//
//go:wasmimport libbpf bpf_tc_query
func waggle_bpf_tc_query(hook uint32, qdisc uint32, opts uint32) int32

// waggle_bpf_xdp_attach: As libbpf's.
//
//go:wasmimport libbpf bpf_xdp_attach
func waggle_bpf_xdp_attach(ifindex int32, prog_fd int32, flags uint32, old_prog_fd int32) int32

// waggle_bpf_xdp_detach: As libbpf's.
//
//go:wasmimport libbpf bpf_xdp_detach
func waggle_bpf_xdp_detach(ifindex int32, flags uint32, old_prog_fd int32) int32

// waggle_bpf_xdp_query: As libbpf's.
//
//go:wasmimport libbpf bpf_xdp_query
func waggle_bpf_xdp_query(ifindex int32, flags int32, answer uint32) int32

// waggle_libbpf_num_possible_cpus: As libbpf's.
//
//go:wasmimport libbpf libbpf_num_possible_cpus
func waggle_libbpf_num_possible_cpus() int32

// waggle_libbpf_find_vmlinux_btf_id: As libbpf's.
//
//go:wasmimport libbpf libbpf_find_vmlinux_btf_id
func waggle_libbpf_find_vmlinux_btf_id(name uint32, attach_type uint32) int32

// waggle_libbpf_probe_bpf_prog_type: As libbpf's.
//
//go:wasmimport libbpf libbpf_probe_bpf_prog_type
func waggle_libbpf_probe_bpf_prog_type(prog_type uint32) int32

// waggle_libbpf_probe_bpf_map_type: As libbpf's.
//
//go:wasmimport libbpf libbpf_probe_bpf_map_type
func waggle_libbpf_probe_bpf_map_type(map_type uint32) int32

// waggle_libbpf_probe_bpf_helper: As libbpf's.
//
//go:wasmimport libbpf libbpf_probe_bpf_helper
func waggle_libbpf_probe_bpf_helper(prog_type uint32, helper_id uint32) int32

// waggle_libbpf_prog_type_by_name: As libbpf's.
//
//go:wasmimport libbpf libbpf_prog_type_by_name
func waggle_libbpf_prog_type_by_name(name uint32, prog_type uint32, expected_attach_type uint32) int32

// waggle_libbpf_attach_type_by_name: As libbpf's.
//
//go:wasmimport libbpf libbpf_attach_type_by_name
func waggle_libbpf_attach_type_by_name(name uint32, attach_type uint32) int32

// waggle_libbpf_bpf_attach_type_str: Its name.
//
//go:wasmimport libbpf libbpf_bpf_attach_type_str
func waggle_libbpf_bpf_attach_type_str(type uint32, buf uint32, size uint32) int32

// waggle_libbpf_bpf_link_type_str: Its name.
//
//go:wasmimport libbpf libbpf_bpf_link_type_str
func waggle_libbpf_bpf_link_type_str(type uint32, buf uint32, size uint32) int32

// waggle_libbpf_bpf_map_type_str: Its name.
//
//go:wasmimport libbpf libbpf_bpf_map_type_str
func waggle_libbpf_bpf_map_type_str(type uint32, buf uint32, size uint32) int32

// waggle_libbpf_bpf_prog_type_str: Its name.
//
//go:wasmimport libbpf libbpf_bpf_prog_type_str
func waggle_libbpf_bpf_prog_type_str(type uint32, buf uint32, size uint32) int32

// waggle_libbpf_set_print: Which lines to keep for log_drain. Until then: warnings and info.
//
//go:wasmimport libbpf libbpf_set_print
func waggle_libbpf_set_print(level int32) int32

// waggle_log_drain: Takes the lines that libbpf printed since the last time, oldest first: of each its level (one byte), its text, and a NUL. As many as fit; a line that is longer than the whole buffer is cut.
//
//go:wasmimport libbpf log_drain
func waggle_log_drain(buf uint32, size uint32) int32

// waggle_wait: Waits as poll(2) until one of the descriptors is ready. Of a perf buffer's descriptor that is told once: consume all rings before waiting. -EBADF where one is not open; -EINVAL for none at all.
//
//go:wasmimport libbpf wait
func waggle_wait(fds uint32, count uint32, timeout_ms int32) int32

// waggle_map_window: Lays a part of a map over the guest's memory. -EINVAL where the map cannot be mapped: copy then.
//
//go:wasmimport libbpf map_window
func waggle_map_window(map_fd int32, place uint32, length uint32, part uint32) int32

// waggle_window_close: Makes the place ordinary memory again.
//
//go:wasmimport libbpf window_close
func waggle_window_close(place uint32) int32

// waggle_ring_copy__new: For a ring buffer that cannot be mapped.
//
//go:wasmimport libbpf ring_copy__new
func waggle_ring_copy__new(map_fd int32) uint64

// waggle_ring_copy__read: Takes records, oldest first: before each a waggle_record, behind it padding to 8.
//
//go:wasmimport libbpf ring_copy__read
func waggle_ring_copy__read(ring uint64, buf uint32, size uint32) int32

// waggle_ring_copy__free: Records not taken stay in the ring buffer, or are lost.
//
//go:wasmimport libbpf ring_copy__free
func waggle_ring_copy__free(ring uint64) int32

// waggle_perf_buffer__new: Opens a ring for each online CPU.
//
//go:wasmimport libbpf perf_buffer__new
func waggle_perf_buffer__new(map_fd int32, page_cnt uint32, sample_period uint32) uint64

// waggle_perf_buffer__new_raw: Opens a ring for each CPU given, or for each online one. An attribute other than that of bpf_perf_event_output() needs the grant `perf-events`.
//
//go:wasmimport libbpf perf_buffer__new_raw
func waggle_perf_buffer__new_raw(map_fd int32, page_cnt uint32, attr uint32, attr_sz uint32, cpus uint32, cpus_sz uint32, map_keys uint32, map_keys_sz uint32) uint64

// waggle_perf_buffer__free: Takes the rings out of the map and closes their windows.
//
//go:wasmimport libbpf perf_buffer__free
func waggle_perf_buffer__free(pb uint64) int32

// waggle_perf_buffer__buffer_cnt: As libbpf's.
//
//go:wasmimport libbpf perf_buffer__buffer_cnt
func waggle_perf_buffer__buffer_cnt(pb uint64) int32

// waggle_perf_ring: Of one ring.
//
//go:wasmimport libbpf perf_ring
func waggle_perf_ring(pb uint64, ring uint32, info uint32) int32

// waggle_perf_buffer__buffer_fd: The same number each time; it ends with the buffer.
//
//go:wasmimport libbpf perf_buffer__buffer_fd
func waggle_perf_buffer__buffer_fd(pb uint64, ring uint32) int32

// waggle_perf_buffer__epoll_fd: For wait. The same number each time; it ends with the buffer.
//
//go:wasmimport libbpf perf_buffer__epoll_fd
func waggle_perf_buffer__epoll_fd(pb uint64) int32

// waggle_perf_window: Lays a ring over the guest's memory, read-only: struct perf_event_mmap_page, then the data.
//
//go:wasmimport libbpf perf_window
func waggle_perf_window(pb uint64, ring uint32, place uint32, length uint32) int32

// waggle_perf_publish: Gives what is before `tail` back to the kernel; once a batch is enough.
//
//go:wasmimport libbpf perf_publish
func waggle_perf_publish(pb uint64, ring uint32, tail uint64) int32

// waggle_perf_read: For a ring that cannot be mapped: takes whole records, as they lie in the ring.
//
//go:wasmimport libbpf perf_read
func waggle_perf_read(pb uint64, ring uint32, buf uint32, size uint32) int32
