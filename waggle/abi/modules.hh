// Every import module there is, and the linking of a guest's imports against them.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "waggle/abi/import.hh"
#include "waggle/vm/module.hh"

namespace waggle::abi {

struct ImportModule {
  std::string_view name;
  std::span<const Import> imports;
};

// In the order in which manuals list them.
std::span<const ImportModule> import_modules();

// What link() would make of an import, for those who only look.
struct Prospect {
  bool known = false;    // a table has a function of this name and type
  policy::Grants needs;  // of it
  std::string remark;    // what becomes of one that is not known
};
Prospect prospect_of(const vm::Import& wanted);

// The functions for one guest's imports. Must outlive the guest's Store.
class Linkage {
 public:
  // Finds a function for each import. An unknown function becomes one that ends the guest when
  // it is called; `unknown()` lists them. One of the module `linux` answers -ENOSYS instead. EINVAL where an import has
  // a known name and another type, or is not a function at all: nothing could be given for it.
  static Result<Linkage> link(std::span<const vm::Import> wanted, Guest& guest);

  // In the order of the imports, one each.
  [[nodiscard]] std::span<const vm::HostFunction* const> functions() const { return functions_; }
  // "module.name" of each import that nobody knows.
  [[nodiscard]] const std::vector<std::string>& unknown() const { return unknown_; }

 private:
  Linkage() = default;
  Result<void> add(const vm::Import& wanted, Guest& guest);

  // Deques: what was handed out by address must not move.
  std::deque<std::string> names_;
  std::deque<BoundImport> bound_;
  std::deque<vm::HostFunction> host_;
  std::vector<const vm::HostFunction*> functions_;
  std::vector<std::string> unknown_;
};

}  // namespace waggle::abi
