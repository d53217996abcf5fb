// What the module `env` keeps for one guest, made at its first call.
#pragma once

#include "waggle/abi/ewasm/heap.hh"
#include "waggle/abi/guest.hh"

namespace waggle::abi::ewasm {

struct State {
  explicit State(Guest& guest);
  Heap heap;
};

State& state_of(Guest& guest);

}  // namespace waggle::abi::ewasm
