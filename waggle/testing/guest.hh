// A guest with all of the host's side behind it, for tests of import modules: from a few lines
// of the text format, with the policy a test wants.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/abi/bpf_object.hh"
#include "waggle/abi/guest.hh"
#include "waggle/abi/modules.hh"
#include "waggle/sys/descriptors.hh"
#include "waggle/sys/roots.hh"
#include "waggle/sys/stop.hh"
#include "waggle/testing/wat.hh"

namespace waggle::testing {

// Remembers what was said.
class RecordingLog final : public Log {
 public:
  void write(LogLevel, std::string_view line) override { text += std::string(line) + "\n"; }
  std::string text;
};

// A module that exports each of its imports under the same name, a memory of `pages`, and `functions` of its own.
inline std::string importing_wat(std::string_view module, std::span<const abi::Import> all, int pages = 2,
                                 std::string_view functions = {}) {
  std::string wat = "(module";
  for (const abi::Import& import : all) {
    const std::string_view type = import.type;
    wat += fmt::format("(import \"{}\" \"{}\" (func ${} (param", module, import.name, import.name);
    for (const char c : type.substr(0, type.find(')'))) wat += c == 'i' ? " i32" : " i64";
    wat += type.ends_with(')') ? ")))" : type.ends_with('I') ? ")(result i64)))" : ")(result i32)))";
  }
  wat += fmt::format("(memory (export \"memory\") {})", pages);
  for (const abi::Import& import : all) wat += fmt::format("(export \"{}\" (func ${}))", import.name, import.name);
  return fmt::format("{}{})", wat, functions);
}

struct HostedGuest {
  explicit HostedGuest(std::string_view wat, policy::Policy granted = {})
      : policy(std::move(granted)),
        engine(vm::Engine::create().value()),
        stop(sys::Stop::create().value()),
        roots(sys::Roots::open(policy).value()),
        store(vm::Store::create(*engine, {}, {})),
        guest(new abi::Guest{.store = *store,
                             .policy = policy,
                             .descriptors = descriptors,
                             .roots = roots,
                             .stop = *stop,
                             .log = log,
                             .args = args,
                             .trace = [this](std::string_view line) { trace += std::string(line) + "\n"; }}) {
    const vm::Module module = vm::Module::compile(*engine, vm::parse_text(wat).value()).value();
    linkage = std::make_unique<abi::Linkage>(abi::Linkage::link(module.imports(), *guest).value());
    store->instantiate(module, linkage->functions()).value();
  }

  // Calls an export with integer arguments, each as wide as the type says.
  Result<std::int64_t> call(std::string_view name, std::string_view type, const std::vector<std::int64_t>& arguments) {
    vm::Slot slots[16]{};
    for (std::size_t i = 0; i < arguments.size(); ++i)
      if (type[i] == 'i') slots[i].i32 = static_cast<std::int32_t>(arguments[i]);
      else slots[i].i64 = arguments[i];
    WAGGLE_CHECK(store->call(name, type, slots));
    return type.ends_with("I") ? slots[0].i64 : std::int64_t{slots[0].i32};
  }
  MutableBytes memory() { return {store->memory()->base(), store->memory()->size()}; }

  policy::Policy policy;
  std::vector<std::string> args{"guest"};
  RecordingLog log;
  std::string trace;
  std::unique_ptr<vm::Engine> engine;
  std::unique_ptr<sys::Stop> stop;
  sys::Roots roots;
  sys::Descriptors descriptors;
  std::unique_ptr<abi::Linkage> linkage;
  std::unique_ptr<vm::Store> store;
  std::unique_ptr<abi::Guest> guest;
};

}  // namespace waggle::testing
