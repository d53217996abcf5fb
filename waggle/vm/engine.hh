// The engine: the compiler and the settings that every module and every instance share.
// The settings are the same in every build of waggle, because they are part of each
// module compiled ahead of time.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/vm/region.hh"

struct wasm_engine_t;

namespace waggle::vm {

class Engine {
 public:
  // Installs the process-wide fault handler first (fault.hh), then the engine's own.
  static Result<std::unique_ptr<Engine>> create();
  Engine(const Engine&) = delete;
  ~Engine();

  // Makes a guest that runs without calling out ask its Store whether to go on, at its next
  // loop or function entry. Safe in a signal handler.
  void interrupt() noexcept;

  // Changes whenever a compiled module of another build must not be used: the engine's
  // version and our settings.
  static std::string_view fingerprint();

  [[nodiscard]] wasm_engine_t* raw() const { return raw_; }
  [[nodiscard]] Regions& regions() { return regions_; }

 private:
  Engine() = default;

  Regions regions_;  // outlives the engine, which returns regions to it
  wasm_engine_t* raw_ = nullptr;
};

// How deep a guest may recurse before it traps: bytes of native stack for its frames.
inline constexpr std::size_t kGuestStack = std::size_t{2} << 20;

}  // namespace waggle::vm
