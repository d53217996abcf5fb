#include "waggle/bpf/arena.hh"

#include <bpf/libbpf.h>
#include <fmt/format.h>

namespace waggle::bpf {

Result<void> check_arenas(const bpf_object* object) {
  for (const bpf_map* map = nullptr; (map = ::bpf_object__next_map(object, map)) != nullptr;) {
    if (::bpf_map__type(map) != BPF_MAP_TYPE_ARENA) continue;
    if (::bpf_map__map_extra(map) != 0)
      return Error(EPERM,
                   fmt::format("arena '{}' asks for an address of this process (map_extra)", ::bpf_map__name(map)));
    if ((::bpf_map__map_flags(map) & BPF_F_SEGV_ON_FAULT) != 0)
      return Error(EPERM, fmt::format("arena '{}' asks for faults (BPF_F_SEGV_ON_FAULT)", ::bpf_map__name(map)));
  }
  return {};
}

}  // namespace waggle::bpf
