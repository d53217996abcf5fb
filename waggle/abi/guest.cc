#include "waggle/abi/guest.hh"

namespace waggle::abi {

vm::Memory* Guest::memory() {
  vm::Memory* memory = store.memory();
  if (!memory)
    end({Ending::Kind::trap, 0, "the module exports no memory named 'memory', which this import works on", {}});
  return memory;
}

}  // namespace waggle::abi
