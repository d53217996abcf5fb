// The module `linux`: one import for each Linux system call that the libc of a 64-bit C guest can
// make, under the call's own name, with the parameters, structures and numbers of x86-64. Each
// function only translates: descriptors of the guest's table to those of `sys`, paths to the
// guest's roots, pointers inside structures. Nothing reaches the kernel that is not named here.
#pragma once

#include <poll.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/timerfd.h>

#include <cstdint>
#include <ctime>
#include <span>

#include "waggle/abi/import.hh"
#include "waggle/abi/linux/records.hh"
#include "waggle/abi/vectors.hh"

namespace waggle::abi::linux {

// What every call answers: 0 or more, or -errno.
using Answer = Result<std::int64_t>;

// The answer that is a count, a descriptor or nothing (0).
template <class T>
Answer answer(Result<T> result) {
  if (!result.ok()) return std::move(result).error();
  if constexpr (std::is_void_v<T>) return 0;
  else return static_cast<std::int64_t>(*result);
}

struct LinuxErrno {
  template <class R>
  static void fail(vm::Slot* slot, int error) {
    slot->i64 = -error;
  }
};

using Readv = ReadVectors<std::uint64_t>;
using Writev = WriteVectors<std::uint64_t>;

// paths.cc
Answer openat(Guest& guest, Fd directory, Str path, std::int32_t flags, std::uint32_t mode);
Answer newfstatat(Guest& guest, Fd directory, Str path, Give<struct stat> status, std::int32_t flags);
Answer statx(Guest& guest, Fd directory, Str path, std::int32_t flags, std::uint32_t mask, Give<struct statx> status);
Answer readlinkat(Guest& guest, Fd directory, Str path, Out text);
Answer faccessat2(Guest& guest, Fd directory, Str path, std::int32_t mode, std::int32_t flags);
Answer unlinkat(Guest& guest, Fd directory, Str path, std::int32_t flags);
Answer renameat2(Guest& guest, Fd from_directory, Str from, Fd to_directory, Str to, std::uint32_t flags);
Answer mkdirat(Guest& guest, Fd directory, Str path, std::uint32_t mode);
Answer getcwd(Guest& guest, Out path);
Answer umask(Guest& guest, std::uint32_t mask);
Answer statfs(Guest& guest, Str path, Give<struct statfs> status);

// files.cc
Answer close(Guest& guest, Fd fd);
Answer read(Guest& guest, Fd fd, Out to);
Answer readv(Guest& guest, Fd fd, Readv to);
Answer pread64(Guest& guest, Fd fd, Out to, std::int64_t offset);
Answer write(Guest& guest, Fd fd, In from);
Answer writev(Guest& guest, Fd fd, Writev from);
Answer pwrite64(Guest& guest, Fd fd, In from, std::int64_t offset);
Answer lseek(Guest& guest, Fd fd, std::int64_t offset, std::int32_t whence);
Answer fstat(Guest& guest, Fd fd, Give<struct stat> status);
Answer getdents64(Guest& guest, Fd fd, Out entries);
Answer ftruncate(Guest& guest, Fd fd, std::int64_t length);
Answer fsync(Guest& guest, Fd fd);
Answer dup(Guest& guest, Fd fd);
Answer dup3(Guest& guest, Fd from, Fd to, std::int32_t flags);
Answer fcntl(Guest& guest, Fd fd, std::int32_t command, std::int32_t argument);
Answer pipe2(Guest& guest, Give<Pair> ends, std::int32_t flags);
Answer ioctl(Guest& guest, Fd fd, std::uint32_t request, GuestPtr argument);

// time.cc
Answer clock_gettime(Guest& guest, std::int32_t clock, Give<timespec> time);
Answer clock_getres(Guest& guest, std::int32_t clock, OptGive<timespec> resolution);
Answer clock_nanosleep(Guest& guest, std::int32_t clock, std::int32_t flags, Take<timespec> time,
                       OptGive<timespec> left);
Answer nanosleep(Guest& guest, Take<timespec> time, OptGive<timespec> left);
Answer timerfd_create(Guest& guest, std::int32_t clock, std::int32_t flags);
Answer timerfd_settime(Guest& guest, Fd fd, std::int32_t flags, Take<itimerspec> time, OptGive<itimerspec> old);
Answer timerfd_gettime(Guest& guest, Fd fd, Give<itimerspec> time);

// waiting.cc
Answer poll(Guest& guest, Array<pollfd> fds, std::int32_t timeout_ms);
Answer ppoll(Guest& guest, Array<pollfd> fds, OptTake<timespec> timeout, OptTake<SignalMask> mask, std::uint32_t size);
Answer epoll_create1(Guest& guest, std::int32_t flags);
Answer epoll_ctl(Guest& guest, Fd epoll, std::int32_t operation, Fd fd, OptTake<epoll_event> event);
Answer epoll_wait(Guest& guest, Fd epoll, Array<epoll_event> events, std::int32_t timeout_ms);
Answer epoll_pwait(Guest& guest, Fd epoll, Array<epoll_event> events, std::int32_t timeout_ms, OptTake<SignalMask> mask,
                   std::uint32_t size);
Answer eventfd2(Guest& guest, std::uint32_t count, std::int32_t flags);
Answer signalfd4(Guest& guest, Fd fd, Take<SignalMask> mask, std::uint32_t size, std::int32_t flags);

// identity.cc
Answer args_sizes(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> bytes);
Answer args(Guest& guest, GuestPtr pointers, GuestPtr text);
Answer environ_sizes(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> bytes);
Answer environ(Guest& guest, GuestPtr pointers, GuestPtr text);
Result<NoResult> exit_group(Guest& guest, std::int32_t code);
Answer setitimer(Guest& guest, std::int32_t which, OptTake<itimerval> time, OptGive<itimerval> old);
Answer getitimer(Guest& guest, std::int32_t which, Give<itimerval> time);
Answer getrusage(Guest& guest, std::int32_t who, Give<rusage> usage);
Answer getpid(Guest& guest);
Answer gettid(Guest& guest);
Answer getppid(Guest& guest);
Answer getuid(Guest& guest);
Answer geteuid(Guest& guest);
Answer getgid(Guest& guest);
Answer getegid(Guest& guest);
Answer uname(Guest& guest, Give<utsname> names);
Answer sysinfo(Guest& guest, Give<struct sysinfo> info);
Answer sched_getaffinity(Guest& guest, std::int32_t pid, std::uint32_t length, GuestPtr mask);
Answer sched_setaffinity(Guest& guest, std::int32_t pid, In mask);
Answer getcpu(Guest& guest, OptGive<std::uint32_t> cpu, OptGive<std::uint32_t> node);
Answer prlimit64(Guest& guest, std::int32_t pid, std::int32_t resource, OptTake<rlimit64> limit, OptGive<rlimit64> old);
Answer getrandom(Guest& guest, Out bytes, std::uint32_t flags);

// signals.cc
Answer rt_sigaction(Guest& guest, std::int32_t signal, OptTake<Sigaction> action, OptGive<Sigaction> old,
                    std::uint32_t size);
Answer rt_sigprocmask(Guest& guest, std::int32_t how, OptTake<SignalMask> set, OptGive<SignalMask> old,
                      std::uint32_t size);
Answer kill(Guest& guest, std::int32_t pid, std::int32_t signal);
Answer tgkill(Guest& guest, std::int32_t pid, std::int32_t tid, std::int32_t signal);
Answer next_signal(Guest& guest);

// sockets.cc
Answer socket(Guest& guest, std::int32_t family, std::int32_t type, std::int32_t protocol);
Answer socketpair(Guest& guest, std::int32_t family, std::int32_t type, std::int32_t protocol, Give<Pair> pair);
Answer bind(Guest& guest, Fd fd, In address);
Answer connect(Guest& guest, Fd fd, In address);
Answer listen(Guest& guest, Fd fd, std::int32_t backlog);
Answer accept4(Guest& guest, Fd fd, Fill address, std::int32_t flags);
Answer getsockname(Guest& guest, Fd fd, Fill address);
Answer getpeername(Guest& guest, Fd fd, Fill address);
Answer setsockopt(Guest& guest, Fd fd, std::int32_t level, std::int32_t option, In value);
Answer getsockopt(Guest& guest, Fd fd, std::int32_t level, std::int32_t option, Fill value);
Answer shutdown(Guest& guest, Fd fd, std::int32_t how);

// messages.cc
Answer sendto(Guest& guest, Fd fd, In from, std::int32_t flags, In address);
Answer recvfrom(Guest& guest, Fd fd, Out to, std::int32_t flags, Fill address);
Answer sendmsg(Guest& guest, Fd fd, Take<MessageHeader> message, std::int32_t flags);
Answer recvmsg(Guest& guest, Fd fd, Change<MessageHeader> message, std::int32_t flags);

// perf_event.cc
Answer perf_event_open(Guest& guest, GuestPtr attributes, std::int32_t pid, std::int32_t cpu, std::int32_t group,
                       std::uint32_t flags);

// unserved.cc
Answer unserved(Guest& guest, std::uint32_t number);

// Rows with a GuestPtr: what lies there, and how much, depends on another parameter (ioctl, the
// lengths of sched_getaffinity) or on its first bytes (perf_event_attr), or is known only here
// (args, environ). socket and socketpair ask for the grant of their family themselves.
inline constexpr auto kRows = [] {
  using enum policy::Grant;
  return rows<LinuxErrno>(
      row<openat>("openat"), row<close>("close"), row<read>("read"), row<readv>("readv"), row<pread64>("pread64"),
      row<write>("write"), row<writev>("writev"), row<pwrite64>("pwrite64"), row<lseek>("lseek"), row<fstat>("fstat"),
      row<newfstatat>("newfstatat"), row<statx>("statx"), row<readlinkat>("readlinkat"), row<getdents64>("getdents64"),
      row<faccessat2>("faccessat2"), row<unlinkat>("unlinkat"), row<renameat2>("renameat2"), row<mkdirat>("mkdirat"),
      row<getcwd>("getcwd"), row<umask>("umask"), row<ftruncate>("ftruncate"), row<fsync>("fsync"), row<dup>("dup"),
      row<dup3>("dup3"), row<fcntl>("fcntl"), row<pipe2>("pipe2"), row<statfs>("statfs"), row<ioctl>("ioctl"),
      row<clock_gettime, clock>("clock_gettime"), row<clock_getres, clock>("clock_getres"),
      row<clock_nanosleep, clock>("clock_nanosleep"), row<nanosleep, clock>("nanosleep"),
      row<timerfd_create, clock>("timerfd_create"), row<timerfd_settime, clock>("timerfd_settime"),
      row<timerfd_gettime, clock>("timerfd_gettime"), row<poll, clock>("poll"), row<ppoll, clock>("ppoll"),
      row<epoll_create1>("epoll_create1"), row<epoll_ctl>("epoll_ctl"), row<epoll_wait, clock>("epoll_wait"),
      row<epoll_pwait, clock>("epoll_pwait"), row<eventfd2>("eventfd2"), row<signalfd4>("signalfd4"),
      row<args_sizes>("args_sizes"), row<args>("args"), row<environ_sizes>("environ_sizes"), row<environ>("environ"),
      row<exit_group>("exit"), row<getpid>("getpid"), row<gettid>("gettid"), row<getppid>("getppid"),
      row<getuid>("getuid"), row<geteuid>("geteuid"), row<getgid>("getgid"), row<getegid>("getegid"),
      row<uname, host>("uname"), row<sysinfo, host>("sysinfo"), row<sched_getaffinity, host>("sched_getaffinity"),
      row<sched_setaffinity, host>("sched_setaffinity"), row<getcpu, host>("getcpu"),
      row<getrusage, clock>("getrusage"), row<setitimer, clock>("setitimer"), row<getitimer, clock>("getitimer"),
      row<prlimit64, host>("prlimit64"), row<getrandom, random>("getrandom"), row<rt_sigaction>("rt_sigaction"),
      row<rt_sigprocmask>("rt_sigprocmask"), row<kill>("kill"), row<tgkill>("tgkill"), row<next_signal>("next_signal"),
      row<socket>("socket"), row<socketpair>("socketpair"), row<bind>("bind"), row<connect>("connect"),
      row<listen>("listen"), row<accept4>("accept4"), row<getsockname>("getsockname"), row<getpeername>("getpeername"),
      row<setsockopt>("setsockopt"), row<getsockopt>("getsockopt"), row<shutdown>("shutdown"), row<sendto>("sendto"),
      row<recvfrom>("recvfrom"), row<sendmsg>("sendmsg"), row<recvmsg>("recvmsg"),
      row<perf_event_open, attach>("perf_event_open"), row<unserved>("unserved"));
}();

std::span<const Import> imports();

}  // namespace waggle::abi::linux
