// The imports of module `wasm_bpf` under the names that programs of the first generation know.
#ifndef LIBBPF_WASM_IMPORTS_H
#define LIBBPF_WASM_IMPORTS_H

#include "../waggle/imports/wasm_bpf.h"

// A loaded object in the host's table; 0 is none.
typedef uint64_t bpf_object_skel;

#endif
