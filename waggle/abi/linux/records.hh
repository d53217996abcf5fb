// The structures of Linux system calls (x86-64) that the C library declares otherwise than the
// kernel, and those with pointers inside, as they lie in a guest's memory: 8 bytes wide.
#pragma once

#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace waggle::abi::linux {

// Of signals 1 to 64, bit 0 for signal 1.
using SignalMask = std::uint64_t;

// struct sigaction of the kernel (arch/x86/include/uapi/asm/signal.h).
struct Sigaction {
  std::uint64_t handler;  // 0 SIG_DFL, 1 SIG_IGN, else for the guest to know
  std::uint64_t flags;
  std::uint64_t restorer;
  SignalMask mask;
};
static_assert(sizeof(Sigaction) == 32);

// struct user_msghdr (include/linux/socket.h).
struct MessageHeader {
  std::uint64_t name;
  std::int32_t name_length;
  std::uint32_t unused0;
  std::uint64_t vectors;
  std::uint64_t vector_count;
  std::uint64_t control;
  std::uint64_t control_length;
  std::uint32_t flags;
  std::uint32_t unused1;
};
static_assert(sizeof(MessageHeader) == 56);

using Pair = std::array<std::int32_t, 2>;  // two descriptors

// What the C library declares as the kernel does.
static_assert(sizeof(struct stat) == 144 && sizeof(struct statx) == 256 && sizeof(struct statfs) == 120);
static_assert(sizeof(struct sysinfo) == 112 && sizeof(utsname) == 390 && sizeof(epoll_event) == 12);

}  // namespace waggle::abi::linux
