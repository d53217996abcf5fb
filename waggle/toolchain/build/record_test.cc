#include "waggle/toolchain/build/record.hh"

#include <gmock/gmock.h>

#include "waggle/base/file.hh"
#include "waggle/toolchain/scratch_folder.hh"

namespace waggle::toolchain {
namespace {

void write(const std::string& path, std::string_view text) {
  ASSERT_TRUE(replace_file(path, as_bytes(text), 0600).ok());
}

TEST(Record, AnOutputIsCurrentUntilAnythingOfItChanges) {
  const auto scratch = ScratchFolder::create();
  const std::string output = scratch->file("x.o"), input = scratch->file("x .c");
  const std::vector<std::string> words{"cc", "-O2"}, others{"cc", "-O", "2"}, inputs{input};
  write(input, "one");
  write(output, "made");
  EXPECT_FALSE(is_current(output, words));
  ASSERT_TRUE(record(output, words, inputs).ok());
  EXPECT_TRUE(is_current(output, words));
  EXPECT_EQ(inputs_of(output), inputs);
  EXPECT_FALSE(is_current(output, others));
  write(input, "two");
  EXPECT_FALSE(is_current(output, words));
  write(input, "one");
  EXPECT_TRUE(is_current(output, words));
  write(output, "torn");
  EXPECT_FALSE(is_current(output, words));
}

TEST(Record, DependenciesOfACompiler) {
  EXPECT_THAT(parse_dependencies("a/x.o: x.c \\\n  my\\ header.h a$$b.h C:odd.h\nother.h\n"),
              testing::ElementsAre("x.c", "my header.h", "a$b.h", "C:odd.h", "other.h"));
  EXPECT_THAT(parse_dependencies(""), testing::IsEmpty());
}

}  // namespace
}  // namespace waggle::toolchain
