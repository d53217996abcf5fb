// CO-RE relocations as a compiler writes them into an object's section ".BTF.ext" (Documentation/bpf/llvm_reloc.rst of
// the kernel): which instruction depends on which type, member or enumerator of the kernel that runs it. Reads them;
// what a kernel answers is core_match's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/btf/image.hh"

namespace waggle::btf {

// What is asked; the numbers are those of enum bpf_core_relo_kind in <linux/bpf.h>.
enum class CoreKind : std::uint8_t {
  byte_offset,
  byte_size,
  field_exists,
  is_signed,
  left_shift,  // of a bit-field that was loaded as 64 bits: first to the left, then to the right
  right_shift,
  local_type_id,  // in the object itself: asks the kernel nothing
  target_type_id,
  type_exists,
  type_size,
  enumerator_exists,
  enumerator_value,
  type_matches,
};

// "byte offset", "type exists".
std::string_view name(CoreKind kind);
// A program that asks whether something is there copes with "no".
bool is_question(CoreKind kind);

struct CoreRelocation {
  std::string section;            // of the program: "tp/sched/sched_process_exec"
  std::uint32_t instruction = 0;  // within the section, counted in instructions of 8 bytes
  CoreKind kind = CoreKind::byte_offset;
  TypeId type = 0;  // in the object's BTF
  // Of a member: which element of an array of `type`, then member by member, index by index. Of an enumerator: its
  // place. Of a type: {0}.
  std::vector<std::uint32_t> path;
};

// `ext` is the whole section; without one there are none. EINVAL with a sentence for what is broken, and for types that
// `image`, the object's BTF, has not.
Result<std::vector<CoreRelocation>> parse_core_relocations(Bytes ext, const Image& image);

}  // namespace waggle::btf
