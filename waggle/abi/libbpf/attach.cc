// Attaching programs of objects, in every way that libbpf has.
#include <algorithm>
#include <span>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"

namespace waggle::abi::libbpf {
namespace {

namespace raw = bpf::raw;

// The texts of a list that the guest packed, each with its NUL. Borrows from the list.
Result<std::vector<const char*>> texts_of(Bytes list) {
  std::vector<const char*> texts;
  if (!list.empty() && list.back() != std::byte{0}) return Error(EINVAL);
  const std::string_view all = as_text(list);
  for (std::size_t at = 0; at < all.size(); at = all.find('\0', at) + 1) texts.push_back(all.data() + at);
  return texts;
}

Result<std::vector<std::uint64_t>> words_of(Bytes list) {
  if (list.size() % sizeof(std::uint64_t) != 0) return Error(EINVAL);
  std::vector<std::uint64_t> words(list.size() / sizeof(std::uint64_t));
  std::ranges::copy(list, std::as_writable_bytes(std::span(words)).begin());
  return words;
}

// What a guest's memory shows may change while libbpf looks: lists are copied.
ByteVector copied(const In& in) { return {in.bytes.begin(), in.bytes.end()}; }

}  // namespace

Result<Handle<Link>> attach(Guest& guest, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach(found->raw));
}

Result<Handle<Link>> autoattach(Guest& guest, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(std::optional<raw::Link> made, raw::autoattach(found->raw));
  if (!made) return Handle<Link>{};
  return add_link(guest, found->owner, std::move(*made));
}

Result<Handle<Link>> attach_kprobe(Guest& guest, Handle<Program> program, Str function, std::uint64_t offset,
                                   std::uint64_t cookie, std::int32_t retprobe, std::int32_t mode) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const raw::Kprobe kprobe{.function = function.text,
                           .offset = offset,
                           .cookie = cookie,
                           .at_return = retprobe != 0,
                           .mode = static_cast<std::uint32_t>(mode)};
  return add_link(guest, found->owner, raw::attach(found->raw, kprobe));
}

Result<Handle<Link>> attach_ksyscall(Guest& guest, Handle<Program> program, Str syscall, std::uint64_t cookie,
                                     std::int32_t retprobe) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach(found->raw, raw::Ksyscall{syscall.text, cookie, retprobe != 0}));
}

Result<Handle<Link>> attach_kprobe_multi(Guest& guest, Handle<Program> program, OptStr pattern, In symbols,
                                         In addresses, In cookies, std::uint32_t flags) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const ByteVector names = copied(symbols);
  raw::KprobeMulti kprobes{.pattern = pointer(pattern),
                           .symbols = {},
                           .addresses = {},
                           .cookies = {},
                           .at_return = (flags & 1) != 0,
                           .session = (flags & 2) != 0,
                           .unique_match = (flags & 4) != 0};
  WAGGLE_TRY(kprobes.symbols, texts_of(names));
  WAGGLE_TRY(const auto places, words_of(addresses.bytes));
  WAGGLE_TRY(const auto values, words_of(cookies.bytes));
  kprobes.addresses = places;
  kprobes.cookies = values;
  return add_link(guest, found->owner, raw::attach(found->raw, kprobes));
}

Result<Handle<Link>> attach_uprobe(Guest& guest, Handle<Program> program, std::int32_t pid, Str path,
                                   std::uint64_t offset, OptStr function, std::uint64_t ref_ctr_offset,
                                   std::uint64_t cookie, std::int32_t retprobe, std::int32_t mode) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const raw::Uprobe uprobe{.path = path.text,
                           .pid = pid,
                           .offset = offset,
                           .function = pointer(function),
                           .ref_ctr_offset = ref_ctr_offset,
                           .cookie = cookie,
                           .at_return = retprobe != 0,
                           .mode = static_cast<std::uint32_t>(mode)};
  return add_link(guest, found->owner, raw::attach(found->raw, uprobe));
}

Result<Handle<Link>> attach_uprobe_multi(Guest& guest, Handle<Program> program, std::int32_t pid, Str path,
                                         OptStr pattern, In symbols, In offsets, In ref_ctr_offsets, In cookies,
                                         std::uint32_t flags) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const ByteVector names = copied(symbols);
  raw::UprobeMulti uprobes{.path = path.text,
                           .pid = pid,
                           .pattern = pointer(pattern),
                           .symbols = {},
                           .offsets = {},
                           .ref_ctr_offsets = {},
                           .cookies = {},
                           .at_return = (flags & 1) != 0,
                           .session = (flags & 2) != 0};
  WAGGLE_TRY(uprobes.symbols, texts_of(names));
  WAGGLE_TRY(const auto places, words_of(offsets.bytes));
  WAGGLE_TRY(const auto counters, words_of(ref_ctr_offsets.bytes));
  WAGGLE_TRY(const auto values, words_of(cookies.bytes));
  uprobes.offsets = places;
  uprobes.ref_ctr_offsets = counters;
  uprobes.cookies = values;
  return add_link(guest, found->owner, raw::attach(found->raw, uprobes));
}

Result<Handle<Link>> attach_usdt(Guest& guest, Handle<Program> program, std::int32_t pid, Str path, Str provider,
                                 Str name, std::uint64_t cookie) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const raw::Usdt usdt{.path = path.text, .provider = provider.text, .name = name.text, .pid = pid, .cookie = cookie};
  return add_link(guest, found->owner, raw::attach(found->raw, usdt));
}

Result<Handle<Link>> attach_tracepoint(Guest& guest, Handle<Program> program, Str category, Str name,
                                       std::uint64_t cookie) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach(found->raw, raw::Tracepoint{category.text, name.text, cookie}));
}

Result<Handle<Link>> attach_raw_tracepoint(Guest& guest, Handle<Program> program, Str name, std::uint64_t cookie) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach_raw_tracepoint(found->raw, name.text, cookie));
}

Result<Handle<Link>> attach_perf_event(Guest& guest, Handle<Program> program, Fd event, std::uint64_t cookie,
                                       std::int32_t force_ioctl, std::int32_t dont_enable) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, event.number));
  WAGGLE_TRY(UniqueFd copy, UniqueFd::duplicate(host.fd));
  const raw::PerfEventOptions options{cookie, force_ioctl != 0, dont_enable != 0};
  return add_link(guest, found->owner, raw::attach_perf_event(found->raw, std::move(copy), options));
}

Result<Handle<Link>> attach_trace(Guest& guest, Handle<Program> program, std::uint64_t cookie) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach_trace(found->raw, cookie));
}

Result<Handle<Link>> attach_lsm(Guest& guest, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach_lsm(found->raw));
}

Result<Handle<Link>> attach_freplace(Guest& guest, Handle<Program> program, std::int32_t target, OptStr function) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostFd host, optional_fd_of(guest, static_cast<std::uint32_t>(target)));
  return add_link(guest, found->owner, raw::attach_freplace(found->raw, host.fd, pointer(function)));
}

Result<Handle<Link>> attach_cgroup(Guest& guest, Handle<Program> program, Fd cgroup, OptTake<waggle_place> place) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, cgroup.number));
  WAGGLE_TRY(const HostPlace where, host_place(guest, place));
  return add_link(guest, found->owner, raw::attach_cgroup(found->raw, host.fd, where.place));
}

Result<Handle<Link>> attach_netns(Guest& guest, Handle<Program> program, Fd netns) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, netns.number));
  return add_link(guest, found->owner, raw::attach_netns(found->raw, host.fd));
}

Result<Handle<Link>> attach_sockmap(Guest& guest, Handle<Program> program, Fd map) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, map.number));
  return add_link(guest, found->owner, raw::attach_sockmap(found->raw, host.fd));
}

Result<Handle<Link>> attach_xdp(Guest& guest, Handle<Program> program, std::int32_t ifindex) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach_xdp(found->raw, ifindex));
}

Result<Handle<Link>> attach_tcx(Guest& guest, Handle<Program> program, std::int32_t ifindex,
                                OptTake<waggle_place> place) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostPlace where, host_place(guest, place));
  return add_link(guest, found->owner, raw::attach_tcx(found->raw, ifindex, where.place));
}

Result<Handle<Link>> attach_netkit(Guest& guest, Handle<Program> program, std::int32_t ifindex,
                                   OptTake<waggle_place> place) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const HostPlace where, host_place(guest, place));
  return add_link(guest, found->owner, raw::attach_netkit(found->raw, ifindex, where.place));
}

Result<Handle<Link>> attach_netfilter(Guest& guest, Handle<Program> program, std::uint32_t pf, std::uint32_t hook,
                                      std::int32_t priority, std::uint32_t flags) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return add_link(guest, found->owner, raw::attach_netfilter(found->raw, {pf, hook, priority, flags}));
}

Result<Handle<Link>> attach_iter(Guest& guest, Handle<Program> program, In link_info) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const int fd, found->raw.fd());
  WAGGLE_TRY(const HostIterator iterator, host_iterator(guest, fd, link_info.bytes));
  return add_link(guest, found->owner, raw::attach_iter(found->raw, iterator.parameter));
}

}  // namespace waggle::abi::libbpf
