// Arguments and environment, as guests of all kinds get them: the texts one behind the other, each
// with its NUL, and an array of their addresses, which are as wide as the guest's pointers.
#pragma once

#include <span>
#include <string>

#include "waggle/abi/types.hh"

namespace waggle::abi {

// How many there are, and how many bytes they have together.
void give_size_of(std::span<const std::string> list, Give<std::uint32_t> count, Give<std::uint32_t> bytes);

// The texts at `text`, and their addresses at `pointers`.
template <class Pointer>
Result<void> give_texts(Guest& guest, std::span<const std::string> list, GuestPtr pointers, GuestPtr text);
extern template Result<void> give_texts<std::uint32_t>(Guest&, std::span<const std::string>, GuestPtr, GuestPtr);
extern template Result<void> give_texts<std::uint64_t>(Guest&, std::span<const std::string>, GuestPtr, GuestPtr);

}  // namespace waggle::abi
