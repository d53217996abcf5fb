// The module `wasm_bpf`: the six imports of first-generation modules, frozen to the byte, and
// what grew around them. Each function only translates; what it means to load, attach or poll
// is the business of the rooms below.
#pragma once

#include <cstdint>
#include <span>

#include "waggle/abi/bpf_object.hh"
#include "waggle/abi/import.hh"

namespace waggle::abi::wasm_bpf {

using Object = Handle<BpfObject>;

Result<Object> load_object(Guest& guest, Image elf);
Result<std::int32_t> close_object(Guest& guest, Object object);
Result<std::int32_t> attach_program(Guest& guest, Object object, Str name, OptStr target);
Result<std::int32_t> attach_program_fd(Guest& guest, Object object, Str name, Fd target);
Result<Fd> map_fd_by_name(Guest& guest, Object object, Str name);
Result<std::int32_t> map_operate(Guest& guest, Fd map, std::int32_t command, GuestPtr key, GuestPtr value,
                                 GuestPtr next_key, std::uint64_t flags);
Result<std::int32_t> map_operate_64(Guest& guest, Fd map, std::int32_t command, GuestPtr64 key, GuestPtr64 value,
                                    GuestPtr64 next_key, std::uint64_t flags);
Result<std::int32_t> buffer_poll(Guest& guest, Object object, Fd map, GuestFunc sample, std::uint32_t context, Out data,
                                 std::int32_t timeout_ms);
Result<std::int32_t> buffer_poll_export(Guest& guest, Object object, Fd map, std::uint32_t context, Out data,
                                        std::int32_t timeout_ms);

inline constexpr auto kRows = rows<NegativeErrno>(
    row<load_object, policy::Grant::load>("wasm_load_bpf_object"), row<close_object>("wasm_close_bpf_object"),
    row<attach_program, policy::Grant::attach>("wasm_attach_bpf_program"),
    row<attach_program_fd, policy::Grant::attach>("wasm_attach_bpf_program_fd"),
    row<map_fd_by_name, policy::Grant::maps>("wasm_bpf_map_fd_by_name"),
    // Key and value are plain addresses: how long they are, only the map knows.
    row<map_operate, policy::Grant::maps>("wasm_bpf_map_operate"),
    row<map_operate_64, policy::Grant::maps>("wasm_bpf_map_operate"),
    row<buffer_poll, policy::Grant::events>("wasm_bpf_buffer_poll"));

// For guests without a function table (TinyGo): the callback is the export `go-callback`.
inline constexpr auto kWrapperRows =
    rows<NegativeErrno>(row<buffer_poll_export, policy::Grant::events>("wasm_bpf_buffer_poll"));

// The first-generation ABI is frozen; these lines are the freeze.
static_assert(std::get<0>(kRows.rows).has_type("ii)I"));
static_assert(std::get<1>(kRows.rows).has_type("I)i"));
static_assert(std::get<2>(kRows.rows).has_type("Iii)i"));
static_assert(std::get<3>(kRows.rows).has_type("Iii)i"));
static_assert(std::get<4>(kRows.rows).has_type("Ii)i"));
static_assert(std::get<5>(kRows.rows).has_type("iiiiiI)i"));
static_assert(std::get<6>(kRows.rows).has_type("iiIIII)i"));
static_assert(std::get<7>(kRows.rows).has_type("Iiiiiii)i"));
static_assert(std::get<0>(kWrapperRows.rows).has_type("Iiiiii)i"));

std::span<const Import> imports();
std::span<const Import> callback_wrapper_imports();

}  // namespace waggle::abi::wasm_bpf
