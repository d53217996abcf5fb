// A map of the kernel: one owned descriptor and the facts about it that never change. They are
// read once, so that every operation is exactly one system call. What keys and values mean is
// for others to know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/mapping.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/map_layout.hh"

namespace waggle::bpf {

struct MapInfo {
  MapType type = 0;
  std::uint32_t key_size = 0;    // bytes; 0 for queues, stacks, bloom filters and buffers
  std::uint32_t value_size = 0;  // bytes of one plain value
  std::uint32_t max_entries = 0;
  std::uint32_t flags = 0;  // BPF_F_* of map creation
  std::uint32_t id = 0;
  std::string name;
};

// What Map::create asks the kernel for.
struct MapShape {
  MapType type = 0;
  std::uint32_t key_size = 0;
  std::uint32_t value_size = 0;
  std::uint32_t max_entries = 0;
  std::uint32_t flags = 0;
};

class Map {
 public:
  // Takes a map's descriptor and reads its facts. `name` replaces the kernel's, which is cut to
  // 15 characters; empty keeps it. EINVAL for a descriptor that is no map.
  static Result<Map> open(UniqueFd fd, std::string name = {});
  // A new map that goes with its last descriptor.
  static Result<Map> create(const std::string& name, const MapShape& shape);

  [[nodiscard]] const MapInfo& info() const { return info_; }
  // The host's descriptor, for epoll, links and other maps' values; never for a guest.
  [[nodiscard]] int fd() const { return fd_.get(); }
  // The bytes of one value as lookup() and update() want them.
  [[nodiscard]] std::size_t value_bytes(std::uint64_t flags = 0) const {
    return flags == 0 ? value_bytes_ : bpf::value_bytes(info_.type, info_.value_size, possible_cpus_, flags);
  }

  // The operations. `key` has key_size bytes and `value` value_bytes(flags), else EINVAL; maps
  // without keys take an empty one. `flags` are BPF_ANY, BPF_NOEXIST, BPF_EXIST, BPF_F_LOCK,
  // BPF_F_CPU, ... of <linux/bpf.h>. Errors are the kernel's: ENOENT, EEXIST, E2BIG, EBUSY, ...
  Result<void> lookup(Bytes key, MutableBytes value, std::uint64_t flags = 0) const;
  Result<void> update(Bytes key, Bytes value, std::uint64_t flags = 0) const;
  Result<void> erase(Bytes key, std::uint64_t flags = 0) const;
  // Reads and removes in one step; queues and stacks pop.
  Result<void> lookup_and_delete(Bytes key, MutableBytes value, std::uint64_t flags = 0) const;
  // The key behind `key`, in the map's own order; an empty `key` asks for the first one.
  // ENOENT behind the last.
  Result<void> next_key(Bytes key, MutableBytes next) const;

  // No more writes from user space (BPF_MAP_FREEZE).
  [[nodiscard]] Result<void> freeze() const;

  // Many elements in one system call. `keys` and `values` have room for `count` of them.
  struct Batch {
    std::byte* keys = nullptr;
    std::byte* values = nullptr;
    std::uint32_t count = 0;  // out: how many were done, also where it failed
    std::uint64_t element_flags = 0;
    std::uint64_t flags = 0;
  };
  // Where a walk in batches is: key_size bytes, but at least 4. Null begins it.
  struct BatchWalk {
    const std::byte* from = nullptr;
    std::byte* next = nullptr;
  };
  // The bytes of one place of a BatchWalk.
  [[nodiscard]] std::size_t batch_place_bytes() const;
  // ENOENT with the last batch.
  Result<void> lookup_batch(const BatchWalk& walk, Batch& batch) const;
  Result<void> lookup_and_delete_batch(const BatchWalk& walk, Batch& batch) const;
  Result<void> update_batch(Batch& batch) const;
  Result<void> delete_batch(Batch& batch) const;

  // The values of a BPF_F_MMAPABLE array as memory: element i at i * align_up(value_size, 8).
  // Read-only where user space may no longer write (a frozen map, as .rodata). EINVAL for other
  // maps. The Mapping borrows this map's descriptor.
  [[nodiscard]] Result<Mapping> mapping() const;

 private:
  Map(UniqueFd fd, MapInfo info, unsigned cpus)
      : fd_(std::move(fd)),
        info_(std::move(info)),
        possible_cpus_(cpus),
        value_bytes_(bpf::value_bytes(info_.type, info_.value_size, cpus)) {}

  [[nodiscard]] bool fits_key(Bytes key) const { return key.size() == info_.key_size; }
  // What the kernel wants for "no key": a null pointer.
  static const void* pointer(Bytes bytes) { return bytes.empty() ? nullptr : bytes.data(); }

  UniqueFd fd_;
  MapInfo info_;
  unsigned possible_cpus_;
  std::size_t value_bytes_;  // without flags
};

}  // namespace waggle::bpf
