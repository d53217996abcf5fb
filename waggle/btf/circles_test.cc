#include "waggle/btf/circles.hh"

#include <gtest/gtest.h>
#include <linux/btf.h>

#include <cstring>
#include <string>
#include <vector>

#include "waggle/testing/matchers.hh"

namespace waggle::btf {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

// BTF of these words of types; "s" is the name at 1.
Image image(const std::vector<std::uint32_t>& words) {
  btf_header header{};
  header.magic = BTF_MAGIC;
  header.version = BTF_VERSION;
  header.hdr_len = sizeof header;
  header.type_len = header.str_off = static_cast<std::uint32_t>(4 * words.size());
  header.str_len = 3;
  std::string btf(reinterpret_cast<const char*>(&header), sizeof header);
  btf.append(reinterpret_cast<const char*>(words.data()), 4 * words.size());
  btf.append("\0s\0", 3);
  return Image::parse(as_bytes(btf)).value();
}

constexpr std::uint32_t kTypedef = BTF_KIND_TYPEDEF << 24U;
constexpr std::uint32_t kPointer = BTF_KIND_PTR << 24U;
constexpr std::uint32_t kArray = BTF_KIND_ARRAY << 24U;
constexpr std::uint32_t kOneMember = BTF_KIND_STRUCT << 24U | 1;

TEST(Circles, AreRefused) {
  EXPECT_THAT(check_circles(image({1, kTypedef, 2, 1, kTypedef, 1})), FailsSaying("BTF type 1 (s) contains itself"));
  EXPECT_THAT(check_circles(image({1, kOneMember, 8, 1, 1, 0})), FailsSaying("contains itself"));
  EXPECT_THAT(check_circles(image({0, kArray, 0, 1, 0, 1})), FailsSaying("contains itself"));
  // s { s_array[1] }
  EXPECT_THAT(check_circles(image({1, kOneMember, 8, 1, 2, 0, 0, kArray, 0, 1, 0, 1})), IsErrno(EINVAL));
}

TEST(Circles, MayLeadThroughPointers) {
  EXPECT_THAT(check_circles(image({1, kOneMember, 8, 1, 2, 0, 0, kPointer, 1})), IsOk());
  EXPECT_THAT(check_circles(image({0, kPointer, 1})), IsOk());
}

// A row of typedefs, each of the one behind it, or of the one before.
std::vector<std::uint32_t> row(std::uint32_t length, bool forward) {
  std::vector<std::uint32_t> words;
  for (std::uint32_t id = 1; id <= length; ++id)
    words.insert(words.end(), {1, kTypedef, forward ? (id + 1) % (length + 1) : id - 1});
  return words;
}

TEST(Circles, DepthIsLimitedFromBothEnds) {
  for (const bool forward : {true, false}) {
    EXPECT_THAT(check_circles(image(row(256, forward))), IsOk());
    EXPECT_THAT(check_circles(image(row(257, forward))), FailsSaying("more than 256 types deep"));
  }
}

}  // namespace
}  // namespace waggle::btf
