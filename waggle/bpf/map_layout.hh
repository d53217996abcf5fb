// What a map's type says about the bytes of its keys and values: how many user space must
// provide, and where descriptors of this process stand in them. Pure; no map is touched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace waggle::bpf {

// The bpf_map_type of <linux/bpf.h>, by number; maps of kinds this list does not name work all
// the same.
using MapType = std::uint32_t;

// "ringbuf", "percpu_hash"; "unknown" for a number that libbpf does not know.
std::string_view map_type_name(MapType type);

// One value per possible CPU.
bool is_per_cpu(MapType type);

// The bytes of one value as user space reads and writes it. Per-CPU kinds have value_size
// rounded up to 8, times the possible CPUs; with BPF_F_CPU or BPF_F_ALL_CPUS in `flags`
// (Linux 6.19) one plain value. The kernel's bpf_map_value_size() is the source.
std::size_t value_bytes(MapType type, std::uint32_t value_size, unsigned possible_cpus, std::uint64_t flags = 0);

// A descriptor inside a value that is written to a map. The kernel puts the object in its
// place: what is read back is an id or a cookie, never a descriptor.
struct DescriptorField {
  std::uint32_t offset;
  std::uint32_t size;  // 4 or 8
  bool optional;       // a number <= 0 means "none" (the program of a devmap or cpumap entry)
  bool operator==(const DescriptorField&) const = default;
};

// Where a value of this map carries a descriptor; nullopt where it carries none. The values of
// struct_ops maps carry descriptors at places only BTF knows: they are not described here.
std::optional<DescriptorField> descriptor_in_value(MapType type, std::uint32_t value_size);

// The key is itself a descriptor, four bytes: socket, inode, task (a pidfd) and cgroup storage.
bool descriptor_in_key(MapType type);

}  // namespace waggle::bpf
