// What fixtures of import modules have in common: a guest that makes each call of a module by its name, and its memory,
// where the arguments of the calls lie.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "waggle/sys/file.hh"
#include "waggle/testing/guest.hh"

namespace waggle::testing {

class CallingGuest {
 protected:
  // What a call answers that ended the guest.
  static constexpr std::int64_t kEnded = -1'000'000;
  // Where text() puts a text.
  static constexpr std::int64_t kText = 4096;

  // A new guest of this module, with so many pages of memory, and functions of its own.
  void begin(std::string_view module, std::span<const abi::Import> imports, const policy::Policy& policy, int pages = 2,
             std::string_view functions = {}) {
    imports_ = imports;
    host_.emplace(importing_wat(module, imports, pages, functions), policy);
  }
  // Its descriptors 0 and 1 become the ends of a pipe, 2 is taken.
  void connect() {
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const auto reading = sys::File::adopt(UniqueFd(ends[0]), sys::File::Origin::inherited).value();
    const auto writing = sys::File::adopt(UniqueFd(ends[1]), sys::File::Origin::output).value();
    for (const auto& file : {reading, writing, writing}) ASSERT_TRUE(host_->descriptors.insert(file).ok());
  }

  std::int64_t call(std::string_view name, const std::vector<std::int64_t>& arguments) {
    const auto import = std::ranges::find(imports_, name, &abi::Import::name);
    return host_->call(name, import->type, arguments).value_or(kEnded);
  }

  // The address.
  template <class T>
    requires std::is_trivially_copyable_v<T>
  std::int64_t put(std::int64_t address, const T& value) {
    std::memcpy(host_->memory().data() + address, &value, sizeof value);
    return address;
  }
  template <class T>
  T get(std::int64_t address) {
    T value;
    std::memcpy(&value, host_->memory().data() + address, sizeof value);
    return value;
  }
  // Without a NUL.
  void put_text(std::int64_t address, std::string_view text) {
    std::memcpy(host_->memory().data() + address, text.data(), text.size());
  }
  // With a NUL; the address.
  std::int64_t text(std::string_view text, std::int64_t address = kText) {
    put_text(address, text);
    return put(address + static_cast<std::int64_t>(text.size()), '\0'), address;
  }
  std::string text_at(std::int64_t address, std::int64_t length) {
    return std::string(
        as_text(host_->memory().subspan(static_cast<std::size_t>(address), static_cast<std::size_t>(length))));
  }

  std::span<const abi::Import> imports_;
  std::optional<HostedGuest> host_;
};

}  // namespace waggle::testing
