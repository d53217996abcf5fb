#include "waggle/vm/memory.hh"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace waggle::vm {
namespace {

// Ordinary zeroed memory at a place where a mapping was, or was tried. A failed MAP_FIXED or
// mremap leaves a hole that any later mmap of the process could land in: inside the sandbox.
void plug(std::byte* place, std::size_t length) {
  static_cast<void>(::mmap(place, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
}

// Maps where the kernel likes first: a mapping refused under MAP_FIXED has already taken the
// old pages away.
Result<void> map_at(std::byte* place, const Mapping& mapping) {
  const int protection = mapping.protection == Protection::read ? PROT_READ : PROT_READ | PROT_WRITE;
  void* elsewhere =
      ::mmap(nullptr, mapping.length, protection, MAP_SHARED, mapping.fd, static_cast<off_t>(mapping.offset));
  if (elsewhere == MAP_FAILED) return errno_error("mapping kernel memory");
  if (::mremap(elsewhere, mapping.length, mapping.length, MREMAP_MAYMOVE | MREMAP_FIXED, place) != MAP_FAILED)
    return {};
  Error error = errno_error("moving a mapping into the guest's memory");
  ::munmap(elsewhere, mapping.length);
  plug(place, mapping.length);
  return error;
}

}  // namespace

std::span<const Memory::Range> Memory::touched(std::uint64_t begin, std::uint64_t end) const {
  const auto first = std::ranges::upper_bound(windows_, begin, {}, &Range::end);
  auto last = first;
  while (last != windows_.end() && last->begin < end) ++last;
  return {first, last};
}

bool Memory::read_only_touched(std::uint64_t begin, std::uint64_t end) const {
  return std::ranges::any_of(touched(begin, end), &Range::read_only);
}

Result<Window> Memory::open_window(std::uint64_t address, const Mapping& mapping) {
  const std::uint64_t page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  if (mapping.length == 0 || address % page || mapping.length % page) return Error(EINVAL);
  if (address > size() || mapping.length > size() - address) return Error(EFAULT);
  const auto there = touched(address, address + mapping.length);
  if (!there.empty()) return Error(EBUSY);

  std::byte* place = base() + address;
  WAGGLE_TRY(FaultGuard guard, FaultGuard::watch(*region_, place, mapping.length));
  WAGGLE_CHECK(map_at(place, mapping));
  windows_.insert(windows_.begin() + (there.data() - windows_.data()),
                  {address, address + mapping.length, mapping.protection == Protection::read});
  return Window(*this, std::move(guard), address, mapping.length);
}

Window::Window(Window&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      guard_(std::move(other.guard_)),
      address_(other.address_),
      length_(other.length_) {}

Window::~Window() {
  if (!memory_) return;
  plug(memory_->base() + address_, length_);
  std::erase_if(memory_->windows_, [&](const Memory::Range& range) { return range.begin == address_; });
}

}  // namespace waggle::vm
