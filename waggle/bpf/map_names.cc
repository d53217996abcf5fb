#include "waggle/bpf/map_names.hh"

#include <algorithm>

namespace waggle::bpf {

std::string_view section_of(std::string_view internal_map_name) {
  const auto dot = internal_map_name.find('.');
  return dot == internal_map_name.npos ? std::string_view() : internal_map_name.substr(dot);
}

std::optional<std::size_t> find_map(std::span<const MapName> maps, std::string_view name) {
  const auto place = [&](auto it) { return static_cast<std::size_t>(it - maps.begin()); };
  const auto own = std::ranges::find(maps, name, &MapName::name);
  if (own != maps.end()) return place(own);

  const std::string_view section = section_of(name);
  const auto stands_for = [&](const MapName& map) { return map.internal && section_of(map.name) == section; };
  const auto first = std::ranges::find_if(maps, stands_for);
  if (first == maps.end() || std::find_if(first + 1, maps.end(), stands_for) != maps.end()) return std::nullopt;
  return place(first);
}

}  // namespace waggle::bpf
