#include "waggle/bpf/program.hh"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <fmt/format.h>

#include "waggle/bpf/libbpf_log.hh"
#include "waggle/bpf/load_error.hh"

namespace waggle::bpf {
namespace {

// What the kernel says for program types that it cannot run; not in <errno.h>.
constexpr int kEnotsupp = 524;

}  // namespace

std::string_view Program::name() const { return ::bpf_program__name(raw_); }

std::string_view Program::section() const { return ::bpf_program__section_name(raw_); }

int Program::fd() const { return ::bpf_program__fd(raw_); }

bool Program::autoload() const { return ::bpf_program__autoload(raw_); }

void Program::set_autoload(bool load) const { ::bpf_program__set_autoload(raw_, load); }

Result<void> Program::set_attach_target(const std::string& function) const {
  const LibbpfLog log;
  if (const int result = ::bpf_program__set_attach_target(raw_, 0, function.c_str()); result < 0)
    return Error(errno_of_libbpf(-result),
                 fmt::format("the kernel has no '{}' for program '{}' ({}) to attach to", function, name(), section()));
  return {};
}

Result<std::uint32_t> Program::run(Bytes context, std::optional<unsigned> cpu) const {
  bpf_test_run_opts options{};
  options.sz = sizeof options;
  options.ctx_in = context.empty() ? nullptr : context.data();
  options.ctx_size_in = static_cast<std::uint32_t>(context.size());
  if (cpu) {
    options.flags = BPF_F_TEST_RUN_ON_CPU;
    options.cpu = *cpu;
  }
  if (const int result = ::bpf_prog_test_run_opts(fd(), &options); result < 0)
    return Error(-result == kEnotsupp ? EOPNOTSUPP : -result).context(fmt::format("running program '{}'", name()));
  return options.retval;
}

}  // namespace waggle::bpf
