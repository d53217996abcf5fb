// The types of one object, as its BTF has them: looked up by name or number, sections of global variables, tags, and
// the event::Type that a BTF type becomes. Owns a copy of the BTF; must not ask the kernel.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/event/type.hh"

namespace waggle::btf {

// A type's number within its BTF; 0 is void.
using TypeId = std::uint32_t;

// A global variable: where it lies in its section.
struct Variable {
  std::string name;
  std::uint32_t offset = 0;  // bytes
  std::uint32_t size = 0;    // bytes
  TypeId type = 0;
  bool global = false;                       // not static
  bool constant = false, volatile_ = false;  // as declared
};

class Types {
 public:
  // Raw BTF, of either byte order. EINVAL with a sentence for what is no BTF.
  static Result<Types> parse(Bytes btf);
  Types(Types&&) noexcept;
  Types& operator=(Types&&) noexcept;
  ~Types();

  // "event", "struct event", "union u", "enum e", or a typedef's name.
  [[nodiscard]] std::optional<TypeId> find(std::string_view name) const;
  // Of all named structures and unions that have a size, in order.
  [[nodiscard]] std::vector<TypeId> structures() const;
  // As C writes it: "struct event", "unsigned int", "char[16]".
  [[nodiscard]] std::string name(TypeId type) const;
  // In bytes; 0 for what has none.
  [[nodiscard]] std::uint32_t size(TypeId type) const;
  // The variables of a section (".rodata", ".maps"); empty where there is none.
  [[nodiscard]] std::vector<Variable> variables(std::string_view section) const;
  // What btf_decl_tag says of a variable: "waggle:event=exec".
  [[nodiscard]] std::vector<std::string> tags(std::string_view variable) const;
  // What values of this type look like. Never goes around in circles: what stands behind a pointer is not described.
  // EINVAL for what cannot be a value (a function, void), and for BTF that contradicts itself.
  [[nodiscard]] Result<event::TypePtr> describe(TypeId type) const;

 private:
  struct State;
  explicit Types(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::btf
