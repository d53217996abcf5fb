// The probes behind the table of features. Each answers for one kind of question; what differs
// between its rows stands in Feature::number.
#pragma once

#include "waggle/bpf/features.hh"

namespace waggle::bpf::probe {

// What the kernel was built with.
Support kernel_btf(const Feature& self);
Support jit(const Feature& self);
Support perf_loss_count(const Feature& self);

// By loading a program that does nothing, and by creating an empty map. `number` is the type.
Support program_type(const Feature& self);
Support map_type(const Feature& self);
Support guarded_ringbuf(const Feature& self);
// tp_btf and iterators, which need no trampoline; fentry, fexit, fmod_ret and freplace, which do;
// and lsm, which also wants its security module.
Support tracing(const Feature& self);
Support trampoline(const Feature& self);
Support lsm(const Feature& self);
Support sched_ext(const Feature& self);

// By the kernel's list of event sources.
Support kprobe(const Feature& self);
Support uprobe(const Feature& self);
// By asking for a link to nowhere: the error tells whether the kernel knows the kind.
Support kprobe_multi(const Feature& self);
Support uprobe_multi(const Feature& self);
Support perf_link(const Feature& self);
Support tcx(const Feature& self);
// By opening a counter of this process, disabled.
Support software_perf(const Feature& self);
Support hardware_perf(const Feature& self);

// What the host permits. `number` of capability() is the capability.
Support capability(const Feature& self);
Support unprivileged_bpf(const Feature& self);
Support not_locked_down(const Feature& self);
Support tracefs(const Feature& self);
Support bpffs(const Feature& self);

}  // namespace waggle::bpf::probe
