#include "waggle/abi/text_lists.hh"

namespace waggle::abi {
namespace {

std::uint32_t bytes_of(std::span<const std::string> list) {
  std::size_t bytes = 0;
  for (const std::string& text : list) bytes += text.size() + 1;
  return static_cast<std::uint32_t>(bytes);
}

}  // namespace

void give_size_of(std::span<const std::string> list, Give<std::uint32_t> count, Give<std::uint32_t> bytes) {
  count.set(static_cast<std::uint32_t>(list.size()));
  bytes.set(bytes_of(list));
}

template <class Pointer>
Result<void> give_texts(Guest& guest, std::span<const std::string> list, GuestPtr pointers, GuestPtr text) {
  WAGGLE_TRY(const MutableBytes places, guest.writable(pointers.address, list.size() * sizeof(Pointer)));
  WAGGLE_TRY(const MutableBytes texts, guest.writable(text.address, bytes_of(list)));
  std::size_t at = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto address = static_cast<Pointer>(text.address + at);
    std::memcpy(places.data() + i * sizeof address, &address, sizeof address);
    std::memcpy(texts.data() + at, list[i].c_str(), list[i].size() + 1);
    at += list[i].size() + 1;
  }
  return {};
}

template Result<void> give_texts<std::uint32_t>(Guest&, std::span<const std::string>, GuestPtr, GuestPtr);
template Result<void> give_texts<std::uint64_t>(Guest&, std::span<const std::string>, GuestPtr, GuestPtr);

}  // namespace waggle::abi
