#include "waggle/bpf/raw/map.hh"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "waggle/bpf/raw/link.hh"
#include "waggle/bpf/raw/status.hh"

namespace waggle::bpf::raw {

std::string_view Map::name() const { return ::bpf_map__name(raw_); }

std::string_view Map::pin_path() const {
  const char* const path = ::bpf_map__pin_path(raw_);
  return path == nullptr ? std::string_view() : path;
}

MapFacts Map::facts() const {
  return {.type = ::bpf_map__type(raw_),
          .key_size = ::bpf_map__key_size(raw_),
          .value_size = ::bpf_map__value_size(raw_),
          .max_entries = ::bpf_map__max_entries(raw_),
          .flags = ::bpf_map__map_flags(raw_),
          .numa_node = ::bpf_map__numa_node(raw_),
          .ifindex = ::bpf_map__ifindex(raw_),
          .btf_key_type_id = ::bpf_map__btf_key_type_id(raw_),
          .btf_value_type_id = ::bpf_map__btf_value_type_id(raw_),
          .extra = ::bpf_map__map_extra(raw_),
          .autocreate = ::bpf_map__autocreate(raw_),
          .autoattach = ::bpf_map__autoattach(raw_),
          .internal = ::bpf_map__is_internal(raw_),
          .pinned = ::bpf_map__is_pinned(raw_)};
}

Result<int> Map::fd() const {
  const int fd = ::bpf_map__fd(raw_);
  if (fd < 0) return Error(EBADF);
  return fd;
}

bpf_map* Map::inner() const { return ::bpf_map__inner_map(raw_); }

bool Map::is_struct_ops() const { return ::bpf_map__type(raw_) == BPF_MAP_TYPE_STRUCT_OPS; }

// libbpf keeps memory for it, whose length it computes from type, value size and number of elements each time.
bool Map::has_memory() const {
  std::size_t size = 0;
  return ::bpf_map__initial_value(raw_, &size) != nullptr;
}

Result<void> Map::set_type(std::uint32_t type) const {
  if (has_memory() || type == BPF_MAP_TYPE_STRUCT_OPS) return Error(EINVAL);
  return status(::bpf_map__set_type(raw_, static_cast<bpf_map_type>(type)));
}

Result<void> Map::set_key_size(std::uint32_t size) const { return status(::bpf_map__set_key_size(raw_, size)); }

Result<void> Map::set_value_size(std::uint32_t size) const {
  if (is_struct_ops()) return Error(EINVAL);
  return status(::bpf_map__set_value_size(raw_, size));
}

Result<void> Map::set_max_entries(std::uint32_t count) const {
  if (has_memory()) return Error(EINVAL);
  return status(::bpf_map__set_max_entries(raw_, count));
}

Result<void> Map::set_flags(std::uint32_t flags) const { return status(::bpf_map__set_map_flags(raw_, flags)); }
Result<void> Map::set_numa_node(std::uint32_t node) const { return status(::bpf_map__set_numa_node(raw_, node)); }
Result<void> Map::set_ifindex(std::uint32_t ifindex) const { return status(::bpf_map__set_ifindex(raw_, ifindex)); }
Result<void> Map::set_extra(std::uint64_t extra) const { return status(::bpf_map__set_map_extra(raw_, extra)); }
Result<void> Map::set_autocreate(std::uint32_t on) const { return status(::bpf_map__set_autocreate(raw_, on != 0)); }
Result<void> Map::set_autoattach(std::uint32_t on) const { return status(::bpf_map__set_autoattach(raw_, on != 0)); }
Result<void> Map::set_pin_path(const char* path) const { return status(::bpf_map__set_pin_path(raw_, path)); }
Result<void> Map::set_inner_fd(int fd) const { return status(::bpf_map__set_inner_map_fd(raw_, fd)); }

Result<void> Map::reuse_fd(int fd) const {
  bpf_map_info other{};
  std::uint32_t length = sizeof other;
  WAGGLE_CHECK(status(::bpf_map_get_info_by_fd(fd, &other, &length)));
  const bool same_shape = other.type == ::bpf_map__type(raw_) && other.value_size == ::bpf_map__value_size(raw_) &&
                          other.max_entries == ::bpf_map__max_entries(raw_);
  if (is_struct_ops() || (has_memory() && !same_shape)) return Error(EINVAL);
  return status(::bpf_map__reuse_fd(raw_, fd));
}

Bytes Map::initial_value() const {
  const bool created = ::bpf_map__fd(raw_) >= 0;
  if (is_struct_ops() || (::bpf_map__type(raw_) == BPF_MAP_TYPE_ARENA && created)) return {};
  std::size_t size = 0;
  const void* const value = ::bpf_map__initial_value(raw_, &size);
  return value == nullptr ? Bytes() : Bytes(static_cast<const std::byte*>(value), size);
}

Result<void> Map::set_initial_value(Bytes value) const {
  return status(::bpf_map__set_initial_value(raw_, value.data(), value.size()));
}

Result<void> Map::pin(const char* path) const { return status(::bpf_map__pin(raw_, path)); }
Result<void> Map::unpin(const char* path) const { return status(::bpf_map__unpin(raw_, path)); }

Result<Link> Map::attach_struct_ops() const { return Link::take(::bpf_map__attach_struct_ops(raw_)); }

}  // namespace waggle::bpf::raw
