// A map of an object as libbpf has it, before and after it is created. A view: it borrows from its
// raw::Object. What is done to its elements is the business of bpf::Map.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

struct bpf_map;

namespace waggle::bpf::raw {

class Link;

struct MapFacts {
  std::uint32_t type, key_size, value_size, max_entries, flags, numa_node, ifindex;
  std::uint32_t btf_key_type_id, btf_value_type_id;
  std::uint64_t extra;
  bool autocreate, autoattach, internal, pinned;
};

class Map {
 public:
  explicit Map(bpf_map* raw) : raw_(raw) {}

  [[nodiscard]] std::string_view name() const;
  // "" where it has none.
  [[nodiscard]] std::string_view pin_path() const;
  [[nodiscard]] MapFacts facts() const;
  [[nodiscard]] bool is_struct_ops() const;
  // The host's descriptor; EBADF before it is created.
  [[nodiscard]] Result<int> fd() const;
  // The template of a map of maps; null where there is none. It goes with set_inner_fd() and when the object is
  // loaded, or tried to be.
  [[nodiscard]] bpf_map* inner() const;

  // EBUSY once it is created. EINVAL where libbpf would take the value and lose count of its own memory: the
  // type and number of elements of a map with an initial value, the size of a struct_ops, its type or another
  // map's becoming that; such a map reuses only a descriptor of the same shape.
  [[nodiscard]] Result<void> set_type(std::uint32_t type) const;
  [[nodiscard]] Result<void> set_key_size(std::uint32_t size) const;
  [[nodiscard]] Result<void> set_value_size(std::uint32_t size) const;
  [[nodiscard]] Result<void> set_max_entries(std::uint32_t count) const;
  [[nodiscard]] Result<void> set_flags(std::uint32_t flags) const;
  [[nodiscard]] Result<void> set_numa_node(std::uint32_t node) const;
  [[nodiscard]] Result<void> set_ifindex(std::uint32_t ifindex) const;
  [[nodiscard]] Result<void> set_extra(std::uint64_t extra) const;
  [[nodiscard]] Result<void> set_autocreate(std::uint32_t on) const;
  [[nodiscard]] Result<void> set_autoattach(std::uint32_t on) const;
  // Null takes it away.
  [[nodiscard]] Result<void> set_pin_path(const char* path) const;
  // A descriptor of the host; it must live until the object is loaded.
  [[nodiscard]] Result<void> set_inner_fd(int fd) const;
  // A descriptor of the host, borrowed.
  [[nodiscard]] Result<void> reuse_fd(int fd) const;

  // What global variables start with, once loaded: have. Empty for other maps, also struct_ops (struct_ops.hh),
  // and for a created arena, whose pages may not be there.
  [[nodiscard]] Bytes initial_value() const;
  // Of exactly the size of the value, and only before load, else EINVAL or EBUSY.
  [[nodiscard]] Result<void> set_initial_value(Bytes value) const;

  // Null: where set_pin_path() said.
  [[nodiscard]] Result<void> pin(const char* path) const;
  [[nodiscard]] Result<void> unpin(const char* path) const;

  [[nodiscard]] Result<Link> attach_struct_ops() const;

  // libbpf's own, for the files of this room, and to tell one map from another.
  [[nodiscard]] bpf_map* raw() const { return raw_; }

 private:
  [[nodiscard]] bool has_memory() const;

  bpf_map* raw_;
};

}  // namespace waggle::bpf::raw
