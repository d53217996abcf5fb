// Iterators. Attaching runs the program once over what it iterates, and its text goes to the
// sink: that is what an iterator is for, and a guest has no other way to read it.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "waggle/bpf/attach/kind.hh"

namespace waggle::bpf {

namespace {

constexpr std::array<std::string_view, 4> kOptions{"map=", "pid=", "cgroup=", "order="};

struct Order {
  std::string_view word;
  bpf_cgroup_iter_order order;
};
constexpr std::array<Order, 4> kOrders{{{"self", BPF_CGROUP_ITER_SELF_ONLY},
                                        {"pre", BPF_CGROUP_ITER_DESCENDANTS_PRE},
                                        {"post", BPF_CGROUP_ITER_DESCENDANTS_POST},
                                        {"up", BPF_CGROUP_ITER_ANCESTORS_UP}}};

struct IterTarget {
  std::string map;
  std::string cgroup;
  bpf_cgroup_iter_order order = BPF_CGROUP_ITER_DESCENDANTS_PRE;
  pid_t pid = -1;
};

Result<IterTarget> parse(const Target& target) {
  IterTarget parsed;
  WAGGLE_TRY(parsed.pid, pid_option(target));
  if (const std::string* map = target.option("map")) parsed.map = *map;
  if (const std::string* cgroup = target.option("cgroup")) parsed.cgroup = *cgroup;
  if (int{!parsed.map.empty()} + int{!parsed.cgroup.empty()} + int{parsed.pid > 0} > 1)
    return misfit("map, pid and cgroup exclude each other");
  const std::string* const word = target.option("order");
  if (word == nullptr) return parsed;
  const auto* const found =
      std::find_if(kOrders.begin(), kOrders.end(), [word](const Order& o) { return o.word == *word; });
  if (parsed.cgroup.empty() || found == kOrders.end()) return misfit("order is self, pre, post or up, of a cgroup");
  parsed.order = found->order;
  return parsed;
}

// What bpf(2) calls bpf_iter_link_info, with the descriptor it names.
struct Parameter {
  bpf_iter_link_info info{};
  bool given = false;
  UniqueFd cgroup;
};

Result<Parameter> make_parameter(const bpf_object* object, const IterTarget& target) {
  Parameter parameter;
  parameter.given = true;
  if (!target.map.empty()) {
    const bpf_map* const map = bpf_object__find_map_by_name(object, target.map.c_str());
    if (map == nullptr) return Error(ENOENT, fmt::format("the object has no map '{}'", target.map));
    parameter.info.map.map_fd = static_cast<std::uint32_t>(bpf_map__fd(map));
  } else if (!target.cgroup.empty()) {
    parameter.cgroup = UniqueFd(::open(target.cgroup.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!parameter.cgroup) return errno_error(target.cgroup);
    parameter.info.cgroup.cgroup_fd = static_cast<std::uint32_t>(parameter.cgroup.get());
    parameter.info.cgroup.order = target.order;
  } else if (target.pid > 0) {
    parameter.info.task.pid = static_cast<std::uint32_t>(target.pid);
  } else {
    parameter.given = false;
  }
  return parameter;
}

// One pass: every read(2) runs the program over some more elements.
Result<void> run_once(int link_fd, const TextSink& text) {
  const UniqueFd iterator(bpf_iter_create(link_fd));
  if (!iterator) return errno_error("creating the iterator");
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t size = ::read(iterator.get(), buffer.data(), buffer.size());
    if (size == 0) return {};
    if (size > 0) text({buffer.data(), static_cast<std::size_t>(size)});
    // EAGAIN: the kernel rested after a million elements that gave no text.
    if (size < 0 && errno != EINTR && errno != EAGAIN) return errno_error("reading the iterator");
  }
}

std::string_view likely_reason(int code, const Parameter& parameter) {
  if ((code == EBADF || code == EINVAL) && !parameter.given) return "this iterator needs a parameter";
  if (code == EINVAL) return "this iterator does not take this parameter";
  if (code == EBADF) return "it is not a directory of a cgroup2 mount";
  if (code == EACCES) return "the program expects larger keys or values than the map has, or writes to it";
  return {};
}

Result<Link> attach_iter(const Attaching& attaching) {
  WAGGLE_TRY(const IterTarget target, parse(attaching.target));
  WAGGLE_TRY(Parameter parameter, make_parameter(attaching.object, target));
  auto options = libbpf_options<bpf_iter_attach_opts>();
  if (parameter.given) options.link_info = &parameter.info, options.link_info_len = sizeof parameter.info;
  bpf_link* const link = bpf_program__attach_iter(attaching.program, &options);
  if (link == nullptr) {
    const int code = errno;
    return attach_error(code, "iterator", likely_reason(code, parameter));
  }
  Link owner = link_of(link);
  WAGGLE_CHECK(run_once(bpf_link__fd(link), attaching.text));
  return owner;
}

}  // namespace

constinit const Kind kIter{
    .id = AttachKind::iter,
    .name = "iter",
    .grammar = "nothing, map=NAME, pid=N or cgroup=PATH[,order=self|pre|post|up]",
    .options = kOptions,
    .has_subject = false,
    .may_be_empty = true,
    .check = &checked<parse>,
    .attach = &attach_iter,
};

}  // namespace waggle::bpf
