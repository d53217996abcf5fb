#include "waggle/bpf/feature_probes.hh"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "waggle/base/file.hh"
#include "waggle/base/strings.hh"
#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/ring_guard.hh"
#include "waggle/bpf/tracefs.hh"

namespace waggle::bpf::probe {
namespace {

constexpr std::uint64_t kMaxFile = 1 << 16;

bool permits(Capability capability) {
  const auto mine = Capabilities::effective();
  return mine.ok() && mine->has(capability);
}

Support lacks(Capability capability) { return Support::missing(fmt::format("the process lacks {}", name(capability))); }

// Why a kernel lacks what it does not know: its age, else its configuration.
Support unknown_to_kernel(const Feature& self) {
  if (KernelVersion::running() < self.min_kernel)
    return Support::missing(fmt::format("needs Linux {}.{}", self.min_kernel.major, self.min_kernel.minor));
  return Support::missing("this kernel was built without it");
}

// A "no" to a request that also wants privilege.
Support unexplained(const Feature& self, Capability wanted) {
  for (const Capability capability : {Capability::bpf, wanted})
    if (!permits(capability)) return lacks(capability);
  return unknown_to_kernel(self);
}

Support yes_if(bool yes, const Feature& self, Capability wanted) {
  return yes ? Support::available() : unexplained(self, wanted);
}

Result<std::string> first_line(const std::string& path) {
  WAGGLE_TRY(const auto text, read_file(path, kMaxFile));
  return std::string(split(as_text(text), '\n').front());
}

struct Nothing {
  bpf_prog_type type;
  bpf_attach_type attach = static_cast<bpf_attach_type>(0);
  const char* target = nullptr;  // a function of the kernel's BTF
};

// Loads a program that returns 0 at once.
Result<UniqueFd> load(const Nothing& what) {
  const LibbpfLog log;
  bpf_prog_load_opts options{};
  options.sz = sizeof options;
  options.expected_attach_type = what.attach;
  if (what.target != nullptr) {
    const int id = ::libbpf_find_vmlinux_btf_id(what.target, what.attach);
    if (id < 0) return Error(-id);
    options.attach_btf_id = static_cast<std::uint32_t>(id);
  }
  const bpf_insn code[] = {
      {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .src_reg = 0, .off = 0, .imm = 0},
      {.code = BPF_JMP | BPF_EXIT, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = 0}};
  UniqueFd program(::bpf_prog_load(what.type, "waggle_probe", "GPL", code, std::size(code), &options));
  if (!program) return Error(errno);
  return program;
}

// The errno of a link that cannot be made, or 0 if it was made after all.
int link_errno(const Nothing& what, int target, const bpf_link_create_opts& options) {
  const auto program = load(what);
  if (!program.ok()) return program.error().code();
  const UniqueFd link(::bpf_link_create(program->get(), target, what.attach, &options));
  return link ? 0 : errno;
}

bpf_link_create_opts link_options() {
  bpf_link_create_opts options{};
  options.sz = sizeof options;
  return options;
}

// Loads a program for `target`; where the kernel has BTF and full privilege, an EPERM means that
// it does not patch its own text.
Support load_at(const Nothing& what, const Feature& self) {
  if (!has_kernel_btf()) return Support::missing("the kernel has no BTF (CONFIG_DEBUG_INFO_BTF)");
  const auto program = load(what);
  if (program.ok()) return Support::available();
  if (program.error().code() == EPERM && permits(Capability::bpf) && permits(Capability::perfmon))
    return Support::missing("this kernel refuses every program that attaches through a BPF trampoline");
  return unexplained(self, Capability::perfmon);
}

Support event_source(const char* source, const char* config) {
  const auto type = first_line(fmt::format("/sys/bus/event_source/devices/{}/type", source));
  return type.ok() ? Support::available() : Support::missing(fmt::format("this kernel was built without {}", config));
}

Support counter(std::uint32_t type, std::uint64_t config, std::uint64_t read_format) {
  perf_event_attr attr{};
  attr.size = sizeof attr;
  attr.type = type;
  attr.config = config;
  attr.read_format = read_format;
  attr.disabled = 1;
  const UniqueFd event(static_cast<int>(::syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC)));
  if (event) return Support::available();
  if (errno == EACCES || errno == EPERM) return lacks(Capability::perfmon);
  return Support::missing(Error(errno).message());
}

}  // namespace

Support kernel_btf(const Feature&) {
  if (has_kernel_btf()) return Support::available();
  return Support::missing("no /sys/kernel/btf/vmlinux (CONFIG_DEBUG_INFO_BTF)");
}

Support jit(const Feature&) {
  const auto state = first_line("/proc/sys/net/core/bpf_jit_enable");
  if (!state.ok() && state.error().code() != ENOENT) return Support::available("not readable: on by default");
  if (!state.ok()) return Support::missing("this kernel was built without CONFIG_BPF_JIT");
  if (*state == "0") return Support::missing("switched off: sysctl net.core.bpf_jit_enable=1");
  return Support::available();
}

Support perf_loss_count(const Feature& self) {
  if (!permits(Capability::perfmon)) return lacks(Capability::perfmon);
  const Support support = counter(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_BPF_OUTPUT, PERF_FORMAT_LOST);
  return support.yes ? support : unknown_to_kernel(self);
}

Support program_type(const Feature& self) {
  const LibbpfLog log;
  const bool yes = ::libbpf_probe_bpf_prog_type(static_cast<bpf_prog_type>(self.number), nullptr) == 1;
  return yes_if(yes, self, Capability::net_admin);
}

Support guarded_ringbuf(const Feature& self) {
  const auto guarded = try_ring_consumers();
  if (guarded.ok() && !*guarded) return Support::missing("the kernel believes what a consumer says (CVE-2024-41009)");
  return yes_if(guarded.ok(), self, Capability::perfmon);
}

Support map_type(const Feature& self) {
  const LibbpfLog log;
  const bool yes = ::libbpf_probe_bpf_map_type(static_cast<bpf_map_type>(self.number), nullptr) == 1;
  return yes_if(yes, self, Capability::net_admin);
}

Support tracing(const Feature& self) {
  return load_at({BPF_PROG_TYPE_TRACING, BPF_TRACE_RAW_TP, "sched_switch"}, self);
}

Support trampoline(const Feature& self) {
  return load_at({BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, "vfs_unlink"}, self);
}

Support lsm(const Feature& self) {
  const auto modules = read_securityfs("lsm");
  const auto names = split(modules.ok() ? std::string_view(*modules) : std::string_view(), ',');
  if (modules.ok() && std::ranges::find(names, "bpf") == names.end())
    return Support::missing(fmt::format("'bpf' is not among the security modules: boot with lsm={},bpf", *modules));
  return load_at({BPF_PROG_TYPE_LSM, BPF_LSM_MAC, "file_open"}, self);
}

Support sched_ext(const Feature& self) {
  if (::access("/sys/kernel/sched_ext", F_OK) == 0) return Support::available();
  return unknown_to_kernel(self);
}

Support kprobe(const Feature&) { return event_source("kprobe", "CONFIG_KPROBES"); }

Support uprobe(const Feature&) { return event_source("uprobe", "CONFIG_UPROBES"); }

// A kernel that has it looks the function up (ESRCH); one built without CONFIG_FPROBE says
// EOPNOTSUPP, an older one EINVAL.
Support kprobe_multi(const Feature& self) {
  const char* symbols[] = {"waggle_no_such_function"};
  auto options = link_options();
  options.kprobe_multi.syms = static_cast<const char**>(symbols);
  options.kprobe_multi.cnt = 1;
  const int code = link_errno({BPF_PROG_TYPE_KPROBE, BPF_TRACE_KPROBE_MULTI}, 0, options);
  if (code == EOPNOTSUPP) return Support::missing("this kernel was built without CONFIG_FPROBE");
  return yes_if(code == ESRCH, self, Capability::perfmon);
}

// A folder is no program to probe: a kernel that has it says EBADF.
Support uprobe_multi(const Feature& self) {
  const unsigned long offset = 0;
  auto options = link_options();
  options.uprobe_multi.path = "/";
  options.uprobe_multi.offsets = &offset;
  options.uprobe_multi.cnt = 1;
  const int code = link_errno({BPF_PROG_TYPE_KPROBE, BPF_TRACE_UPROBE_MULTI}, 0, options);
  return yes_if(code == EBADF, self, Capability::perfmon);
}

// A kernel that has it looks at the descriptor (EBADF).
Support perf_link(const Feature& self) {
  const int code = link_errno({BPF_PROG_TYPE_TRACEPOINT, BPF_PERF_EVENT}, -1, link_options());
  return yes_if(code == EBADF, self, Capability::perfmon);
}

// A kernel that has it looks for the interface (ENODEV).
Support tcx(const Feature& self) {
  const int code = link_errno({BPF_PROG_TYPE_SCHED_CLS, BPF_TCX_INGRESS}, -1, link_options());
  return yes_if(code == ENODEV, self, Capability::net_admin);
}

Support software_perf(const Feature&) { return counter(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, 0); }

Support hardware_perf(const Feature&) {
  Support support = counter(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0);
  if (!support.yes) support.reason += " (no hardware counters: a virtual machine without a PMU?)";
  return support;
}

Support capability(const Feature& self) {
  const auto wanted = static_cast<Capability>(self.number);
  return permits(wanted) ? Support::available() : lacks(wanted);
}

Support unprivileged_bpf(const Feature&) {
  const auto state = first_line("/proc/sys/kernel/unprivileged_bpf_disabled");
  if (state.ok() && *state == "0") return Support::available("kernel.unprivileged_bpf_disabled is 0");
  return Support::missing(fmt::format("kernel.unprivileged_bpf_disabled is {}: loading needs CAP_BPF",
                                      state.ok() ? std::string_view(*state) : std::string_view("not readable")));
}

Support not_locked_down(const Feature&) {
  const auto mode = lockdown();
  if (!mode.ok()) return Support::available(mode.error().code() == ENOENT ? "" : "unknown: " + mode.error().message());
  if (*mode == "none") return Support::available();
  const bool closed = *mode == "confidentiality";
  return Support::missing(fmt::format("lockdown is '{}': {}", *mode,
                                      closed ? "programs cannot read the kernel's memory, nor write a process's"
                                             : "programs cannot write a process's memory (bpf_probe_write_user)"));
}

Support tracefs(const Feature&) {
  const auto root = open_tracefs();
  return root.ok() ? Support::available() : Support::missing(root.error().message());
}

Support bpffs(const Feature&) {
  const auto mounted = check_bpffs();
  return mounted.ok() ? Support::available() : Support::missing(mounted.error().message());
}

}  // namespace waggle::bpf::probe
