// By which names the maps of an object are found: their own, libbpf's names of the sections
// behind global variables (".bss"), and the names that skeletons write ("bootstra.bss"). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace waggle::bpf {

struct MapName {
  std::string name;  // as libbpf shows it: "events", "bootstra.rodata", ".rodata.str1.1"
  bool internal;     // made by libbpf for a section: .bss, .data*, .rodata*, .kconfig
};

// The section of an internal map: what starts at the first dot of its name. The name of an
// object never has a dot (ObjectSpec::open sees to it).
std::string_view section_of(std::string_view internal_map_name);

// The place in `maps` of the map meant by `name`: the one called so; else, where `name` starts
// with a dot, the internal map of that section; else, where it is "<any prefix>.<section>", the
// internal map of that section. A section that two maps have means neither.
std::optional<std::size_t> find_map(std::span<const MapName> maps, std::string_view name);

}  // namespace waggle::bpf
