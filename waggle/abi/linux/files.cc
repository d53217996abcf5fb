#include <fcntl.h>
#include <unistd.h>

#include "waggle/abi/linux/lookup.hh"
#include "waggle/sys/unnamed.hh"

namespace waggle::abi::linux {
namespace {

Answer read_into(Guest& guest, Fd fd, sys::IoVecs to) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  return answer(descriptor->read(guest.stop, to));
}

Answer write_from(Guest& guest, Fd fd, sys::IoVecs from) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  return answer(descriptor->write(guest.stop, from));
}

// pread(2) and pwrite(2) of what has no place to read from.
Result<std::shared_ptr<sys::File>> placed_file_of(Guest& guest, Fd fd) {
  return guest.descriptors.get_as<sys::File>(fd.number, ESPIPE);
}

iovec vector_of(Out to) { return {.iov_base = to.bytes.data(), .iov_len = to.bytes.size()}; }

// write(2) takes the same structure, but does not write to it.
iovec vector_of(In from) {
  return {.iov_base = const_cast<std::byte*>(from.bytes.data()), .iov_len = from.bytes.size()};
}

}  // namespace

Answer close(Guest& guest, Fd fd) { return answer(guest.descriptors.close(fd.number)); }

Answer read(Guest& guest, Fd fd, Out to) {
  const iovec one = vector_of(to);
  return read_into(guest, fd, {&one, 1});
}

Answer readv(Guest& guest, Fd fd, Readv to) { return read_into(guest, fd, to.get()); }

Answer pread64(Guest& guest, Fd fd, Out to, std::int64_t offset) {
  WAGGLE_TRY(const auto file, placed_file_of(guest, fd));
  const iovec one = vector_of(to);
  return answer(file->read_at({&one, 1}, static_cast<std::uint64_t>(offset)));
}

Answer write(Guest& guest, Fd fd, In from) {
  const iovec one = vector_of(from);
  return write_from(guest, fd, {&one, 1});
}

Answer writev(Guest& guest, Fd fd, Writev from) { return write_from(guest, fd, from.get()); }

Answer pwrite64(Guest& guest, Fd fd, In from, std::int64_t offset) {
  WAGGLE_TRY(const auto file, placed_file_of(guest, fd));
  const iovec one = vector_of(from);
  return answer(file->write_at({&one, 1}, static_cast<std::uint64_t>(offset)));
}

Answer lseek(Guest& guest, Fd fd, std::int64_t offset, std::int32_t whence) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  return answer(descriptor->seek(offset, whence));
}

Answer fstat(Guest& guest, Fd fd, Give<struct stat> status) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  WAGGLE_TRY(const struct stat found, descriptor->status());
  status.set(found);
  return 0;
}

Answer getdents64(Guest& guest, Fd fd, Out entries) {
  WAGGLE_TRY(const auto directory, directory_of(guest, fd));
  return answer(directory->next_entries(entries.bytes));
}

Answer ftruncate(Guest& guest, Fd fd, std::int64_t length) {
  WAGGLE_TRY(const auto file, guest.descriptors.get_as<sys::File>(fd.number, EINVAL));
  return answer(file->truncate(static_cast<std::uint64_t>(length)));
}

Answer fsync(Guest& guest, Fd fd) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  return answer(descriptor->sync());
}

Answer dup(Guest& guest, Fd fd) { return answer(guest.descriptors.dup(fd.number)); }

Answer dup3(Guest& guest, Fd from, Fd to, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), O_CLOEXEC));
  if (from.number == to.number) return Error(EINVAL);
  WAGGLE_CHECK(guest.descriptors.dup_to(from.number, to.number));
  return to.number;
}

Answer fcntl(Guest& guest, Fd fd, std::int32_t command, std::int32_t argument) {
  WAGGLE_TRY(const auto descriptor, guest.descriptors.get(fd.number));
  switch (command) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC: return answer(guest.descriptors.dup_from(fd.number, argument));
    case F_GETFD: return FD_CLOEXEC;  // a guest has nothing to execute
    case F_SETFD: return 0;
    case F_GETFL: return descriptor->flags();
    case F_SETFL: WAGGLE_CHECK(descriptor->set_flags(argument)); return 0;
    default: return Error(EINVAL);
  }
}

Answer pipe2(Guest& guest, Give<Pair> ends, std::int32_t flags) {
  WAGGLE_CHECK(only(static_cast<std::uint32_t>(flags), O_CLOEXEC | O_NONBLOCK | O_DIRECT));
  WAGGLE_TRY(sys::Pipe pipe, sys::make_pipe(flags));
  return answer(insert_pair(guest, std::move(pipe.reading), std::move(pipe.writing), ends));
}

}  // namespace waggle::abi::linux
