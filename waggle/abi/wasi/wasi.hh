// The modules `wasi_snapshot_preview1` and `wasi_unstable` (snapshot 0, which differs in four
// layouts). Each function only translates: WASI's numbers and structures on the guest's side,
// the native calls of `sys` on ours. Paths reach no further than the guest's roots.
#pragma once

#include <cstdint>
#include <span>

#include "waggle/abi/import.hh"
#include "waggle/abi/vectors.hh"
#include "waggle/abi/wasi/errno.hh"
#include "waggle/abi/wasi/records.hh"
#include "waggle/vm/module.hh"

namespace waggle::abi::wasi {

using ReadVectors = abi::ReadVectors<std::uint32_t>;
using WriteVectors = abi::WriteVectors<std::uint32_t>;

// process.cc
Result<void> args_get(Guest& guest, GuestPtr argv, GuestPtr text);
Result<void> args_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size);
Result<void> environ_get(Guest& guest, GuestPtr environ, GuestPtr text);
Result<void> environ_sizes_get(Guest& guest, Give<std::uint32_t> count, Give<std::uint32_t> size);
Result<void> clock_res_get(Guest& guest, std::uint32_t clock, Give<std::uint64_t> resolution);
Result<void> clock_time_get(Guest& guest, std::uint32_t clock, std::uint64_t precision, Give<std::uint64_t> time);
Result<NoResult> proc_exit(Guest& guest, std::uint32_t code);
Result<void> proc_raise(Guest& guest, std::uint32_t signal);
Result<void> sched_yield(Guest& guest);
Result<void> random_get(Guest& guest, Out bytes);

// fd.cc
Result<void> fd_advise(Guest& guest, Fd fd, std::uint64_t offset, std::uint64_t length, std::uint32_t advice);
Result<void> fd_allocate(Guest& guest, Fd fd, std::uint64_t offset, std::uint64_t length);
Result<void> fd_close(Guest& guest, Fd fd);
Result<void> fd_datasync(Guest& guest, Fd fd);
Result<void> fd_pread(Guest& guest, Fd fd, ReadVectors to, std::uint64_t offset, Give<std::uint32_t> moved);
Result<void> fd_pwrite(Guest& guest, Fd fd, WriteVectors from, std::uint64_t offset, Give<std::uint32_t> moved);
Result<void> fd_read(Guest& guest, Fd fd, ReadVectors to, Give<std::uint32_t> moved);
Result<void> fd_readdir(Guest& guest, Fd fd, Out entries, std::uint64_t cookie, Give<std::uint32_t> used);
Result<void> fd_renumber(Guest& guest, Fd from, Fd to);
Result<void> fd_seek(Guest& guest, Fd fd, std::int64_t offset, std::uint32_t whence, Give<std::uint64_t> position);
Result<void> fd_sync(Guest& guest, Fd fd);
Result<void> fd_tell(Guest& guest, Fd fd, Give<std::uint64_t> position);
Result<void> fd_write(Guest& guest, Fd fd, WriteVectors from, Give<std::uint32_t> moved);

// status.cc
Result<void> fd_fdstat_get(Guest& guest, Fd fd, Give<Fdstat> status);
Result<void> fd_fdstat_set_flags(Guest& guest, Fd fd, std::uint32_t flags);
Result<void> fd_fdstat_set_rights(Guest& guest, Fd fd, std::uint64_t rights, std::uint64_t inheriting);
Result<void> fd_filestat_get(Guest& guest, Fd fd, Give<Filestat> status);
Result<void> fd_filestat_set_size(Guest& guest, Fd fd, std::uint64_t size);
Result<void> fd_filestat_set_times(Guest& guest, Fd fd, std::uint64_t accessed, std::uint64_t modified,
                                   std::uint32_t flags);
Result<void> fd_prestat_get(Guest& guest, Fd fd, Give<Prestat> prestat);
Result<void> fd_prestat_dir_name(Guest& guest, Fd fd, Out name);
Result<void> path_filestat_get(Guest& guest, Fd fd, std::uint32_t lookup, Path path, Give<Filestat> status);
Result<void> path_filestat_set_times(Guest& guest, Fd fd, std::uint32_t lookup, Path path, std::uint64_t accessed,
                                     std::uint64_t modified, std::uint32_t flags);

// path.cc
Result<void> path_create_directory(Guest& guest, Fd fd, Path path);
Result<void> path_link(Guest& guest, Fd from_fd, std::uint32_t lookup, Path from, Fd to_fd, Path to);
Result<void> path_open(Guest& guest, Fd fd, std::uint32_t lookup, Path path, std::uint32_t open_flags,
                       std::uint64_t rights, std::uint64_t inheriting, std::uint32_t flags, Give<std::int32_t> opened);
Result<void> path_readlink(Guest& guest, Fd fd, Path path, Out text, Give<std::uint32_t> used);
Result<void> path_remove_directory(Guest& guest, Fd fd, Path path);
Result<void> path_rename(Guest& guest, Fd from_fd, Path from, Fd to_fd, Path to);
Result<void> path_symlink(Guest& guest, Path target, Fd fd, Path path);
Result<void> path_unlink_file(Guest& guest, Fd fd, Path path);

// poll.cc
Result<void> poll_oneoff(Guest& guest, GuestPtr subscriptions, GuestPtr events, std::uint32_t count,
                         Give<std::uint32_t> happened);

// socket.cc
Result<void> sock_accept(Guest& guest, Fd fd, std::uint32_t flags, Give<std::int32_t> accepted);
Result<void> sock_recv(Guest& guest, Fd fd, ReadVectors to, std::uint32_t flags, Give<std::uint32_t> moved,
                       Give<std::uint16_t> happened);
Result<void> sock_send(Guest& guest, Fd fd, WriteVectors from, std::uint32_t flags, Give<std::uint32_t> moved);
Result<void> sock_shutdown(Guest& guest, Fd fd, std::uint32_t how);

// What snapshot 0 has differently: the order of `whence`, the width of a link count, and the
// place of a clock in a subscription.
namespace unstable {
Result<void> fd_filestat_get(Guest& guest, Fd fd, Give<UnstableFilestat> status);
Result<void> fd_seek(Guest& guest, Fd fd, std::int64_t offset, std::uint32_t whence, Give<std::uint64_t> position);
Result<void> path_filestat_get(Guest& guest, Fd fd, std::uint32_t lookup, Path path, Give<UnstableFilestat> status);
Result<void> poll_oneoff(Guest& guest, GuestPtr subscriptions, GuestPtr events, std::uint32_t count,
                         Give<std::uint32_t> happened);
}  // namespace unstable

// Rows with a GuestPtr: how long the array is, only the function knows.
inline constexpr auto kRows = rows<WasiErrno>(
    row<args_get>("args_get"), row<args_sizes_get>("args_sizes_get"), row<environ_get>("environ_get"),
    row<environ_sizes_get>("environ_sizes_get"), row<clock_res_get, policy::Grant::clock>("clock_res_get"),
    row<clock_time_get, policy::Grant::clock>("clock_time_get"), row<fd_advise>("fd_advise"),
    row<fd_allocate>("fd_allocate"), row<fd_close>("fd_close"), row<fd_datasync>("fd_datasync"),
    row<fd_fdstat_get>("fd_fdstat_get"), row<fd_fdstat_set_flags>("fd_fdstat_set_flags"),
    row<fd_fdstat_set_rights>("fd_fdstat_set_rights"), row<fd_filestat_get>("fd_filestat_get"),
    row<fd_filestat_set_size>("fd_filestat_set_size"), row<fd_filestat_set_times>("fd_filestat_set_times"),
    row<fd_pread>("fd_pread"), row<fd_prestat_get>("fd_prestat_get"), row<fd_prestat_dir_name>("fd_prestat_dir_name"),
    row<fd_pwrite>("fd_pwrite"), row<fd_read>("fd_read"), row<fd_readdir>("fd_readdir"),
    row<fd_renumber>("fd_renumber"), row<fd_seek>("fd_seek"), row<fd_sync>("fd_sync"), row<fd_tell>("fd_tell"),
    row<fd_write>("fd_write"), row<path_create_directory>("path_create_directory"),
    row<path_filestat_get>("path_filestat_get"), row<path_filestat_set_times>("path_filestat_set_times"),
    row<path_link>("path_link"), row<path_open>("path_open"), row<path_readlink>("path_readlink"),
    row<path_remove_directory>("path_remove_directory"), row<path_rename>("path_rename"),
    row<path_symlink>("path_symlink"), row<path_unlink_file>("path_unlink_file"),
    row<poll_oneoff, policy::Grant::clock>("poll_oneoff"), row<proc_exit>("proc_exit"), row<proc_raise>("proc_raise"),
    row<sched_yield>("sched_yield"), row<random_get, policy::Grant::random>("random_get"),
    row<sock_accept>("sock_accept"), row<sock_recv>("sock_recv"), row<sock_send>("sock_send"),
    row<sock_shutdown>("sock_shutdown"));

// Snapshot 0: its own functions first, where there are any; sock_accept came later.
std::span<const Import> imports();
std::span<const Import> unstable_imports();

// Whether a module imports either of the two modules, and so looks for its roots.
bool is_imported(std::span<const vm::Import> imports);
// Gives the guest its roots as opened directories, from the lowest free descriptor on.
Result<void> open_preopens(Guest& guest);

}  // namespace waggle::abi::wasi
