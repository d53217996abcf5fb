// The BPF API of C and C++ guests on wasm32 (ILP32 with wasi-libc): libbpf's names, carried by
// the imports of module `wasm_bpf`. Header-only; needs no other include before it and prints
// nothing. Works with the skeletons of a stock `bpftool gen skeleton` and with those of the
// first-generation generator.
//
// Errors are libbpf's: functions that return int give 0 (or a count) or -errno, functions that
// return a pointer give NULL; both set errno. The host speaks Linux error numbers, the libc of a
// guest has its own: this header translates, so `err == -EINTR` and strerror(-err) are right.
//
// What these imports cannot carry is not declared, so that it fails at compile time and not in
// the kernel: changing a map's type or size before load, reusing or pinning maps, program and
// link descriptors, test runs, batch operations, detaching one program.
#ifndef LIBBPF_WASM_H
#define LIBBPF_WASM_H

#include "libbpf-wasm/buffer.h"
#include "libbpf-wasm/cpu.h"
#include "libbpf-wasm/map.h"
#include "libbpf-wasm/object.h"
#include "libbpf-wasm/program.h"
#include "libbpf-wasm/skeleton.h"

#endif
