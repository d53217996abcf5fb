// libbpf's knowledge of the host, its messages, and waiting.
#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/bpf/raw/names.hh"
#include "waggle/sys/wait.hh"

namespace waggle::abi::libbpf {
namespace {

namespace raw = bpf::raw;

constexpr std::uint32_t kMostWaited = 4096;

}  // namespace

Result<std::int32_t> possible_cpus(Guest&) { return raw::possible_cpus(); }

Result<std::int32_t> find_vmlinux_btf_id(Guest&, Str name, std::uint32_t attach_type) {
  return raw::vmlinux_btf_id(name.text, attach_type);
}

Result<std::int32_t> probe_program_type(Guest&, std::uint32_t type) { return raw::probe_program_type(type); }
Result<std::int32_t> probe_map_type(Guest&, std::uint32_t type) { return raw::probe_map_type(type); }
Result<std::int32_t> probe_helper(Guest&, std::uint32_t program_type, std::uint32_t helper) {
  return raw::probe_helper(program_type, helper);
}

Result<void> program_type_by_name(Guest&, Str name, Give<std::uint32_t> type, Give<std::uint32_t> attach_type) {
  WAGGLE_TRY(const raw::SectionMeaning meaning, raw::section_meaning(name.text));
  type.set(meaning.program_type);
  attach_type.set(meaning.attach_type);
  return {};
}

Result<void> attach_type_by_name(Guest&, Str name, Give<std::uint32_t> attach_type) {
  WAGGLE_TRY(const std::uint32_t type, raw::attach_type_of_section(name.text));
  attach_type.set(type);
  return {};
}

Size attach_type_name(Guest&, std::uint32_t type, Out text) { return give_text(text, raw::attach_type_name(type)); }
Size link_type_name(Guest&, std::uint32_t type, Out text) { return give_text(text, raw::link_type_name(type)); }
Size map_type_name(Guest&, std::uint32_t type, Out text) { return give_text(text, raw::map_type_name(type)); }
Size program_type_name(Guest&, std::uint32_t type, Out text) { return give_text(text, raw::program_type_name(type)); }

Result<void> set_print(Guest& guest, std::int32_t most_verbose) {
  using bpf::LibbpfLevel;
  if (most_verbose < -1 || most_verbose > static_cast<std::int32_t>(LibbpfLevel::debug)) return Error(EINVAL);
  if (most_verbose == -1) state_of(guest).printed.want(std::nullopt);
  else state_of(guest).printed.want(static_cast<LibbpfLevel>(most_verbose));
  return {};
}

Size drain_log(Guest& guest, Out lines) {
  return static_cast<std::int32_t>(state_of(guest).printed.drain(lines.bytes));
}

Result<std::int32_t> wait(Guest& guest, Array<pollfd> fds, std::int32_t timeout_ms) {
  if (fds.count == 0 || fds.count > kMostWaited) return Error(EINVAL);
  std::vector<HostFd> pins;
  std::vector<pollfd> entries;
  for (std::uint32_t i = 0; i < fds.count; ++i) {
    const pollfd asked = fds.get(i);
    WAGGLE_TRY(HostFd host, host_fd_of(guest, asked.fd));
    entries.push_back({.fd = host.fd, .events = asked.events, .revents = 0});
    pins.push_back(std::move(host));
  }
  const sys::Time until = timeout_ms < 0 ? sys::kForever : sys::Clock::now() + std::chrono::milliseconds(timeout_ms);
  WAGGLE_TRY(const int ready, sys::wait(guest.stop, entries, until));
  for (std::uint32_t i = 0; i < fds.count; ++i) {
    pollfd answer = fds.get(i);
    answer.revents = entries[i].revents;
    fds.set(i, answer);
  }
  return ready;
}

std::span<const Import> imports() {
  static constexpr auto kImports = abi::imports(kRows);
  return kImports;
}

}  // namespace waggle::abi::libbpf
