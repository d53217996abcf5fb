// The global variables of an object as options of a command line: which there are, what they are called, and their
// values. Options change what an object starts with, so they are given before it is loaded. Pure but for the object's
// own memory.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/result.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/types.hh"
#include "waggle/event/type.hh"
#include "waggle/package/package.hh"

namespace waggle::loader {

// A variable that a user may set.
struct Global {
  std::string variable;
  std::string section;       // ".rodata", ".bss", ".data.config"
  std::uint32_t offset = 0;  // bytes into the section
  event::TypePtr type;
  std::string long_option;  // mostly the variable's name
  char short_option = 0;
  std::string help;
  std::string fallback;  // what it starts with, in words; "" where that tells nothing
};

class Globals {
 public:
  // `const volatile` in .rodata*, and what is not static in .data* and .bss: everything else is the compiler's or the
  // program's own affair. The package's words add names and help.
  static Globals of(const bpf::ObjectSpec& spec, const btf::Types& types, const package::Package& package);

  [[nodiscard]] std::span<const Global> all() const { return all_; }
  // By the variable's or the option's name.
  [[nodiscard]] const Global* find(std::string_view name) const;

  // Gives the variables the values that the package wants, then those of `arguments`: "--name VALUE", "--name=VALUE",
  // "-n VALUE", switches, "--enable-name" and "--disable-name", members as "--name.member". EINVAL with near matches
  // for an unknown option; what write_value says for a wrong value.
  Result<void> apply(const package::Package& package, std::span<const std::string> arguments,
                     const bpf::ObjectSpec& spec) const;
  // Sets one variable, or a member of it. ENOENT where there is none of this name.
  Result<void> set(std::string_view path, std::string_view value, const bpf::ObjectSpec& spec) const;

 private:
  std::vector<Global> all_;
};

// The program's own --help.
std::string help_of(const package::Package& package, const Globals& globals);
// Whether the arguments ask for it, or for the version.
bool asks_for_help(std::span<const std::string> arguments);
bool asks_for_version(std::span<const std::string> arguments);

}  // namespace waggle::loader
