#include "waggle/bpf/printk.hh"

#include <gtest/gtest.h>

namespace waggle::bpf {
namespace {

TEST(Printk, ALineHasItsProcessAndItsText) {
  PrintkLine line;
  ASSERT_TRUE(parse_printk("            bash-1234    [001] d..31 12345.678901: bpf_trace_printk: hello [x]: y", line));
  EXPECT_EQ(line.command, "bash");
  EXPECT_EQ(line.pid, 1234U);
  EXPECT_EQ(line.text, "hello [x]: y");
}

TEST(Printk, ACommandMayHoldBlanksAndDashes) {
  PrintkLine line;
  ASSERT_TRUE(parse_printk(" my-tool 2-x-77 [000] ...11 1.0: bpf_trace_printk: ", line));
  EXPECT_EQ(line.command, "my-tool 2-x");
  EXPECT_EQ(line.pid, 77U);
  EXPECT_EQ(line.text, "");
}

TEST(Printk, OtherLinesAreNone) {
  PrintkLine line;
  for (const char* text : {"", "# tracer: nop", "CPU:1 [LOST 5 EVENTS]", "x: bpf_trace_printk: y",
                           "bash-x [000] ... 1.0: bpf_trace_printk: y", "[000] a-1: bpf_trace_printk: y"})
    EXPECT_FALSE(parse_printk(text, line)) << text;
}

}  // namespace
}  // namespace waggle::bpf
