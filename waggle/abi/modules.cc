#include "waggle/abi/modules.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "waggle/abi/ewasm/ewasm.hh"
#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/abi/linux/linux.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/event/text.hh"

namespace waggle::abi {
namespace {

vm::Ended call_unknown(const vm::HostFunction& self, vm::Slot*) noexcept {
  const auto& import = *static_cast<const BoundImport*>(self.row);
  static_cast<Guest*>(self.guest)
      ->end({Ending::Kind::trap,
             0,
             fmt::format("called {}.{}, an import that waggle does not have", import.module, import.name),
             {}});
  return vm::end_guest();
}

// A Linux system call that is not in the table: guests expect that of older kernels.
vm::Ended answer_unsupported(const vm::HostFunction& self, vm::Slot* slots) noexcept {
  auto& guest = *static_cast<Guest*>(self.guest);
  const auto& import = *static_cast<const BoundImport*>(self.row);
  if (const vm::Ended ended = check_end(guest)) return ended;
  guest.log.info(
      fmt::format("{}.{}: waggle does not have this system call; it answers ENOSYS", import.module, import.name));
  slots->i64 = -ENOSYS;
  return check_end(guest);
}

// What is called for an import that no table has.
auto stand_in(const vm::Import& wanted) {
  return wanted.module == "linux" && wanted.type.ends_with(")I") ? answer_unsupported : call_unknown;
}

struct Found {
  const ImportModule* module = nullptr;
  const Import* exact = nullptr;      // this name and type
  const Import* same_name = nullptr;  // a row of this name
};

Found find(const vm::Import& wanted) {
  Found found;
  for (const ImportModule& module : import_modules()) {
    if (module.name != wanted.module) continue;
    found.module = &module;
    for (const Import& import : module.imports) {
      if (import.name != wanted.name) continue;
      found.same_name = &import;
      if (import.type == wanted.type) found.exact = &import;
    }
  }
  return found;
}

// A name that a module gives may be anything; in a message it is one line.
std::string shown(std::string_view name) {
  std::string text;
  event::append_escaped(text, name);
  return text;
}

// Why nothing can stand in for it.
std::optional<std::string> refusal_of(const vm::Import& wanted, const Found& found) {
  const std::string full = shown(wanted.module) + "." + shown(wanted.name);
  if (wanted.kind != vm::ExternKind::function)
    return fmt::format("the module imports a {} {}; waggle gives functions only", vm::spell(wanted.kind), full);
  if (found.exact) return std::nullopt;
  if (found.same_name)
    return fmt::format("the module imports {} with type {}, but it is {}", full, vm::spell(wanted.type),
                       vm::spell(found.same_name->type));
  if (wanted.type.find_first_of("vr") != std::string::npos)
    return fmt::format("the module imports {} with type {}; waggle's functions take and give numbers only", full,
                       vm::spell(wanted.type));
  return std::nullopt;
}

}  // namespace

std::span<const ImportModule> import_modules() {
  static const std::array kModules{
      ImportModule{"wasm_bpf", wasm_bpf::imports()},
      ImportModule{"callback-wrapper", wasm_bpf::callback_wrapper_imports()},
      ImportModule{"libbpf", libbpf::imports()},
      ImportModule{"linux", linux::imports()},
      ImportModule{"env", ewasm::imports()},
      ImportModule{"env", ewasm::libc_imports()},
      ImportModule{"wasi_snapshot_preview1", wasi::imports()},
      ImportModule{"wasi_unstable", wasi::unstable_imports()},
  };
  return kModules;
}

Prospect prospect_of(const vm::Import& wanted) {
  const Found found = find(wanted);
  if (const auto refusal = refusal_of(wanted, found)) return {.known = false, .needs = {}, .remark = *refusal};
  if (found.exact) return {.known = true, .needs = found.exact->needs, .remark = {}};
  const bool answers = stand_in(wanted) == answer_unsupported;
  return {.known = false, .needs = {}, .remark = answers ? "a call answers ENOSYS" : "a call ends the guest"};
}

Result<Linkage> Linkage::link(std::span<const vm::Import> wanted, Guest& guest) {
  Linkage linkage;
  for (const vm::Import& import : wanted) WAGGLE_CHECK(linkage.add(import, guest));
  return linkage;
}

Result<void> Linkage::add(const vm::Import& wanted, Guest& guest) {
  const Found found = find(wanted);
  if (const auto refusal = refusal_of(wanted, found)) return Error(ENOEXEC, *refusal);
  const auto call = found.exact ? found.exact->call : stand_in(wanted);

  const std::string_view module = names_.emplace_back(shown(wanted.module));
  const std::string_view name = names_.emplace_back(shown(wanted.name));
  if (call == call_unknown) unknown_.push_back(fmt::format("{}.{}", module, name));
  const std::string_view type = names_.emplace_back(wanted.type);
  const BoundImport& bound =
      bound_.emplace_back(BoundImport{module, name, found.exact ? found.exact->needs : policy::Grants{}});
  functions_.push_back(&host_.emplace_back(vm::HostFunction{type, call, &guest, &bound}));
  return {};
}

}  // namespace waggle::abi
