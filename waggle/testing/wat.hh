// A guest from a few lines of the text format, for tests of the rooms above and including vm.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "waggle/vm/engine.hh"
#include "waggle/vm/module.hh"
#include "waggle/vm/store.hh"
#include "waggle/vm/trap.hh"

namespace waggle::testing {

// An instance with its engine. Failing to make one is a failure of the test that dies.
struct WatGuest {
  explicit WatGuest(std::string_view wat, std::vector<const vm::HostFunction*> functions = {}, vm::Limits limits = {},
                    vm::KeepGoing keep_going = {})
      : engine(vm::Engine::create().value()), store(vm::Store::create(*engine, limits, std::move(keep_going))) {
    const ByteVector wasm = vm::parse_text(wat).value();
    const vm::Module module = vm::Module::compile(*engine, wasm).value();
    store->instantiate(module, functions).value();
  }

  // Calls an export of type "i..)i" with 32-bit arguments.
  Result<std::int32_t> call(std::string_view name, std::vector<std::int32_t> arguments = {}) {
    vm::Slot slots[8]{};
    for (std::size_t i = 0; i < arguments.size(); ++i) slots[i].i32 = arguments[i];
    WAGGLE_CHECK(store->call(name, std::string(arguments.size(), 'i') + ")i", slots));
    return slots[0].i32;
  }

  std::unique_ptr<vm::Engine> engine;
  std::unique_ptr<vm::Store> store;
};

// The reason of a trap; "" where the result is no trap.
template <class T>
std::string trap_reason(const Result<T>& result) {
  const auto* trap = result.ok() ? nullptr : result.error().template detail<vm::Trap>();
  return trap ? trap->reason : std::string();
}

}  // namespace waggle::testing
