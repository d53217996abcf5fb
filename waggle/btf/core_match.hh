// What a kernel's types answer to CO-RE relocations. The rules are those that libbpf's relo_core.c documents, written
// anew: a type is found by name and kind, where what stands behind "___" in the object's name does not count; a member
// by its name, also inside structures without one; and a member fits where its kind is the same, whatever its size.
// Nothing is loaded, and the types of modules are not looked at.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/btf/core_relocations.hh"
#include "waggle/btf/image.hh"

namespace waggle::btf {

// A member that was gone through: of which structure or union, which one.
struct CoreStep {
  TypeId composite = 0;
  std::uint32_t member = 0;
};

// A type that has what is asked for.
struct CoreMatch {
  TypeId root = 0;              // the type that has the name
  std::vector<CoreStep> steps;  // every member on the way, also those without a name
  std::uint64_t value = 0;      // what the instruction gets
};

enum class CoreVerdict : std::uint8_t {
  satisfied,
  missing,    // a question is answered with no; anything else makes the instruction invalid
  ambiguous,  // types of one name give different answers, and libbpf refuses the object
  undecided,  // "type matches", of which only the existence is known
};

struct CoreAnswer {
  CoreVerdict verdict = CoreVerdict::missing;
  std::uint64_t value = 0;  // where it is satisfied
};

// Borrows both images.
class CoreMatcher {
 public:
  CoreMatcher(const Image& object, const Image& kernel);

  // "struct task_struct.real_parent.tgid", "enum bpf_func_id.BPF_FUNC_loop". EINVAL for a path that its type has not.
  [[nodiscard]] Result<std::string> describe(const CoreRelocation& relocation) const;
  // Every type of the kernel that has it; for "type matches" those of the same name and kind. EINVAL as above.
  [[nodiscard]] Result<std::vector<CoreMatch>> matches(const CoreRelocation& relocation) const;
  [[nodiscard]] Result<CoreAnswer> answer(const CoreRelocation& relocation) const;

 private:
  const Image& object_;
  const Image& kernel_;
  std::unordered_multimap<std::string_view, TypeId> by_name_;  // of the kernel
};

}  // namespace waggle::btf
