// The stacks of this process, from the kernel to their names.
#include <gmock/gmock.h>
#include <unistd.h>

#include "waggle/base/file.hh"
#include "waggle/event/sink.hh"
#include "waggle/loader/symbols.hh"
#include "waggle/loader/tracer.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::loader::frames {

int inner(int pid);
int outer(int pid);

// The kernel follows frame pointers. A system call's wrapper in libc has none, so that the frame right behind it is
// skipped: two functions, of which the outer one is seen.
__attribute__((noinline)) int inner(int pid) { return ::getpgid(pid) + 1; }
__attribute__((noinline)) int outer(int pid) { return inner(pid) + 1; }

}  // namespace waggle::loader::frames

namespace waggle::loader {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

class Drawing final : public event::Output {
 public:
  Result<void> write(std::string_view more) override { return text += more, Result<void>(); }
  std::string text;
};

class KernelStacks : public testing::KernelTest {
 protected:
  // What is said of this process when it calls getpgid(2).
  Result<std::string> stacks(package::StackMembers members) {
    package::Package package;
    package.name = "stacks";
    WAGGLE_TRY(package.object, read_file(testing::testdata("loader/stacks.bpf.o"), 1 << 20));
    package.maps.push_back(
        {.name = "events", .sample = {}, .layout = {}, .type = {}, .members = {}, .stacks = members});
    SilentLog log;
    WAGGLE_TRY(const auto tracer,
               Tracer::start(
                   package, {.arguments = {"--only_pid", std::to_string(::getpid())}}, [](std::string_view) {}, log));
    EXPECT_GT(frames::outer(0), 0);
    Drawing drawing;
    Symbols symbols;
    const auto sink = event::make_sink(event::Format::jsonl, drawing, {.rendering = {.symbols = &symbols}});
    WAGGLE_TRY(const std::size_t count, tracer->consume(*sink, 1));
    EXPECT_EQ(count, 1U);
    WAGGLE_CHECK(sink->finish());
    return drawing.text;
  }

  const package::StackMembers names_{
      .pid = "process", .kernel = "inner", .kernel_size = "inner_bytes", .user = "outer", .user_size = "outer_bytes"};
};

TEST_F(KernelStacks, HaveNamesByTheMembersThatThePackageNames) {
  const auto text = stacks(names_);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\"waggle::loader::frames::outer(int)\""));
  EXPECT_THAT(*text, HasSubstr("\"kstack\":[\""));
  EXPECT_THAT(*text, HasSubstr("syscall"));
  EXPECT_THAT(*text, HasSubstr("\"pid\":" + std::to_string(::getpid())));
}

TEST_F(KernelStacks, AreAddressesWhereNoNamesAreWanted) {
  package::StackMembers members = names_;
  members.named = false;
  const auto text = stacks(members);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, Not(HasSubstr("outer(int)")));
}

TEST_F(KernelStacks, AreArraysWhereNobodySaysSo) {
  const auto text = stacks({});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\"inner\":["));
  EXPECT_THAT(*text, Not(HasSubstr("kstack")));
}

}  // namespace
}  // namespace waggle::loader
