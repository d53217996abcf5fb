#include "waggle/toolchain/build/strip.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include <cstring>
#include <span>

#include "waggle/base/file.hh"
#include "waggle/bpf/inspect.hh"
#include "waggle/bpf/object.hh"
#include "waggle/bpf/object_spec.hh"
#include "waggle/btf/core_relocations.hh"
#include "waggle/btf/image.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/btf_writer.hh"

namespace waggle::toolchain {
namespace {

using ::testing::Gt;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;
using ::testing::SizeIs;

// What a loader sees of an object.
std::string seen(const bpf::ObjectSpec& spec) {
  std::string all(as_text(spec.btf()));
  for (const bpf::Program& program : spec.programs())
    all.append(program.name()).append(program.section()).append(std::to_string(bpf::instruction_count(program)));
  for (const bpf::MapSpec& map : spec.maps())
    all.append(map.name()).append(as_text(map.initial_value())).append(std::to_string(map.shape().value_size));
  return all;
}

ByteVector compiled(std::string_view name) {
  auto elf = read_file(testing::testdata(fmt::format("toolchain/{}.bpf.o", name)), 1 << 24);
  EXPECT_THAT(elf, IsOk());
  return std::move(elf).value();
}

using Sentences = std::vector<std::string>;

// Each type of the object's BTF, with all its words; the table of names may be in another order.
Sentences types_of(const btf::Image& image) {
  Sentences all;
  for (btf::TypeId id = 1; id < image.count(); ++id) {
    const btf::Record& record = image.at(id);
    Sentences words;
    const auto meaning = btf_words(record.kind);
    for (std::size_t i = 0; i < record.words.size(); ++i)
      words.push_back(meaning[i % meaning.size()] == BtfWord::name ? std::string(image.string(record.words[i]))
                                                                   : std::to_string(record.words[i]));
    all.push_back(fmt::format("{} {} {} {} {}: {}", record.name, record.kind, record.flag, record.size, record.type,
                              fmt::join(words, " ")));
  }
  return all;
}

// A table of .BTF.ext (Documentation/bpf/btf.rst of the kernel), by the word of the header that says where it is: of
// each record the section and its first words.
constexpr std::size_t kFunctions = 2, kLines = 4;
Sentences records_of(Bytes elf, const btf::Image& image, std::size_t table, std::size_t words) {
  const ByteVector ext = bpf::section_bytes(elf, ".BTF.ext");
  std::vector<std::uint32_t> all(ext.size() / 4);
  std::memcpy(all.data(), ext.data(), 4 * all.size());
  std::size_t at = (all[1] + all[table]) / 4;  // behind the header
  const std::size_t end = at + all[table + 1] / 4, record = all[at++] / 4;
  Sentences sentences;
  while (at < end) {
    const std::string_view section = image.string(all[at]);
    std::size_t left = all[at + 1];
    for (at += 2; left > 0; --left, at += record)
      sentences.push_back(fmt::format("{}: {}", section, fmt::join(std::span(all).subspan(at, words), " ")));
  }
  return sentences;
}

Sentences relocations_of(Bytes elf, const btf::Image& image) {
  Sentences all;
  const auto relocations = btf::parse_core_relocations(bpf::section_bytes(elf, ".BTF.ext"), image);
  EXPECT_THAT(relocations, IsOk());
  for (const btf::CoreRelocation& each : *relocations)
    all.push_back(fmt::format("{} {} {} {} {}", each.section, each.instruction, each.type, static_cast<int>(each.kind),
                              fmt::join(each.path, ":")));
  return all;
}

TEST(Strip, LeavesWhatALoaderSees) {
  const ByteVector whole = compiled("whole.debug");
  EXPECT_THAT(as_text(whole), HasSubstr(".debug_info"));
  const auto stripped = strip_debug(whole);
  ASSERT_THAT(stripped, IsOk());
  EXPECT_THAT(as_text(*stripped), Not(HasSubstr(".debug_")));
  const auto before = bpf::ObjectSpec::open(whole, "x"), after = bpf::ObjectSpec::open(*stripped, "x");
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(seen(*before), seen(*after));
  const auto twice = strip_debug(*stripped);
  ASSERT_THAT(twice, IsOk());
  EXPECT_EQ(*twice, *stripped);
}

class StripLines : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Objects, StripLines, ::testing::Values("tasks", "functions"),
                         [](const auto& object) { return std::string(object.param); });

TEST_P(StripLines, TheirTextGoesAndNothingElse) {
  const ByteVector elf = compiled(GetParam());
  EXPECT_THAT(as_text(elf), HasSubstr("BPF_CORE_READ("));
  const auto lean = strip_lines(elf);
  ASSERT_THAT(lean, IsOk());
  EXPECT_THAT(as_text(*lean), Not(HasSubstr("BPF_CORE_READ(")));
  const auto before = btf::Image::parse(bpf::section_bytes(elf, ".BTF")),
             after = btf::Image::parse(bpf::section_bytes(*lean, ".BTF"));
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(types_of(*before), types_of(*after));
  EXPECT_EQ(records_of(elf, *before, kFunctions, 2), records_of(*lean, *after, kFunctions, 2));
  EXPECT_THAT(relocations_of(elf, *before), SizeIs(Gt(0)));
  EXPECT_EQ(relocations_of(elf, *before), relocations_of(*lean, *after));
  EXPECT_THAT(strip_lines(*lean), IsOk());
}

// libbpf complains of programs without a line, the kernel of functions without.
TEST_P(StripLines, EveryFunctionKeepsOneWithoutText) {
  const auto lean = strip_lines(compiled(GetParam()));
  ASSERT_THAT(lean, IsOk());
  const auto image = btf::Image::parse(bpf::section_bytes(*lean, ".BTF"));
  ASSERT_THAT(image, IsOk());
  Sentences expected;
  for (const std::string& function : records_of(*lean, *image, kFunctions, 1)) expected.push_back(function + " 0 0 0");
  EXPECT_THAT(expected, SizeIs(Gt(0)));
  EXPECT_EQ(records_of(*lean, *image, kLines, 4), expected);
}

class KernelStripLines : public testing::KernelTest {};

TEST_F(KernelStripLines, WhatIsLeftIsLoaded) {
  const auto lean = strip_lines(compiled("functions"));
  ASSERT_THAT(lean, IsOk());
  auto spec = bpf::ObjectSpec::open(*lean, "x");
  ASSERT_THAT(spec, IsOk());
  EXPECT_THAT(bpf::Object::load(std::move(spec).value()), IsOk());
}

TEST(Strip, WhatIsTornIsRefused) {
  const ByteVector whole = compiled("whole.debug");
  for (std::size_t size = 0; size < whole.size(); size += 61) {
    EXPECT_THAT(strip_debug(Bytes(whole).first(size)), IsErrno(ENOEXEC)) << size;
    EXPECT_THAT(strip_lines(Bytes(whole).first(size)), IsErrno(ENOEXEC)) << size;
  }
  ByteVector other = whole;
  other[5] = std::byte{2};  // big-endian
  EXPECT_THAT(strip_debug(other), IsErrno(ENOEXEC));
}

TEST(Strip, BtfThatIsBrokenIsRefused) {
  ByteVector elf = compiled("functions");
  elf[as_text(elf).find(as_text(bpf::section_bytes(elf, ".BTF")))] = std::byte{0};  // of the magic number
  EXPECT_THAT(strip_lines(elf), IsErrno(ENOEXEC));
}

}  // namespace
}  // namespace waggle::toolchain
