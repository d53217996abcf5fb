// Imports of the module "libbpf". Made by `make gen`; docs/abi/libbpf.md is the manual.
// SPDX-License-Identifier: Apache-2.0
#[link(wasm_import_module = "libbpf")]
unsafe extern "C" {
    /// Reads an ELF image, which is copied.
    #[link_name = "bpf_object__open_mem"]
    pub fn waggle_bpf_object__open_mem(obj_buf: u32, obj_buf_sz: u32, object_name: u32, pin_root_path: u32, kconfig: u32, kconfig_sz: u32, btf_custom_path: u32, flags: u32, kernel_log_level: u32, kernel_log_size: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_object__prepare"]
    pub fn waggle_bpf_object__prepare(obj: u64) -> i32;
    /// As libbpf's. An object that pins by name needs the grant `pin`.
    #[link_name = "bpf_object__load"]
    pub fn waggle_bpf_object__load(obj: u64) -> i32;
    /// Closes it, its maps and programs, and their descriptors; their handles are void. Links stay.
    #[link_name = "bpf_object__close"]
    pub fn waggle_bpf_object__close(obj: u64) -> i32;
    /// What getters of objects answer.
    #[link_name = "object_info"]
    pub fn waggle_object_info(obj: u64, info: u32) -> i32;
    /// Its name.
    #[link_name = "bpf_object__name"]
    pub fn waggle_bpf_object__name(obj: u64, buf: u32, size: u32) -> i32;
    /// Its raw BTF, for btf__new().
    #[link_name = "bpf_object__btf"]
    pub fn waggle_bpf_object__btf(obj: u64, buf: u32, size: u32) -> i32;
    /// The kernel's log of what was loaded last, where kernel_log_size asked for one.
    #[link_name = "object_log"]
    pub fn waggle_object_log(obj: u64, buf: u32, size: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_object__set_kversion"]
    pub fn waggle_bpf_object__set_kversion(obj: u64, kern_version: u32) -> i32;
    /// The same handle for the same map, each time.
    #[link_name = "bpf_object__next_map"]
    pub fn waggle_bpf_object__next_map(obj: u64, map: u64) -> u64;
    /// The same handle for the same program, each time.
    #[link_name = "bpf_object__next_program"]
    pub fn waggle_bpf_object__next_program(obj: u64, prog: u64) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_object__find_map_by_name"]
    pub fn waggle_bpf_object__find_map_by_name(obj: u64, name: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_object__find_program_by_name"]
    pub fn waggle_bpf_object__find_program_by_name(obj: u64, name: u32) -> u64;
    /// 0: each map where it says.
    #[link_name = "bpf_object__pin_maps"]
    pub fn waggle_bpf_object__pin_maps(obj: u64, path: u32) -> i32;
    /// 0: each map where it says.
    #[link_name = "bpf_object__unpin_maps"]
    pub fn waggle_bpf_object__unpin_maps(obj: u64, path: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_object__pin_programs"]
    pub fn waggle_bpf_object__pin_programs(obj: u64, path: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_object__unpin_programs"]
    pub fn waggle_bpf_object__unpin_programs(obj: u64, path: u32) -> i32;
    /// What getters of maps answer.
    #[link_name = "map_info"]
    pub fn waggle_map_info(map: u64, info: u32) -> i32;
    /// Its name.
    #[link_name = "bpf_map__name"]
    pub fn waggle_bpf_map__name(map: u64, buf: u32, size: u32) -> i32;
    /// Where it is pinned.
    #[link_name = "bpf_map__pin_path"]
    pub fn waggle_bpf_map__pin_path(map: u64, buf: u32, size: u32) -> i32;
    /// The same number each time; it ends with the object.
    #[link_name = "bpf_map__fd"]
    pub fn waggle_bpf_map__fd(map: u64) -> i32;
    /// The template of a map of maps.
    #[link_name = "bpf_map__inner_map"]
    pub fn waggle_bpf_map__inner_map(map: u64) -> u64;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_type"]
    pub fn waggle_bpf_map__set_type(map: u64, type: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_key_size"]
    pub fn waggle_bpf_map__set_key_size(map: u64, size: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_value_size"]
    pub fn waggle_bpf_map__set_value_size(map: u64, size: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_max_entries"]
    pub fn waggle_bpf_map__set_max_entries(map: u64, max_entries: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_map_flags"]
    pub fn waggle_bpf_map__set_map_flags(map: u64, flags: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_numa_node"]
    pub fn waggle_bpf_map__set_numa_node(map: u64, numa_node: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_ifindex"]
    pub fn waggle_bpf_map__set_ifindex(map: u64, ifindex: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_map_extra"]
    pub fn waggle_bpf_map__set_map_extra(map: u64, map_extra: u64) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_autocreate"]
    pub fn waggle_bpf_map__set_autocreate(map: u64, autocreate: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_autoattach"]
    pub fn waggle_bpf_map__set_autoattach(map: u64, autoattach: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__set_inner_map_fd"]
    pub fn waggle_bpf_map__set_inner_map_fd(map: u64, fd: i32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_map__reuse_fd"]
    pub fn waggle_bpf_map__reuse_fd(map: u64, fd: i32) -> i32;
    /// Before load, and exactly as long as the value is.
    #[link_name = "bpf_map__set_initial_value"]
    pub fn waggle_bpf_map__set_initial_value(map: u64, data: u32, size: u32) -> i32;
    /// What global variables start with.
    #[link_name = "bpf_map__initial_value"]
    pub fn waggle_bpf_map__initial_value(map: u64, buf: u32, size: u32) -> i32;
    /// 0 takes it away. Loading it needs the grant `pin`.
    #[link_name = "bpf_map__set_pin_path"]
    pub fn waggle_bpf_map__set_pin_path(map: u64, path: u32) -> i32;
    /// 0: where it says.
    #[link_name = "bpf_map__pin"]
    pub fn waggle_bpf_map__pin(map: u64, path: u32) -> i32;
    /// 0: where it says.
    #[link_name = "bpf_map__unpin"]
    pub fn waggle_bpf_map__unpin(map: u64, path: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map__attach_struct_ops"]
    pub fn waggle_bpf_map__attach_struct_ops(map: u64) -> u64;
    /// What getters of programs answer.
    #[link_name = "program_info"]
    pub fn waggle_program_info(prog: u64, info: u32) -> i32;
    /// Its name.
    #[link_name = "bpf_program__name"]
    pub fn waggle_bpf_program__name(prog: u64, buf: u32, size: u32) -> i32;
    /// Its section.
    #[link_name = "bpf_program__section_name"]
    pub fn waggle_bpf_program__section_name(prog: u64, buf: u32, size: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_type"]
    pub fn waggle_bpf_program__set_type(prog: u64, type: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_expected_attach_type"]
    pub fn waggle_bpf_program__set_expected_attach_type(prog: u64, type: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_autoload"]
    pub fn waggle_bpf_program__set_autoload(prog: u64, autoload: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_autoattach"]
    pub fn waggle_bpf_program__set_autoattach(prog: u64, autoattach: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_flags"]
    pub fn waggle_bpf_program__set_flags(prog: u64, flags: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_ifindex"]
    pub fn waggle_bpf_program__set_ifindex(prog: u64, ifindex: u32) -> i32;
    /// Before it is loaded.
    #[link_name = "bpf_program__set_log_level"]
    pub fn waggle_bpf_program__set_log_level(prog: u64, log_level: u32) -> i32;
    /// Keeps the verifier's log of this program for bpf_program__log_buf.
    #[link_name = "bpf_program__set_log_buf"]
    pub fn waggle_bpf_program__set_log_buf(prog: u64, log_size: u32) -> i32;
    /// The log that bpf_program__set_log_buf asked for.
    #[link_name = "bpf_program__log_buf"]
    pub fn waggle_bpf_program__log_buf(prog: u64, buf: u32, size: u32) -> i32;
    /// Its instructions. Once loaded, descriptors in them are 0.
    #[link_name = "bpf_program__insns"]
    pub fn waggle_bpf_program__insns(prog: u64, buf: u32, size: u32) -> i32;
    /// Before load. Descriptors in them are the guest's.
    #[link_name = "bpf_program__set_insns"]
    pub fn waggle_bpf_program__set_insns(prog: u64, new_insns: u32, size: u32) -> i32;
    /// struct bpf_func_info, one after the other.
    #[link_name = "bpf_program__func_info"]
    pub fn waggle_bpf_program__func_info(prog: u64, buf: u32, size: u32) -> i32;
    /// struct bpf_line_info, one after the other.
    #[link_name = "bpf_program__line_info"]
    pub fn waggle_bpf_program__line_info(prog: u64, buf: u32, size: u32) -> i32;
    /// Before load.
    #[link_name = "bpf_program__set_attach_target"]
    pub fn waggle_bpf_program__set_attach_target(prog: u64, attach_prog_fd: i32, attach_func_name: u32) -> i32;
    /// The same number each time; it ends with the object.
    #[link_name = "bpf_program__fd"]
    pub fn waggle_bpf_program__fd(prog: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_program__unload"]
    pub fn waggle_bpf_program__unload(prog: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_program__pin"]
    pub fn waggle_bpf_program__pin(prog: u64, path: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_program__unpin"]
    pub fn waggle_bpf_program__unpin(prog: u64, path: u32) -> i32;
    /// As its section says. Tracepoints also where tracefs is not mounted.
    #[link_name = "bpf_program__attach"]
    pub fn waggle_bpf_program__attach(prog: u64) -> u64;
    /// What bpf_object__attach_skeleton() does with each program.
    #[link_name = "program_autoattach"]
    pub fn waggle_program_autoattach(prog: u64) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_kprobe_opts"]
    pub fn waggle_bpf_program__attach_kprobe_opts(prog: u64, func_name: u32, offset: u64, cookie: u64, retprobe: i32, attach_mode: i32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_ksyscall"]
    pub fn waggle_bpf_program__attach_ksyscall(prog: u64, syscall_name: u32, cookie: u64, retprobe: i32) -> u64;
    /// By one of pattern, symbols and addresses.
    #[link_name = "bpf_program__attach_kprobe_multi_opts"]
    pub fn waggle_bpf_program__attach_kprobe_multi_opts(prog: u64, pattern: u32, syms: u32, syms_sz: u32, addrs: u32, addrs_sz: u32, cookies: u32, cookies_sz: u32, flags: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_uprobe_opts"]
    pub fn waggle_bpf_program__attach_uprobe_opts(prog: u64, pid: i32, binary_path: u32, func_offset: u64, func_name: u32, ref_ctr_offset: u64, cookie: u64, retprobe: i32, attach_mode: i32) -> u64;
    /// By one of pattern, symbols and offsets.
    #[link_name = "bpf_program__attach_uprobe_multi"]
    pub fn waggle_bpf_program__attach_uprobe_multi(prog: u64, pid: i32, binary_path: u32, func_pattern: u32, syms: u32, syms_sz: u32, offsets: u32, offsets_sz: u32, ref_ctr_offsets: u32, ref_ctr_offsets_sz: u32, cookies: u32, cookies_sz: u32, flags: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_usdt"]
    pub fn waggle_bpf_program__attach_usdt(prog: u64, pid: i32, binary_path: u32, usdt_provider: u32, usdt_name: u32, cookie: u64) -> u64;
    /// Also where tracefs is not mounted.
    #[link_name = "bpf_program__attach_tracepoint_opts"]
    pub fn waggle_bpf_program__attach_tracepoint_opts(prog: u64, tp_category: u32, tp_name: u32, cookie: u64) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_raw_tracepoint_opts"]
    pub fn waggle_bpf_program__attach_raw_tracepoint_opts(prog: u64, tp_name: u32, cookie: u64) -> u64;
    /// The event is the guest's: closing its number does not end the link.
    #[link_name = "bpf_program__attach_perf_event_opts"]
    pub fn waggle_bpf_program__attach_perf_event_opts(prog: u64, pfd: i32, cookie: u64, force_ioctl_attach: i32, dont_enable: i32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_trace_opts"]
    pub fn waggle_bpf_program__attach_trace_opts(prog: u64, cookie: u64) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_lsm"]
    pub fn waggle_bpf_program__attach_lsm(prog: u64) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_freplace"]
    pub fn waggle_bpf_program__attach_freplace(prog: u64, target_fd: i32, attach_func_name: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_cgroup_opts"]
    pub fn waggle_bpf_program__attach_cgroup_opts(prog: u64, cgroup_fd: i32, place: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_netns"]
    pub fn waggle_bpf_program__attach_netns(prog: u64, netns_fd: i32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_sockmap"]
    pub fn waggle_bpf_program__attach_sockmap(prog: u64, map_fd: i32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_xdp"]
    pub fn waggle_bpf_program__attach_xdp(prog: u64, ifindex: i32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_tcx"]
    pub fn waggle_bpf_program__attach_tcx(prog: u64, ifindex: i32, place: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_netkit"]
    pub fn waggle_bpf_program__attach_netkit(prog: u64, ifindex: i32, place: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_program__attach_netfilter"]
    pub fn waggle_bpf_program__attach_netfilter(prog: u64, pf: u32, hooknum: u32, priority: i32, flags: u32) -> u64;
    /// The program's section says which member of the union counts.
    #[link_name = "bpf_program__attach_iter"]
    pub fn waggle_bpf_program__attach_iter(prog: u64, link_info: u32, link_info_len: u32) -> u64;
    /// Detaches, unless it is pinned or disconnected.
    #[link_name = "bpf_link__destroy"]
    pub fn waggle_bpf_link__destroy(link: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link__detach"]
    pub fn waggle_bpf_link__detach(link: u64) -> i32;
    /// The attachment outlives the guest, hence the grant.
    #[link_name = "bpf_link__disconnect"]
    pub fn waggle_bpf_link__disconnect(link: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link__update_program"]
    pub fn waggle_bpf_link__update_program(link: u64, prog: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link__update_map"]
    pub fn waggle_bpf_link__update_map(link: u64, map: u64) -> i32;
    /// The same number each time; it ends with the link.
    #[link_name = "bpf_link__fd"]
    pub fn waggle_bpf_link__fd(link: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link__open"]
    pub fn waggle_bpf_link__open(path: u32) -> u64;
    /// As libbpf's.
    #[link_name = "bpf_link__pin"]
    pub fn waggle_bpf_link__pin(link: u64, path: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link__unpin"]
    pub fn waggle_bpf_link__unpin(link: u64) -> i32;
    /// Where it is pinned.
    #[link_name = "bpf_link__pin_path"]
    pub fn waggle_bpf_link__pin_path(link: u64, buf: u32, size: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_lookup_elem_flags"]
    pub fn waggle_bpf_map_lookup_elem_flags(fd: i32, key: u32, value: u32, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_update_elem"]
    pub fn waggle_bpf_map_update_elem(fd: i32, key: u32, value: u32, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_delete_elem_flags"]
    pub fn waggle_bpf_map_delete_elem_flags(fd: i32, key: u32, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_lookup_and_delete_elem_flags"]
    pub fn waggle_bpf_map_lookup_and_delete_elem_flags(fd: i32, key: u32, value: u32, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_get_next_key"]
    pub fn waggle_bpf_map_get_next_key(fd: i32, key: u32, next_key: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_freeze"]
    pub fn waggle_bpf_map_freeze(fd: i32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_lookup_batch"]
    pub fn waggle_bpf_map_lookup_batch(fd: i32, in_batch: u32, out_batch: u32, keys: u32, values: u32, count: u32, elem_flags: u64, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_lookup_and_delete_batch"]
    pub fn waggle_bpf_map_lookup_and_delete_batch(fd: i32, in_batch: u32, out_batch: u32, keys: u32, values: u32, count: u32, elem_flags: u64, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_update_batch"]
    pub fn waggle_bpf_map_update_batch(fd: i32, keys: u32, values: u32, count: u32, elem_flags: u64, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_delete_batch"]
    pub fn waggle_bpf_map_delete_batch(fd: i32, keys: u32, count: u32, elem_flags: u64, flags: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_map_create"]
    pub fn waggle_bpf_map_create(map_type: u32, map_name: u32, key_size: u32, value_size: u32, max_entries: u32, opts: u32) -> i32;
    /// As libbpf's. The instructions are copied.
    #[link_name = "bpf_prog_load"]
    pub fn waggle_bpf_prog_load(prog_type: u32, prog_name: u32, license: u32, insns: u32, insns_sz: u32, opts: u32, log_buf: u32, log_size: u32, func_info: u32, func_info_sz: u32, line_info: u32, line_info_sz: u32, fd_array: u32, fd_array_sz: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_btf_load"]
    pub fn waggle_bpf_btf_load(btf_data: u32, btf_size: u32, btf_flags: u32, log_level: u32, log_buf: u32, log_size: u32, log_true_size: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_prog_bind_map"]
    pub fn waggle_bpf_prog_bind_map(prog_fd: i32, map_fd: i32, flags: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_obj_pin_opts"]
    pub fn waggle_bpf_obj_pin_opts(fd: i32, pathname: u32, flags: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_obj_get_opts"]
    pub fn waggle_bpf_obj_get_opts(pathname: u32, file_flags: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_prog_attach_opts"]
    pub fn waggle_bpf_prog_attach_opts(prog_fd: i32, target: i32, type: u32, place: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_prog_detach_opts"]
    pub fn waggle_bpf_prog_detach_opts(prog_fd: i32, target: i32, type: u32, place: u32) -> i32;
    /// As libbpf's; each list has room for `count`.
    #[link_name = "bpf_prog_query_opts"]
    pub fn waggle_bpf_prog_query_opts(target: i32, type: u32, query: u32, prog_ids: u32, prog_attach_flags: u32, link_ids: u32, link_attach_flags: u32) -> i32;
    /// As libbpf's. For probes by lists, the functions that attach programs.
    #[link_name = "bpf_link_create"]
    pub fn waggle_bpf_link_create(prog_fd: i32, target: i32, type: u32, opts: u32, iter_info: u32, iter_info_len: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link_detach"]
    pub fn waggle_bpf_link_detach(link_fd: i32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_link_update"]
    pub fn waggle_bpf_link_update(link_fd: i32, new_prog_fd: i32, flags: u32, old_prog_fd: u32, old_map_fd: u32) -> i32;
    /// A descriptor to read.
    #[link_name = "bpf_iter_create"]
    pub fn waggle_bpf_iter_create(link_fd: i32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_raw_tracepoint_open_opts"]
    pub fn waggle_bpf_raw_tracepoint_open_opts(prog_fd: i32, tp_name: u32, cookie: u64) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_prog_test_run_opts"]
    pub fn waggle_bpf_prog_test_run_opts(prog_fd: i32, run: u32, data_in: u32, data_size_in: u32, data_out: u32, data_room: u32, ctx_in: u32, ctx_size_in: u32, ctx_out: u32, ctx_room: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_prog_stream_read"]
    pub fn waggle_bpf_prog_stream_read(prog_fd: i32, stream_id: u32, buf: u32, buf_len: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_prog_get_next_id"]
    pub fn waggle_bpf_prog_get_next_id(start_id: u32, next_id: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_map_get_next_id"]
    pub fn waggle_bpf_map_get_next_id(start_id: u32, next_id: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_btf_get_next_id"]
    pub fn waggle_bpf_btf_get_next_id(start_id: u32, next_id: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_link_get_next_id"]
    pub fn waggle_bpf_link_get_next_id(start_id: u32, next_id: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_prog_get_fd_by_id_opts"]
    pub fn waggle_bpf_prog_get_fd_by_id_opts(id: u32, open_flags: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_map_get_fd_by_id_opts"]
    pub fn waggle_bpf_map_get_fd_by_id_opts(id: u32, open_flags: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_btf_get_fd_by_id_opts"]
    pub fn waggle_bpf_btf_get_fd_by_id_opts(id: u32, open_flags: u32) -> i32;
    /// Of the whole system.
    #[link_name = "bpf_link_get_fd_by_id_opts"]
    pub fn waggle_bpf_link_get_fd_by_id_opts(id: u32, open_flags: u32) -> i32;
    /// As libbpf's. Addresses in the structure are the guest's, also in what the kernel writes.
    #[link_name = "bpf_obj_get_info_by_fd"]
    pub fn waggle_bpf_obj_get_info_by_fd(bpf_fd: i32, info: u32, info_len: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_enable_stats"]
    pub fn waggle_bpf_enable_stats(type: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_task_fd_query"]
    pub fn waggle_bpf_task_fd_query(pid: i32, fd: i32, flags: u32, buf: u32, buf_len: u32, answer: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_tc_hook_create"]
    pub fn waggle_bpf_tc_hook_create(hook: u32, qdisc: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_tc_hook_destroy"]
    pub fn waggle_bpf_tc_hook_destroy(hook: u32, qdisc: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_tc_attach"]
    pub fn waggle_bpf_tc_attach(hook: u32, qdisc: u32, opts: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_tc_detach"]
    pub fn waggle_bpf_tc_detach(hook: u32, qdisc: u32, opts: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_tc_query"]
    pub fn waggle_bpf_tc_query(hook: u32, qdisc: u32, opts: u32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_xdp_attach"]
    pub fn waggle_bpf_xdp_attach(ifindex: i32, prog_fd: i32, flags: u32, old_prog_fd: i32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_xdp_detach"]
    pub fn waggle_bpf_xdp_detach(ifindex: i32, flags: u32, old_prog_fd: i32) -> i32;
    /// As libbpf's.
    #[link_name = "bpf_xdp_query"]
    pub fn waggle_bpf_xdp_query(ifindex: i32, flags: i32, answer: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_num_possible_cpus"]
    pub fn waggle_libbpf_num_possible_cpus() -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_find_vmlinux_btf_id"]
    pub fn waggle_libbpf_find_vmlinux_btf_id(name: u32, attach_type: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_probe_bpf_prog_type"]
    pub fn waggle_libbpf_probe_bpf_prog_type(prog_type: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_probe_bpf_map_type"]
    pub fn waggle_libbpf_probe_bpf_map_type(map_type: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_probe_bpf_helper"]
    pub fn waggle_libbpf_probe_bpf_helper(prog_type: u32, helper_id: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_prog_type_by_name"]
    pub fn waggle_libbpf_prog_type_by_name(name: u32, prog_type: u32, expected_attach_type: u32) -> i32;
    /// As libbpf's.
    #[link_name = "libbpf_attach_type_by_name"]
    pub fn waggle_libbpf_attach_type_by_name(name: u32, attach_type: u32) -> i32;
    /// Its name.
    #[link_name = "libbpf_bpf_attach_type_str"]
    pub fn waggle_libbpf_bpf_attach_type_str(type: u32, buf: u32, size: u32) -> i32;
    /// Its name.
    #[link_name = "libbpf_bpf_link_type_str"]
    pub fn waggle_libbpf_bpf_link_type_str(type: u32, buf: u32, size: u32) -> i32;
    /// Its name.
    #[link_name = "libbpf_bpf_map_type_str"]
    pub fn waggle_libbpf_bpf_map_type_str(type: u32, buf: u32, size: u32) -> i32;
    /// Its name.
    #[link_name = "libbpf_bpf_prog_type_str"]
    pub fn waggle_libbpf_bpf_prog_type_str(type: u32, buf: u32, size: u32) -> i32;
    /// Which lines to keep for log_drain. Until then: warnings and info.
    #[link_name = "libbpf_set_print"]
    pub fn waggle_libbpf_set_print(level: i32) -> i32;
    /// Takes the lines that libbpf printed since the last time, oldest first: of each its level (one byte), its text, and a NUL. As many as fit; a line that is longer than the whole buffer is cut.
    #[link_name = "log_drain"]
    pub fn waggle_log_drain(buf: u32, size: u32) -> i32;
    /// Waits as poll(2) until one of the descriptors is ready. Of a perf buffer's descriptor that is told once: consume all rings before waiting. -EBADF where one is not open; -EINVAL for none at all.
    #[link_name = "wait"]
    pub fn waggle_wait(fds: u32, count: u32, timeout_ms: i32) -> i32;
    /// Lays a part of a map over the guest's memory. -EINVAL where the map cannot be mapped: copy then.
    #[link_name = "map_window"]
    pub fn waggle_map_window(map_fd: i32, place: u32, length: u32, part: u32) -> i32;
    /// Makes the place ordinary memory again.
    #[link_name = "window_close"]
    pub fn waggle_window_close(place: u32) -> i32;
    /// For a ring buffer that cannot be mapped.
    #[link_name = "ring_copy__new"]
    pub fn waggle_ring_copy__new(map_fd: i32) -> u64;
    /// Takes records, oldest first: before each a waggle_record, behind it padding to 8.
    #[link_name = "ring_copy__read"]
    pub fn waggle_ring_copy__read(ring: u64, buf: u32, size: u32) -> i32;
    /// Records not taken stay in the ring buffer, or are lost.
    #[link_name = "ring_copy__free"]
    pub fn waggle_ring_copy__free(ring: u64) -> i32;
    /// Opens a ring for each online CPU.
    #[link_name = "perf_buffer__new"]
    pub fn waggle_perf_buffer__new(map_fd: i32, page_cnt: u32, sample_period: u32) -> u64;
    /// Opens a ring for each CPU given, or for each online one. An attribute other than that of bpf_perf_event_output() needs the grant `perf-events`.
    #[link_name = "perf_buffer__new_raw"]
    pub fn waggle_perf_buffer__new_raw(map_fd: i32, page_cnt: u32, attr: u32, attr_sz: u32, cpus: u32, cpus_sz: u32, map_keys: u32, map_keys_sz: u32) -> u64;
    /// Takes the rings out of the map and closes their windows.
    #[link_name = "perf_buffer__free"]
    pub fn waggle_perf_buffer__free(pb: u64) -> i32;
    /// As libbpf's.
    #[link_name = "perf_buffer__buffer_cnt"]
    pub fn waggle_perf_buffer__buffer_cnt(pb: u64) -> i32;
    /// Of one ring.
    #[link_name = "perf_ring"]
    pub fn waggle_perf_ring(pb: u64, ring: u32, info: u32) -> i32;
    /// The same number each time; it ends with the buffer.
    #[link_name = "perf_buffer__buffer_fd"]
    pub fn waggle_perf_buffer__buffer_fd(pb: u64, ring: u32) -> i32;
    /// For wait. The same number each time; it ends with the buffer.
    #[link_name = "perf_buffer__epoll_fd"]
    pub fn waggle_perf_buffer__epoll_fd(pb: u64) -> i32;
    /// Lays a ring over the guest's memory, read-only: struct perf_event_mmap_page, then the data.
    #[link_name = "perf_window"]
    pub fn waggle_perf_window(pb: u64, ring: u32, place: u32, length: u32) -> i32;
    /// Gives what is before `tail` back to the kernel; once a batch is enough.
    #[link_name = "perf_publish"]
    pub fn waggle_perf_publish(pb: u64, ring: u32, tail: u64) -> i32;
    /// For a ring that cannot be mapped: takes whole records, as they lie in the ring.
    #[link_name = "perf_read"]
    pub fn waggle_perf_read(pb: u64, ring: u32, buf: u32, size: u32) -> i32;
}
