// An object file that was read but not loaded. Reading needs no privilege and touches no kernel;
// between open() and Object::load() programs and maps can be looked at and changed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/map.hh"
#include "waggle/bpf/open/open_object.hh"
#include "waggle/bpf/program.hh"

struct bpf_map;
struct bpf_object;

namespace waggle::bpf {

// In the order of the object file.
std::vector<Program> programs_of(bpf_object* object);
// Its BTF, raw; empty where it has none.
Bytes btf_of(bpf_object* object);

// A map as the object file defines it. A view: it borrows from its ObjectSpec.
class MapSpec {
 public:
  explicit MapSpec(bpf_map* raw) : raw_(raw) {}

  // As libbpf shows it: "events", "bootstra.rodata", ".rodata.str1.1".
  [[nodiscard]] std::string_view name() const;
  // Made by libbpf for a section of global variables.
  [[nodiscard]] bool internal() const;
  // As it will be created. An array of values per possible CPU may still have 0 entries here.
  [[nodiscard]] MapShape shape() const;
  // The types of keys and values in the object's BTF; 0 where it does not say.
  [[nodiscard]] std::uint32_t key_type() const;
  [[nodiscard]] std::uint32_t value_type() const;
  // Other sizes than the object's; EINVAL where the kind of map does not let them be changed.
  Result<void> set_max_entries(std::uint32_t entries) const;
  Result<void> set_value_size(std::uint32_t bytes) const;
  // The values that global variables start with; empty for a map of any other kind. Writing
  // changes what will be loaded.
  [[nodiscard]] MutableBytes initial_value() const;

  // libbpf's own, for the files of this room.
  [[nodiscard]] bpf_map* raw() const { return raw_; }

 private:
  bpf_map* raw_;
};

struct OpenOptions {
  // A file with the kernel's BTF, for kernels that do not bring their own; "" takes the kernel's.
  std::string kernel_btf;
};

class ObjectSpec {
 public:
  // Reads an ELF image, which is not needed afterwards (libbpf copies what it keeps). `name` is a
  // file name or a word: it appears in errors, and what stands before its first dot is the
  // object's name in the kernel. ENOEXEC with a sentence for what is no BPF object of this
  // machine's byte order, EINVAL with one for what open_object() refuses; EINVAL and others with a LoadError.
  static Result<ObjectSpec> open(Bytes elf, std::string name, const OpenOptions& options = {});

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::vector<Program> programs() const { return programs_of(raw()); }
  [[nodiscard]] std::vector<MapSpec> maps() const;
  // The types of the object, raw; empty for one without BTF.
  [[nodiscard]] Bytes btf() const;
  // The maps that loading would pin in the bpf file system, or take from there (LIBBPF_PIN_BY_NAME).
  [[nodiscard]] std::vector<std::string> pins_by_name() const;

  // libbpf's own, for the files of this room.
  [[nodiscard]] bpf_object* raw() const { return raw_.get(); }

 private:
  friend class Object;
  ObjectSpec(std::string name, OpenedObject opened)
      : name_(std::move(name)), kernel_btf_(std::move(opened.kernel_btf)), raw_(std::move(opened.raw)) {}
  std::string name_;
  UniqueFd kernel_btf_;  // libbpf reads it while loading
  RawObject raw_;
};

}  // namespace waggle::bpf
