// Uprobes and uretprobes: a symbol or an offset of a program or library, for every process or one.
#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/user_file.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 1> kOptions{"pid="};

struct UprobeTarget {
  std::string path;
  std::string symbol;  // "malloc", "memcpy@@GLIBC_2.14"; empty: the offset is into the file
  std::size_t offset = 0;
  pid_t pid = -1;
};

// A number behind the last '+' is an offset; any other '+' is part of the symbol.
Result<UprobeTarget> parse(const Target& target) {
  UprobeTarget parsed;
  WAGGLE_TRY(parsed.pid, pid_option(target));
  const auto colon = target.subject.rfind(':');
  if (colon == std::string::npos) return misfit("the symbol is missing");
  parsed.path = target.subject.substr(0, colon);
  parsed.symbol = target.subject.substr(colon + 1);
  if (parsed.path.empty()) return misfit("the path is missing");
  if (const auto number = parse_number<std::size_t>(parsed.symbol); number.ok()) {
    parsed.symbol.clear();
    parsed.offset = *number;
    return parsed;
  }
  if (const auto plus = parsed.symbol.rfind('+'); plus != std::string::npos) {
    if (const auto number = parse_number<std::size_t>(parsed.symbol.substr(plus + 1)); number.ok()) {
      parsed.symbol.resize(plus);
      parsed.offset = *number;
    }
  }
  if (parsed.symbol.empty()) return misfit("the symbol is missing");
  return parsed;
}

bool at_return(const Attaching& attaching) { return attaching.section().starts_with("uret"); }

Result<Link> attach_uprobe(const Attaching& attaching) {
  WAGGLE_TRY(const UprobeTarget target, parse(attaching.target));
  const char* const symbol = target.symbol.empty() ? nullptr : target.symbol.c_str();
  if (at_return(attaching) && symbol != nullptr && target.offset != 0)
    return Error(EINVAL, "a uretprobe fires where a function returns: it takes no offset");
  auto options = libbpf_options<bpf_uprobe_opts>();
  options.retprobe = at_return(attaching);
  options.func_name = symbol;
  bpf_link* const link =
      bpf_program__attach_uprobe_opts(attaching.program, target.pid, target.path.c_str(), target.offset, &options);
  if (link != nullptr) return link_of(link);
  return user_file_error(errno, attaching.target.subject, UserFileProbe{target.path, target.symbol, target.pid});
}

}  // namespace

constinit const Kind kUprobe{
    .id = AttachKind::uprobe,
    .name = "uprobe",
    .grammar = "PATH:SYMBOL[+OFFSET][,pid=N]",
    .options = kOptions,
    .check = &checked<parse>,
    .attach = &attach_uprobe,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
