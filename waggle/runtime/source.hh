// From a file, or standard input, to a module that can run: what kind of file it is, whether it
// may be trusted as far as its kind needs, and one clear sentence where it cannot.
#pragma once

#include <optional>
#include <string>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/vm/aot_cache.hh"
#include "waggle/vm/engine.hh"
#include "waggle/vm/module.hh"

namespace waggle::runtime {

// The errno of the Error tells the cases apart: ENOENT and the like for what cannot be read,
// ENOEXEC for what is no module, EPERM for native code that is not to be trusted.

// `path` names WebAssembly, its text format, or a compiled module; "-" is standard input. `content` is what was read
// from it already, where it can be read only once.
Result<vm::Module> load_module(vm::Engine& engine, vm::AotCache& cache, const std::string& path,
                               const std::optional<ByteVector>& content);
// The WebAssembly in the file, its text format translated; a compiled module is ENOEXEC.
Result<ByteVector> read_wasm(const std::string& path);

}  // namespace waggle::runtime
