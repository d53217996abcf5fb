#include "waggle/toolchain/inspect/inspect.hh"

#include <gtest/gtest.h>

#include <map>

#include "waggle/base/file.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/vm/module.hh"

namespace waggle::toolchain {
namespace {

using ::testing::ElementsAre;
using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::IsSupersetOf;

std::string object_path(const std::string& name) { return testing::testdata("toolchain/" + name + ".bpf.o"); }

Result<ObjectReport> object_report(const std::string& name, const std::string& kernel) {
  WAGGLE_TRY(const ByteVector elf, read_file(object_path(name), 1 << 24));
  return inspect_object(elf, {.name = name + ".bpf.o", .kernel = kernel});
}

Result<GuestReport> guest_report(std::string_view wat) {
  WAGGLE_TRY(const ByteVector wasm, vm::parse_text(wat));
  return inspect_guest(wasm, {.name = "g.wasm", .kernel = {}});
}

// "struct task___mine.pid: byte offset" and its answer.
std::map<std::string, btf::CoreAnswer> answers_of(const ObjectReport& report) {
  std::map<std::string, btf::CoreAnswer> answers;
  for (const RelocationReport& relocation : report.relocations)
    if (relocation.answer)
      answers.emplace(relocation.target + ": " + std::string(btf::name(relocation.kind)), *relocation.answer);
  return answers;
}

MATCHER_P(Gets, value, "gets a value") {
  *result_listener << "verdict " << static_cast<int>(arg.verdict) << ", value " << arg.value;
  return arg.verdict == btf::CoreVerdict::satisfied && arg.value == static_cast<std::uint64_t>(value);
}
MATCHER_P(Is, verdict, "has a verdict") { return arg.verdict == verdict; }

TEST(InspectRelocations, FindsMembersWhereTheKernelHasThem) {
  const auto report = object_report("relocations", object_path("kernel_types"));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->kernel, object_path("kernel_types"));
  auto answers = answers_of(*report);
  EXPECT_THAT(answers["struct task___mine.pid: byte offset"], Gets(8));
  EXPECT_THAT(answers["struct task___mine.inner: byte offset"], Gets(20));  // inside what has no name
  EXPECT_THAT(answers["struct stamp.seconds: byte offset"], Gets(8));
  EXPECT_THAT(answers["struct task___mine.name: size"], Gets(32));
  EXPECT_THAT(answers["struct task___mine.stamps[2].seconds: byte offset"], Gets(64 + 2 * 16 + 8 + 8));
  EXPECT_THAT(answers["struct task___mine: type size"], Gets(144));
  EXPECT_THAT(answers["enum color.BLUE: enumerator value"], Gets(7));
}

// Bits 5 to 7 of the word at 56, of the 64 that are loaded: 56 above them go, and 61 zeros come.
TEST(InspectRelocations, ShiftsBitFields) {
  const auto report = object_report("relocations", object_path("kernel_types"));
  ASSERT_THAT(report, IsOk());
  auto answers = answers_of(*report);
  EXPECT_THAT(answers["struct task___mine.flag: byte offset"], Gets(56));
  EXPECT_THAT(answers["struct task___mine.flag: size"], Gets(4));
  EXPECT_THAT(answers["struct task___mine.flag: left shift"], Gets(56));
  EXPECT_THAT(answers["struct task___mine.flag: right shift"], Gets(61));
  EXPECT_THAT(answers["struct task___mine.flag: is signed"], Gets(0));
}

TEST(InspectRelocations, TellsAQuestionFromAnInvalidInstruction) {
  const auto report = object_report("relocations", object_path("kernel_types"));
  ASSERT_THAT(report, IsOk());
  auto answers = answers_of(*report);
  EXPECT_THAT(answers["struct task___mine.gone: byte offset"], Is(btf::CoreVerdict::missing));
  EXPECT_THAT(answers["struct task___mine.changed: exists"], Is(btf::CoreVerdict::missing));
  EXPECT_THAT(answers["struct nowhere: type exists"], Is(btf::CoreVerdict::missing));
  EXPECT_THAT(answers["enum color.GREY: enumerator exists"], Is(btf::CoreVerdict::missing));
  EXPECT_THAT(answers["struct twin.value: byte offset"], Is(btf::CoreVerdict::ambiguous));
  const std::string text = write_text(*report);
  EXPECT_THAT(text, HasSubstr("struct task___mine.gone  exists: no\n"));
  EXPECT_THAT(text, HasSubstr("struct task___mine.gone  byte offset: MISSING, instruction "));
  EXPECT_THAT(text, HasSubstr(" of raw_tp/sys_enter becomes invalid\n"));
}

TEST(InspectRelocations, AsksNobodyWhereNobodyIs) {
  EXPECT_THAT(object_report("relocations", "/nonexistent.btf"), IsErrno(ENOENT));
  EXPECT_THAT(object_report("relocations", "/etc/passwd"), FailsSaying("/etc/passwd"));
}

TEST(InspectRequirements, NamesTheLinuxThatBroughtThings) {
  const auto report = object_report("parts", object_path("kernel_types"));
  ASSERT_THAT(report, IsOk());
  std::vector<std::string> lines;
  for (const bpf::Requirement& requirement : report->requirements)
    lines.push_back(std::to_string(requirement.since.major) + "." + std::to_string(requirement.since.minor) + " " +
                    requirement.what);
  EXPECT_EQ(lines.front(), "5.8 map type ringbuf");
  EXPECT_THAT(lines, IsSupersetOf({"5.2 global variables", "3.19 program type socket_filter"}));
}

TEST(InspectGuest, KnowsImportsAndTheirGrants) {
  const auto guest = guest_report(R"((module
      (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
      (import "libbpf" "bpf_map__pin" (func (param i64 i32) (result i32)))
      (import "linux" "time_machine" (func (result i64)))
      (import "nobody" "nothing" (func))
      (import "wasi_snapshot_preview1" "fd_close" (func (param i64)))
      (memory (export "memory") 2 5)
      (func (export "_start"))))");
  ASSERT_THAT(guest, IsOk());
  ASSERT_EQ(guest->imports.size(), 5U);
  EXPECT_TRUE(guest->imports[0].known);
  EXPECT_EQ(guest->imports[0].type, "(i32) -> ()");
  EXPECT_FALSE(guest->imports[0].needs_allow);
  EXPECT_TRUE(guest->imports[1].known);
  EXPECT_EQ(guest->imports[1].grants, "pin");
  EXPECT_TRUE(guest->imports[1].needs_allow);
  EXPECT_EQ(guest->imports[2].remark, "a call answers ENOSYS");
  EXPECT_EQ(guest->imports[3].remark, "a call ends the guest");
  EXPECT_FALSE(guest->imports[4].known);
  EXPECT_THAT(guest->imports[4].remark, HasSubstr("with type (i64)"));
  ASSERT_EQ(guest->memories.size(), 1U);
  EXPECT_EQ(guest->memories[0].minimum, 2U);
  EXPECT_EQ(guest->memories[0].maximum, 5U);
  std::vector<std::string> exports;
  for (const ExportReport& exported : guest->exports) exports.push_back(exported.name + " " + exported.kind);
  EXPECT_THAT(exports, ElementsAre("memory memory", "_start function"));
}

// As a linker leaves it that saves the zeros in the middle.
TEST(InspectGuest, FindsAnObjectInSeveralSegments) {
  const auto elf = read_file(object_path("bare"), 1 << 24);
  ASSERT_THAT(elf, IsOk());
  const auto escape = [](Bytes bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      text += '\\';
      text += kDigits[std::to_integer<unsigned>(byte) >> 4U];
      text += kDigits[std::to_integer<unsigned>(byte) & 15U];
    }
    return text;
  };
  const Bytes all(*elf);
  const std::size_t half = all.size() / 2;
  const auto guest =
      guest_report("(module (memory 1) (data (i32.const 1024) \"" + escape(all.first(half)) + "\") (data (i32.const " +
                   std::to_string(1024 + half) + ") \"" + escape(all.subspan(half)) + "\"))");
  ASSERT_THAT(guest, IsOk());
  ASSERT_EQ(guest->objects.size(), 1U);
  EXPECT_EQ(guest->objects[0].name, "g.wasm+0x400");
  ASSERT_EQ(guest->objects[0].programs.size(), 1U);
  EXPECT_EQ(guest->objects[0].programs[0].name, "pass");
}

TEST(Inspect, RefusesWhatWaggleDoesNotRun) {
  EXPECT_THAT(inspect(as_bytes("root:x:0:0"), {.name = "x", .kernel = {}}), IsErrno(ENOEXEC));
  EXPECT_THAT(inspect(as_bytes(std::string_view("\0asm\1\0\0\0\2\x7f", 10)), {.name = "x", .kernel = {}}),
              FailsSaying("x: it ends too early"));
  EXPECT_THAT(inspect(as_bytes(std::string_view("\0asm\x0d\0\1\0", 8)), {.name = "x", .kernel = {}}),
              FailsSaying("a component"));
}

}  // namespace
}  // namespace waggle::toolchain
