#include "waggle/toolchain/skeleton/skeleton.hh"

#include <gtest/gtest.h>

#include "waggle/base/file.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::toolchain {
namespace {

using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;

Result<std::string> skeleton_of(const std::string& file, bool compat) {
  WAGGLE_TRY(const ByteVector elf, read_file(testing::testdata("toolchain/" + file), 1 << 24));
  return write_skeleton(elf, {.file = file, .name = {}, .compat = compat});
}

TEST(Skeleton, HasNamesForEverything) {
  const auto text = skeleton_of("parts.bpf.o", false);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text,
              HasSubstr("struct parts_bpf {\n\tstruct bpf_object_skeleton *skeleton;\n\tstruct bpf_object *obj;\n"
                        "\tstruct {\n\t\tstruct bpf_map *events;\n"));
  EXPECT_THAT(*text, HasSubstr("\tstruct {\n\t\tstruct bpf_program *count;\n\t} progs;\n"
                               "\tstruct {\n\t\tstruct bpf_link *count;\n\t} links;\n"));
  EXPECT_THAT(*text, HasSubstr("\tstruct parts_bpf__rodata {\n\t\tlong wanted;\n\t\tchar prefix[8];\n\t} *rodata;\n"));
  EXPECT_THAT(*text, HasSubstr("struct limits {\n\tint low;\n\tint high;\n};\n"));
  EXPECT_THAT(*text, HasSubstr("\tstruct parts_bpf__data_own {\n\t\tstruct limits limits;\n\t} *data_own;\n"));
  EXPECT_THAT(*text, HasSubstr("parts_bpf::open_and_load()"));
  // libbpf cuts the object's name, which is the skeleton's.
  EXPECT_THAT(*text, HasSubstr(".name = \"parts_bp.rodata\";"));
}

TEST(Skeleton, OfTheFirstGenerationHasNoLinksAndNoLong) {
  const auto text = skeleton_of("parts.bpf.o", true);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("#include <libbpf-wasm.h>"));
  EXPECT_THAT(*text, HasSubstr("\t\tlong long wanted;\n"));
  EXPECT_THAT(*text, Not(HasSubstr("bpf_link")));
  EXPECT_THAT(*text, Not(HasSubstr("__cplusplus")));
}

// No maps, no global variables: C has no empty structures that both languages accept.
TEST(Skeleton, LeavesOutWhatTheObjectHasNot) {
  const auto text = skeleton_of("bare.bpf.o", false);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, Not(HasSubstr("} maps;")));
  EXPECT_THAT(*text, Not(HasSubstr("map_cnt")));
  EXPECT_THAT(*text, HasSubstr("\t} progs;\n"));
}

// Whoever has a type already, or includes another skeleton that has it, gets it once.
TEST(Skeleton, DefinesTypesOnce) {
  const auto text = skeleton_of("sections.bpf.o", false);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("#ifndef SECTIONS_BPF_NO_TYPES\n"));
  EXPECT_THAT(*text, HasSubstr("#ifndef WAGGLE_TYPE_limits\n#define WAGGLE_TYPE_limits\nstruct limits {"));
  EXPECT_THAT(*text, Not(HasSubstr("struct bpf_spin_lock {")));  // <linux/bpf.h> has it
}

TEST(Skeleton, HasEverySectionUnderItsName) {
  const auto text = skeleton_of("sections.bpf.o", false);
  ASSERT_THAT(text, IsOk());
  for (const char* line : {
           "\t\tstruct everything table[3];\n\t} *rodata_table;\n",
           "\t\tchar words[2][8];\n\t} *rodata_words;\n",
           "\t\tstruct bpf_spin_lock lock;\n\t} *data_lock;\n",
           "\t\tvoid *callback;\n",
           "} *kconfig;\n",
       })
    EXPECT_THAT(*text, HasSubstr(line));
}

// A program in C that was written for another generator's skeleton finds its names.
TEST(Skeleton, KeepsNamesThatOnlyCxxReserves) {
  const auto text = skeleton_of("sections.bpf.o", false);
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("#ifdef __cplusplus\n#define SECTIONS_BPF_class class_\n#else\n"
                               "#define SECTIONS_BPF_class class\n#endif\n"));
  EXPECT_THAT(*text, HasSubstr("\t\tbool SECTIONS_BPF_class;\n"));
  EXPECT_THAT(*text, HasSubstr("sizeof(s->bss->SECTIONS_BPF_class) == 1"));
}

TEST(Skeleton, RefusesWhatIsNoObject) {
  EXPECT_THAT(write_skeleton(as_bytes("no object"), {.file = "x.o", .name = {}, .compat = false}), IsErrno(ENOEXEC));
}

}  // namespace
}  // namespace waggle::toolchain
