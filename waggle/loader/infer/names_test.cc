#include "waggle/loader/infer/names.hh"

#include <gmock/gmock.h>

namespace waggle::loader::infer {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Names, OfAnAssignedMember) {
  EXPECT_EQ(assigned_member("  e->pid = bpf_get_current_pid_tgid() >> 32;"), "pid");
  EXPECT_EQ(assigned_member("event.result = ret;"), "result");
  EXPECT_EQ(assigned_member("\te->addr.port = x == y;"), "addr.port");
  EXPECT_EQ(assigned_member("  e->args[i].value = 0;"), "args.value");
  EXPECT_EQ(assigned_member("  e->filename[0] = '\\0';"), "filename");
  EXPECT_EQ(assigned_member("  if ((e->ret = f(x)) < 0)"), "ret");
  EXPECT_EQ(assigned_member("  e->flags |= 4;"), "flags");
  EXPECT_EQ(assigned_member("  (*e).count += 1;"), "count");
}

TEST(Names, NoneWhereNoMemberIsAssigned) {
  for (const char* line :
       {"", "x = 1;", "if (a->b == 1) return 0;", "if (a->b <= 1)", "f(e->pid);", "=", "->=", "a[b->c"})
    EXPECT_EQ(assigned_member(line), "") << line;
}

TEST(Names, OfADesignatedInitialiser) {
  EXPECT_THAT(designated_members("struct event e = {.pid = id >> 32, .result = result};"),
              ElementsAre("pid", "result"));
  EXPECT_THAT(designated_members("      .comm = {}, .x=1"), ElementsAre("comm", "x"));
  EXPECT_THAT(designated_members("struct event e = {};"), IsEmpty());
  EXPECT_THAT(designated_members("if (a.b == c) {"), IsEmpty());
}

TEST(Names, OfAMemberThatAHelperFills) {
  EXPECT_EQ(member_argument("bpf_get_current_comm(&e->comm, sizeof(e->comm));"), "comm");
  EXPECT_EQ(member_argument("bpf_probe_read_user_str(e.path, sizeof(e.path), (void*)*path);"), "path");
  EXPECT_EQ(member_argument("BPF_CORE_READ_STR_INTO(&event->task, t, comm);"), "task");
  EXPECT_EQ(member_argument("bpf_skb_load_bytes(skb, 0, &e->head,"), "head");
  EXPECT_EQ(member_argument("bpf_get_current_comm(comm, sizeof(comm));"), "");
  EXPECT_EQ(member_argument("no call"), "");
}

TEST(Names, OfWhatIsSent) {
  EXPECT_EQ(sent_variable("struct event *e = bpf_ringbuf_reserve(&rb, sizeof(*e), 0);"), "e");
  EXPECT_EQ(sent_variable("  task_info = bpf_ringbuf_reserve(&rb, sizeof(struct event), 0);"), "task_info");
  EXPECT_EQ(sent_variable("bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));"), "event");
  EXPECT_EQ(sent_variable("return bpf_ringbuf_output(&rb, e, sizeof(*e), 0);"), "e");
  EXPECT_EQ(sent_variable("bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU,"), "");
  EXPECT_EQ(sent_variable("submit(e);"), "");
}

}  // namespace
}  // namespace waggle::loader::infer
