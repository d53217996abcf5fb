#include "waggle/vm/guest_stack.hh"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstdint>

#include "waggle/base/defer.hh"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define WAGGLE_ASAN 1
#endif
#ifdef WAGGLE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

namespace waggle::vm {
namespace {

struct Switch {
  const std::function<void()>* work;
  ucontext_t there;
  ucontext_t back;
  void* stack;
  std::size_t size;
#ifdef WAGGLE_ASAN
  const void* caller_stack = nullptr;
  std::size_t caller_size = 0;
#endif
};

// AddressSanitizer wants to be told of each change of stacks.
void entered([[maybe_unused]] Switch& s) {
#ifdef WAGGLE_ASAN
  __sanitizer_finish_switch_fiber(nullptr, &s.caller_stack, &s.caller_size);
#endif
}

void leaving([[maybe_unused]] Switch& s) {
#ifdef WAGGLE_ASAN
  __sanitizer_start_switch_fiber(nullptr, s.caller_stack, s.caller_size);
#endif
}

// makecontext passes ints only; a pointer goes in two halves.
void entry(unsigned low, unsigned high) {
  auto* s = reinterpret_cast<Switch*>(std::uintptr_t{low} | std::uintptr_t{high} << 32);
  entered(*s);
  (*s->work)();
  leaving(*s);
}

void switch_to(Switch& s) {
#ifdef WAGGLE_ASAN
  void* fake = nullptr;
  __sanitizer_start_switch_fiber(&fake, s.stack, s.size);
#endif
  // Comes back here, a second time, when the work is done. swapcontext() would do the same in one step, but
  // AddressSanitizer has a warning for each program that calls it, whatever it was told of its stacks.
  volatile bool left = false;
  ::getcontext(&s.back);
  if (!left) {
    left = true;
    ::setcontext(&s.there);
  }
#ifdef WAGGLE_ASAN
  __sanitizer_finish_switch_fiber(fake, nullptr, nullptr);
#endif
}

}  // namespace

Result<void> run_on_own_stack(std::size_t size, const std::function<void()>& work) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* place = ::mmap(nullptr, size + page, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (place == MAP_FAILED) return errno_error("making a stack for the guest");
  const Defer unmap([&] { ::munmap(place, size + page); });
  if (::mprotect(place, page, PROT_NONE) != 0) return errno_error("guarding the guest's stack");

  Switch s{};
  s.work = &work;
  s.stack = static_cast<std::byte*>(place) + page;
  s.size = size;
  ::getcontext(&s.there);
  s.there.uc_stack.ss_sp = s.stack;
  s.there.uc_stack.ss_size = size;
  s.there.uc_link = &s.back;
  const auto pointer = reinterpret_cast<std::uintptr_t>(&s);
  ::makecontext(&s.there, reinterpret_cast<void (*)()>(entry), 2, static_cast<unsigned>(pointer),
                static_cast<unsigned>(pointer >> 32));
  switch_to(s);
  return {};
}

}  // namespace waggle::vm
