#include "waggle/btf/core_relocations.hh"

#include <gtest/gtest.h>
#include <linux/btf.h>

#include <cstring>
#include <string_view>

#include "waggle/btf/core_match.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::btf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

constexpr std::string_view kNames(
    "\0int\0s\0a\0.text\0"
    "0:0\0"
    "0:9\0no path\0",
    32);
enum NameAt : std::uint32_t { kInt = 1, kS = 5, kA = 7, kText = 9, kFirst = 15, kTenth = 19, kNoPath = 23 };

template <class T>
void put(ByteVector& out, const T* words, std::size_t bytes) {
  const auto* const begin = reinterpret_cast<const std::byte*>(words);
  out.insert(out.end(), begin, begin + bytes);
}

// struct s { int a; }.
Result<Image> image() {
  const std::vector<std::uint32_t> words{kInt, BTF_KIND_INT << 24U, 4, 32, kS, BTF_KIND_STRUCT << 24U | 1, 4, kA, 1, 0};
  btf_header header{};
  header.magic = BTF_MAGIC;
  header.version = BTF_VERSION;
  header.hdr_len = sizeof header;
  header.type_len = header.str_off = static_cast<std::uint32_t>(4 * words.size());
  header.str_len = kNames.size();
  ByteVector btf;
  put(btf, &header, sizeof header);
  put(btf, words.data(), 4 * words.size());
  put(btf, kNames.data(), kNames.size());
  return Image::parse(btf);
}

// A section with these words of relocations; its header as in the kernel's documentation.
ByteVector ext(const std::vector<std::uint32_t>& words) {
  const std::uint32_t length = 32;
  const std::vector<std::uint32_t> header{
      BTF_MAGIC | BTF_VERSION << 16U, length, 0, 0, 0, 0, 0, static_cast<std::uint32_t>(4 * words.size())};
  ByteVector bytes;
  put(bytes, header.data(), length);
  put(bytes, words.data(), 4 * words.size());
  return bytes;
}

TEST(CoreRelocations, AreReadBySection) {
  const auto types = image();
  ASSERT_THAT(types, IsOk());
  const auto found = parse_core_relocations(ext({16, kText, 2, 8, 2, kFirst, 0, 24, 2, kFirst, 2}), *types);
  ASSERT_THAT(found, IsOk());
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[1].section, ".text");
  EXPECT_EQ((*found)[1].instruction, 3U);
  EXPECT_EQ((*found)[1].kind, CoreKind::field_exists);
  const CoreMatcher matcher(*types, *types);
  const auto answer = matcher.answer((*found)[0]);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->verdict, CoreVerdict::satisfied);
}

TEST(CoreRelocations, OfNoSectionAreNone) {
  const auto types = image();
  ASSERT_THAT(types, IsOk());
  const auto found = parse_core_relocations({}, *types);
  ASSERT_THAT(found, IsOk());
  EXPECT_TRUE(found->empty());
}

TEST(CoreRelocations, RefusesWhatIsBroken) {
  const auto types = image();
  ASSERT_THAT(types, IsOk());
  EXPECT_THAT(parse_core_relocations(as_bytes("short"), *types), FailsSaying("it is cut off"));
  EXPECT_THAT(parse_core_relocations(ext({16, kText, 2, 8, 2, kFirst, 0}), *types), FailsSaying("it is cut off"));
  EXPECT_THAT(parse_core_relocations(ext({4, kText, 1, 8}), *types), FailsSaying("of an unknown size"));
  EXPECT_THAT(parse_core_relocations(ext({16, kText, 1, 8, 99, kFirst, 0}), *types), FailsSaying("type 99"));
  EXPECT_THAT(parse_core_relocations(ext({16, kText, 1, 8, 2, kFirst, 13}), *types), FailsSaying("of kind 13"));
  EXPECT_THAT(parse_core_relocations(ext({16, kText, 1, 8, 2, kNoPath, 0}), *types), FailsSaying("'no path'"));
}

TEST(CoreRelocations, RefusesAPathThatTheTypeHasNot) {
  const auto types = image();
  ASSERT_THAT(types, IsOk());
  const auto found = parse_core_relocations(ext({16, kText, 1, 8, 2, kTenth, 0}), *types);
  ASSERT_THAT(found, IsOk());
  const CoreMatcher matcher(*types, *types);
  EXPECT_THAT(matcher.answer(found->front()), IsErrno(EINVAL));
  EXPECT_THAT(matcher.describe(found->front()), FailsSaying("struct s"));
}

}  // namespace
}  // namespace waggle::btf
