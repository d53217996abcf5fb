#include <sched.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/abi/text_lists.hh"
#include "waggle/sys/random.hh"

namespace waggle::abi::linux {
namespace {

// Questions about other processes are answered by /proc.
Result<void> require_itself(std::int32_t pid) {
  if (pid != 0 && pid != ::getpid()) return Error(EPERM, "a question about another process");
  return {};
}

}  // namespace

Answer args_sizes(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> bytes) {
  give_size_of(guest.args, count, bytes);
  return 0;
}

Answer args(Guest& guest, GuestPtr pointers, GuestPtr text) {
  return answer(give_texts<std::uint64_t>(guest, guest.args, pointers, text));
}

Answer environ_sizes(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> bytes) {
  give_size_of(guest.policy.environment, count, bytes);
  return 0;
}

Answer environ(Guest& guest, GuestPtr pointers, GuestPtr text) {
  return answer(give_texts<std::uint64_t>(guest, guest.policy.environment, pointers, text));
}

// A process that does not handle a signal has no say in how it ends. One that ends because a wait of it was
// interrupted, and no handler ran, says so by a code that the C library keeps for that (sysroot's after_call.c).
Result<NoResult> exit_group(Guest& guest, std::int32_t code) {
  constexpr std::int32_t kInterrupted = 128;
  if (const int signal = guest.stop.signal()) guest.end({Ending::Kind::signal, signal, {}, {}});
  else if (code == kInterrupted && guest.stop.timed_out()) guest.end({Ending::Kind::timeout, 0, {}, {}});
  else guest.end({Ending::Kind::exit, code & 0xff, {}, {}});
  return NoResult{};
}

Answer getpid(Guest&) { return ::getpid(); }
Answer gettid(Guest&) { return ::gettid(); }
Answer getppid(Guest&) { return ::getppid(); }
Answer getuid(Guest&) { return ::getuid(); }
Answer geteuid(Guest&) { return ::geteuid(); }
Answer getgid(Guest&) { return ::getgid(); }
Answer getegid(Guest&) { return ::getegid(); }

Answer uname(Guest&, Give<utsname> names) {
  utsname found{};
  if (::uname(&found) != 0) return Error(errno);
  names.set(found);
  return 0;
}

Answer sysinfo(Guest&, Give<struct sysinfo> info) {
  struct sysinfo found{};
  if (::sysinfo(&found) != 0) return Error(errno);
  info.set(found);
  return 0;
}

Answer sched_getaffinity(Guest& guest, std::int32_t pid, std::uint32_t length, GuestPtr mask) {
  constexpr std::uint32_t kMost = 8192;  // bytes; no kernel has more processors
  WAGGLE_CHECK(require_itself(pid));
  WAGGLE_TRY(const MutableBytes place, guest.writable(mask.address, length));
  // The call itself: the C library's function does not tell how many bytes the kernel wrote.
  const long n = ::syscall(SYS_sched_getaffinity, 0, std::min(length, kMost), place.data());
  if (n < 0) return Error(errno);
  return n;
}

Answer sched_setaffinity(Guest&, std::int32_t pid, In mask) {
  WAGGLE_CHECK(require_itself(pid));
  // The call itself, which takes a mask of any length.
  if (::syscall(SYS_sched_setaffinity, 0, mask.bytes.size(), mask.bytes.data()) != 0) return Error(errno);
  return 0;
}

Answer getcpu(Guest&, OptGive<std::uint32_t> cpu, OptGive<std::uint32_t> node) {
  unsigned on = 0, of = 0;
  if (::getcpu(&on, &of) != 0) return Error(errno);
  cpu.set(on);
  node.set(of);
  return 0;
}

Answer prlimit64(Guest&, std::int32_t pid, std::int32_t resource, OptTake<rlimit64> limit, OptGive<rlimit64> old) {
  WAGGLE_CHECK(require_itself(pid));
  rlimit64 found{};
  if (::prlimit64(0, static_cast<__rlimit_resource>(resource), nullptr, &found) != 0) return Error(errno);
  if (limit.value && resource != RLIMIT_MEMLOCK) return Error(EPERM, "setting a limit of the host's process");
  old.set(found);
  return 0;
}

Answer getrandom(Guest& guest, Out bytes, std::uint32_t flags) {
  WAGGLE_CHECK(only(flags, GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE));
  WAGGLE_CHECK(sys::fill_random(guest.stop, bytes.bytes));
  return bytes.bytes.size();
}

}  // namespace waggle::abi::linux
