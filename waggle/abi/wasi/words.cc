#include <initializer_list>

#include "waggle/abi/words.hh"

namespace waggle::abi::wasi {
namespace {

constexpr std::string_view kSince = "0.1";
constexpr std::string_view kErrno = "0, or a WASI error number";

constexpr std::string_view kText =
    R"(WASI preview1, the system interface of most Wasm libcs: wasi-libc, Rust, Go, TinyGo, Zig.
`wasi_unstable` (snapshot 0) is the same but for four functions, each with the layout it had
then: `fd_seek` counts *current, end, start*; `fd_filestat_get` and `path_filestat_get` answer 56
bytes with a 32-bit link count; `poll_oneoff` reads subscriptions of 56 bytes. It has no
`sock_accept`.

**Errors.** Every function answers 0 or a WASI error number. An address outside of memory is
`fault`, a missing grant or a path that leads out of its directory `perm`, a change in a
read-only tree `rofs`, a link of /proc that is not followed `loop`.

**Descriptors.** 0, 1 and 2 are the standard streams. From 3 on come the directories the guest
was granted, in the order of the options: each `--dir HOST[::GUEST]`, then `/proc` and `/sys`,
read-only. New ones take the lowest free number; BPF maps are in the same table. Output and error
are shown as character devices, so that a libc writes them line by line.

**Paths** are resolved beneath the directory of their descriptor, by the kernel (`openat2`). In
/proc, waggle's own process, every `mem`, `environ`, `kcore` and `kmsg`, and in /sys every
`trace_pipe` is refused, by whatever path; magic links are not followed, but with the grant
`proc-links`, `exe`, `root`, `cwd` and `ns/*` are, for reading.

**Rights** are reported as what the descriptor can do. Of those that `path_open` and
`fd_fdstat_set_rights` are given, the rights to read and to write have an effect.

**Signals.** When the guest shall end (Ctrl-C, `--timeout`), the next `poll_oneoff`, or read that
would have to wait, answers `intr`, once, so that it can end by itself. Blocking again ends it.)";

using Parameters = std::vector<ParameterWords>;

constexpr ParameterWords kFd{"fd", "the descriptor"};
constexpr ParameterWords kDirectory{"fd", "the directory the path starts from"};
constexpr ParameterWords kLookup{"lookupflags", "1: follow a symbolic link at the end of the path"};
constexpr ParameterWords kPath{"path", "the path, without NUL"}, kPathLength{"path_len", "its length in bytes"};
constexpr ParameterWords kVectors{"iovs", "array of address and length, 32 bits each"};
constexpr ParameterWords kVectorCount{"iovs_len", "how many; beyond 1024 the rest is left"};
constexpr ParameterWords kOffset{"offset", "where in the file"};
constexpr ParameterWords kMoved{"size", "receives the number of bytes moved (u32)"};
constexpr ParameterWords kAccessed{"atim", "time of access, nanoseconds"}, kModified{"mtim", "time of modification"};
constexpr ParameterWords kTimeFlags{"fstflags", "1 set atim, 2 atim to now, 4 set mtim, 8 mtim to now"};
constexpr ParameterWords kFdFlags{"fdflags", "1 append, 2 dsync, 4 nonblock, 8 rsync, 16 sync"};

ImportWords call(std::string_view name, std::string_view text, Parameters parameters) {
  return {name, kSince, text, kErrno, std::move(parameters)};
}

std::vector<ImportWords> process_words() {
  return {
      call("args_get", "The arguments.",
           {{"argv", "receives an address for each"}, {"argv_buf", "receives the texts, each with a NUL"}}),
      call("args_sizes_get", "How much args_get will write.",
           {{"argc", "receives how many (u32)"}, {"size", "receives the bytes of the texts (u32)"}}),
      call("environ_get", "The environment: what --env gave, nothing else.",
           {{"environ", "receives an address for each"},
            {"environ_buf", "receives the texts KEY=value, each with a NUL"}}),
      call("environ_sizes_get", "How much environ_get will write.",
           {{"count", "receives how many (u32)"}, {"size", "receives the bytes of the texts (u32)"}}),
      call("clock_res_get", "The resolution of a clock.",
           {{"id", "0 real time, 1 monotonic, 2 CPU time of the process, 3 of the thread"},
            {"resolution", "receives nanoseconds (u64)"}}),
      call("clock_time_get", "The time of a clock.",
           {{"id", "as for clock_res_get"},
            {"precision", "ignored: it is always exact"},
            {"time", "receives nanoseconds (u64)"}}),
  };
}

std::vector<ImportWords> fd_words() {
  return {
      call("fd_advise", "How a file will be used.",
           {kFd,
            kOffset,
            {"len", "bytes; 0 to the end"},
            {"advice", "0 normal, 1 sequential, 2 random, 3 willneed, 4 dontneed, 5 noreuse"}}),
      call("fd_allocate", "Makes sure that a part of a file has room on disk; `notsup` where the file system cannot.",
           {kFd, kOffset, {"len", "bytes"}}),
      call("fd_close", "Closes a descriptor.", {kFd}),
      call("fd_datasync", "Brings a file's data to disk.", {kFd}),
      call("fd_fdstat_get", "Type, flags and rights of a descriptor.", {kFd, {"fdstat", "receives 24 bytes"}}),
      call("fd_fdstat_set_flags", "Sets append and nonblock; `notsup` for a change of the others.", {kFd, kFdFlags}),
      call("fd_fdstat_set_rights", "Gives rights up; `perm` for more than it has.",
           {kFd, {"rights", "those to keep"}, {"inheriting", "those to keep for files opened below"}}),
      call("fd_filestat_get", "Attributes of an open file.", {kFd, {"filestat", "receives 64 bytes"}}),
      call("fd_filestat_set_size", "Shortens or lengthens a file.", {kFd, {"size", "bytes"}}),
      call("fd_filestat_set_times", "Sets the times of an open file.", {kFd, kAccessed, kModified, kTimeFlags}),
      call("fd_pread", "Reads at an offset; the file's own stays.", {kFd, kVectors, kVectorCount, kOffset, kMoved}),
      call("fd_prestat_get", "Whether the descriptor is a directory that was opened for the guest; `badf` if not.",
           {kFd, {"prestat", "receives 8 bytes: 0, and the length of its name"}}),
      call("fd_prestat_dir_name", "The name of such a directory.",
           {kFd, {"path", "receives the name, without NUL"}, {"path_len", "bytes at `path`"}}),
      call("fd_pwrite", "Writes at an offset; the file's own stays.", {kFd, kVectors, kVectorCount, kOffset, kMoved}),
      call("fd_read", "Reads: one vector is one read(2), several are one readv(2).",
           {kFd, kVectors, kVectorCount, kMoved}),
      call("fd_readdir", "Lists a directory. A full buffer means that there may be more; its last entry may be cut.",
           {kFd,
            {"buf", "receives entries: 24 bytes and the name"},
            {"buf_len", "bytes at `buf`"},
            {"cookie", "0, or `d_next` of the last whole entry"},
            {"used", "receives the bytes written (u32)"}}),
      call("fd_renumber", "Moves a descriptor onto another one, which is closed by that.",
           {kFd, {"to", "the other, open"}}),
      call("fd_seek", "Moves the offset of a file.",
           {kFd,
            {"offset", "relative to `whence`"},
            {"whence", "0 start, 1 current, 2 end"},
            {"position", "receives the new offset (u64)"}}),
      call("fd_sync", "Brings a file or a directory to disk.", {kFd}),
      call("fd_tell", "The offset of a file.", {kFd, {"position", "receives it (u64)"}}),
      call("fd_write", "Writes: one vector is one write(2), several are one writev(2).",
           {kFd, kVectors, kVectorCount, kMoved}),
  };
}

std::vector<ImportWords> path_words() {
  return {
      call("path_create_directory", "Makes a directory.", {kDirectory, kPath, kPathLength}),
      call("path_filestat_get", "Attributes of a file.",
           {kDirectory, kLookup, kPath, kPathLength, {"filestat", "receives 64 bytes"}}),
      call("path_filestat_set_times", "Sets the times of a file.",
           {kDirectory, kLookup, kPath, kPathLength, kAccessed, kModified, kTimeFlags}),
      call("path_link", "Makes a hard link.",
           {{"old_fd", "the directory the old path starts from"},
            kLookup,
            {"old_path", "the file"},
            {"old_path_len", "its length"},
            {"new_fd", "the directory the new path starts from"},
            {"new_path", "the new name"},
            {"new_path_len", "its length"}}),
      call("path_open",
           "Opens or creates a file or directory. The right to read (2) or to list (16384) opens for reading, the "
           "right to write (64) for writing.",
           {kDirectory,
            kLookup,
            kPath,
            kPathLength,
            {"oflags", "1 create, 2 directory, 4 exclusive, 8 truncate"},
            {"rights", "see above"},
            {"inheriting", "ignored"},
            kFdFlags,
            {"opened", "receives the descriptor (u32)"}}),
      call("path_readlink", "Where a symbolic link leads; cut to the buffer.",
           {kDirectory,
            kPath,
            kPathLength,
            {"buf", "receives the text, without NUL"},
            {"buf_len", "bytes at `buf`"},
            {"used", "receives the bytes written (u32)"}}),
      call("path_remove_directory", "Removes an empty directory.", {kDirectory, kPath, kPathLength}),
      call("path_rename", "Renames a file or directory.",
           {{"fd", "the directory the old path starts from"},
            {"old_path", "the old name"},
            {"old_path_len", "its length"},
            {"new_fd", "the directory the new path starts from"},
            {"new_path", "the new name"},
            {"new_path_len", "its length"}}),
      call("path_symlink", "Makes a symbolic link; `perm` for an absolute target.",
           {{"old_path", "the target"},
            {"old_path_len", "its length"},
            kDirectory,
            {"new_path", "the name of the link"},
            {"new_path_len", "its length"}}),
      call("path_unlink_file", "Removes a file.", {kDirectory, kPath, kPathLength}),
  };
}

std::vector<ImportWords> other_words() {
  return {
      call("poll_oneoff",
           "Waits for the first of some clocks and descriptors. `inval` for no or more than 4096 subscriptions.",
           {{"in", "subscriptions, 48 bytes each"},
            {"out", "receives events, 32 bytes each, room for as many"},
            {"nsubscriptions", "how many"},
            {"nevents", "receives how many happened (u32)"}}),
      {"proc_exit", kSince, "Ends the guest.", "never", {{"rval", "its exit code"}}},
      call("proc_raise",
           "Does what the signal does by default: ends the guest, or nothing; `nosys` for those that would pause it.",
           {{"sig", "WASI's number"}}),
      call("sched_yield", "Lets other threads of the machine run.", {}),
      call("random_get", "Random numbers from the kernel.", {{"buf", "receives them"}, {"buf_len", "bytes"}}),
      call("sock_accept", "Takes a connection from a listening socket that waggle inherited.",
           {kFd, {"fdflags", "4 nonblock, or 0"}, {"accepted", "receives the descriptor (u32)"}}),
      call("sock_recv", "Receives.",
           {kFd,
            kVectors,
            kVectorCount,
            {"riflags", "1 peek, 2 wait for all"},
            kMoved,
            {"roflags", "receives 1 if data was cut (u16)"}}),
      call("sock_send", "Sends.", {kFd, kVectors, kVectorCount, {"siflags", "0"}, kMoved}),
      call("sock_shutdown", "Ends one or both directions of a connection.",
           {kFd, {"how", "1 receiving, 2 sending, 3 both"}}),
  };
}

}  // namespace

ModuleWords words() {
  std::vector<ImportWords> all;
  for (auto& part : {process_words(), fd_words(), path_words(), other_words()})
    all.insert(all.end(), part.begin(), part.end());
  return {"wasi_snapshot_preview1", "wasi", "The import module `wasi_snapshot_preview1`", kText, false, std::move(all)};
}

}  // namespace waggle::abi::wasi
