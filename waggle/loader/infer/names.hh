// Names out of a line of C: which member it assigns, which variable it sends. Pure text; a line that is written in an
// unforeseen way gives no name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waggle::loader::infer {

// "e->addr.port = x;" -> "addr.port"; "" where no member is assigned.
std::string assigned_member(std::string_view line);
// "struct event e = {.pid = a, .result = b};" -> {"pid", "result"}.
std::vector<std::string> designated_members(std::string_view line);
// "bpf_get_current_comm(&e->comm, 16);" -> "comm": the first member among the arguments.
std::string member_argument(std::string_view line);
// The variable whose content is sent: of "struct event *e = bpf_ringbuf_reserve(...)" and of
// "bpf_perf_event_output(ctx, &events, F, &e, sizeof(e))" it is "e".
std::string sent_variable(std::string_view line);

}  // namespace waggle::loader::infer
