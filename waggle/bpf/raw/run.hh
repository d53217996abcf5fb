// Attaching, linking and running programs by descriptor: libbpf's low-level functions. Descriptors are
// the host's; errors are the kernel's.
#pragma once

#include <cstdint>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/raw/attach.hh"

namespace waggle::bpf::raw {

// Whether the target of this attach type is an interface's index, not a descriptor.
bool targets_interface(std::uint32_t attach_type);

// `target` is a descriptor, or an interface's index. `program_fd` 0 when detaching: whatever is attached.
Result<void> attach_program(int program_fd, int target, std::uint32_t attach_type, const Place& place);
Result<void> detach_program(int program_fd, int target, std::uint32_t attach_type, const Place& place);

// bpf_prog_query_opts(): lists are null or have room for `count`.
struct ProgramQuery {
  std::uint32_t query_flags = 0;
  std::uint32_t attach_flags = 0;  // out
  std::uint32_t count = 0;         // out: how many there are
  std::uint64_t revision = 0;      // out
  std::byte *program_ids = nullptr, *program_flags = nullptr, *link_ids = nullptr, *link_flags = nullptr;
};
Result<void> query_programs(int target, std::uint32_t attach_type, ProgramQuery& query);

// bpf_link_create(); which members count the attach type says.
struct NewLink {
  std::uint32_t flags = 0, target_btf_id = 0;
  std::uint64_t cookie = 0;
  NetfilterHook netfilter;
  std::uint32_t relative_fd = 0, relative_id = 0;
  std::uint64_t expected_revision = 0;
  Bytes iterator;  // union bpf_iter_link_info
};
Result<UniqueFd> create_link(int program_fd, int target, std::uint32_t attach_type, const NewLink& link);
Result<void> detach_link(int link_fd);

struct LinkUpdate {
  int program_fd = 0;
  std::uint32_t flags = 0, old_program_fd = 0, old_map_fd = 0;
};
Result<void> update_link(int link_fd, const LinkUpdate& update);
Result<UniqueFd> create_iterator(int link_fd);
// `name` null: the program's own.
Result<UniqueFd> open_raw_tracepoint(int program_fd, const char* name, std::uint64_t cookie);

// bpf_prog_test_run_opts().
struct TestRun {
  Bytes data_in, context_in;
  MutableBytes data_out, context_out;
  std::uint32_t repeat = 0, flags = 0, cpu = 0, batch_size = 0;
  std::uint32_t result = 0, duration = 0, data_size = 0, context_size = 0;  // out
};
Result<void> test_run(int program_fd, TestRun& run);
// Bytes read; 0 where there is nothing.
Result<std::int32_t> read_stream(int program_fd, std::uint32_t stream, MutableBytes to);

}  // namespace waggle::bpf::raw
