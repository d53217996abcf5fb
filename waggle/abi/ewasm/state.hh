// What the module `env` keeps for one guest, made at its first call.
#pragma once

#include <memory>
#include <vector>

#include "waggle/abi/ewasm/heap.hh"
#include "waggle/abi/guest.hh"
#include "waggle/loader/tracer.hh"
#include "waggle/package/package.hh"

namespace waggle::abi::ewasm {

inline constexpr std::size_t kMostPrograms = 64;

struct Program {
  Charge charge;  // for its object
  package::Package package;
  std::unique_ptr<loader::Tracer> tracer;  // null until it runs
};

struct State {
  explicit State(Guest& guest);
  Heap heap;
  Room room{};  // where events are handed over
  std::vector<std::unique_ptr<Program>> programs;
  bool polling = false;  // further down this stack
};

State& state_of(Guest& guest);

}  // namespace waggle::abi::ewasm
