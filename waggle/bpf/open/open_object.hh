// The way to libbpf's objects; no other file opens one (scripts/check_layers.py). What comes in was written by somebody
// else, and libbpf trusts it more than it should: it is looked at before, and what libbpf made of it after.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/c_ptr.hh"
#include "waggle/base/fd.hh"
#include "waggle/base/result.hh"

struct bpf_object;
struct bpf_object_open_opts;

namespace waggle::bpf {

// bpf_object__close, without libbpf's header for everyone who includes this.
void close_object(bpf_object* object);
using RawObject = CPtr<bpf_object, close_object>;

struct OpenedObject {
  // A copy of the file options.btf_custom_path, in memory, for libbpf to read while loading: a file could have changed
  // by then. None where no file was given.
  UniqueFd kernel_btf;
  RawObject raw;
};

// bpf_object__open_mem. EINVAL with a sentence for what libbpf must not see (object_check.hh), also said among libbpf's
// own warnings; otherwise libbpf's error, one of its numbers.
Result<OpenedObject> open_object(Bytes elf, const bpf_object_open_opts& options);

}  // namespace waggle::bpf
