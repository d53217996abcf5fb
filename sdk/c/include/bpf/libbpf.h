// Stock skeletons and libbpf programs say #include <bpf/libbpf.h>: this is it for wasm32 guests.
#ifndef LIBBPF_WASM_BPF_LIBBPF_H
#define LIBBPF_WASM_BPF_LIBBPF_H

#include "../libbpf-wasm.h"

#endif
