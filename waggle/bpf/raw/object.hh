// An object file as libbpf has it, from open to close, for guests that use libbpf's own functions:
// what can be said of it and changed in it is what libbpf says and changes, and errors are libbpf's.
// bpf::ObjectSpec and bpf::Object are the same for those who only load.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/bpf/raw/map.hh"
#include "waggle/bpf/raw/program.hh"

struct btf;

namespace waggle::bpf::raw {

struct OpenOptions {
  // Empty or null: libbpf's defaults.
  std::string name;
  std::optional<std::string> pin_root_path;
  std::string kconfig;
  std::optional<std::string> btf_custom_path;
  bool relaxed_maps = false;
  std::uint32_t log_level = 0;
  std::uint32_t log_size = 0;  // bytes of a buffer for the kernel's log; 0: libbpf prints it
};

class Object {
 public:
  // Reads an ELF image, which is not needed afterwards. What open_object() refuses is EINVAL.
  static Result<Object> open(Bytes elf, const OpenOptions& options);

  // Everything before the programs are loaded. Both destroy the templates of maps of maps (Map::inner), and
  // refuse what check_arenas() refuses.
  [[nodiscard]] Result<void> prepare() const;
  [[nodiscard]] Result<void> load() const;

  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] std::uint32_t kversion() const;
  [[nodiscard]] Result<void> set_kversion(std::uint32_t version) const;
  // Raw BTF; empty without.
  [[nodiscard]] Bytes btf() const;
  [[nodiscard]] const ::btf* types() const;
  // The kernel's log of what was loaded last, where log_size asked for one.
  [[nodiscard]] std::string_view log() const { return log_ ? log_->c_str() : std::string_view(); }

  // In the order of the object file, the one behind `before`, or the first; null at the end.
  [[nodiscard]] bpf_map* next_map(const bpf_map* before) const;
  [[nodiscard]] bpf_program* next_program(bpf_program* before) const;
  // ENOENT.
  [[nodiscard]] Result<Map> map(const std::string& name) const;
  [[nodiscard]] Result<Program> program(const std::string& name) const;

  // A log of its own for one program, of `size` bytes (0: none), which lives as long as the object.
  Result<void> set_log(const Program& program, std::size_t size);
  [[nodiscard]] std::string_view log_of(const Program& program) const;

  // `path` is a directory; null: each map's own pin path.
  [[nodiscard]] Result<void> pin_maps(const char* path) const;
  [[nodiscard]] Result<void> unpin_maps(const char* path) const;
  [[nodiscard]] Result<void> pin_programs(const char* path) const;
  [[nodiscard]] Result<void> unpin_programs(const char* path) const;

 private:
  Object() = default;

  // Before the object, which writes to them as long as it lives. NUL-terminated.
  std::unique_ptr<std::string> log_;
  std::map<const bpf_program*, std::string> logs_;
  UniqueFd kernel_btf_;  // libbpf reads it while loading
  RawObject raw_;
};

}  // namespace waggle::bpf::raw
