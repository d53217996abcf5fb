#include "waggle/bpf/map.hh"

#include <bpf/bpf.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/host.hh"

namespace waggle::bpf {
namespace {

constexpr std::uint64_t kMaxFdinfo = 1 << 16;

// libbpf returns -errno; a plain errno does not allocate.
Result<void> status(int result) {
  if (result < 0) return Error(-result);
  return {};
}

bpf_map_batch_opts options_of(const Map::Batch& batch) {
  bpf_map_batch_opts options{};
  options.sz = sizeof options;
  options.elem_flags = batch.element_flags;
  options.flags = batch.flags;
  return options;
}

// bpf_map_info does not tell; fdinfo does (Linux 5.2).
Result<bool> is_frozen(int fd) {
  WAGGLE_TRY(const auto text, read_file(fmt::format("/proc/self/fdinfo/{}", fd), kMaxFdinfo));
  return as_text(text).find("\nfrozen:\t1\n") != std::string_view::npos;
}

}  // namespace

Result<Map> Map::open(UniqueFd fd, std::string name) {
  bpf_map_info about{};
  std::uint32_t length = sizeof about;
  if (const int result = ::bpf_map_get_info_by_fd(fd.get(), &about, &length); result < 0)
    return Error(-result).context("reading a map's facts");
  if (name.empty()) name = static_cast<const char*>(about.name);
  unsigned cpus = 1;
  if (is_per_cpu(about.type)) {
    WAGGLE_TRY(cpus, possible_cpus());
  }
  MapInfo info{about.type,      about.key_size, about.value_size, about.max_entries,
               about.map_flags, about.id,       std::move(name)};
  return Map(std::move(fd), std::move(info), cpus);
}

Result<Map> Map::create(const std::string& name, const MapShape& shape) {
  bpf_map_create_opts options{};
  options.sz = sizeof options;
  options.map_flags = shape.flags;
  UniqueFd fd(::bpf_map_create(static_cast<bpf_map_type>(shape.type), name.c_str(), shape.key_size, shape.value_size,
                               shape.max_entries, &options));
  if (!fd) return errno_error(fmt::format("creating the {} map '{}'", map_type_name(shape.type), name));
  return open(std::move(fd), name);
}

Result<void> Map::lookup(Bytes key, MutableBytes value, std::uint64_t flags) const {
  if (!fits_key(key) || value.size() != value_bytes(flags)) return Error(EINVAL);
  return status(::bpf_map_lookup_elem_flags(fd(), pointer(key), value.data(), flags));
}

Result<void> Map::update(Bytes key, Bytes value, std::uint64_t flags) const {
  if (!fits_key(key) || value.size() != value_bytes(flags)) return Error(EINVAL);
  return status(::bpf_map_update_elem(fd(), pointer(key), value.data(), flags));
}

Result<void> Map::erase(Bytes key, std::uint64_t flags) const {
  if (!fits_key(key)) return Error(EINVAL);
  return status(::bpf_map_delete_elem_flags(fd(), pointer(key), flags));
}

Result<void> Map::lookup_and_delete(Bytes key, MutableBytes value, std::uint64_t flags) const {
  if (!fits_key(key) || value.size() != value_bytes(flags)) return Error(EINVAL);
  return status(::bpf_map_lookup_and_delete_elem_flags(fd(), pointer(key), value.data(), flags));
}

Result<void> Map::next_key(Bytes key, MutableBytes next) const {
  if ((!key.empty() && !fits_key(key)) || !fits_key(next)) return Error(EINVAL);
  return status(::bpf_map_get_next_key(fd(), pointer(key), next.data()));
}

Result<void> Map::freeze() const { return status(::bpf_map_freeze(fd())); }

std::size_t Map::batch_place_bytes() const { return std::max<std::size_t>(info_.key_size, sizeof(std::uint32_t)); }

// libbpf takes the place to begin at as writable, and does not write to it.
Result<void> Map::lookup_batch(const BatchWalk& walk, Batch& batch) const {
  const auto options = options_of(batch);
  return status(::bpf_map_lookup_batch(fd(), const_cast<std::byte*>(walk.from), walk.next, batch.keys, batch.values,
                                       &batch.count, &options));
}

Result<void> Map::lookup_and_delete_batch(const BatchWalk& walk, Batch& batch) const {
  const auto options = options_of(batch);
  return status(::bpf_map_lookup_and_delete_batch(fd(), const_cast<std::byte*>(walk.from), walk.next, batch.keys,
                                                  batch.values, &batch.count, &options));
}

Result<void> Map::update_batch(Batch& batch) const {
  const auto options = options_of(batch);
  return status(::bpf_map_update_batch(fd(), batch.keys, batch.values, &batch.count, &options));
}

Result<void> Map::delete_batch(Batch& batch) const {
  const auto options = options_of(batch);
  return status(::bpf_map_delete_batch(fd(), batch.keys, &batch.count, &options));
}

Result<Mapping> Map::mapping() const {
  const bool is_array = info_.type == BPF_MAP_TYPE_ARRAY;
  if (!is_array || (info_.flags & BPF_F_MMAPABLE) == 0)
    return Error(EINVAL, fmt::format("map '{}' cannot be mapped: it is no array with BPF_F_MMAPABLE", info_.name));
  WAGGLE_TRY(const bool frozen, is_frozen(fd()));
  const bool read_only = frozen || (info_.flags & BPF_F_RDONLY) != 0;
  const std::uint64_t values = align_up(info_.value_size, 8) * info_.max_entries;
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return Mapping{fd(), 0, align_up(values, page), read_only ? Protection::read : Protection::read_write};
}

}  // namespace waggle::bpf
