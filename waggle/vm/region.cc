#include "waggle/vm/region.hh"

#include <sys/mman.h>

#include "waggle/base/bytes.hh"

namespace waggle::vm {
namespace {

// Arena pointers of BPF programs and offsets of the guest are the same 32-bit number only
// where the memory begins at a multiple of this.
constexpr std::size_t kAlignment = std::size_t{1} << 32;

}  // namespace

Result<std::unique_ptr<Region>> Region::reserve(std::size_t size, std::size_t reserved, std::size_t guard) {
  if (size > reserved)
    return Error(ENOMEM, "the module wants " + std::to_string(size >> 20) + " MiB of memory at once, more than the " +
                             std::to_string(reserved >> 20) + " MiB reserved");
  const std::size_t span = reserved + guard;
  void* place = ::mmap(nullptr, span + kAlignment, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (place == MAP_FAILED) return errno_error("reserving address space for the guest");
  // Cut the piece that begins at a multiple of the alignment out of the larger one.
  auto* low = static_cast<std::byte*>(place);
  auto* base = reinterpret_cast<std::byte*>(align_up(reinterpret_cast<std::uintptr_t>(low), kAlignment));
  if (base != low) ::munmap(low, static_cast<std::size_t>(base - low));
  if (auto* end = low + span + kAlignment; base + span != end)
    ::munmap(base + span, static_cast<std::size_t>(end - base - span));

  std::unique_ptr<Region> region(new Region(base, 0, reserved, guard));
  WAGGLE_CHECK(region->grow(size));
  return region;
}

Region::~Region() { ::munmap(base_, reserved_ + guard_); }

Result<void> Region::grow(std::size_t size) {
  if (size < size_ || size > reserved_) return Error(ENOMEM);
  if (size > size_ && ::mprotect(base_ + size_, size - size_, PROT_READ | PROT_WRITE) != 0)
    return errno_error("growing the guest's memory");
  size_ = size;
  return {};
}

Region* Regions::add(std::unique_ptr<Region> region) {
  const std::scoped_lock lock(mutex_);
  Region* raw = region.get();
  by_base_.emplace(raw->base(), std::move(region));
  return raw;
}

void Regions::remove(const Region* region) {
  const std::scoped_lock lock(mutex_);
  by_base_.erase(region->base());
}

Region* Regions::find(const std::byte* base) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_base_.find(base);
  return found == by_base_.end() ? nullptr : found->second.get();
}

}  // namespace waggle::vm
