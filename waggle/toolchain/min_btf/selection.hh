// A part of a BTF that is to stand alone: collects types and members, and writes them as BTF of its own. It does not
// know why they were chosen.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "waggle/base/bytes.hh"
#include "waggle/btf/image.hh"

namespace waggle::toolchain {

// A pointer that is kept may point at nothing, since members are found without following pointers.
enum class Pointees : std::uint8_t { left_out, added };

class Selection {
 public:
  // Borrows the image.
  explicit Selection(const btf::Image& image) : image_(image) {}

  // The type and what it is made of. Of structures and unions only their size: members are added one by one.
  void add(btf::TypeId id, Pointees pointees);
  // With all members, and theirs; behind pointers, only what is there.
  void add_whole(btf::TypeId id);
  void add_member(btf::TypeId composite, std::uint32_t member);

  // Numbers and names are new, the order is that of the image.
  [[nodiscard]] ByteVector write() const;

 private:
  const btf::Image& image_;
  std::map<btf::TypeId, std::set<std::uint32_t>> kept_;  // with the members of structures and unions
  std::set<btf::TypeId> followed_;                       // whose pointees were added
  std::set<btf::TypeId> whole_;
};

}  // namespace waggle::toolchain
