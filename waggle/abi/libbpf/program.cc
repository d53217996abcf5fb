// Programs of objects, before and after load.
#include "waggle/abi/libbpf/give.hh"
#include "waggle/abi/libbpf/numbers.hh"
#include "waggle/abi/libbpf/pins.hh"

namespace waggle::abi::libbpf {

Result<void> program_info(Guest& guest, Handle<Program> program, Give<waggle_program_info> info) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const bpf::raw::ProgramFacts facts = found->raw.facts();
  info.set({.type = facts.type,
            .expected_attach_type = facts.expected_attach_type,
            .flags = facts.flags,
            .log_level = facts.log_level,
            .insn_cnt = facts.instructions,
            .func_info_cnt = facts.function_infos,
            .line_info_cnt = facts.line_infos,
            .state = bit(facts.autoload, WAGGLE_PROGRAM_AUTOLOAD) | bit(facts.autoattach, WAGGLE_PROGRAM_AUTOATTACH)});
  return {};
}

Size program_name(Guest& guest, Handle<Program> program, Out text) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return give_text(text, found->raw.name());
}

Size section_name(Guest& guest, Handle<Program> program, Out text) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return give_text(text, found->raw.section());
}

Size instructions(Guest& guest, Handle<Program> program, Out bytes) {
  WAGGLE_TRY(const auto found, find(guest, program));
  const Bytes whole = found->raw.instructions();
  ByteVector copy(whole.begin(), whole.end());
  // Libbpf has put the host's descriptors in.
  WAGGLE_CHECK(bpf::raw::translate_descriptors(copy, [](int) -> Result<int> { return 0; }));
  return give_bytes(bytes, copy);
}

Result<void> set_instructions(Guest& guest, Handle<Program> program, Image given) {
  WAGGLE_TRY(const auto found, find(guest, program));
  std::vector<HostFd> pins;
  WAGGLE_CHECK(bpf::raw::translate_descriptors(given.bytes, [&](int number) -> Result<int> {
    WAGGLE_TRY(HostFd host, host_fd_of(guest, number));
    return pins.emplace_back(std::move(host)).fd;
  }));
  return found->raw.set_instructions(given.bytes);
}

Size function_info(Guest& guest, Handle<Program> program, Out records) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return give_bytes(records, found->raw.function_infos());
}

Size line_info(Guest& guest, Handle<Program> program, Out records) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return give_bytes(records, found->raw.line_infos());
}

Result<void> set_log_buffer(Guest& guest, Handle<Program> program, std::uint32_t size) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(Charge charge, guest.object_bytes.take(size));
  WAGGLE_CHECK(found->owner->raw.set_log(found->raw, size));
  found->owner->charges.push_back(std::move(charge));
  return {};
}

Size program_log(Guest& guest, Handle<Program> program, Out text) {
  WAGGLE_TRY(const auto found, find(guest, program));
  return give_text(text, found->owner->raw.log_of(found->raw));
}

Result<void> set_attach_target(Guest& guest, Handle<Program> program, std::int32_t attach_prog_fd, OptStr function) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(HostFd target, optional_fd_of(guest, static_cast<std::uint32_t>(attach_prog_fd)));
  WAGGLE_CHECK(found->raw.set_attach_target(target.fd, pointer(function)));
  found->target = std::move(target.pin);
  return {};
}

Result<Fd> program_fd(Guest& guest, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_TRY(const int number,
             found->number.get(guest.descriptors, [&] { return duplicate(found->raw.fd()); }, kLowest));
  return Fd{number};
}

Result<void> unload_program(Guest& guest, Handle<Program> program) {
  WAGGLE_TRY(const auto found, find(guest, program));
  found->number.close(guest.descriptors);
  found->raw.unload();
  return {};
}

Result<void> pin_program(Guest& guest, Handle<Program> program, Str path) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_CHECK(may_pin(guest, path.text));
  return found->raw.pin(path.text.c_str());
}

Result<void> unpin_program(Guest& guest, Handle<Program> program, Str path) {
  WAGGLE_TRY(const auto found, find(guest, program));
  WAGGLE_CHECK(may_pin(guest, path.text));
  return found->raw.unpin(path.text.c_str());
}

}  // namespace waggle::abi::libbpf
