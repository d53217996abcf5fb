// Attaching a loaded program: to a target (target.hh), or as its section says. One file per
// attach kind stands behind it. What attaching makes is owned by the Link that it returns, and by
// nothing else; the one thing that can outlive a killed process, a legacy tc filter, is signed so
// that sweep_legacy_filters() finds it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "waggle/base/result.hh"
#include "waggle/bpf/attach/target.hh"
#include "waggle/bpf/link.hh"
#include "waggle/bpf/program.hh"

namespace waggle::bpf {

class Object;

// The kind of a program, loaded or not. EOPNOTSUPP with a sentence for a program that nothing
// attaches (syscall, programs of devmaps, tail-call targets).
Result<AttachKind> attach_kind(const Program& program);

// Receives what attaching says by itself: the text of an iterator's one run.
using TextSink = std::function<void(std::string_view)>;

// Why attaching failed: one sentence, and what libbpf said meanwhile (its lines, perhaps none).
struct AttachError final : Detail {
  AttachError(std::string what, std::string log) : sentence(std::move(what)), libbpf_log(std::move(log)) {}
  [[nodiscard]] std::string describe() const override { return sentence; }

  std::string sentence;
  std::string libbpf_log;
};

// Attaches as the section says ("auto-attach"), to the same places as bpf_program__attach(), also
// where tracefs is not mounted. EOPNOTSUPP with the grammar where the section names no target.
// A Link must not outlive the object.
Result<Link> attach(Object& object, const Program& program, const TextSink& text);
// Attaches to `target`, whose kind must be the program's (EINVAL). Programs whose target is fixed
// at load (fentry, lsm, tp_btf, ...) accept only that one; another is EOPNOTSUPP with the reason.
// Other errors are the kernel's, with what was tried and what it probably means.
Result<Link> attach(Object& object, const Program& program, const Target& target, const TextSink& text);

// Removes the legacy tc filters of this room's making whose process is gone, in the caller's
// network namespace, and each clsact qdisc that was made for them and has become useless. Filters
// of processes in other PID namespaces are left alone. Returns how many filters it removed.
Result<unsigned> sweep_legacy_filters();

}  // namespace waggle::bpf
