// Programs whose target is part of the loaded program: fentry, fexit, fmod_ret, freplace, lsm,
// tp_btf. Attaching only switches them on.
#include <fmt/format.h>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

Result<void> check(const Target&) { return {}; }

std::string likely_reason(const Attaching& attaching, int code) {
  const bool trampoline = bpf_program__expected_attach_type(attaching.program) != BPF_TRACE_RAW_TP;
  if ((code == EPERM || code == EOPNOTSUPP) && trampoline)
    return "this kernel does not let programs attach by trampolines, or CAP_BPF, CAP_PERFMON is missing";
  if (code == EBUSY) return "another program has replaced or traced this function";
  return {};
}

Result<Link> attach_compiled_in(const Attaching& attaching) {
  const std::string compiled = behind_slash(attaching.section());
  const std::string& wanted = attaching.target.subject;
  if (!wanted.empty() && wanted != compiled)
    return Error(EOPNOTSUPP, fmt::format("its target is fixed when it is loaded, here to '{}'; '{}' would have to be "
                                         "compiled in",
                                         compiled, wanted));
  bpf_link* const link = bpf_program__attach(attaching.program);
  if (link != nullptr) return link_of(link);
  const int code = errno;
  return attach_error(code, compiled, likely_reason(attaching, code));
}

}  // namespace

constinit const Kind kCompiledIn{
    .id = AttachKind::compiled_in,
    .name = "compiled-in",
    .grammar = "nothing, or the target compiled in",
    .may_be_empty = true,
    .check = &check,
    .attach = &attach_compiled_in,
};

}  // namespace waggle::bpf
