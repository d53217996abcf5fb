#include "waggle/abi/words.hh"

namespace waggle::abi::libbpf {
namespace {

constexpr std::string_view kText =
    R"(libbpf's functions for guests. An import has the name, the parameters and the meaning of libbpf's function;
what is said here is only what differs. A guest in C does not call them: it includes libbpf's own headers and
links `libbpf.a` of the SDK, which has every function and calls these. Names without libbpf's prefix
(`map_info`, `map_window`, `wait`, ...) are what that library is made of. What only computes (`btf__*`,
`btf_dump__*`, skeletons, the consumers of ring and perf buffers) runs in the guest.
[Function by function](libbpf_functions.md) says where each of libbpf's is.

**One ABI for 32-bit and 64-bit guests.** Addresses and lengths are 32 bits wide, handles 64. Options structures
come as plain parameters or as structures of fixed layout (`struct waggle_*`, in the C header), which the guest's
libbpf fills by the `sz` that its caller gave; zero is what an absent member means.

**Results.** A handle is positive and below 2^31; 0 is "none" where libbpf answers NULL without an error (the end
of a walk). A negative result is `-errno`, or one of libbpf's own codes (`-4000` and below, `libbpf_strerror`):
what libbpf has in `errno` when it answers NULL. A handle of nothing, of something closed, or of another kind is
`-EINVAL`, a descriptor that is not open `-EBADF`, an address outside of memory `-EFAULT`, a missing grant `-EPERM`.

**Text and bytes that libbpf points to** are copied: (handle, address, length) gives the number of bytes there
are, a text's NUL among them, and writes as many as fit. 0 bytes: there is none.

**Descriptors** are the guest's own numbers, 3 or above, the lowest free one first, shared with its files. In
values and keys of maps that carry descriptors the guest writes its numbers; so it does in instructions
(`bpf_prog_load`), in an iterator's parameter and in `attach_prog_fd`, `inner_map_fd` and the like.

**Windows** are memory of the kernel laid over a place that the guest has set aside: page-aligned, inside its
memory. Storing into a read-only one traps. The guest's memory is ordinary again, and zero, after `window_close`.

**Ends.** A link lives until it is destroyed or the guest ends. What is attached by netlink (`bpf_tc_attach`,
`bpf_xdp_attach`) would stay; it is taken away when the guest ends, unless it has the grant `pin`.)";

const std::vector<ParameterWords> kOfObject{{"obj", "the object"}};
const std::vector<ParameterWords> kOfMap{{"map", "the map"}};
const std::vector<ParameterWords> kOfProgram{{"prog", "the program"}};
const std::vector<ParameterWords> kOfLink{{"link", "the link"}};
const std::vector<ParameterWords> kOfRing{{"pb", "the perf buffer"}, {"ring", "from 0"}};

using Parameters = std::vector<ParameterWords>;

Parameters joined(Parameters first, const Parameters& rest) {
  first.insert(first.end(), rest.begin(), rest.end());
  return first;
}

constexpr std::string_view kSince = "0.2";

ImportWords words_of(std::string_view name, std::string_view text, std::string_view result, Parameters parameters) {
  return {name, kSince, text, result, std::move(parameters)};
}

// Text or bytes that belong to something.
ImportWords gives(std::string_view name, std::string_view text, const Parameters& owner) {
  return words_of(name, text, "how many bytes there are",
                  joined(owner, {{"buf", "receives them"}, {"size", "room there, 0 to ask only"}}));
}

ImportWords sets(std::string_view name, const Parameters& owner, std::string_view value) {
  return words_of(name, "Before it is loaded.", "0", joined(owner, {{value, "the new value"}}));
}

ImportWords pins(std::string_view name, std::string_view text, const Parameters& owner) {
  return words_of(name, text, "0", joined(owner, {{"path", "in a bpf file system"}}));
}

ImportWords attaches(std::string_view name, std::string_view text, const Parameters& parameters) {
  return words_of(name, text, "the link", joined(kOfProgram, parameters));
}

const Parameters kPlace{{"place", "a waggle_place, or 0"}};

void add_objects(std::vector<ImportWords>& all) {
  all.insert(
      all.end(),
      {words_of("bpf_object__open_mem", "Reads an ELF image, which is copied.", "the object",
                {{"obj_buf", "the ELF image"},
                 {"obj_buf_sz", "its length"},
                 {"object_name", "or 0"},
                 {"pin_root_path", "or 0"},
                 {"kconfig", "additional kernel configuration"},
                 {"kconfig_sz", "its length, 0 for none"},
                 {"btf_custom_path", "a file of the guest's, or 0"},
                 {"flags", "WAGGLE_OPEN_RELAXED_MAPS"},
                 {"kernel_log_level", "as in bpf_object_open_opts"},
                 {"kernel_log_size", "keeps the kernel's log of that size for object_log; 0: it is printed"}}),
       words_of("bpf_object__prepare", "As libbpf's.", "0", kOfObject),
       words_of("bpf_object__load", "As libbpf's. An object that pins by name needs the grant `pin`.", "0", kOfObject),
       words_of("bpf_object__close",
                "Closes it, its maps and programs, and their descriptors; their handles are void. Links stay.", "0",
                kOfObject),
       words_of("object_info", "What getters of objects answer.", "0",
                joined(kOfObject, {{"info", "receives a waggle_object_info"}})),
       gives("bpf_object__name", "Its name.", kOfObject),
       gives("bpf_object__btf", "Its raw BTF, for btf__new().", kOfObject),
       gives("object_log", "The kernel's log of what was loaded last, where kernel_log_size asked for one.", kOfObject),
       sets("bpf_object__set_kversion", kOfObject, "kern_version"),
       words_of("bpf_object__next_map", "The same handle for the same map, each time.", "the map, 0 behind the last",
                joined(kOfObject, {{"map", "the one before, 0 for the first"}})),
       words_of("bpf_object__next_program", "The same handle for the same program, each time.",
                "the program, 0 behind the last", joined(kOfObject, {{"prog", "the one before, 0 for the first"}})),
       words_of("bpf_object__find_map_by_name", "As libbpf's.", "the map", joined(kOfObject, {{"name", "its name"}})),
       words_of("bpf_object__find_program_by_name", "As libbpf's.", "the program",
                joined(kOfObject, {{"name", "its function's name"}})),
       pins("bpf_object__pin_maps", "0: each map where it says.", kOfObject),
       pins("bpf_object__unpin_maps", "0: each map where it says.", kOfObject),
       pins("bpf_object__pin_programs", "As libbpf's.", kOfObject),
       pins("bpf_object__unpin_programs", "As libbpf's.", kOfObject)});
}

void add_maps(std::vector<ImportWords>& all) {
  all.insert(all.end(),
             {words_of("map_info", "What getters of maps answer.", "0",
                       joined(kOfMap, {{"info", "receives a waggle_map_info"}})),
              gives("bpf_map__name", "Its name.", kOfMap),
              gives("bpf_map__pin_path", "Where it is pinned.", kOfMap),
              words_of("bpf_map__fd", "The same number each time; it ends with the object.", "a descriptor", kOfMap),
              words_of("bpf_map__inner_map", "The template of a map of maps.", "the map, 0 for none", kOfMap),
              sets("bpf_map__set_type", kOfMap, "type"),
              sets("bpf_map__set_key_size", kOfMap, "size"),
              sets("bpf_map__set_value_size", kOfMap, "size"),
              sets("bpf_map__set_max_entries", kOfMap, "max_entries"),
              sets("bpf_map__set_map_flags", kOfMap, "flags"),
              sets("bpf_map__set_numa_node", kOfMap, "numa_node"),
              sets("bpf_map__set_ifindex", kOfMap, "ifindex"),
              sets("bpf_map__set_map_extra", kOfMap, "map_extra"),
              sets("bpf_map__set_autocreate", kOfMap, "autocreate"),
              sets("bpf_map__set_autoattach", kOfMap, "autoattach"),
              sets("bpf_map__set_inner_map_fd", kOfMap, "fd"),
              sets("bpf_map__reuse_fd", kOfMap, "fd"),
              words_of("bpf_map__set_initial_value", "Before load, and exactly as long as the value is.", "0",
                       joined(kOfMap, {{"data", "the value"}, {"size", "its length"}})),
              gives("bpf_map__initial_value", "What global variables start with.", kOfMap),
              pins("bpf_map__set_pin_path", "0 takes it away. Loading it needs the grant `pin`.", kOfMap),
              pins("bpf_map__pin", "0: where it says.", kOfMap),
              pins("bpf_map__unpin", "0: where it says.", kOfMap),
              words_of("bpf_map__attach_struct_ops", "As libbpf's.", "the link", kOfMap)});
}

void add_programs(std::vector<ImportWords>& all) {
  all.insert(
      all.end(),
      {words_of("program_info", "What getters of programs answer.", "0",
                joined(kOfProgram, {{"info", "receives a waggle_program_info"}})),
       gives("bpf_program__name", "Its name.", kOfProgram),
       gives("bpf_program__section_name", "Its section.", kOfProgram),
       sets("bpf_program__set_type", kOfProgram, "type"),
       sets("bpf_program__set_expected_attach_type", kOfProgram, "type"),
       sets("bpf_program__set_autoload", kOfProgram, "autoload"),
       sets("bpf_program__set_autoattach", kOfProgram, "autoattach"),
       sets("bpf_program__set_flags", kOfProgram, "flags"),
       sets("bpf_program__set_ifindex", kOfProgram, "ifindex"),
       sets("bpf_program__set_log_level", kOfProgram, "log_level"),
       words_of("bpf_program__set_log_buf", "Keeps the verifier's log of this program for bpf_program__log_buf.", "0",
                joined(kOfProgram, {{"log_size", "bytes to keep, 0 for none"}})),
       gives("bpf_program__log_buf", "The log that bpf_program__set_log_buf asked for.", kOfProgram),
       gives("bpf_program__insns", "Its instructions. Once loaded, descriptors in them are 0.", kOfProgram),
       words_of("bpf_program__set_insns", "Before load. Descriptors in them are the guest's.", "0",
                joined(kOfProgram, {{"new_insns", "struct bpf_insn"}, {"size", "their length in bytes"}})),
       gives("bpf_program__func_info", "struct bpf_func_info, one after the other.", kOfProgram),
       gives("bpf_program__line_info", "struct bpf_line_info, one after the other.", kOfProgram),
       words_of("bpf_program__set_attach_target", "Before load.", "0",
                joined(kOfProgram,
                       {{"attach_prog_fd", "a program's descriptor, 0 for the kernel"}, {"attach_func_name", "or 0"}})),
       words_of("bpf_program__fd", "The same number each time; it ends with the object.", "a descriptor", kOfProgram),
       words_of("bpf_program__unload", "As libbpf's.", "0", kOfProgram),
       pins("bpf_program__pin", "As libbpf's.", kOfProgram),
       pins("bpf_program__unpin", "As libbpf's.", kOfProgram)});
}

void add_probes(std::vector<ImportWords>& all) {
  const ParameterWords cookie{"cookie", "for bpf_get_attach_cookie()"};
  const ParameterWords retprobe{"retprobe", "not 0: at the return"};
  const ParameterWords mode{"attach_mode", "enum probe_attach_mode"};
  const ParameterWords pid{"pid", "a process, 0 for this one, -1 for all"};
  const ParameterWords path{"binary_path", "a file of the host, or a library's name"};
  all.insert(
      all.end(),
      {words_of("bpf_program__attach", "As its section says. Tracepoints also where tracefs is not mounted.",
                "the link", kOfProgram),
       words_of("program_autoattach", "What bpf_object__attach_skeleton() does with each program.",
                "the link, or 0 for a program whose section leaves it to the guest", kOfProgram),
       attaches("bpf_program__attach_kprobe_opts", "As libbpf's.",
                {{"func_name", "a function of the kernel"}, {"offset", "into it"}, cookie, retprobe, mode}),
       attaches("bpf_program__attach_ksyscall", "As libbpf's.", {{"syscall_name", "\"unlinkat\""}, cookie, retprobe}),
       attaches("bpf_program__attach_kprobe_multi_opts", "By one of pattern, symbols and addresses.",
                {{"pattern", "or 0"},
                 {"syms", "names, each with its NUL"},
                 {"syms_sz", "bytes of them, 0 for none"},
                 {"addrs", "64-bit addresses"},
                 {"addrs_sz", "bytes of them, 0 for none"},
                 {"cookies", "64-bit, one for each"},
                 {"cookies_sz", "bytes of them, 0 for none"},
                 {"flags", "1 retprobe, 2 session, 4 unique_match"}}),
       attaches("bpf_program__attach_uprobe_opts", "As libbpf's.",
                {pid,
                 path,
                 {"func_offset", "into the function, or into the file"},
                 {"func_name", "or 0"},
                 {"ref_ctr_offset", "or 0"},
                 cookie,
                 retprobe,
                 mode}),
       attaches("bpf_program__attach_uprobe_multi", "By one of pattern, symbols and offsets.",
                {pid,
                 path,
                 {"func_pattern", "or 0"},
                 {"syms", "names, each with its NUL"},
                 {"syms_sz", "bytes of them, 0 for none"},
                 {"offsets", "64-bit"},
                 {"offsets_sz", "bytes of them, 0 for none"},
                 {"ref_ctr_offsets", "64-bit, one for each"},
                 {"ref_ctr_offsets_sz", "bytes of them, 0 for none"},
                 {"cookies", "64-bit, one for each"},
                 {"cookies_sz", "bytes of them, 0 for none"},
                 {"flags", "1 retprobe, 2 session"}}),
       attaches("bpf_program__attach_usdt", "As libbpf's.",
                {pid, path, {"usdt_provider", "\"libc\""}, {"usdt_name", "\"setjmp\""}, cookie}),
       attaches("bpf_program__attach_tracepoint_opts", "Also where tracefs is not mounted.",
                {{"tp_category", "\"sched\""}, {"tp_name", "\"sched_switch\""}, cookie}),
       attaches("bpf_program__attach_raw_tracepoint_opts", "As libbpf's.", {{"tp_name", "\"sched_switch\""}, cookie}),
       attaches("bpf_program__attach_perf_event_opts",
                "The event is the guest's: closing its number does not end the link.",
                {{"pfd", "a performance event"},
                 cookie,
                 {"force_ioctl_attach", "as in bpf_perf_event_opts"},
                 {"dont_enable", "as in bpf_perf_event_opts"}}),
       attaches("bpf_program__attach_trace_opts", "As libbpf's.", {cookie}),
       attaches("bpf_program__attach_lsm", "As libbpf's.", {}),
       attaches("bpf_program__attach_freplace", "As libbpf's.",
                {{"target_fd", "a program, 0: the one it was loaded for"}, {"attach_func_name", "or 0"}})});
}

void add_hooks(std::vector<ImportWords>& all) {
  all.insert(
      all.end(),
      {attaches("bpf_program__attach_cgroup_opts", "As libbpf's.",
                joined({{"cgroup_fd", "an open directory"}}, kPlace)),
       attaches("bpf_program__attach_netns", "As libbpf's.", {{"netns_fd", "an open namespace"}}),
       attaches("bpf_program__attach_sockmap", "As libbpf's.", {{"map_fd", "a sockmap"}}),
       attaches("bpf_program__attach_xdp", "As libbpf's.", {{"ifindex", "an interface's index"}}),
       attaches("bpf_program__attach_tcx", "As libbpf's.", joined({{"ifindex", "an interface's index"}}, kPlace)),
       attaches("bpf_program__attach_netkit", "As libbpf's.", joined({{"ifindex", "an interface's index"}}, kPlace)),
       attaches(
           "bpf_program__attach_netfilter", "As libbpf's.",
           {{"pf", "NFPROTO_*"}, {"hooknum", "NF_INET_*"}, {"priority", "among the hook's"}, {"flags", "BPF_F_*"}}),
       attaches("bpf_program__attach_iter", "The program's section says which member of the union counts.",
                {{"link_info", "a union bpf_iter_link_info with the guest's descriptors"},
                 {"link_info_len", "its length, 0 for none"}}),
       words_of("bpf_link__destroy", "Detaches, unless it is pinned or disconnected.", "0", kOfLink),
       words_of("bpf_link__detach", "As libbpf's.", "0", kOfLink),
       words_of("bpf_link__disconnect", "The attachment outlives the guest, hence the grant.", "0", kOfLink),
       words_of("bpf_link__update_program", "As libbpf's.", "0", joined(kOfLink, kOfProgram)),
       words_of("bpf_link__update_map", "As libbpf's.", "0", joined(kOfLink, kOfMap)),
       words_of("bpf_link__fd", "The same number each time; it ends with the link.", "a descriptor", kOfLink),
       words_of("bpf_link__open", "As libbpf's.", "the link", {{"path", "in a bpf file system"}}),
       pins("bpf_link__pin", "As libbpf's.", kOfLink), words_of("bpf_link__unpin", "As libbpf's.", "0", kOfLink),
       gives("bpf_link__pin_path", "Where it is pinned.", kOfLink)});
}

void add_elements(std::vector<ImportWords>& all) {
  const ParameterWords fd{"fd", "a map"};
  const ParameterWords key{"key", "as long as the map's keys"};
  const ParameterWords value{"value", "as long as the map's values; per-CPU maps: rounded up to 8, times the CPUs"};
  const ParameterWords flags{"flags", "BPF_*"};
  const ParameterWords count{"count", "in: room for; out: how many were done"};
  const ParameterWords element_flags{"elem_flags", "BPF_*"};
  const Parameters walk{{"in_batch", "where to begin, or 0"},
                        {"out_batch", "receives where the next one begins: a key, at least 4 bytes"},
                        {"keys", "receives them"},
                        {"values", "receives them"},
                        count,
                        element_flags,
                        flags};
  all.insert(
      all.end(),
      {words_of("bpf_map_lookup_elem_flags", "As libbpf's.", "0", {fd, key, value, flags}),
       words_of("bpf_map_update_elem", "As libbpf's.", "0", {fd, key, value, flags}),
       words_of("bpf_map_delete_elem_flags", "As libbpf's.", "0", {fd, key, flags}),
       words_of("bpf_map_lookup_and_delete_elem_flags", "As libbpf's.", "0", {fd, key, value, flags}),
       words_of("bpf_map_get_next_key", "As libbpf's.", "0", {fd, {"key", "or 0"}, {"next_key", "receives it"}}),
       words_of("bpf_map_freeze", "As libbpf's.", "0", {fd}),
       words_of("bpf_map_lookup_batch", "As libbpf's.", "0", joined({fd}, walk)),
       words_of("bpf_map_lookup_and_delete_batch", "As libbpf's.", "0", joined({fd}, walk)),
       words_of("bpf_map_update_batch", "As libbpf's.", "0",
                {fd, {"keys", "one after the other"}, {"values", "one after the other"}, count, element_flags, flags}),
       words_of("bpf_map_delete_batch", "As libbpf's.", "0",
                {fd, {"keys", "one after the other"}, count, element_flags, flags})});
}

void add_creation(std::vector<ImportWords>& all) {
  all.insert(all.end(),
             {words_of("bpf_map_create", "As libbpf's.", "a descriptor",
                       {{"map_type", "BPF_MAP_TYPE_*"},
                        {"map_name", "or 0"},
                        {"key_size", "bytes"},
                        {"value_size", "bytes"},
                        {"max_entries", "elements, or bytes of a ring"},
                        {"opts", "a waggle_map_create, or 0"}}),
              words_of("bpf_prog_load", "As libbpf's. The instructions are copied.", "a descriptor",
                       {{"prog_type", "BPF_PROG_TYPE_*"},
                        {"prog_name", "or 0"},
                        {"license", "or 0"},
                        {"insns", "struct bpf_insn"},
                        {"insns_sz", "bytes of them"},
                        {"opts", "a waggle_prog_load"},
                        {"log_buf", "receives the verifier's log"},
                        {"log_size", "room there, 0 for none"},
                        {"func_info", "records of func_info_rec_size"},
                        {"func_info_sz", "bytes of them, 0 for none"},
                        {"line_info", "records of line_info_rec_size"},
                        {"line_info_sz", "bytes of them, 0 for none"},
                        {"fd_array", "descriptors, 32-bit"},
                        {"fd_array_sz", "bytes of them, 0 for none"}}),
              words_of("bpf_btf_load", "As libbpf's.", "a descriptor",
                       {{"btf_data", "raw BTF"},
                        {"btf_size", "bytes of it"},
                        {"btf_flags", "as in bpf_btf_load_opts"},
                        {"log_level", "as in bpf_btf_load_opts"},
                        {"log_buf", "receives the kernel's log"},
                        {"log_size", "room there, 0 for none"},
                        {"log_true_size", "receives the log's length, as far as the kernel says"}}),
              words_of("bpf_prog_bind_map", "As libbpf's.", "0",
                       {{"prog_fd", "a program"}, {"map_fd", "a map"}, {"flags", "0"}}),
              words_of("bpf_obj_pin_opts", "As libbpf's.", "0",
                       {{"fd", "a map, program, link or BTF"}, {"pathname", "in a bpf file system"}, {"flags", "0"}}),
              words_of("bpf_obj_get_opts", "As libbpf's.", "a descriptor",
                       {{"pathname", "in a bpf file system"}, {"file_flags", "BPF_F_RDONLY, BPF_F_WRONLY"}})});
}

void add_running(std::vector<ImportWords>& all) {
  const ParameterWords program{"prog_fd", "a program"};
  const ParameterWords target{"target", "a descriptor, or an interface's index where the type attaches to one"};
  const ParameterWords type{"type", "enum bpf_attach_type"};
  all.insert(all.end(),
             {words_of("bpf_prog_attach_opts", "As libbpf's.", "0", joined({program, target, type}, kPlace)),
              words_of("bpf_prog_detach_opts", "As libbpf's.", "0",
                       joined({{"prog_fd", "a program, 0 for whatever is attached"}, target, type}, kPlace)),
              words_of("bpf_prog_query_opts", "As libbpf's; each list has room for `count`.", "0",
                       {target,
                        type,
                        {"query", "a waggle_prog_query, filled in"},
                        {"prog_ids", "receives them, or 0"},
                        {"prog_attach_flags", "receives them, or 0"},
                        {"link_ids", "receives them, or 0"},
                        {"link_attach_flags", "receives them, or 0"}}),
              words_of("bpf_link_create", "As libbpf's. For probes by lists, the functions that attach programs.",
                       "a descriptor",
                       {program,
                        target,
                        type,
                        {"opts", "a waggle_link_create, or 0"},
                        {"iter_info", "a union bpf_iter_link_info with the guest's descriptors"},
                        {"iter_info_len", "its length, 0 for none"}}),
              words_of("bpf_link_detach", "As libbpf's.", "0", {{"link_fd", "a link"}}),
              words_of("bpf_link_update", "As libbpf's.", "0",
                       {{"link_fd", "a link"},
                        {"new_prog_fd", "a program, or a map for struct_ops"},
                        {"flags", "BPF_F_REPLACE"},
                        {"old_prog_fd", "a program, or 0"},
                        {"old_map_fd", "a map, or 0"}}),
              words_of("bpf_iter_create", "A descriptor to read.", "a descriptor", {{"link_fd", "an iterator's link"}}),
              words_of("bpf_raw_tracepoint_open_opts", "As libbpf's.", "a descriptor",
                       {program, {"tp_name", "or 0"}, {"cookie", "for bpf_get_attach_cookie()"}}),
              words_of("bpf_prog_test_run_opts", "As libbpf's.", "0",
                       {program,
                        {"run", "a waggle_test_run, filled in"},
                        {"data_in", "the packet"},
                        {"data_size_in", "its length, 0 for none"},
                        {"data_out", "receives it"},
                        {"data_room", "room there, 0 for none"},
                        {"ctx_in", "the context"},
                        {"ctx_size_in", "its length, 0 for none"},
                        {"ctx_out", "receives it"},
                        {"ctx_room", "room there, 0 for none"}}),
              words_of("bpf_prog_stream_read", "As libbpf's.", "how many bytes there were",
                       {program, {"stream_id", "BPF_STREAM_*"}, {"buf", "receives them"}, {"buf_len", "room there"}})});
}

void add_inspection(std::vector<ImportWords>& all) {
  const Parameters walk{{"start_id", "the one before"}, {"next_id", "receives the next"}};
  const Parameters by_id{{"id", "what it is called"}, {"open_flags", "BPF_F_RDONLY, BPF_F_WRONLY"}};
  for (const std::string_view name :
       {"bpf_prog_get_next_id", "bpf_map_get_next_id", "bpf_btf_get_next_id", "bpf_link_get_next_id"})
    all.push_back(words_of(name, "Of the whole system.", "0, -ENOENT behind the last", walk));
  for (const std::string_view name : {"bpf_prog_get_fd_by_id_opts", "bpf_map_get_fd_by_id_opts",
                                      "bpf_btf_get_fd_by_id_opts", "bpf_link_get_fd_by_id_opts"})
    all.push_back(words_of(name, "Of the whole system.", "a descriptor", by_id));
  all.insert(all.end(),
             {words_of("bpf_obj_get_info_by_fd",
                       "As libbpf's. Addresses in the structure are the guest's, also in what the kernel writes.", "0",
                       {{"bpf_fd", "a program, map, link or BTF"},
                        {"info", "its bpf_*_info, at most a page"},
                        {"info_len", "in: room there; out: what the kernel knows of it"}}),
              words_of("bpf_enable_stats", "As libbpf's.", "a descriptor", {{"type", "BPF_STATS_RUN_TIME"}}),
              words_of("bpf_task_fd_query", "As libbpf's.", "0",
                       {{"pid", "a process"},
                        {"fd", "one of its descriptors"},
                        {"flags", "0"},
                        {"buf", "receives the name"},
                        {"buf_len", "room there"},
                        {"answer", "receives a waggle_task_fd"}})});
}

void add_interfaces(std::vector<ImportWords>& all) {
  const Parameters hook{{"hook", "a waggle_tc_hook"}, {"qdisc", "its kind's name, or 0"}};
  const ParameterWords ifindex{"ifindex", "an interface's index"};
  const ParameterWords old{"old_prog_fd", "the program that must be there, or 0"};
  all.insert(all.end(),
             {words_of("bpf_tc_hook_create", "As libbpf's.", "0", hook),
              words_of("bpf_tc_hook_destroy", "As libbpf's.", "0", hook),
              words_of("bpf_tc_attach", "As libbpf's.", "0", joined(hook, {{"opts", "a waggle_tc, filled in"}})),
              words_of("bpf_tc_detach", "As libbpf's.", "0", joined(hook, {{"opts", "a waggle_tc"}})),
              words_of("bpf_tc_query", "As libbpf's.", "0", joined(hook, {{"opts", "a waggle_tc, filled in"}})),
              words_of("bpf_xdp_attach", "As libbpf's.", "0",
                       {ifindex, {"prog_fd", "a program, -1 to detach"}, {"flags", "XDP_FLAGS_*"}, old}),
              words_of("bpf_xdp_detach", "As libbpf's.", "0", {ifindex, {"flags", "XDP_FLAGS_*"}, old}),
              words_of("bpf_xdp_query", "As libbpf's.", "0",
                       {ifindex, {"flags", "XDP_FLAGS_*"}, {"answer", "receives a waggle_xdp_query"}})});
}

void add_host(std::vector<ImportWords>& all) {
  const Parameters type{{"type", "the number"}};
  all.insert(
      all.end(),
      {words_of("libbpf_num_possible_cpus", "As libbpf's.", "how many", {}),
       words_of("libbpf_find_vmlinux_btf_id", "As libbpf's.", "the id",
                {{"name", "a function or hook of the kernel"}, {"attach_type", "enum bpf_attach_type"}}),
       words_of("libbpf_probe_bpf_prog_type", "As libbpf's.", "1 or 0", {{"prog_type", "BPF_PROG_TYPE_*"}}),
       words_of("libbpf_probe_bpf_map_type", "As libbpf's.", "1 or 0", {{"map_type", "BPF_MAP_TYPE_*"}}),
       words_of("libbpf_probe_bpf_helper", "As libbpf's.", "1 or 0",
                {{"prog_type", "BPF_PROG_TYPE_*"}, {"helper_id", "BPF_FUNC_*"}}),
       words_of("libbpf_prog_type_by_name", "As libbpf's.", "0",
                {{"name", "a section"}, {"prog_type", "receives it"}, {"expected_attach_type", "receives it"}}),
       words_of("libbpf_attach_type_by_name", "As libbpf's.", "0",
                {{"name", "a section"}, {"attach_type", "receives it"}}),
       gives("libbpf_bpf_attach_type_str", "Its name.", type), gives("libbpf_bpf_link_type_str", "Its name.", type),
       gives("libbpf_bpf_map_type_str", "Its name.", type), gives("libbpf_bpf_prog_type_str", "Its name.", type),
       words_of("libbpf_set_print", "Which lines to keep for log_drain. Until then: warnings and info.", "0",
                {{"level", "the most verbose, enum libbpf_print_level; -1: none"}}),
       words_of("log_drain",
                "Takes the lines that libbpf printed since the last time, oldest first: of each its level (one byte), "
                "its text, and a NUL. As many as fit; a line that is longer than the whole buffer is cut.",
                "bytes written, 0 when there is none", {{"buf", "receives them"}, {"size", "room there, at least 3"}}),
       words_of("wait",
                "Waits as poll(2) until one of the descriptors is ready. Of a perf buffer's descriptor that is told "
                "once: consume all rings before waiting. -EBADF where one is not open; -EINVAL for none at all.",
                "how many are ready, 0 at the timeout, -EINTR for a signal",
                {{"fds", "struct pollfd, filled in"},
                 {"count", "how many"},
                 {"timeout_ms", "0 does not wait, negative waits for ever"}})});
}

void add_windows(std::vector<ImportWords>& all) {
  const Parameters of_buffer{{"pb", "the perf buffer"}};
  all.insert(
      all.end(),
      {words_of("map_window",
                "Lays a part of a map over the guest's memory. -EINVAL where the map cannot be mapped: copy then.",
                "1 for a read-only window, 0 for a writable one",
                {{"map_fd", "a map"},
                 {"place", "page-aligned"},
                 {"length", "whole pages, exactly what the part has"},
                 {"part", "WAGGLE_WINDOW_*"}}),
       words_of("window_close", "Makes the place ordinary memory again.", "0", {{"place", "where it begins"}}),
       words_of("ring_copy__new", "For a ring buffer that cannot be mapped.", "the copier",
                {{"map_fd", "a ring buffer"}}),
       words_of("ring_copy__read", "Takes records, oldest first: before each a waggle_record, behind it padding to 8.",
                "bytes written, 0 when there is none, -ENOBUFS where the next record does not fit",
                {{"ring", "the copier"}, {"buf", "receives them"}, {"size", "room there"}}),
       words_of("ring_copy__free", "Records not taken stay in the ring buffer, or are lost.", "0",
                {{"ring", "the copier"}}),
       words_of("perf_buffer__new", "Opens a ring for each online CPU.", "the perf buffer",
                {{"map_fd", "a perf event array"}, {"page_cnt", "a power of two"}, {"sample_period", "0 means 1"}}),
       words_of("perf_buffer__new_raw",
                "Opens a ring for each CPU given, or for each online one. An attribute other than that of "
                "bpf_perf_event_output() needs the grant `perf-events`.",
                "the perf buffer",
                {{"map_fd", "a perf event array"},
                 {"page_cnt", "a power of two"},
                 {"attr", "struct perf_event_attr"},
                 {"attr_sz", "its length"},
                 {"cpus", "32-bit numbers"},
                 {"cpus_sz", "bytes of them, 0 for all"},
                 {"map_keys", "32-bit numbers, one for each"},
                 {"map_keys_sz", "bytes of them"}}),
       words_of("perf_buffer__free", "Takes the rings out of the map and closes their windows.", "0", of_buffer),
       words_of("perf_buffer__buffer_cnt", "As libbpf's.", "how many rings", of_buffer),
       words_of("perf_ring", "Of one ring.", "0", joined(kOfRing, {{"info", "receives a waggle_perf_ring"}})),
       words_of("perf_buffer__buffer_fd", "The same number each time; it ends with the buffer.", "a descriptor",
                kOfRing),
       words_of("perf_buffer__epoll_fd", "For wait. The same number each time; it ends with the buffer.",
                "a descriptor", of_buffer),
       words_of("perf_window",
                "Lays a ring over the guest's memory, read-only: struct perf_event_mmap_page, then the data.", "0",
                joined(kOfRing, {{"place", "page-aligned"}, {"length", "as perf_ring says"}})),
       words_of("perf_publish", "Gives what is before `tail` back to the kernel; once a batch is enough.", "0",
                joined(kOfRing, {{"tail", "what data_tail shall be"}})),
       words_of("perf_read", "For a ring that cannot be mapped: takes whole records, as they lie in the ring.",
                "bytes written, 0 when there is none, -ENOBUFS where the next record does not fit",
                joined(kOfRing, {{"buf", "receives them"}, {"size", "room there"}}))});
}

}  // namespace

ModuleWords words() {
  ModuleWords words{.module = "libbpf",
                    .file = "libbpf",
                    .title = "The import module `libbpf`",
                    .text = kText,
                    .stubs = true,
                    .imports = {},
                    .prefix = "waggle_",
                    .records = "waggle/abi/libbpf/records.h"};
  add_objects(words.imports);
  add_maps(words.imports);
  add_programs(words.imports);
  add_probes(words.imports);
  add_hooks(words.imports);
  add_elements(words.imports);
  add_creation(words.imports);
  add_running(words.imports);
  add_inspection(words.imports);
  add_interfaces(words.imports);
  add_host(words.imports);
  add_windows(words.imports);
  return words;
}

}  // namespace waggle::abi::libbpf
