// A program of an object. A view: it borrows from the Object (or ObjectSpec) it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "waggle/base/bytes.hh"
#include "waggle/base/result.hh"

struct bpf_program;

namespace waggle::bpf {

class Program {
 public:
  explicit Program(bpf_program* raw) : raw_(raw) {}

  [[nodiscard]] std::string_view name() const;
  // The ELF section, which says how the program attaches: "tp/sched/sched_process_exec".
  [[nodiscard]] std::string_view section() const;
  // The host's descriptor of the loaded program; negative before load.
  [[nodiscard]] int fd() const;

  // Whether the object's load takes it along; to be changed before.
  [[nodiscard]] bool autoload() const;
  void set_autoload(bool load) const;
  // What a program attaches to whose target is fixed at load (fentry, fexit, fmod_ret, lsm, tp_btf):
  // a function or tracepoint of the kernel. ENOENT where the kernel has none of this name.
  Result<void> set_attach_target(const std::string& function) const;

  // Runs the loaded program once, without its event (BPF_PROG_TEST_RUN), on any CPU or on `cpu`
  // (raw tracepoints only, Linux 5.10). `context` is what its argument points at, as its type
  // defines it. Returns what the program returns; EOPNOTSUPP for types the kernel cannot run so.
  Result<std::uint32_t> run(Bytes context = {}, std::optional<unsigned> cpu = {}) const;

  // libbpf's own, for the files of this room.
  [[nodiscard]] bpf_program* raw() const { return raw_; }

 private:
  bpf_program* raw_;
};

}  // namespace waggle::bpf
