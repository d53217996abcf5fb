// Loads the BPF objects that the build made for tests.
#pragma once

#include <string>
#include <string_view>

#include "waggle/base/file.hh"
#include "waggle/bpf/object.hh"
#include "waggle/testing/kernel_fixture.hh"

namespace waggle::testing {

// "bpf/buffers.bpf.o", parsed.
inline Result<bpf::ObjectSpec> open_object(const std::string& name) {
  WAGGLE_TRY(const ByteVector elf, read_file(testdata(name), 1 << 24));
  return bpf::ObjectSpec::open(elf, name);
}

// ... and loaded.
inline Result<bpf::Object> load_object(const std::string& name, const bpf::LoadOptions& options = {}) {
  WAGGLE_TRY(bpf::ObjectSpec spec, open_object(name));
  return bpf::Object::load(std::move(spec), options);
}

}  // namespace waggle::testing
