// What it costs to make a line of an event of six fields: by its type, as `waggle run` does, or by printf, as programs
// of libbpf do. No kernel takes part. usage: print native|waggle
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string_view>

#include "bench/bench.h"
#include "waggle/event/sink.hh"

namespace {

using namespace waggle;

constexpr int kEvents = 1'000'000;
constexpr std::time_t kBegin = 1'795'292'103;

// As opensnoop's.
struct Open {
  int pid;
  unsigned uid;
  int ret;
  int flags;
  char comm[16];
  char fname[64];
};

event::TypePtr number(event::Kind kind) {
  return std::make_shared<const event::Type>(event::Type{.kind = kind, .name = "int", .size = 4});
}
event::TypePtr text(std::uint32_t size) {
  return std::make_shared<const event::Type>(event::Type{.kind = event::Kind::text, .name = "char[]", .size = size});
}

event::Stream open_stream() {
  event::Type type{.kind = event::Kind::structure, .name = "struct open", .size = sizeof(Open)};
  const auto add = [&type](const char* name, std::size_t offset, event::TypePtr of) {
    type.members.push_back(
        {.name = name, .offset_bits = static_cast<std::uint32_t>(offset * 8), .bits = 0, .type = std::move(of)});
  };
  add("pid", offsetof(Open, pid), number(event::Kind::signed_integer));
  add("uid", offsetof(Open, uid), number(event::Kind::unsigned_integer));
  add("ret", offsetof(Open, ret), number(event::Kind::signed_integer));
  add("flags", offsetof(Open, flags), number(event::Kind::signed_integer));
  add("comm", offsetof(Open, comm), text(sizeof(Open::comm)));
  add("fname", offsetof(Open, fname), text(sizeof(Open::fname)));
  return {.name = "rb", .type = std::make_shared<const event::Type>(std::move(type))};
}

Open open_event(int i) {
  Open open{.pid = 1000 + i % 30000,
            .uid = 1000,
            .ret = i % 20 - 2,
            .flags = 0x80000,
            .comm = "systemd-journal",
            .fname = {}};
  std::strcpy(open.fname, "/proc/565169/cmdline");
  return open;
}

class Discard final : public event::Output {
 public:
  Result<void> write(std::string_view) override { return {}; }
};

template <class Print>
double per_event(Print print) {
  const unsigned long long begin = clock_ns(CLOCK_THREAD_CPUTIME_ID);
  for (int i = 0; i < kEvents; ++i) print(open_event(i), i);
  return static_cast<double>(clock_ns(CLOCK_THREAD_CPUTIME_ID) - begin) / kEvents;
}

double by_type(event::Format format) {
  const event::Stream stream = open_stream();
  Discard nowhere;
  const auto sink = event::make_sink(format, nowhere, {});
  return per_event([&](const Open& open, int i) {
    const event::WallTime time(std::chrono::nanoseconds(kBegin * 1'000'000'000) + std::chrono::microseconds(10) * i);
    sink->write({stream, time, std::as_bytes(std::span(&open, 1))}).value();
  });
}

const char* text_of(std::time_t now, const char* format, std::array<char, 32>& out) {
  std::tm parts;
  std::strftime(out.data(), out.size(), format, ::localtime_r(&now, &parts));
  return out.data();
}

void columns_by_printf(std::FILE* out, const Open& open, int i) {
  std::array<char, 32> time;
  std::fprintf(out, "%-8s %-7d %-7u %-7d %-7d %-15s %s\n", text_of(kBegin + i / 100'000, "%H:%M:%S", time), open.pid,
               open.uid, open.ret, open.flags, open.comm, open.fname);
}

// Escapes nothing, which is wrong, but what programs do.
void json_by_printf(std::FILE* out, const Open& open, int i) {
  std::array<char, 32> time;
  std::fprintf(out,
               R"({"time":"%s","pid":%d,"uid":%u,"ret":%d,"flags":%d,"comm":"%s","fname":"%s"})"
               "\n",
               text_of(kBegin + i / 100'000, "%Y-%m-%dT%H:%M:%SZ", time), open.pid, open.uid, open.ret, open.flags,
               open.comm, open.fname);
}

double by_printf(void (*print)(std::FILE* out, const Open& open, int i)) {
  std::FILE* nowhere = std::fopen("/dev/null", "w");
  const double took = per_event([&](const Open& open, int i) { print(nowhere, open, i); });
  std::fclose(nowhere);
  return took;
}

}  // namespace

int main(int count, char** words) {
  const bool native = count == 2 && std::string_view(words[1]) == "native";
  say("print_columns_ns", native ? by_printf(columns_by_printf) : by_type(event::Format::columns));
  say("print_json_ns", native ? by_printf(json_by_printf) : by_type(event::Format::jsonl));
  return 0;
}
