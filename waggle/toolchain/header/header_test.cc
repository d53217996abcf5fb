#include "waggle/toolchain/header/header.hh"

#include <gtest/gtest.h>
#include <linux/btf.h>
#include <unistd.h>

#include <cstring>

#include "waggle/base/defer.hh"
#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/object_types.hh"

namespace waggle::toolchain {
namespace {

using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;

Result<std::string> header_of(const std::vector<std::string>& types, HeaderOptions options = {}) {
  WAGGLE_TRY(const ByteVector btf, read_types(testing::testdata("toolchain/shapes.bpf.o")));
  options.name = "shapes.bpf.o";
  return write_header(btf, types, options);
}

// BTF by hand: words of types behind a header, and the names.
ByteVector raw_btf(const std::vector<std::uint32_t>& words, std::string_view names) {
  btf_header header{.magic = BTF_MAGIC,
                    .version = BTF_VERSION,
                    .flags = 0,
                    .hdr_len = sizeof header,
                    .type_off = 0,
                    .type_len = static_cast<std::uint32_t>(4 * words.size()),
                    .str_off = static_cast<std::uint32_t>(4 * words.size()),
                    .str_len = static_cast<std::uint32_t>(names.size())};
  ByteVector btf(sizeof header + 4 * words.size() + names.size());
  std::memcpy(btf.data(), &header, sizeof header);
  std::memcpy(btf.data() + sizeof header, words.data(), 4 * words.size());
  std::memcpy(btf.data() + sizeof header + 4 * words.size(), names.data(), names.size());
  return btf;
}

constexpr std::uint32_t info(std::uint32_t kind, std::uint32_t count) { return kind << 24 | count; }

TEST(GenHeaderC, PacksAsTheFirstGenerationDid) {
  const auto text = header_of({"event"}, {.packed = true, .name = {}});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\nstruct event {\n"
                               "\tint pid;\n"
                               "\tint ppid;\n"
                               "\tunsigned int exit_code;\n"
                               "\tchar __pad0[4];\n"
                               "\tunsigned long long duration_ns;\n"
                               "\tchar comm[16];\n"
                               "\tchar filename[127];\n"
                               "\tchar exit_event;\n"
                               "} __attribute__((packed));\n"
                               "static_assert(sizeof(struct event) == 168, \"Size of event is not 168\");\n"));
}

TEST(GenHeaderC, WritesOutWhatACompilerWouldDecide) {
  const auto text = header_of({"everything"});
  ASSERT_THAT(text, IsOk());
  for (const char* line : {
           "\tint class_;\n\tbool new_;\n\tchar __pad1[3];\n\tlong long number;\n",
           "\tunsigned long long /* pointer */ name;\n",
           "\tenum state state;\n\tchar __pad2[4];\n\tunsigned long long /* enum wide */ wide;\n",
           "\tunsigned char /* enum tiny */ tiny;\n",
           "\tpoint_t corners[2][3];\n",
           "\tunsigned int low : 3;\n\tunsigned char : 2;\n\tunsigned int middle : 7;\n",
           "\tstruct nothing none;\n",
           "struct nothing {\n\tchar __pad0[0];\n};\n",
           "\tchar tail[0];\n",
           "static_assert(offsetof(struct everything, inner.deep) == ",
           "enum {\n\tSMALL = 1ULL,\n\tHUGE = 18446744069414584320ULL,\n};\n",
       })
    EXPECT_THAT(*text, HasSubstr(line));
  EXPECT_THAT(*text, Not(HasSubstr("struct event {")));
}

TEST(GenHeaderC, SaysWhatCCannot) {
  const auto text = header_of({"everything"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("/*\n * What C cannot say:\n"
                               " * struct nothing: has no size\n"
                               " * struct everything.wide: a number, since enum wide has 8 bytes\n"
                               " * struct everything.tiny: a number, since enum tiny has 1 bytes\n"
                               " */\n"));
}

// Bits of a byte, across bytes, below zero, and inside a structure without a name.
TEST(GenHeaderC, ChecksBitFieldsByStoring) {
  const auto text = header_of({"flags"}, {.check = true, .name = {}});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("\tclear(&value, sizeof(value));\n\tvalue.middle = ones;\n"
                               "\tcheck(&value, sizeof(value), 5, 7, \"struct flags.middle\");\n"));
}

// Where a guest's compiler is told where everything must be, it says whether it is.
TEST(GenHeaderC, CompilesForEveryGuest) {
  for (const bool packed : {false, true}) {
    const auto text = header_of({}, {.packed = packed, .name = {}});
    ASSERT_THAT(text, IsOk());
    std::string folder = "/tmp/waggle-header.XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string header = folder + "/types.h";
    const Defer clean([&] { ::unlink(header.c_str()), ::rmdir(folder.c_str()); });
    ASSERT_THAT(replace_file(header, as_bytes(*text), 0600), IsOk());
    const std::string assert_h = std::string("-I") + WAGGLE_BUILD_DIR + "/share/waggle/sysroot/include";
    for (const std::string target : {"x86_64-linux-gnu", "wasm32-wasi", "wasm64-unknown-unknown"})
      for (const std::string language : {"c", "c++"}) {
        std::vector<std::string> words{"clang-19",
                                       "--target=" + target,
                                       "-x",
                                       language,
                                       language == "c" ? "-std=c11" : "-std=c++20",
                                       "-Wall",
                                       "-Wextra",
                                       "-Werror",
                                       "-fsyntax-only"};
        if (target == "wasm64-unknown-unknown") words.push_back(assert_h);
        if (target == "wasm32-wasi") words.insert(words.end(), {"-isystem", "/usr/include/wasm32-wasi"});
        words.push_back(header);
        const auto code = run_program(words);
        ASSERT_THAT(code, IsOk());
        EXPECT_EQ(*code, 0) << target << ' ' << language << (packed ? " packed" : "") << '\n' << *text;
      }
  }
}

TEST(GenHeader, NamesWhatIsNotThere) {
  EXPECT_THAT(header_of({"nowhere"}), FailsSaying("there is no structure, union or enumeration 'nowhere'"));
  EXPECT_THAT(header_of({"evnt"}), FailsSaying("'evnt'; did you mean 'event'?"));
  EXPECT_THAT(header_of({"union wrd"}), FailsSaying("'union wrd'; did you mean 'word'?"));
  EXPECT_THAT(header_of({"union event"}), IsErrno(ENOENT));
  EXPECT_THAT(header_of({"my_pid_t"}), FailsSaying("'my_pid_t' is no structure"));
}

// int; two structures named s with a member each.
TEST(GenHeader, NumbersTheSecondOfTwoWithOneName) {
  const auto btf = raw_btf({1, info(BTF_KIND_INT, 0), 4, 32,           //
                            5, info(BTF_KIND_STRUCT, 1), 4, 7, 1, 0,   //
                            5, info(BTF_KIND_STRUCT, 1), 4, 9, 1, 0},  //
                           std::string_view("\0int\0s\0a\0b\0", 11));
  const auto text = write_header(btf, {}, {.name = "x"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("struct s {\n\tunsigned int a;\n};"));
  EXPECT_THAT(*text, HasSubstr("struct s___2 {\n\tunsigned int b;\n};"));
  const std::vector<std::string> wanted{"s"};
  EXPECT_THAT(write_header(btf, wanted, {.name = "x"}), FailsSaying("'s' is ambiguous"));
}

// struct a { struct { unsigned x; } b; }; struct a_b { unsigned x; }; in languages where all types have names.
TEST(GenHeader, GivesNamesThatNothingElseHas) {
  const auto btf = raw_btf({1, info(BTF_KIND_INT, 0),    4, 32,         //
                            0, info(BTF_KIND_STRUCT, 1), 4, 13, 1, 0,   //
                            5, info(BTF_KIND_STRUCT, 1), 4, 7,  2, 0,   //
                            9, info(BTF_KIND_STRUCT, 1), 4, 13, 1, 0},  //
                           std::string_view("\0int\0a\0b\0a_b\0x\0", 15));
  const auto text = write_header(btf, {}, {.language = Language::rust, .name = "x"});
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("pub struct a_b_ {\n    pub x: u32,"));
  EXPECT_THAT(*text, HasSubstr("pub struct a {\n    pub b: a_b_,"));
  EXPECT_THAT(*text, HasSubstr("pub struct a_b {\n    pub x: u32,"));
}

TEST(GenHeader, RefusesTypesThatContradictThemselves) {
  const std::string_view names("\0int\0s\0a\0b\0", 11);
  const auto overlapping = raw_btf({1, info(BTF_KIND_INT, 0), 4, 32,  //
                                    5, info(BTF_KIND_STRUCT, 2), 8, 7, 1, 0, 9, 1, 16},
                                   names);
  EXPECT_THAT(write_header(overlapping, {}, {.name = "x"}), FailsSaying("'b' overlaps what stands before it"));
  const auto too_small = raw_btf({1, info(BTF_KIND_INT, 0), 4, 32,  //
                                  5, info(BTF_KIND_STRUCT, 1), 2, 7, 1, 0},
                                 names);
  EXPECT_THAT(write_header(too_small, {}, {.name = "x"}), FailsSaying("'a' ends behind the structure's end"));
  const auto endless = raw_btf({5, info(BTF_KIND_STRUCT, 1), 8, 7, 1, 0}, names);
  EXPECT_THAT(write_header(endless, {}, {.name = "x"}), FailsSaying("contains itself"));
}

}  // namespace
}  // namespace waggle::toolchain
