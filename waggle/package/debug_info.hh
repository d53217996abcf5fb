// The structures that an object's DWARF knows: those of local variables too, which BTF has not. Objects that are
// shipped mostly have none (llvm-strip -g). Reads untrusted files; asks nothing but the bytes.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::package {

class DebugInfo {
 public:
  // Copies what it needs. An object without DWARF has no structures, which is no error; ENOEXEC for what is no ELF.
  static Result<DebugInfo> parse(Bytes elf);
  DebugInfo(DebugInfo&&) noexcept;
  ~DebugInfo();

  // Every named structure of exactly so many bytes.
  [[nodiscard]] std::vector<event::TypePtr> structures(std::uint32_t bytes) const;
  // The structure that a variable or parameter of a function is, or points to; null for none. Functions that were
  // inlined are looked through.
  [[nodiscard]] event::TypePtr variable(std::string_view function, std::string_view name) const;

 private:
  struct State;
  explicit DebugInfo(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::package
