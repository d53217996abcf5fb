#include "waggle/abi/words.hh"

namespace waggle::abi::linux {
namespace {

constexpr std::string_view kSince = "0.1";

constexpr std::string_view kText =
    R"(The operating system of 64-bit C guests: Linux system calls, one import each, named as the call.
A module imports just the calls that it can make, so its import section says what it may ask for.
Parameters come in the order of the x86-64 kernel call. Descriptors, flags, modes, process and
clock numbers, counts, addresses and byte lengths are i32; offsets and other 64-bit quantities are
i64. Structures are those of the x86-64 kernel; pointers inside them (`iovec`, `msghdr`,
`sigaction`) are 8 bytes wide. The manual of each call is its page in section 2 of the Linux manual;
below stands what is different here.

**Results.** Every call answers an i64: 0 or more, or a negative errno. An address outside of the
guest's memory is `-EFAULT`, whatever is missing in the guest's grants `-EPERM` (with `-v` waggle
says which). A call of this module that waggle does not have answers `-ENOSYS`, and `-v` names it.

**Files.** An absolute path means what the granted directory with the longest fitting name has
there; no path, link or `..` leads out of it (`-EPERM`). Relative paths start, as everywhere, from the
descriptor of a directory; those from `AT_FDCWD` start from the directory granted as `.`, or from `/`
if there is none. `/proc` and `/sys` can be read as their grants say. `/etc/localtime` and
`/usr/share/zoneinfo`, from which a libc takes the time zone, can be read with the grant `timezone`,
which guests have unless it is denied. No descriptor outlives the guest: all are close-on-exec.

**Descriptors** are plain numbers of one table, the lowest free one first: files, directories,
sockets, maps, events. Each call works on all of them that it makes sense for.

**Signals.** Handlers run in the guest: waggle keeps what `rt_sigaction` and `rt_sigprocmask` say.
A signal with a handler, sent from outside or by the guest to itself, ends a call that waits with
`-EINTR`; `next_signal` then tells its number, and the libc calls the handler. `SA_RESTART` is the
libc's to follow: it makes the call again. A signal that is blocked stays pending, also for
`signalfd4`. A signal with its default action (SIGINT, SIGTERM, SIGHUP) ends the wait with `-EINTR`
once, while `next_signal` answers 0; a libc then writes its buffers out and ends. Whatever the
exit code, the guest then counts as ended by that signal (128 + number), and if it waits again
or computes on, waggle ends it. From outside arrive SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE,
SIGWINCH and SIGCONT. Nothing interrupts a guest that computes; if it leaves a signal unread for a
quarter of a second, the next one ends it.

**Sockets** need the grant of their family. A raw or packet socket needs `sockets-packet`. Paths of
Unix sockets are paths of the guest, and are not told by `getsockname`, `getpeername` and messages.
Descriptors and credentials cannot be sent or received.)";

ImportWords call(std::string_view name, std::string_view text, std::vector<ParameterWords> parameters,
                 std::string_view result = "0 or -errno") {
  return {name, kSince, text, result, std::move(parameters)};
}

const ParameterWords kFd{"fd", "the descriptor"};
const ParameterWords kDirectory{"dirfd", "a directory's descriptor, or AT_FDCWD (-100)"};
const ParameterWords kPath{"path", "NUL-terminated, at most 4096 bytes"};
const ParameterWords kBuffer{"buf", "receives the bytes"};
const ParameterWords kData{"buf", "the bytes"};
const ParameterWords kCount{"count", "how many bytes"};
const ParameterWords kVectors{"iov", "array of struct iovec"};
const ParameterWords kVectorCount{"iovcnt", "how many, at most 1024"};
const ParameterWords kOffset{"offset", "in bytes from the file's beginning"};
const ParameterWords kStatus{"statbuf", "receives struct stat"};
const ParameterWords kTimeout{"timeout", "milliseconds; negative waits for ever"};
const ParameterWords kMask{"sigmask", "the signals blocked meanwhile (u64), or 0"};
const ParameterWords kMaskSize{"sigsetsize", "8"};
const ParameterWords kPid{"pid", "0 or the guest's own; others are EPERM"};
const ParameterWords kFamily{"domain", "AF_UNIX, AF_INET, AF_INET6, AF_NETLINK or AF_PACKET; others are EAFNOSUPPORT"};
const ParameterWords kType{"type", "SOCK_STREAM and so on; also SOCK_NONBLOCK, SOCK_CLOEXEC"};
const ParameterWords kProtocol{"protocol", "of the family"};
const ParameterWords kAddress{"addr", "struct sockaddr of the family"};
const ParameterWords kAddressLength{"addrlen", "its bytes"};
const ParameterWords kPeer{"addr", "receives the address, or 0"};
const ParameterWords kPeerLength{"addrlen", "its room, and receives its length (u32), or 0"};
const ParameterWords kMessageFlags{"flags", "MSG_*"};
const ParameterWords kEpoll{"epfd", "the epoll descriptor"};
const ParameterWords kEvents{"events", "receives struct epoll_event, 12 bytes each"};
const ParameterWords kMostEvents{"maxevents", "how many at most"};
const ParameterWords kPolled{"fds", "array of struct pollfd"};
const ParameterWords kPolledCount{"nfds", "how many, at most 4096"};

constexpr std::string_view kBytes = "how many bytes, or -errno";
constexpr std::string_view kDescriptor = "the descriptor, or -errno";

std::vector<ImportWords> file_words() {
  return {
      call("openat",
           "Opens a file or directory. Of the flags, those of access, O_APPEND, O_CLOEXEC, O_CREAT, O_DIRECTORY, "
           "O_DSYNC, O_EXCL, O_LARGEFILE, O_NOCTTY, O_NOFOLLOW, O_NONBLOCK, O_SYNC and O_TRUNC count; others are "
           "EINVAL.",
           {kDirectory, kPath, {"flags", "O_*"}, {"mode", "of a file that is made, before the umask"}}, kDescriptor),
      call("close", "Closes a descriptor.", {kFd}),
      call("read", "Reads; waits where the descriptor is not O_NONBLOCK.", {kFd, kBuffer, kCount}, kBytes),
      call("readv", "Reads into several buffers.", {kFd, kVectors, kVectorCount}, kBytes),
      call("pread64", "Reads at a place.", {kFd, kBuffer, kCount, kOffset}, kBytes),
      call("write", "Writes; waits where the descriptor is not O_NONBLOCK.", {kFd, kData, kCount}, kBytes),
      call("writev", "Writes from several buffers.", {kFd, kVectors, kVectorCount}, kBytes),
      call("pwrite64", "Writes at a place.", {kFd, kData, kCount, kOffset}, kBytes),
      call("lseek", "Moves the file's offset, or the place in a directory's entries.",
           {kFd, {"offset", "in bytes"}, {"whence", "SEEK_*"}}, "the new offset, or -errno"),
      call("fstat", "Tells about an open file. Standard output and error are shown as character devices.",
           {kFd, kStatus}),
      call("newfstatat", "Tells about a file.",
           {kDirectory, kPath, kStatus, {"flags", "AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_NO_AUTOMOUNT"}}),
      call("statx", "Tells about a file.",
           {kDirectory,
            kPath,
            {"flags", "as newfstatat's, and AT_STATX_*"},
            {"mask", "STATX_*"},
            {"statxbuf", "receives struct statx"}}),
      call("readlinkat", "Where a symbolic link leads; cut to the buffer.",
           {kDirectory, kPath, {"buf", "receives the text, without NUL"}, {"bufsiz", "its bytes"}}, kBytes),
      call("getdents64", "The next entries of a directory.",
           {kFd, {"dirp", "receives struct linux_dirent64"}, {"count", "its bytes"}}, kBytes),
      call("faccessat2", "Whether the file can be used. Writing in a read-only tree is EROFS.",
           {kDirectory,
            kPath,
            {"mode", "F_OK, R_OK, W_OK, X_OK"},
            {"flags", "AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH"}}),
      call("unlinkat", "Removes a file or an empty directory.", {kDirectory, kPath, {"flags", "AT_REMOVEDIR or 0"}}),
      call("renameat2", "Renames a file or directory.",
           {{"olddirfd", "the directory that the old path starts from"},
            {"oldpath", "the old name"},
            {"newdirfd", "the directory that the new path starts from"},
            {"newpath", "the new name"},
            {"flags", "RENAME_NOREPLACE, RENAME_EXCHANGE or 0"}}),
      call("mkdirat", "Makes a directory.", {kDirectory, kPath, {"mode", "before the umask"}}),
      call("getcwd",
           "Where relative paths start: \"/\". ENOENT where a directory is granted as \".\", which has no name.",
           {{"buf", "receives the path, with its NUL"}, {"size", "its bytes"}}, kBytes),
      call("umask",
           "Permissions that files and directories do not get when they are made. Waggle's own mask counts too.",
           {{"mask", "the permissions"}}, "the mask before; at first 0"),
      call("ftruncate", "Sets a file's size.", {kFd, {"length", "in bytes"}}),
      call("fsync", "Brings a file or directory to disk.", {kFd}),
      call("dup", "Another number for the same open file.", {kFd}, kDescriptor),
      call("dup3", "A certain number for the same open file.",
           {{"oldfd", "the open one"}, {"newfd", "closed first if it is open"}, {"flags", "O_CLOEXEC or 0"}},
           kDescriptor),
      call("fcntl",
           "F_DUPFD, F_DUPFD_CLOEXEC, F_GETFL, F_SETFL (O_APPEND, O_NONBLOCK), F_GETFD (always FD_CLOEXEC), F_SETFD "
           "(no effect); others are EINVAL.",
           {kFd, {"cmd", "F_*"}, {"arg", "of the command"}}, "what the command gives, or -errno"),
      call("pipe2", "Makes a pipe.",
           {{"pipefd", "receives two descriptors: to read from, to write to"},
            {"flags", "O_CLOEXEC, O_NONBLOCK, O_DIRECT"}}),
      call("statfs", "Tells about the file system a file is on.", {kPath, {"buf", "receives struct statfs"}}),
      call("ioctl",
           "TIOCGWINSZ on terminals; PERF_EVENT_IOC_ENABLE, _DISABLE, _RESET and _SET_BPF on performance events; "
           "SIOCGIFINDEX and SIOCGIFNAME on sockets. Others are ENOTTY.",
           {kFd, {"request", "one of these"}, {"arg", "its address or number"}}),
  };
}

std::vector<ImportWords> time_words() {
  const ParameterWords clock{"clockid", "CLOCK_*, 0 to 7 or 11"};
  const ParameterWords timer{"fd", "the timer"};
  const ParameterWords left{"rem", "receives the time left when a signal came (struct timespec), or 0"};
  return {
      call("clock_gettime", "Reads a clock.", {clock, {"tp", "receives struct timespec"}}),
      call("clock_getres", "The resolution of a clock.", {clock, {"res", "receives struct timespec, or 0"}}),
      call("clock_nanosleep", "Sleeps.",
           {{"clockid", "CLOCK_REALTIME, _MONOTONIC, _BOOTTIME or _TAI"},
            {"flags", "TIMER_ABSTIME or 0"},
            {"req", "struct timespec"},
            left}),
      call("nanosleep", "Sleeps.", {{"req", "struct timespec"}, left}),
      call("timerfd_create", "Makes a timer that is read and polled.",
           {{"clockid", "CLOCK_REALTIME, _MONOTONIC or _BOOTTIME"}, {"flags", "TFD_NONBLOCK, TFD_CLOEXEC"}},
           kDescriptor),
      call("timerfd_settime", "Starts or stops the timer.",
           {timer,
            {"flags", "TFD_TIMER_ABSTIME, TFD_TIMER_CANCEL_ON_SET"},
            {"new_value", "struct itimerspec"},
            {"old_value", "receives the old one, or 0"}}),
      call("timerfd_gettime", "When the timer ends.", {timer, {"curr_value", "receives struct itimerspec"}}),
  };
}

std::vector<ImportWords> waiting_words() {
  return {
      call("poll", "Waits for descriptors.", {kPolled, kPolledCount, kTimeout}, "how many are ready, or -errno"),
      call("ppoll", "Waits for descriptors. `tmo_p` is left as it is.",
           {kPolled, kPolledCount, {"tmo_p", "struct timespec, or 0 to wait for ever"}, kMask, kMaskSize},
           "how many are ready, or -errno"),
      call("epoll_create1", "Makes a set of descriptors to wait for.", {{"flags", "EPOLL_CLOEXEC or 0"}}, kDescriptor),
      call("epoll_ctl",
           "Changes the set. Two numbers of one open file are one member; the guest's data comes back as it is.",
           {kEpoll, {"op", "EPOLL_CTL_*"}, kFd, {"event", "struct epoll_event, 12 bytes; may be 0 to remove"}}),
      call("epoll_wait", "Waits for the set.", {kEpoll, kEvents, kMostEvents, kTimeout},
           "how many events there are, or -errno"),
      call("epoll_pwait", "Waits for the set.", {kEpoll, kEvents, kMostEvents, kTimeout, kMask, kMaskSize},
           "how many events there are, or -errno"),
      call("eventfd2", "Makes a counter that is read, written and polled.",
           {{"initval", "where it begins"}, {"flags", "EFD_CLOEXEC, EFD_NONBLOCK, EFD_SEMAPHORE"}}, kDescriptor),
      call("signalfd4", "Makes a descriptor that gives pending signals to read, or changes one.",
           {{"fd", "-1 for a new one"},
            {"mask", "its signals (u64)"},
            {"sizemask", "8"},
            {"flags", "SFD_CLOEXEC, SFD_NONBLOCK"}},
           kDescriptor),
  };
}

std::vector<ImportWords> identity_words() {
  const ParameterWords count{"count", "receives how many there are (u32)"};
  const ParameterWords bytes{"bytes", "receives how long all are together, with a NUL each (u32)"};
  return {
      call("args_sizes", "How much room `args` needs. No system call: what a process finds on its stack.",
           {count, bytes}),
      call("args", "The arguments of the guest, its name first.",
           {{"argv", "receives their addresses (u64 each)"}, {"text", "receives the texts"}}),
      call("environ_sizes", "How much room `environ` needs.", {count, bytes}),
      call("environ", "The environment of the guest: KEY=VALUE, what waggle was told to give.",
           {{"envp", "receives the addresses (u64 each)"}, {"text", "receives the texts"}}),
      {"exit", kSince, "Ends the guest, as exit_group.", "never", {{"status", "its exit code"}}},
      call("getpid", "The process's number, as the host and its BPF programs see it.", {}, "the number"),
      call("gettid", "The thread's number.", {}, "the number"),
      call("getppid", "The parent's number.", {}, "the number"),
      call("getuid", "The real user.", {}, "the number"),
      call("geteuid", "The effective user.", {}, "the number"),
      call("getgid", "The real group.", {}, "the number"),
      call("getegid", "The effective group.", {}, "the number"),
      call("uname", "Names of the host and its kernel.", {{"buf", "receives struct utsname, 390 bytes"}}),
      call("sysinfo", "Memory, load and age of the host.", {{"info", "receives struct sysinfo, 112 bytes"}}),
      call("sched_getaffinity", "The processors that the guest may run on.",
           {kPid, {"len", "bytes at `mask`, a multiple of 8"}, {"mask", "receives a bit for each processor"}}, kBytes),
      call("sched_setaffinity", "Says on which processors the guest runs.",
           {kPid, {"mask", "a bit for each processor"}, {"len", "bytes at `mask`"}}),
      call("getcpu", "On which processor the guest is.",
           {{"cpu", "receives the processor (u32), or 0"}, {"node", "receives its node (u32), or 0"}}),
      call("getrusage", "What waggle has used of the host for the guest.",
           {{"who", "RUSAGE_SELF, RUSAGE_THREAD or RUSAGE_CHILDREN"}, {"usage", "receives struct rusage, 144 bytes"}}),
      call("setitimer", "Sets the guest's alarm clock, which raises SIGALRM.",
           {{"which", "ITIMER_REAL"},
            {"new_value", "struct itimerval; a time of 0, or no structure, stops it"},
            {"old_value", "receives the old one, or 0"}}),
      call("getitimer", "When the alarm clock rings next.",
           {{"which", "ITIMER_REAL"}, {"curr_value", "receives struct itimerval"}}),
      call("prlimit64",
           "The host's limit of a resource. Setting RLIMIT_MEMLOCK does nothing, since the host locks what maps need; "
           "setting others is EPERM.",
           {kPid,
            {"resource", "RLIMIT_*"},
            {"new_limit", "struct rlimit64, or 0"},
            {"old_limit", "receives struct rlimit64, or 0"}}),
      call("getrandom", "Random numbers from the kernel.",
           {{"buf", "receives them"}, {"buflen", "how many bytes"}, {"flags", "GRND_*"}}, kBytes),
  };
}

std::vector<ImportWords> signal_words() {
  const ParameterWords signal{"sig", "1 to 64"};
  const ParameterWords sent{"sig", "1 to 64, or 0 to ask whether it could be sent"};
  return {
      call("rt_sigaction", "Whether a signal is ignored, handled, or has its default action.",
           {signal,
            {"act", "struct sigaction of the kernel, 32 bytes, or 0"},
            {"oldact", "receives what was set before, or 0"},
            kMaskSize}),
      call("rt_sigprocmask", "Which signals are blocked.",
           {{"how", "SIG_BLOCK 0, SIG_UNBLOCK 1, SIG_SETMASK 2"},
            {"set", "bit 0 is signal 1 (u64), or 0"},
            {"oldset", "receives what was blocked before (u64), or 0"},
            kMaskSize}),
      call("kill", "Sends the guest a signal of its own.", {{"pid", "the guest's own; others are EPERM"}, sent}),
      call("tgkill", "Sends the guest a signal of its own.",
           {{"tgid", "the guest's own; others are EPERM"}, {"tid", "the same"}, sent}),
      call("next_signal",
           "A signal whose handler is to be called, taken from those that are pending and not blocked. No system call: "
           "a libc asks after each call that failed with EINTR, sent a signal or unblocked one.",
           {}, "the signal's number, 0 for none"),
  };
}

std::vector<ImportWords> socket_words() {
  const ParameterWords level{"level", "SOL_SOCKET and so on"};
  const ParameterWords option{"optname", "SO_* and so on; others than the common ones are ENOPROTOOPT"};
  return {
      call("socket", "Makes a socket; needs the grant of its family.", {kFamily, kType, kProtocol}, kDescriptor),
      call("socketpair", "Makes two connected Unix sockets.",
           {kFamily, kType, kProtocol, {"sv", "receives two descriptors"}}),
      call("bind", "Gives a socket its address.", {kFd, kAddress, kAddressLength}),
      call("connect", "Connects a socket.", {kFd, kAddress, kAddressLength}),
      call("listen", "Lets a socket accept connections.", {kFd, {"backlog", "how many may wait"}}),
      call("accept4", "Takes a connection.", {kFd, kPeer, kPeerLength, {"flags", "SOCK_NONBLOCK, SOCK_CLOEXEC"}},
           kDescriptor),
      call("getsockname", "A socket's own address.", {kFd, kPeer, kPeerLength}),
      call("getpeername", "The address of a socket's peer.", {kFd, kPeer, kPeerLength}),
      call("setsockopt", "Sets an option. SO_ATTACH_BPF and SO_ATTACH_REUSEPORT_EBPF take a descriptor of the guest.",
           {kFd, level, option, {"optval", "its value"}, {"optlen", "bytes of it"}}),
      call(
          "getsockopt", "Reads an option.",
          {kFd, level, option, {"optval", "receives its value"}, {"optlen", "its room, and receives its bytes (u32)"}}),
      call("shutdown", "Ends one or both directions of a connection.", {kFd, {"how", "SHUT_*"}}),
      call("sendto", "Sends. A broken connection is EPIPE and no signal.",
           {kFd,
            kData,
            {"len", "how many bytes"},
            kMessageFlags,
            {"dest_addr", "struct sockaddr, or 0"},
            kAddressLength},
           kBytes),
      call("recvfrom", "Receives.",
           {kFd,
            kBuffer,
            {"len", "its bytes"},
            kMessageFlags,
            {"src_addr", "receives the sender's address, or 0"},
            kPeerLength},
           kBytes),
      call("sendmsg", "Sends. Control messages of SOL_SOCKET are EPERM.",
           {kFd, {"msg", "struct msghdr, 56 bytes"}, kMessageFlags}, kBytes),
      call("recvmsg", "Receives. Descriptors that come with a message are closed.",
           {kFd, {"msg", "struct msghdr, 56 bytes, changed"}, kMessageFlags}, kBytes),
  };
}

std::vector<ImportWords> perf_words() {
  return {
      call("perf_event_open",
           "Opens a performance event. Its type is one of the kernel's own six: those with numbers of their own, which "
           "name probes by address, are EPERM, and so are events that raise signals.",
           {{"attr",
             "struct perf_event_attr, `size` bytes of it. A software or hardware counter with a period and empty "
             "samples "
             "only runs BPF programs; every other event needs the grant `perf-events`"},
            {"pid",
             "a process's number, -1 for all, 0 for waggle itself; with PERF_FLAG_PID_CGROUP a directory's descriptor"},
            {"cpu", "a processor, or -1 for all"},
            {"group_fd", "the descriptor of the group's first event, or -1"},
            {"flags", "PERF_FLAG_*"}},
           kDescriptor),
  };
}

std::vector<ImportWords> other_words() {
  return {
      call("unserved",
           "Answers -ENOSYS; with `-v` waggle names the call, once. What a libc makes of calls that are not in this "
           "table.",
           {{"number", "the call's number on x86-64"}}, "-ENOSYS")};
}

}  // namespace

ModuleWords words() {
  std::vector<ImportWords> all;
  for (auto& part : {file_words(), time_words(), waiting_words(), identity_words(), signal_words(), socket_words(),
                     perf_words(), other_words()})
    all.insert(all.end(), part.begin(), part.end());
  return {"linux", "linux", "The import module `linux`", kText, true, std::move(all), "linux_"};
}

}  // namespace waggle::abi::linux
