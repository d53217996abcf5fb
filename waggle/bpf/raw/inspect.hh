// What BPF objects there are and what the kernel says of them, by id and by descriptor.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

namespace waggle::bpf::raw {

enum class ObjectKind : std::uint8_t { program, map, btf, link };

// The kind of what a descriptor of the host stands for; EINVAL for anything else.
Result<ObjectKind> kind_of(int fd);

// ENOENT behind the last one.
Result<std::uint32_t> next_id(ObjectKind kind, std::uint32_t start);
Result<std::uint32_t> program_id(int program_fd);
Result<UniqueFd> open_id(ObjectKind kind, std::uint32_t id, std::uint32_t flags);

// The host's address for `length` bytes at `address` in the guest, or an error.
using HostPlace = std::function<Result<std::byte*>(std::uint64_t address, std::uint64_t length)>;

// BPF_OBJ_GET_INFO_BY_FD on a structure that a guest made (bpf_prog_info, bpf_map_info, bpf_btf_info,
// bpf_link_info: they look the same to all guests), at most a page. The lists and strings that it points to are asked
// for by `place`; the addresses in it stay the guest's. Returns how many bytes of it count.
Result<std::uint32_t> get_info(int fd, MutableBytes info, const HostPlace& place);

Result<UniqueFd> enable_stats(std::uint32_t type);

struct TaskDescriptor {
  std::uint32_t name_size = 0, program_id = 0, kind = 0;
  std::uint64_t probe_offset = 0, probe_address = 0;
};
// What a process's descriptor has attached; its name goes to `name`.
Result<TaskDescriptor> query_task_fd(pid_t pid, int fd, std::uint32_t flags, MutableBytes name);

}  // namespace waggle::bpf::raw
