// Attaching, linking and running programs by descriptor.
#include "waggle/bpf/raw/run.hh"

#include <fmt/format.h>
#include <sys/stat.h>

#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/bpf/raw/inspect.hh"
#include "waggle/sys/file.hh"

namespace waggle::abi::libbpf {
namespace {

namespace raw = bpf::raw;

// What a program attaches to: an interface's index, a descriptor, or 0 where the type needs none.
Result<HostFd> target_of(Guest& guest, std::int32_t target, std::uint32_t type) {
  if (raw::targets_interface(type)) return HostFd{nullptr, target};
  return optional_fd_of(guest, static_cast<std::uint32_t>(target));
}

// The name of a place for the Leftovers: a type, and what is attached to.
std::string place_name(int target, std::uint32_t type) {
  struct stat about{};
  const bool is_fd = !raw::targets_interface(type) && ::fstat(target, &about) == 0;
  return fmt::format("program {} {}:{};", type, about.st_dev, is_fd ? about.st_ino : static_cast<ino_t>(target));
}

// With a program (0: any), what stands there.
Result<std::string> attachment_name(int program, int target, std::uint32_t type) {
  if (program == 0) return place_name(target, type);
  WAGGLE_TRY(const std::uint32_t id, raw::program_id(program));
  return fmt::format("{}{};", place_name(target, type), id);
}

// Undone in the end: the kernel keeps what was attached without a link. Holds the program, and the target
// where that is a descriptor.
Result<void> remember(Guest& guest, int program, int target, std::uint32_t type) {
  if (guest.policy.grants.contains(policy::Grant::pin)) return {};
  WAGGLE_TRY(UniqueFd held, UniqueFd::duplicate(program));
  UniqueFd held_target;
  if (!raw::targets_interface(type) && target > 0) {
    WAGGLE_TRY(held_target, UniqueFd::duplicate(target));
  }
  struct Attached {
    UniqueFd program, target;
  };
  auto attached = std::make_shared<Attached>(Attached{std::move(held), std::move(held_target)});
  WAGGLE_TRY(const std::string name, attachment_name(program, target, type));
  state_of(guest).leftovers.attached(name, [attached, target, type] {
    const int where = attached->target ? attached->target.get() : target;
    static_cast<void>(raw::detach_program(attached->program.get(), where, type, {}));
  });
  return {};
}

// Where a list of `count` numbers goes; null where the guest does not want it.
Result<std::byte*> list_at(Guest& guest, GuestPtr list, std::uint32_t count) {
  if (list.address == 0) return nullptr;
  return host_place_of(guest, list.address, std::uint64_t{count} * sizeof(std::uint32_t));
}

raw::NewLink link_of(const waggle_link_create& options) {
  return {.flags = options.flags,
          .target_btf_id = options.target_btf_id,
          .cookie = options.cookie,
          .netfilter = {options.pf, options.hooknum, options.priority, options.netfilter_flags},
          .relative_fd = options.relative_fd,
          .relative_id = options.relative_id,
          .expected_revision = options.expected_revision,
          .iterator = {}};
}

}  // namespace

Result<void> attach_program(Guest& guest, Fd program, std::int32_t target, std::uint32_t type,
                            OptTake<waggle_place> place) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program.number));
  WAGGLE_TRY(const HostFd to, target_of(guest, target, type));
  WAGGLE_TRY(const HostPlace where, host_place(guest, place));
  WAGGLE_CHECK(raw::attach_program(host.fd, to.fd, type, where.place));
  return remember(guest, host.fd, to.fd, type);
}

Result<void> detach_program(Guest& guest, std::int32_t program, std::int32_t target, std::uint32_t type,
                            OptTake<waggle_place> place) {
  WAGGLE_TRY(const HostFd host, optional_fd_of(guest, static_cast<std::uint32_t>(program)));
  WAGGLE_TRY(const HostFd from, target_of(guest, target, type));
  WAGGLE_TRY(const HostPlace where, host_place(guest, place));
  WAGGLE_CHECK(raw::detach_program(host.fd, from.fd, type, where.place));
  WAGGLE_TRY(const std::string name, attachment_name(host.fd, from.fd, type));
  state_of(guest).leftovers.detached(name);
  return {};
}

Result<void> query_programs(Guest& guest, std::int32_t target, std::uint32_t type, Change<waggle_prog_query> query,
                            GuestPtr program_ids, GuestPtr program_flags, GuestPtr link_ids, GuestPtr link_flags) {
  WAGGLE_TRY(const HostFd where, target_of(guest, target, type));
  raw::ProgramQuery asked{.query_flags = query.value.query_flags, .count = query.value.count};
  WAGGLE_TRY(asked.program_ids, list_at(guest, program_ids, asked.count));
  WAGGLE_TRY(asked.program_flags, list_at(guest, program_flags, asked.count));
  WAGGLE_TRY(asked.link_ids, list_at(guest, link_ids, asked.count));
  WAGGLE_TRY(asked.link_flags, list_at(guest, link_flags, asked.count));
  auto result = raw::query_programs(where.fd, type, asked);
  // Also with ENOSPC, which says how many there are.
  query.set({query.value.query_flags, asked.attach_flags, asked.count, 0, asked.revision});
  return result;
}

Result<Fd> create_link(Guest& guest, Fd program, std::int32_t target, std::uint32_t type,
                       OptTake<waggle_link_create> options, In iterator) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program.number));
  WAGGLE_TRY(const HostFd to, target_of(guest, target, type));
  raw::NewLink link = link_of(options.value.value_or(waggle_link_create{}));
  WAGGLE_TRY(const HostFd relative, optional_fd_of(guest, link.relative_fd));
  link.relative_fd = static_cast<std::uint32_t>(relative.fd);
  WAGGLE_TRY(const HostIterator parameter, host_iterator(guest, host.fd, iterator.bytes));
  link.iterator = parameter.parameter;
  return insert(guest, raw::create_link(host.fd, to.fd, type, link));
}

Result<void> detach_link_fd(Guest& guest, Fd link) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, link.number));
  return raw::detach_link(host.fd);
}

Result<void> update_link_fd(Guest& guest, Fd link, Fd program, std::uint32_t flags, std::uint32_t old_program,
                            std::uint32_t old_map) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, link.number));
  WAGGLE_TRY(const HostFd replacement, host_fd_of(guest, program.number));
  WAGGLE_TRY(const HostFd before, optional_fd_of(guest, old_program));
  WAGGLE_TRY(const HostFd map_before, optional_fd_of(guest, old_map));
  return raw::update_link(host.fd, {replacement.fd, flags, static_cast<std::uint32_t>(before.fd),
                                    static_cast<std::uint32_t>(map_before.fd)});
}

Result<Fd> create_iterator(Guest& guest, Fd link) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, link.number));
  WAGGLE_TRY(UniqueFd opened, raw::create_iterator(host.fd));
  // A file like any other, for the guest's read(2).
  WAGGLE_TRY(auto file, sys::File::adopt(std::move(opened), sys::File::Origin::read_only));
  WAGGLE_TRY(const int number, guest.descriptors.insert(std::move(file), kLowest));
  return Fd{number};
}

Result<Fd> open_raw_tracepoint(Guest& guest, Fd program, OptStr name, std::uint64_t cookie) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program.number));
  return insert(guest, raw::open_raw_tracepoint(host.fd, pointer(name), cookie));
}

Result<void> test_run(Guest& guest, Fd program, Change<waggle_test_run> run, In data_in, Out data_out, In ctx_in,
                      Out ctx_out) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program.number));
  raw::TestRun asked{.data_in = data_in.bytes,
                     .context_in = ctx_in.bytes,
                     .data_out = data_out.bytes,
                     .context_out = ctx_out.bytes,
                     .repeat = run.value.repeat,
                     .flags = run.value.flags,
                     .cpu = run.value.cpu,
                     .batch_size = run.value.batch_size};
  auto result = raw::test_run(host.fd, asked);
  waggle_test_run answer = run.value;
  answer.retval = asked.result;
  answer.duration = asked.duration;
  answer.data_size_out = asked.data_size;
  answer.ctx_size_out = asked.context_size;
  // Also with ENOSPC, which says how much room it takes.
  run.set(answer);
  return result;
}

Size read_stream(Guest& guest, Fd program, std::uint32_t stream, Out text) {
  WAGGLE_TRY(const HostFd host, host_fd_of(guest, program.number));
  return raw::read_stream(host.fd, stream, text.bytes);
}

}  // namespace waggle::abi::libbpf
