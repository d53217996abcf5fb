#include "waggle/abi/ewasm/state.hh"

namespace waggle::abi::ewasm {

State::State(Guest& guest)
    : heap([&guest](std::uint32_t size) -> Result<Room> {
        constexpr std::uint32_t kPage = 65536;
        const std::uint32_t pages = (size + kPage - 1) / kPage;
        WAGGLE_TRY(const std::uint64_t address, guest.store.grow_memory(pages));
        if (address + std::uint64_t{pages} * kPage > UINT32_MAX) return Error(ENOMEM);
        return Room{static_cast<std::uint32_t>(address), pages * kPage};
      }) {}

State& state_of(Guest& guest) {
  if (!guest.ewasm) guest.ewasm = std::make_shared<State>(guest);
  return *guest.ewasm;
}

}  // namespace waggle::abi::ewasm
