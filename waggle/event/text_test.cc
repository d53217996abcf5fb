#include "waggle/event/text.hh"

#include <gmock/gmock.h>

#include <limits>

#include "waggle/event/format/json_value.hh"
#include "waggle/testing/events.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;

// A symbol for each address below 10.
class FewSymbols final : public Symbols {
 public:
  std::string_view kernel(std::uint64_t address) override { return address < 10 ? "vfs_read" : ""; }
  std::string_view user(std::uint32_t pid, std::uint64_t address) override {
    return pid == 77 && address < 10 ? "main" : "";
  }
};

struct Written {
  std::string text, json;
};

Written written(const TypePtr& type, Bytes bytes, const Rendering& rendering = {.utc = true}) {
  const Stream stream{.name = "rb", .type = type};
  const Event event{stream, test_time(), bytes};
  Written out;
  Text text(rendering);
  text.begin(event);
  text.append(out.text, *type, {});
  Json json(rendering.symbols);
  json.begin(event);
  json.append(out.json, *type, {});
  return out;
}

template <class T>
Written written(const TypePtr& type, T value) {
  return written(type, EventBytes().add(value).bytes());
}

TEST(Text, NumbersAreExact) {
  EXPECT_EQ(written(unsigned_type(8), UINT64_MAX).text, "18446744073709551615");
  EXPECT_EQ(written(unsigned_type(8), UINT64_MAX).json, "18446744073709551615");
  EXPECT_EQ(written(signed_type(8), INT64_MIN).text, "-9223372036854775808");
  EXPECT_EQ(written(signed_type(8), INT64_MIN).json, "-9223372036854775808");
  EXPECT_EQ(written(signed_type(1), std::int8_t{-1}).text, "-1");
  EXPECT_EQ(written(unsigned_type(2), std::uint16_t{65535}).text, "65535");
  EXPECT_EQ(written(plain_type(Kind::boolean, 1), std::uint8_t{2}).json, "true");
}

TEST(Text, FloatsReadBackAsTheSameNumber) {
  const TypePtr type = plain_type(Kind::floating, 8);
  EXPECT_EQ(written(type, 0.1).text, "0.1");
  EXPECT_EQ(written(type, 1e300).json, "1e+300");
  EXPECT_EQ(written(type, std::numeric_limits<double>::quiet_NaN()).json, "null");
  EXPECT_EQ(written(type, std::numeric_limits<double>::infinity()).text, "inf");
  EXPECT_EQ(written(plain_type(Kind::floating, 4), 0.5F).text, "0.5");
}

TEST(Text, BitFieldsOfEveryPlaceAndWidth) {
  const TypePtr type = unsigned_type(8);
  const std::uint64_t word = 0xfedcba9876543210;
  const EventBytes bytes = EventBytes().add(word).add(std::uint8_t{0xab});
  for (std::uint32_t at = 0; at < 64; ++at)
    for (std::uint32_t bits = 1; bits <= 64 && at + bits <= 72; ++bits) {
      const std::uint64_t all = word >> at | (at == 0 ? 0 : std::uint64_t{0xab} << (64 - at));
      const std::uint64_t expected = all & (UINT64_MAX >> (64 - bits));
      const Value value = read(*type, bytes.bytes(), {.offset_bits = at, .bits = bits});
      ASSERT_EQ(std::get<std::uint64_t>(value), expected) << at << " " << bits;
    }
  const Value negative = read(*signed_type(4), bytes.bytes(), {.offset_bits = 9, .bits = 1});
  EXPECT_EQ(std::get<std::int64_t>(negative), -1);
}

TEST(Text, EnumerationsAreTheirNames) {
  const TypePtr type = enum_type(4, {{"RUNNING", 1}, {"GONE", -1}});
  EXPECT_EQ(written(type, std::int32_t{-1}).text, "GONE");
  EXPECT_EQ(written(type, std::int32_t{1}).json, "\"RUNNING\"");
  EXPECT_EQ(written(type, std::int32_t{-7}).json, "-7");
  EXPECT_EQ(written(enum_type(4, {{"A", 1}}), UINT32_MAX).text, "4294967295");
}

TEST(Text, AddressesHaveTheirOwnForms) {
  EXPECT_EQ(written(unsigned_type(4, Meaning::ipv4), std::uint32_t{0x0100007f}).text, "127.0.0.1");
  EXPECT_EQ(written(unsigned_type(4, Meaning::ipv4), std::uint32_t{0x0100007f}).json, "\"127.0.0.1\"");
  EXPECT_EQ(written(bytes_type(4, Meaning::ipv4), as_bytes("\xc0\xa8\x01\xff")).text, "192.168.1.255");
  EXPECT_EQ(written(bytes_type(6, Meaning::mac), as_bytes("\x02\x01\x5e\x10\x20\xff")).text, "02:01:5e:10:20:ff");
  EXPECT_EQ(written(unsigned_type(2, Meaning::network_order), std::uint16_t{0x5000}).text, "80");
  EXPECT_EQ(written(plain_type(Kind::pointer, 8), 0xffff8881000ULL).json, "\"0xffff8881000\"");
}

TEST(Text, Ipv6FollowsRfc5952) {
  const auto ipv6 = [](std::vector<std::uint8_t> bytes) {
    bytes.resize(16);
    return written(bytes_type(16, Meaning::ipv6), std::as_bytes(std::span(bytes))).text;
  };
  EXPECT_EQ(ipv6({}), "::");
  EXPECT_EQ(ipv6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), "::1");
  EXPECT_EQ(ipv6({0x20, 0x01, 0x0d, 0xb8}), "2001:db8::");
  EXPECT_EQ(ipv6({0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}), "2001:db8:0:1::1");
  EXPECT_EQ(ipv6({0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7}), "1:0:2:3:4:5:6:7");
  EXPECT_EQ(ipv6({0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4}), "1::2:0:0:3:4");
}

TEST(Text, ErrorsSignalsAndFlagsHaveNames) {
  EXPECT_EQ(written(signed_type(4, Meaning::error_number), -2).text, "ENOENT");
  EXPECT_EQ(written(signed_type(4, Meaning::error_number), -2).json, "-2");
  EXPECT_EQ(written(signed_type(4, Meaning::error_number), 0).text, "0");
  EXPECT_EQ(written(signed_type(4, Meaning::error_number), -4000).text, "-4000");
  EXPECT_EQ(written(signed_type(4, Meaning::signal), 9).text, "SIGKILL");
  EXPECT_EQ(written(signed_type(4, Meaning::signal), 99).text, "99");
  EXPECT_EQ(written(signed_type(4, Meaning::hexadecimal), -1).text, "0xffffffff");
}

TEST(Text, DurationsAreInTheLargestUnitThatFits) {
  const auto duration = [](Meaning meaning, std::int64_t number) {
    return written(signed_type(8, meaning), number).text;
  };
  EXPECT_EQ(duration(Meaning::nanoseconds, 0), "0ns");
  EXPECT_EQ(duration(Meaning::nanoseconds, 999), "999ns");
  EXPECT_EQ(duration(Meaning::nanoseconds, 1'000), "1us");
  EXPECT_EQ(duration(Meaning::nanoseconds, 1'050'999), "1.05ms");
  EXPECT_EQ(duration(Meaning::nanoseconds, -1'500'000'000), "-1.5s");
  EXPECT_EQ(duration(Meaning::microseconds, 12'345), "12.345ms");
  EXPECT_EQ(duration(Meaning::milliseconds, 59'999), "59.999s");
  EXPECT_EQ(duration(Meaning::seconds, 7200), "7200s");
  EXPECT_EQ(duration(Meaning::seconds, INT64_MAX), "9223372036854775807s");
}

TEST(Text, KernelTimesAreTimesOfTheDayWhereTheBootIsKnown) {
  const TypePtr type = unsigned_type(8, Meaning::kernel_time);
  const EventBytes bytes = EventBytes().add(std::uint64_t{1'500'000'000});
  EXPECT_EQ(written(type, bytes.bytes()).text, "1.500000");
  const std::optional<WallTime> boot = test_time();
  EXPECT_EQ(written(type, bytes.bytes(), {.boot = &boot, .utc = true}).text, "20:15:04.500251");
  EXPECT_EQ(written(type, bytes.bytes(), {.boot = &boot, .utc = true}).json, "1500000000");
  EXPECT_EQ(written(type, EventBytes().add(UINT64_MAX).bytes(), {.boot = &boot}).text, "18446744073.709551");
}

TEST(Text, StringsEndAtTheirNulOrTheirArray) {
  EXPECT_EQ(written(text_type(8), as_bytes(std::string_view("ab\0cdefg", 8))).text, "ab");
  EXPECT_EQ(written(text_type(4), as_bytes("abcdefgh")).text, "abcd");
  EXPECT_EQ(written(text_type(0), as_bytes("as long as it is")).text, "as long as it is");
  EXPECT_EQ(written(text_type(8), as_bytes("cut")).text, "cut");
}

TEST(Text, NoByteOfAStringReachesTheTerminalAsACommand) {
  const auto strings = [](std::string_view text) { return written(text_type(0), as_bytes(text)); };
  EXPECT_EQ(strings("\x1b[2J\n\t\r\\\x7f").text, "\\x1b[2J\\n\\t\\r\\\\\\x7f");
  EXPECT_EQ(strings("\x1b[2J\n\t\r\\\"\x7f").json, R"("\u001b[2J\n\t\r\\\"\u007f")");
  EXPECT_EQ(strings("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\x9d").text, "grüß € 🐝");
  EXPECT_EQ(strings("gr\xc3\xbc\xc3\x9f").json, "\"grüß\"");
  EXPECT_EQ(strings("\xc2\x9b"
                    "2J")
                .text,
            "\\xc2\\x9b2J");  // CSI in 8 bits
  EXPECT_EQ(strings("\xc2\x9b"
                    "2J")
                .json,
            "\"\\u009b2J\"");
  EXPECT_EQ(strings("a\xff\xc3").text, "a\\xff\\xc3");
  EXPECT_EQ(strings("a\xff\xc3").json, "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
  EXPECT_EQ(strings("\xed\xa0\x80\xc0\xaf").text, "\\xed\\xa0\\x80\\xc0\\xaf");  // a surrogate, an overlong slash
}

TEST(Text, ArraysAndStructuresNest) {
  const TypePtr point = struct_type({{"x", signed_type(2)}, {"y", signed_type(2)}});
  const TypePtr type = struct_type({{"points", array_type(point, 2)}, {"argv", array_type(text_type(4), 3)}});
  const EventBytes bytes =
      EventBytes().add(std::int16_t{1}).add(std::int16_t{2}).add(std::int16_t{3}).add(std::int16_t{-4});
  EXPECT_EQ(written(type, EventBytes(bytes).add("ls", 4).add("-l", 8).bytes()).text,
            "{points:[{x:1,y:2},{x:3,y:-4}],argv:[ls,-l]}");
  EXPECT_EQ(written(type, EventBytes(bytes).add("ls", 4).add("-l", 8).bytes()).json,
            R"({"points":[{"x":1,"y":2},{"x":3,"y":-4}],"argv":["ls","-l",""]})");
}

TEST(Text, AnonymousMembersCountAsTheOuterOnes) {
  const TypePtr type = struct_type({{"a", signed_type(4)}, {"", struct_type({{"b", signed_type(4)}})}});
  EXPECT_EQ(written(type, EventBytes().add(1).add(2).bytes()).json, R"({"a":1,"b":2})");
}

TEST(Text, WhatAnEventLacksIsMarked) {
  const TypePtr type = struct_type({{"a", signed_type(4)}, {"b", array_type(signed_type(4), 2)}, {"c", text_type(4)}});
  const EventBytes bytes = EventBytes().add(1).add(2).add(std::int16_t{3});
  EXPECT_EQ(written(type, bytes.bytes()).text, "{a:1,b:[2,-],c:-}");
  EXPECT_EQ(written(type, bytes.bytes()).json, R"({"a":1,"b":[2,null],"c":null})");
  const Stream stream{.name = "rb", .type = type};
  EXPECT_EQ(excess({stream, test_time(), bytes.bytes()}), -6);
}

TEST(Text, OpenArraysTakeWhatComes) {
  const TypePtr type = struct_type({{"n", signed_type(4)}, {"tail", array_type(signed_type(2), 0)}});
  const EventBytes bytes = EventBytes().add(1).add(std::int16_t{7}).add(std::int16_t{8}).add(std::uint8_t{9});
  EXPECT_EQ(written(type, bytes.bytes()).json, R"({"n":1,"tail":[7,8]})");
  const Stream open{.name = "rb", .type = type};
  EXPECT_EQ(excess({open, test_time(), bytes.bytes()}), 0);
  const Stream closed{.name = "rb", .type = signed_type(4)};
  EXPECT_EQ(excess({closed, test_time(), bytes.bytes()}), 5);
}

TEST(Text, StacksAreAsLongAsTheirSizeSays) {
  const auto type = struct_type({{"kstack_sz", signed_type(4)},
                                 {"pad", signed_type(4)},
                                 {"kstack", array_type(unsigned_type(8), 3, Meaning::kernel_stack)}});
  const Stream stream{.name = "s", .type = type};
  Text text{Rendering{}};
  for (const auto& [bytes, expected] : {std::pair(16, "0x1;0x2"), {24, "0x1;0x2;0x3"}, {0, ""}, {-14, ""}}) {
    const EventBytes event = EventBytes().add(bytes).add(0).add(1UL).add(2UL).add(3UL);
    std::string out;
    text.begin({stream, {}, event.bytes()});
    text.append(out, *type->members[2].type, member_place(type->members[2], {}));
    EXPECT_EQ(out, expected);
  }
}

TEST(Text, StacksHaveNamesWhereSomebodyKnowsThem) {
  const TypePtr kernel = array_type(unsigned_type(8), 4, Meaning::kernel_stack);
  const TypePtr user = array_type(unsigned_type(8), 4, Meaning::user_stack);
  EventBytes stack;
  stack.add(std::uint64_t{5}).add(std::uint64_t{0xfff}).add(std::uint64_t{0}).add(std::uint64_t{6});
  FewSymbols symbols;
  EXPECT_EQ(written(kernel, stack.bytes()).text, "0x5;0xfff");
  EXPECT_EQ(written(kernel, stack.bytes(), {.symbols = &symbols}).text, "vfs_read;0xfff");
  EXPECT_EQ(written(kernel, stack.bytes(), {.symbols = &symbols}).json, R"(["vfs_read","0xfff"])");
  const TypePtr of_process = struct_type({{"pid", unsigned_type(4)}, {"frames", user}});
  EventBytes process;
  process.add(std::uint32_t{77}).add(std::uint64_t{5}).add("", 24);
  EXPECT_EQ(written(of_process, process.bytes(), {.symbols = &symbols}).text, "{pid:77,frames:main}");
}

}  // namespace
}  // namespace waggle::event
