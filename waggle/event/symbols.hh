// Who knows the names of addresses, and the stacks of an event. This room only asks; the kernel's table and the ELF
// files of processes are read elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "waggle/event/event.hh"
#include "waggle/event/value.hh"

namespace waggle::event {

class Symbols {
 public:
  Symbols() = default;
  Symbols(const Symbols&) = delete;
  Symbols& operator=(const Symbols&) = delete;
  virtual ~Symbols() = default;

  // "do_sys_openat2"; "" where it is unknown. The answer is good until the next question.
  virtual std::string_view kernel(std::uint64_t address) = 0;
  // In the process `pid` as it is now.
  virtual std::string_view user(std::uint32_t pid, std::uint64_t address) = 0;
};

inline bool is_stack(const Type& type) {
  return type.kind == Kind::array && (type.meaning == Meaning::kernel_stack || type.meaning == Meaning::user_stack);
}

// The stacks of one event after the other. Borrows the symbols; null: nothing has a name.
class Stacks {
 public:
  explicit Stacks(Symbols* symbols) : symbols_(symbols) {}

  // What comes is about this event; its member "tgid", else "pid", says whose addresses these are, "kstack_sz" and
  // "ustack_sz" how many bytes of its stacks were written (a negative number: none).
  void begin(const Event& event);
  // An address in the stack at `place`, counted from the innermost; 0 ends it.
  [[nodiscard]] std::uint64_t address(const Type& stack, Bytes event, Place place, std::uint32_t i) const;
  // "" where it is unknown.
  std::string_view name(const Type& stack, std::uint64_t address);

 private:
  Symbols* symbols_;
  std::uint32_t pid_ = 0;
  std::optional<std::int64_t> kernel_bytes_, user_bytes_;  // nullopt: up to a zero
};

}  // namespace waggle::event
