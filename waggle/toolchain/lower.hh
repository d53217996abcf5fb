// Lowers what clang and wasm-ld make for wasm64 to an ordinary module with 32-bit memories and tables. Programs keep
// their 64-bit pointers and `long`; only the addresses that instructions consume become 32 bits wide. One pass over
// the bytes; it trusts nothing in them, but leaves it to the engine to validate the result.
#pragma once

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

namespace waggle::toolchain {

struct LowerOptions {
  // Keeps the names of functions. Other notes of compiler and linker (DWARF, features) are always dropped: they
  // describe the module as it was.
  bool keep_names = false;
  // Traps where an address does not fit in 32 bits. Without, it wraps: a wild pointer may hit the guest's own memory.
  bool check_pointers = false;
  // A call by pointer that nearly surely calls one function, because it is the only one of that type in the table, asks
  // whether it does and calls it directly. Not done where the module changes its tables.
  bool direct_calls = true;
};

struct Lowered {
  ByteVector module;
  // It has a format of printf that does, or an instruction on floating-point numbers. Without either it has no such
  // number to print: a constant's bits could only meet a format that is put together letter by letter.
  bool may_print_floats = false;
};

// A module without 64-bit memories and tables comes back as it was, less the notes. ENOEXEC with a sentence that names
// what is wrong and in which function.
Result<Lowered> lower(Bytes module, const LowerOptions& options);

}  // namespace waggle::toolchain
