// Objects that say anything, for libbpf to open: what object_check lets pass must not end the process. Begins with the
// objects of build/fuzz/fuzz/seeds/object. libbpf itself is built without a sanitizer, which still sees what it
// allocates, frees, and copies.
#include <cstddef>
#include <cstdint>
#include <span>

#include "waggle/bpf/raw/object.hh"
#include "waggle/bpf/raw/struct_ops.hh"

using namespace waggle;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bpf::raw::OpenOptions options;
  options.name = "fuzz";
  const auto object = bpf::raw::Object::open(std::as_bytes(std::span(data, size)), options);
  if (!object.ok()) return 0;
  for (bpf_map* map = nullptr; (map = object->next_map(map)) != nullptr;)
    static_cast<void>(bpf::raw::struct_ops_of(*object, bpf::raw::Map(map)));
  return 0;
}
