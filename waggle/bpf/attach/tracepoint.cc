// Tracepoints, by a perf event that carries the program, also where tracefs is not mounted; and
// raw tracepoints, which need no event.
#include <fmt/format.h>
#include <linux/perf_event.h>

#include "waggle/bpf/attach/kind.hh"
#include "waggle/bpf/attach/perf_event.hh"
#include "waggle/bpf/tracefs.hh"

namespace waggle::bpf {

namespace {

struct EventName {
  std::string category;
  std::string name;
};

Result<EventName> parse(const Target& target) {
  const auto [category, name] = split_once(target.subject, ':');
  if (category.empty() || !name || name->empty()) return misfit("it is not CATEGORY and NAME");
  if (target.subject.find('/') != std::string::npos || name->find(':') != std::string_view::npos)
    return misfit("CATEGORY and NAME hold no '/' or ':'");
  return EventName{std::string(category), std::string(*name)};
}

Result<void> check_raw(const Target& target) {
  if (target.subject.find_first_of("/: ,") != std::string::npos)
    return misfit("it is the event's bare NAME, without a category");
  return {};
}

std::string event_of_section(std::string_view section) {
  std::string event = behind_slash(section);
  if (const auto slash = event.find('/'); slash != std::string::npos) event[slash] = ':';
  return event;
}

Result<Link> attach_tracepoint(const Attaching& attaching) {
  WAGGLE_TRY(const EventName event, parse(attaching.target));
  WAGGLE_TRY(const std::uint64_t id, tracepoint_id(event.category, event.name));
  // The event is only a handle on the tracepoint: its program runs on every CPU.
  const PerfEvent perf{PERF_TYPE_TRACEPOINT, id, 0, -1, 0};
  WAGGLE_TRY(UniqueFd opened, open_perf_event(perf).context(attaching.target.subject));
  bpf_link* const link = bpf_program__attach_perf_event(attaching.program, opened.get());
  if (link == nullptr) {
    const int code = errno;
    return attach_error(code, attaching.target.subject,
                        code == EACCES ? "the program reads beyond the event's last field" : "");
  }
  static_cast<void>(opened.release());  // the link closes it
  return link_of(link);
}

Result<Link> attach_raw(const Attaching& attaching) {
  const std::string& event = attaching.target.subject;
  bpf_link* const link = bpf_program__attach_raw_tracepoint(attaching.program, event.c_str());
  if (link != nullptr) return link_of(link);
  const int code = errno;
  std::string_view likely;
  if (code == ENOENT) likely = "the kernel has no such tracepoint; give its name without the category";
  if (code == EINVAL) likely = "the program reads arguments that the tracepoint does not have";
  return attach_error(code, event, likely);
}

}  // namespace

constinit const Kind kTracepoint{
    .id = AttachKind::tracepoint,
    .name = "tracepoint",
    .grammar = "CATEGORY:NAME",
    .check = &checked<parse>,
    .attach = &attach_tracepoint,
    .section_target = &event_of_section,
};

constinit const Kind kRawTracepoint{
    .id = AttachKind::raw_tracepoint,
    .name = "raw_tracepoint",
    .grammar = "NAME",
    .check = &check_raw,
    .attach = &attach_raw,
    .section_target = &behind_slash,
};

}  // namespace waggle::bpf
