// libbpf programs say #include <bpf/bpf.h> for the map operations: this is it for wasm32 guests.
#ifndef LIBBPF_WASM_BPF_BPF_H
#define LIBBPF_WASM_BPF_BPF_H

#include "../libbpf-wasm.h"

#endif
