// Structures as they lie in memory, written out so far that a compiler for any guest has no freedom left: numbers of a
// fixed width, padding as members, bit-fields at their bits, and whether natural alignment gives these places or the
// structure must be packed. It knows BTF and no language; the files beside it write one language each.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/btf/image.hh"

namespace waggle::toolchain {

enum class ScalarKind : std::uint8_t { character, integer, boolean, floating, bytes };

// One number, or bytes that no language has a number for.
struct Scalar {
  ScalarKind kind = ScalarKind::bytes;
  std::uint32_t size = 1;  // bytes; of a number 1, 2, 4, 8 or 16
  bool is_signed = false;
  bool is_long = false;         // C's long, and not long long
  std::string stands_for = {};  // what it was in the kernel's program: "pointer", "enum state"; else empty
};

struct Definition;

struct Member {
  std::string name = {};                   // empty for a structure that is part of the outer one, and for bits that pad
  std::uint64_t offset = 0;                // bits, from the beginning of the structure whose member it is
  std::uint32_t bits = 0;                  // of a bit-field, else 0
  std::vector<std::uint32_t> counts = {};  // of an array, the outermost first; 0 for one without a length
  Scalar scalar = {};                      // where there is no `type`
  std::shared_ptr<Definition> type = {};
  bool padding = false;

  // Bits.
  [[nodiscard]] std::uint64_t size() const;
  // Of the value, or one element; bytes.
  [[nodiscard]] std::uint32_t alignment() const;
};

struct Constant {
  std::string name;
  std::int64_t value = 0;  // the bits of it, where the enumeration is unsigned
};

enum class DefinitionKind : std::uint8_t { structure, union_, enumeration };

struct Definition {
  DefinitionKind kind = DefinitionKind::structure;
  std::string name = {};        // unique among all; empty for one that is written where it is used
  bool is_typedef = false;      // it has no tag: its name is that of a typedef
  std::uint32_t size = 0;       // bytes
  std::uint32_t alignment = 1;  // bytes
  bool packed = false;
  bool is_signed = false;  // of an enumeration
  std::vector<Member> members = {};
  std::vector<Constant> constants = {};
};

// Every definition that the roots need, each after those it contains.
using Layout = std::vector<std::shared_ptr<const Definition>>;

// The `roots` are structures, unions, enumerations, or typedefs of them. `packed`: pack all structures, whether they
// need it or not. Of two types with one name the second becomes NAME___2, and so on. An enumeration becomes a number
// where it has another size than C's, no constants, or constants that an earlier one has. EINVAL with a sentence for
// what is no structure, and for BTF that contradicts itself.
Result<Layout> lay_out(const btf::Image& image, std::span<const btf::TypeId> roots, bool packed);

// Values of any type, each as a member without a name, and the definitions that they need. EINVAL as above, and for a
// type that no value has.
struct ValuesLayout {
  Layout types;
  std::vector<Member> values;
};
Result<ValuesLayout> lay_out_values(const btf::Image& image, std::span<const btf::TypeId> roots,
                                    std::span<const btf::TypeId> values);

// The global variables of a section (".bss"), as members of a structure; static ones are padding.
struct Section {
  std::string name;
  Definition values;
};
struct GlobalsLayout {
  Layout types;  // that the variables need
  std::vector<Section> sections;
};

// Of those of `sections` that there are. Their places are right only in BTF that libbpf has read an object's symbols
// into (bpf::ObjectSpec::btf).
Result<GlobalsLayout> lay_out_globals(const btf::Image& image, std::span<const std::string> sections);

}  // namespace waggle::toolchain
