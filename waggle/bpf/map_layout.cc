#include "waggle/bpf/map_layout.hh"

#include <bpf/libbpf.h>
#include <linux/bpf.h>

#include "waggle/base/bytes.hh"

namespace waggle::bpf {

std::string_view map_type_name(MapType type) {
  const char* const name = ::libbpf_bpf_map_type_str(static_cast<bpf_map_type>(type));
  return name != nullptr ? name : "unknown";
}

bool is_per_cpu(MapType type) {
  switch (type) {
    case BPF_MAP_TYPE_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_ARRAY:
    case BPF_MAP_TYPE_LRU_PERCPU_HASH:
    case BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED: return true;
    default: return false;
  }
}

std::size_t value_bytes(MapType type, std::uint32_t value_size, unsigned possible_cpus, std::uint64_t flags) {
  if (!is_per_cpu(type) || (flags & (BPF_F_CPU | BPF_F_ALL_CPUS)) != 0) return value_size;
  return align_up(value_size, 8) * possible_cpus;
}

std::optional<DescriptorField> descriptor_in_value(MapType type, std::uint32_t value_size) {
  switch (type) {
    case BPF_MAP_TYPE_PROG_ARRAY:
    case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
    case BPF_MAP_TYPE_CGROUP_ARRAY:
    case BPF_MAP_TYPE_ARRAY_OF_MAPS:
    case BPF_MAP_TYPE_HASH_OF_MAPS:
    case BPF_MAP_TYPE_XSKMAP: return DescriptorField{0, 4, false};
    case BPF_MAP_TYPE_SOCKMAP:
    case BPF_MAP_TYPE_SOCKHASH:
    case BPF_MAP_TYPE_REUSEPORT_SOCKARRAY: return DescriptorField{0, value_size == 8 ? 8U : 4U, false};
    case BPF_MAP_TYPE_DEVMAP:
    case BPF_MAP_TYPE_DEVMAP_HASH:
      if (value_size < sizeof(bpf_devmap_val)) return std::nullopt;
      return DescriptorField{offsetof(bpf_devmap_val, bpf_prog), 4, true};
    case BPF_MAP_TYPE_CPUMAP:
      if (value_size < sizeof(bpf_cpumap_val)) return std::nullopt;
      return DescriptorField{offsetof(bpf_cpumap_val, bpf_prog), 4, true};
    default: return std::nullopt;
  }
}

bool descriptor_in_key(MapType type) {
  switch (type) {
    case BPF_MAP_TYPE_SK_STORAGE:
    case BPF_MAP_TYPE_INODE_STORAGE:
    case BPF_MAP_TYPE_TASK_STORAGE:
    case BPF_MAP_TYPE_CGRP_STORAGE: return true;
    default: return false;
  }
}

}  // namespace waggle::bpf
