// From what a program writes to what its events look like: whether a known structure fits, and, where none does, a
// structure made of the writes alone. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "waggle/bpf/code.hh"
#include "waggle/event/type.hh"
#include "waggle/loader/infer/sends.hh"

namespace waggle::loader::infer {

// A write with the name that its source line gives it.
struct Field {
  Write write;
  std::string name;  // "pid", "addr.port"; "" where the line does not tell
};

// Names writes by the source lines of their instructions.
std::vector<Field> name_writes(const std::vector<Write>& writes, const bpf::Code& code);
// The source line of an instruction; "" for none.
std::string_view line_of(const bpf::Code& code, std::uint32_t instruction);

// Whether these writes could be into this structure: they keep to its members' places; where `names`, to its names too.
bool fits(const event::Type& structure, const std::vector<Field>& fields, bool names);

// The structure that the writes make, of `size` bytes (nullopt: open at its end). Where a name is missing, the place
// stands for it ("at_8"); places that are never written are left out.
event::TypePtr reconstruct(const std::string& map, const std::vector<Field>& fields, std::optional<std::uint32_t> size);

}  // namespace waggle::loader::infer
