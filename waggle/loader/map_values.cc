#include "waggle/loader/map_values.hh"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "waggle/base/strings.hh"
#include "waggle/loader/near.hh"
#include "waggle/loader/value_text.hh"

namespace waggle::loader {
namespace {

// A key or value: the type that BTF gives it, else a number of its size.
event::TypePtr type_of(const Loaded& loaded, btf::TypeId id, std::uint32_t size) {
  if (id != 0)
    if (auto type = loaded.types.describe(id); type.ok() && (*type)->size == size) return *type;
  const bool is_number = size == 1 || size == 2 || size == 4 || size == 8;
  event::Type type{.kind = is_number ? event::Kind::unsigned_integer : event::Kind::bytes,
                   .name = fmt::format("a value of {} bytes", size),
                   .size = size};
  return std::make_shared<const event::Type>(std::move(type));
}

// What a map keeps by reference is written as a descriptor; it must stay open until then.
struct Reference {
  UniqueFd own;
  int descriptor = -1;
};

Result<Reference> refer(Loaded& loaded, std::string_view map_type, const std::string& value) {
  if (map_type == "prog_array") {
    const auto program = loaded.object.program(value);
    if (!program || program->fd() < 0) return Error(ENOENT, fmt::format("there is no loaded program '{}'", value));
    return Reference{{}, program->fd()};
  }
  if (map_type == "array_of_maps" || map_type == "hash_of_maps") {
    const bpf::Map* const map = loaded.object.map(value);
    if (map == nullptr) return Error(ENOENT, fmt::format("there is no map '{}'", value));
    return Reference{{}, map->fd()};
  }
  UniqueFd folder(::open(value.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return errno_error(fmt::format("cgroup '{}'", value));
  const int descriptor = folder.get();
  return Reference{std::move(folder), descriptor};
}

bool holds_references(std::string_view map_type) {
  return map_type == "prog_array" || map_type == "array_of_maps" || map_type == "hash_of_maps" ||
         map_type == "cgroup_array";
}

Result<void> write(const bpf::Map& map, Bytes key, Bytes value) {
  auto written = map.update(key, value);
  const int code = written.ok() ? 0 : written.error().code();
  if (code == E2BIG)
    return Error(E2BIG, fmt::format("the map has no room for it: it holds {}", map.info().max_entries));
  if (code == EBADF && bpf::map_type_name(map.info().type) == "cgroup_array")
    return Error(ENOTDIR, "this folder is no cgroup of version 2");
  return std::move(written).context("writing");
}

Result<void> update(Loaded& loaded, const bpf::Map& map, const std::string& key_text, const std::string& value_text) {
  const bpf::MapInfo& info = map.info();
  if (info.key_size == 0 || info.value_size == 0)
    return Error(EINVAL, fmt::format("a map of the kind {} has no keys and values", bpf::map_type_name(info.type)));
  const auto words = std::ranges::find(loaded.maps, info.name, &MapTypes::name);
  const MapTypes types = words == loaded.maps.end() ? MapTypes{} : *words;
  ByteVector key(info.key_size);
  WAGGLE_CHECK(write_value(*type_of(loaded, types.key, info.key_size), key_text, key).context("key"));
  ByteVector value(map.value_bytes());
  const std::string_view kind = bpf::map_type_name(info.type);
  if (holds_references(kind)) {
    WAGGLE_TRY(const Reference reference, refer(loaded, kind, value_text));
    std::memcpy(value.data(), &reference.descriptor, sizeof reference.descriptor);
    return write(map, key, value);
  }
  WAGGLE_CHECK(write_value(*type_of(loaded, types.value, info.value_size), value_text,
                           MutableBytes(value).first(info.value_size))
                   .context("value"));
  // One value for each CPU, in multiples of 8 bytes.
  const std::size_t step = bpf::is_per_cpu(info.type) ? align_up(info.value_size, 8) : value.size();
  for (std::size_t at = step; step != 0 && at < value.size(); at += step)
    std::memcpy(value.data() + at, value.data(), info.value_size);
  return write(map, key, value);
}

// The map that `text` begins with: names and keys may both hold dots.
std::pair<bpf::Map*, std::string> find_map(Loaded& loaded, const std::string& text) {
  for (auto dot = text.find('.'); dot != text.npos; dot = text.find('.', dot + 1))
    for (bpf::Map& map : loaded.object.maps())
      if (map.info().name == text.substr(0, dot)) return {&map, text.substr(dot + 1)};
  return {nullptr, {}};
}

Result<void> fill(Loaded& loaded, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos) return Error(EINVAL, "takes NAME.KEY=VALUE");
  const auto [map, key] = find_map(loaded, text.substr(0, equals));
  if (map != nullptr) return update(loaded, *map, key, text.substr(equals + 1));
  std::vector<std::string> names;
  for (const bpf::Map& each : loaded.object.maps()) names.push_back(each.info().name);
  const std::string name = text.substr(0, text.find('.'));
  return Error(ENOENT, fmt::format("the object has no map '{}'{}", name, did_you_mean(name, names)));
}

}  // namespace

Result<void> fill_maps(Loaded& loaded, const std::vector<std::string>& values) {
  for (const std::string& value : values) WAGGLE_CHECK(fill(loaded, value).context(fmt::format("--map {}", value)));
  return {};
}

Result<std::size_t> enter_cgroup(Loaded& loaded, const std::string& path) {
  std::size_t count = 0;
  for (const bpf::Map& map : loaded.object.maps()) {
    if (bpf::map_type_name(map.info().type) != "cgroup_array") continue;
    WAGGLE_CHECK(update(loaded, map, "0", path).context("--cgroup"));
    ++count;
  }
  return count;
}

}  // namespace waggle::loader
