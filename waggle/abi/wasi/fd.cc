#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "waggle/abi/lookup.hh"
#include "waggle/abi/wasi/file_type.hh"
#include "waggle/abi/wasi/wasi.hh"

namespace waggle::abi::wasi {
namespace {

// What read(2) and write(2) move at most fits into 32 bits.
Result<void> give_count(const Result<std::size_t>& count, Give<std::uint32_t> moved) {
  if (!count.ok()) return Error(count.error().code());
  moved.set(static_cast<std::uint32_t>(*count));
  return {};
}

Result<void> seek(Guest& guest, Fd fd, std::int64_t offset, int whence, Give<std::uint64_t> position) {
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  WAGGLE_TRY(const std::uint64_t at, file->seek(offset, whence));
  position.set(at);
  return {};
}

// Files and directories can both be brought to disk.
Result<void> sync(Guest& guest, Fd fd, Result<void> (sys::File::*how)() const) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  if (const auto* directory = dynamic_cast<const sys::Directory*>(descriptor.get())) return directory->sync();
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return (file.get()->*how)();
}

// What can be read or written; WASI does not know a directory's EISDIR.
Result<sys::DescriptorRef> stream_of(Guest& guest, Fd fd) {
  WAGGLE_TRY(auto descriptor, guest.descriptors.get(fd.number));
  if (dynamic_cast<const sys::Directory*>(descriptor.get()) != nullptr) return Error(EBADF);
  return descriptor;
}

// Writes as much of `bytes` as fits, and says how much room is left.
MutableBytes append(MutableBytes room, Bytes bytes) {
  const std::size_t n = std::min(room.size(), bytes.size());
  std::memcpy(room.data(), bytes.data(), n);
  return room.subspan(n);
}

}  // namespace

Result<void> fd_advise(Guest& guest, Fd fd, std::uint64_t offset, std::uint64_t length, std::uint32_t advice) {
  constexpr std::array kAdvice{POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM,
                               POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,   POSIX_FADV_NOREUSE};
  if (advice >= kAdvice.size()) return Error(EINVAL);
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return file->advise(offset, length, kAdvice[advice]);
}

Result<void> fd_allocate(Guest& guest, Fd fd, std::uint64_t offset, std::uint64_t length) {
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return file->allocate(offset, length);
}

Result<void> fd_close(Guest& guest, Fd fd) { return guest.descriptors.close(fd.number); }

Result<void> fd_datasync(Guest& guest, Fd fd) { return sync(guest, fd, &sys::File::sync_data); }
Result<void> fd_sync(Guest& guest, Fd fd) { return sync(guest, fd, &sys::File::sync); }

Result<void> fd_pread(Guest& guest, Fd fd, ReadVectors to, std::uint64_t offset, Give<std::uint32_t> moved) {
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return give_count(file->read_at(to.get(), offset), moved);
}

Result<void> fd_pwrite(Guest& guest, Fd fd, WriteVectors from, std::uint64_t offset, Give<std::uint32_t> moved) {
  WAGGLE_TRY(const auto file, file_of(guest, fd));
  return give_count(file->write_at(from.get(), offset), moved);
}

Result<void> fd_read(Guest& guest, Fd fd, ReadVectors to, Give<std::uint32_t> moved) {
  WAGGLE_TRY(const auto file, stream_of(guest, fd));
  return give_count(file->read(guest.stop, to.get()), moved);
}

Result<void> fd_write(Guest& guest, Fd fd, WriteVectors from, Give<std::uint32_t> moved) {
  WAGGLE_TRY(const auto file, stream_of(guest, fd));
  return give_count(file->write(guest.stop, from.get()), moved);
}

// A full buffer tells the guest that there is more; the last entry in it may be cut anywhere.
Result<void> fd_readdir(Guest& guest, Fd fd, Out entries, std::uint64_t cookie, Give<std::uint32_t> used) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  MutableBytes room = entries.bytes;
  WAGGLE_CHECK(directory->list(cookie, [&room](const sys::DirectoryEntry& entry) {
    const Dirent head{.next = entry.next,
                      .inode = entry.inode,
                      .name_length = static_cast<std::uint32_t>(entry.name.size()),
                      .type = file_type(static_cast<mode_t>(DTTOIF(entry.type)))};
    room = append(append(room, std::as_bytes(std::span(&head, 1))), as_bytes(entry.name));
    return !room.empty();
  }));
  used.set(static_cast<std::uint32_t>(entries.bytes.size() - room.size()));
  return {};
}

Result<void> fd_renumber(Guest& guest, Fd from, Fd to) { return guest.descriptors.renumber(from.number, to.number); }

Result<void> fd_seek(Guest& guest, Fd fd, std::int64_t offset, std::uint32_t whence, Give<std::uint64_t> position) {
  constexpr std::array kWhence{SEEK_SET, SEEK_CUR, SEEK_END};
  if (whence >= kWhence.size()) return Error(EINVAL);
  return seek(guest, fd, offset, kWhence[whence], position);
}

Result<void> unstable::fd_seek(Guest& guest, Fd fd, std::int64_t offset, std::uint32_t whence,
                               Give<std::uint64_t> position) {
  constexpr std::array kWhence{SEEK_CUR, SEEK_END, SEEK_SET};
  if (whence >= kWhence.size()) return Error(EINVAL);
  return seek(guest, fd, offset, kWhence[whence], position);
}

Result<void> fd_tell(Guest& guest, Fd fd, Give<std::uint64_t> position) {
  return seek(guest, fd, 0, SEEK_CUR, position);
}

}  // namespace waggle::abi::wasi
