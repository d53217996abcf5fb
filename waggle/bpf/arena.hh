// Arenas of objects that nobody vouches for.
#pragma once

#include "waggle/base/result.hh"

struct bpf_object;

namespace waggle::bpf {

// To be asked before loading. libbpf maps an arena into this process where the object says (map_extra, with
// MAP_FIXED: over whatever is there), and touches its pages. EPERM for an object that names an address, or that
// wants a fault on pages that are not there yet (BPF_F_SEGV_ON_FAULT).
Result<void> check_arenas(const bpf_object* object);

}  // namespace waggle::bpf
