#include "waggle/bpf/raw/inspect.hh"

#include <bpf/bpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "waggle/bpf/raw/options.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {
namespace {

// A pointer in an info structure: where it stands, where the number of its elements stands, and their
// size, or where that stands.
struct Pointer {
  std::size_t address, count, size;
  std::size_t size_at = 0;
};

constexpr std::array kProgramPointers{
    Pointer{offsetof(bpf_prog_info, jited_prog_insns), offsetof(bpf_prog_info, jited_prog_len), 1},
    Pointer{offsetof(bpf_prog_info, xlated_prog_insns), offsetof(bpf_prog_info, xlated_prog_len), 1},
    Pointer{offsetof(bpf_prog_info, map_ids), offsetof(bpf_prog_info, nr_map_ids), 4},
    Pointer{offsetof(bpf_prog_info, jited_ksyms), offsetof(bpf_prog_info, nr_jited_ksyms), 8},
    Pointer{offsetof(bpf_prog_info, jited_func_lens), offsetof(bpf_prog_info, nr_jited_func_lens), 4},
    Pointer{offsetof(bpf_prog_info, func_info), offsetof(bpf_prog_info, nr_func_info), 0,
            offsetof(bpf_prog_info, func_info_rec_size)},
    Pointer{offsetof(bpf_prog_info, line_info), offsetof(bpf_prog_info, nr_line_info), 0,
            offsetof(bpf_prog_info, line_info_rec_size)},
    Pointer{offsetof(bpf_prog_info, jited_line_info), offsetof(bpf_prog_info, nr_jited_line_info), 0,
            offsetof(bpf_prog_info, jited_line_info_rec_size)},
    Pointer{offsetof(bpf_prog_info, prog_tags), offsetof(bpf_prog_info, nr_prog_tags), 8},
};
constexpr std::array kBtfPointers{
    Pointer{offsetof(bpf_btf_info, btf), offsetof(bpf_btf_info, btf_size), 1},
    Pointer{offsetof(bpf_btf_info, name), offsetof(bpf_btf_info, name_len), 1},
};
constexpr std::array kRawTracepointPointers{
    Pointer{offsetof(bpf_link_info, raw_tracepoint.tp_name), offsetof(bpf_link_info, raw_tracepoint.tp_name_len), 1}};
constexpr std::array kIterPointers{
    Pointer{offsetof(bpf_link_info, iter.target_name), offsetof(bpf_link_info, iter.target_name_len), 1}};
constexpr std::array kKprobeMultiPointers{
    Pointer{offsetof(bpf_link_info, kprobe_multi.addrs), offsetof(bpf_link_info, kprobe_multi.count), 8},
    Pointer{offsetof(bpf_link_info, kprobe_multi.cookies), offsetof(bpf_link_info, kprobe_multi.count), 8},
};
constexpr std::array kUprobeMultiPointers{
    Pointer{offsetof(bpf_link_info, uprobe_multi.path), offsetof(bpf_link_info, uprobe_multi.path_size), 1},
    Pointer{offsetof(bpf_link_info, uprobe_multi.offsets), offsetof(bpf_link_info, uprobe_multi.count), 8},
    Pointer{offsetof(bpf_link_info, uprobe_multi.ref_ctr_offsets), offsetof(bpf_link_info, uprobe_multi.count), 8},
    Pointer{offsetof(bpf_link_info, uprobe_multi.cookies), offsetof(bpf_link_info, uprobe_multi.count), 8},
};
// A probe's or tracepoint's name and its length stand at the same place in each of them.
constexpr std::array kPerfEventPointers{Pointer{offsetof(bpf_link_info, perf_event.kprobe.func_name),
                                                offsetof(bpf_link_info, perf_event.kprobe.name_len), 1}};
static_assert(
    offsetof(bpf_link_info, perf_event.uprobe.file_name) == offsetof(bpf_link_info, perf_event.kprobe.func_name) &&
    offsetof(bpf_link_info, perf_event.uprobe.name_len) == offsetof(bpf_link_info, perf_event.kprobe.name_len) &&
    offsetof(bpf_link_info, perf_event.tracepoint.tp_name) == offsetof(bpf_link_info, perf_event.kprobe.func_name) &&
    offsetof(bpf_link_info, perf_event.tracepoint.name_len) == offsetof(bpf_link_info, perf_event.kprobe.name_len));

Result<std::span<const Pointer>> link_pointers(int fd) {
  bpf_link_info about{};
  std::uint32_t length = sizeof about;
  WAGGLE_CHECK(status(::bpf_link_get_info_by_fd(fd, &about, &length)));
  using Pointers = std::span<const Pointer>;
  switch (about.type) {
    case BPF_LINK_TYPE_RAW_TRACEPOINT: return Pointers(kRawTracepointPointers);
    case BPF_LINK_TYPE_ITER: return Pointers(kIterPointers);
    case BPF_LINK_TYPE_KPROBE_MULTI: return Pointers(kKprobeMultiPointers);
    case BPF_LINK_TYPE_UPROBE_MULTI: return Pointers(kUprobeMultiPointers);
    case BPF_LINK_TYPE_PERF_EVENT:
      return about.perf_event.type == BPF_PERF_EVENT_EVENT ? Pointers() : Pointers(kPerfEventPointers);
    default: return Pointers();
  }
}

Result<std::span<const Pointer>> pointers(int fd) {
  WAGGLE_TRY(const ObjectKind kind, kind_of(fd));
  switch (kind) {
    case ObjectKind::program: return std::span<const Pointer>(kProgramPointers);
    case ObjectKind::btf: return std::span<const Pointer>(kBtfPointers);
    case ObjectKind::link: return link_pointers(fd);
    case ObjectKind::map: break;
  }
  return std::span<const Pointer>();
}

template <class T>
T load(MutableBytes info, std::size_t at) {
  T value;
  std::memcpy(&value, &info[at], sizeof value);
  return value;
}

}  // namespace

Result<ObjectKind> kind_of(int fd) {
  std::array<char, 64> name{};
  const ssize_t length = ::readlink(fmt::format("/proc/self/fd/{}", fd).c_str(), name.data(), name.size() - 1);
  if (length < 0) return Error(EBADF);
  const std::string_view what(name.data(), static_cast<std::size_t>(length));
  if (what == "anon_inode:bpf-prog") return ObjectKind::program;
  if (what == "anon_inode:bpf-map") return ObjectKind::map;
  if (what == "anon_inode:btf" || what == "anon_inode:[btf]") return ObjectKind::btf;
  if (what == "anon_inode:bpf_link" || what == "anon_inode:bpf-link" || what == "anon_inode:[bpf_link]")
    return ObjectKind::link;
  return Error(EINVAL);
}

Result<std::uint32_t> next_id(ObjectKind kind, std::uint32_t start) {
  std::uint32_t next = 0;
  const auto ask = [&]() -> int {
    switch (kind) {
      case ObjectKind::program: return ::bpf_prog_get_next_id(start, &next);
      case ObjectKind::map: return ::bpf_map_get_next_id(start, &next);
      case ObjectKind::btf: return ::bpf_btf_get_next_id(start, &next);
      case ObjectKind::link: return ::bpf_link_get_next_id(start, &next);
    }
    return -EINVAL;
  };
  WAGGLE_CHECK(status(ask()));
  return next;
}

Result<std::uint32_t> program_id(int program_fd) {
  bpf_prog_info about{};
  std::uint32_t length = sizeof about;
  WAGGLE_CHECK(status(::bpf_prog_get_info_by_fd(program_fd, &about, &length)));
  return about.id;
}

Result<UniqueFd> open_id(ObjectKind kind, std::uint32_t id, std::uint32_t flags) {
  auto raw = options<bpf_get_fd_by_id_opts>();
  raw.open_flags = flags;
  switch (kind) {
    case ObjectKind::program: return opened(::bpf_prog_get_fd_by_id_opts(id, &raw));
    case ObjectKind::map: return opened(::bpf_map_get_fd_by_id_opts(id, &raw));
    case ObjectKind::btf: return opened(::bpf_btf_get_fd_by_id_opts(id, &raw));
    case ObjectKind::link: return opened(::bpf_link_get_fd_by_id_opts(id, &raw));
  }
  return Error(EINVAL);
}

Result<std::uint32_t> get_info(int fd, MutableBytes info, const HostPlace& place) {
  WAGGLE_TRY(const std::span<const Pointer> all, pointers(fd));
  struct Kept {
    std::size_t at;
    std::uint64_t address;
  };
  std::vector<Kept> kept;
  for (const Pointer& pointer : all) {
    if (pointer.address + 8 > info.size() || pointer.count + 4 > info.size() || pointer.size_at + 4 > info.size())
      continue;
    const auto address = load<std::uint64_t>(info, pointer.address);
    if (address == 0) continue;
    const std::uint64_t size = pointer.size != 0 ? pointer.size : load<std::uint32_t>(info, pointer.size_at);
    WAGGLE_TRY(std::byte* const there, place(address, size * load<std::uint32_t>(info, pointer.count)));
    const auto host_address = reinterpret_cast<std::uintptr_t>(there);
    std::memcpy(&info[pointer.address], &host_address, sizeof host_address);
    kept.push_back({pointer.address, address});
  }
  auto length = static_cast<std::uint32_t>(info.size());
  const int result = ::bpf_obj_get_info_by_fd(fd, info.data(), &length);
  for (const Kept& one : kept) std::memcpy(&info[one.at], &one.address, sizeof one.address);
  WAGGLE_CHECK(status(result));
  return length;
}

Result<UniqueFd> enable_stats(std::uint32_t type) { return opened(::bpf_enable_stats(static_cast<int>(type))); }

Result<TaskDescriptor> query_task_fd(pid_t pid, int fd, std::uint32_t flags, MutableBytes name) {
  TaskDescriptor answer;
  answer.name_size = static_cast<std::uint32_t>(name.size());
  __u64 offset = 0, address = 0;
  const int result = ::bpf_task_fd_query(pid, fd, flags, reinterpret_cast<char*>(name.data()), &answer.name_size,
                                         &answer.program_id, &answer.kind, &offset, &address);
  WAGGLE_CHECK(status(result));
  answer.probe_offset = offset;
  answer.probe_address = address;
  return answer;
}

}  // namespace waggle::bpf::raw
