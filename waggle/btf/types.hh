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
#include "waggle/btf/image.hh"
#include "waggle/event/type.hh"

namespace waggle::btf {

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
  // The variables of a section (".rodata", ".maps"); empty where there is none. In the BTF of an object file, as the
  // compiler wrote it, offsets of global variables are 0: only a loader knows them, from the table of symbols.
  [[nodiscard]] std::vector<Variable> variables(std::string_view section) const;
  // What btf_decl_tag says of a variable: "waggle:event=exec".
  [[nodiscard]] std::vector<std::string> tags(std::string_view variable) const;
  // What values of this type look like. Never goes around in circles: what stands behind a pointer is not described.
  // EINVAL for what cannot be a value (a function, void), and for BTF that contradicts itself. Meanings come from
  // btf_decl_tag("waggle:ipv4") on members (event/meaning.hh has the words) and from the kernel's own types: in_addr,
  // in6_addr, __be16, and __be32 in a member named "...addr...". char[N] is text, unsigned char[N] is bytes.
  [[nodiscard]] Result<event::TypePtr> describe(TypeId type) const;

 private:
  struct State;
  explicit Types(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace waggle::btf
