#include "waggle/event/filter/filter.hh"

#include <gmock/gmock.h>

#include <array>

#include "waggle/event/filter/address.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;

class Filters : public ::testing::Test {
 protected:
  [[nodiscard]] bool passes(std::string_view text, Bytes bytes) const {
    const auto filter = Filter::parse(text);
    EXPECT_THAT(filter, IsOk()) << text;
    const auto predicate = filter->bind(*stream_.type);
    EXPECT_THAT(predicate, IsOk()) << text;
    return predicate->passes(bytes);
  }
  [[nodiscard]] bool passes(std::string_view text) const { return passes(text, bytes_.bytes()); }

  // What is wrong with a filter, with the column.
  [[nodiscard]] std::string complaint(std::string_view text) const {
    const auto filter = Filter::parse(text);
    if (!filter.ok()) return described(filter.error());
    const auto checked = filter->check(std::array<const Stream*, 1>{&stream_});
    return checked.ok() ? "nothing" : described(checked.error());
  }
  static std::string described(const Error& error) {
    const auto* detail = error.detail<FilterError>();
    return detail == nullptr ? error.message() : std::to_string(detail->column) + ": " + detail->what;
  }

  const Stream stream_{.name = "rb",
                       .type = struct_type({{"pid", signed_type(4)},
                                            {"size", unsigned_type(8)},
                                            {"comm", text_type(16)},
                                            {"ok", plain_type(Kind::boolean, 1)},
                                            {"state", enum_type(4, {{"RUNNING", 1}, {"GONE", -1}})},
                                            {"saddr", unsigned_type(4, Meaning::ipv4)},
                                            {"source", bytes_type(16, Meaning::ipv6)},
                                            {"octets", bytes_type(6, Meaning::mac)},
                                            {"took", unsigned_type(8, Meaning::microseconds)},
                                            {"ret", signed_type(4, Meaning::error_number)},
                                            {"sig", signed_type(4, Meaning::signal)},
                                            {"ratio", plain_type(Kind::floating, 8)},
                                            {"raw", bytes_type(2)},
                                            {"child", struct_type({{"code", signed_type(4)}})},
                                            {"list", array_type(signed_type(2), 2)}})};
  const EventBytes bytes_ = EventBytes()
                                .add(-7)
                                .add(std::uint64_t{UINT64_MAX})
                                .add("bash", 16)
                                .add(std::uint8_t{1})
                                .add(std::int32_t{-1})
                                .add("\x0a\x01\x02\x03", 4)
                                .add(std::string_view("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01", 16), 16)
                                .add("\x02\x01\x5e\x10\x20\xff", 6)
                                .add(std::uint64_t{1500})
                                .add(-2)
                                .add(9)
                                .add(0.5)
                                .add("\xab\xcd", 2)
                                .add(42)
                                .add(std::int32_t{0});
};

TEST_F(Filters, NumbersCompareWithTheirSign) {
  for (const char* yes :
       {"pid == -7", "pid<0", "pid <= -7", "pid > -8", "pid >= -7", "pid != 7", "pid", "pid==-7&&pid<1",
        "size == 18446744073709551615", "size == 0xffffffffffffffff", "size > -1", "size != -1", "child.code == 42"})
    EXPECT_TRUE(passes(yes)) << yes;
  for (const char* no : {"pid == 7", "pid > 0", "pid < -7", "pid > 0xffffffff", "size < 5", "size == -1", "!pid"})
    EXPECT_FALSE(passes(no)) << no;
}

TEST_F(Filters, TextComparesWholeAndMatchesInParts) {
  for (const char* yes : {"comm == bash", "comm == \"bash\"", "comm=='bash'", "comm != sh", "comm ~ \"^ba.*\"",
                          "comm ~ as", "comm !~ ^as", "comm < dash", "comm >= bash", "comm", R"(comm !~ "\.")"})
    EXPECT_TRUE(passes(yes)) << yes;
  for (const char* no : {"comm == bas", "comm ~ \"^as\"", "comm !~ sh", "comm == \"\"", "!comm", "comm > dash"})
    EXPECT_FALSE(passes(no)) << no;
}

TEST_F(Filters, QuotesCanHoldQuotes) {
  const EventBytes bytes = EventBytes().add(1).add(std::uint64_t{1}).add("a\"b", 16);
  EXPECT_TRUE(passes(R"(comm == "a\"b")", bytes.bytes()));
  EXPECT_TRUE(passes(R"(comm == 'a"b')", bytes.bytes()));
}

TEST_F(Filters, AndBindsCloserThanOrAndNotClosest) {
  EXPECT_TRUE(passes("pid == -7 || pid == 1 && pid == 2"));
  EXPECT_FALSE(passes("(pid == -7 || pid == 1) && pid == 2"));
  EXPECT_FALSE(passes("!pid == -7"));  // not (pid == -7)
  EXPECT_TRUE(passes("!(pid == 1) && !!ok"));
}

TEST_F(Filters, ValuesAreWrittenByTheirMeaning) {
  for (const char* yes : {"ok",
                          "ok == true",
                          "ok == 1",
                          "state == GONE",
                          "state == -1",
                          "state != RUNNING",
                          "state ~ GO",
                          "state < RUNNING",
                          "saddr == 10.1.2.3",
                          "saddr == 10.0.0.0/8",
                          "saddr != 10.2.0.0/16",
                          "saddr == 10.1.2.2/31",
                          "saddr == 0.0.0.0/0",
                          "source == 2001:db8::1",
                          "source == 2001:db8::/32",
                          "source != ::1",
                          "octets == 02:01:5e:10:20:ff",
                          "took == 1500",
                          "took > 1ms",
                          "took <= 1.5ms",
                          "took < 2ms",
                          "took == 1500us",
                          "ret == ENOENT",
                          "ret == -2",
                          "ret != EPERM",
                          "sig == SIGKILL",
                          "sig == KILL",
                          "sig == 9",
                          "ratio == 0.5",
                          "ratio < 1",
                          "raw == abcd",
                          "raw == 0xabcd"})
    EXPECT_TRUE(passes(yes)) << yes;
  for (const char* no : {"ok == false", "!ok", "state == RUNNING", "saddr == 10.1.2.4", "saddr == 11.0.0.0/8",
                         "saddr == 10.1.2.4/30", "source == ::", "source == 2001:db9::/32", "took > 1.5ms", "took > 2s",
                         "ret == EPERM", "ret != ENOENT", "sig == SIGTERM", "raw == abce", "raw == ab"})
    EXPECT_FALSE(passes(no)) << no;
}

TEST_F(Filters, WhatAnEventLacksIsNeitherTrueNorFalse) {
  const EventBytes cut = EventBytes().add(1);
  EXPECT_FALSE(passes("size == 1", cut.bytes()));
  EXPECT_FALSE(passes("size != 1", cut.bytes()));
  EXPECT_FALSE(passes("!(size == 1)", cut.bytes()));
  EXPECT_TRUE(passes("pid == 1 || size == 1", cut.bytes()));
  EXPECT_FALSE(passes("pid == 1 && size == 1", cut.bytes()));
}

TEST_F(Filters, MistakesAreNamedWithTheirColumn) {
  EXPECT_EQ(complaint(""), "1: the name of a field is expected here");
  EXPECT_EQ(complaint("pid ="), "5: '=' is no comparison; write '=='");
  EXPECT_EQ(complaint("pid =="), "7: a value is expected behind '=='");
  EXPECT_EQ(complaint("pid == 1 &&"), "12: the name of a field is expected here");
  EXPECT_EQ(complaint("pid == 1 comm"), "10: '&&', '||' or the end is expected here");
  EXPECT_EQ(complaint("(pid == 1"), "10: ')' is missing");
  EXPECT_EQ(complaint("comm == \"ba"), "9: the quote is not closed");
  EXPECT_EQ(complaint("pid == one"), "8: 'one' is no number");
  EXPECT_EQ(complaint("state == ASLEEP"), "10: 'ASLEEP' is no value of 'enum e'");
  EXPECT_EQ(complaint("pid ~ 1"), "7: only text and names of enumerations match a regular expression");
  EXPECT_EQ(complaint("list == 1"), "9: 'T[]' is more than one value");
  EXPECT_EQ(complaint("saddr < 10.0.0.1"), "9: with '<' only numbers and text can be compared");
  EXPECT_EQ(complaint("saddr == 10.0.0.256"), "10: '10.0.0.256' is no address of this kind");
  EXPECT_EQ(complaint("saddr == 10.0.0.1/33"), "10: '10.0.0.1/33' is no network");
  EXPECT_THAT(complaint("ok && pit == 1"), ::testing::StartsWith("7: there is no field 'pit'; rb has pid, size, comm"));
  EXPECT_THAT(complaint("comm ~ \"a(\""), ::testing::StartsWith("8: no regular expression: "));
  EXPECT_THAT(Filter::parse("pid =="), FailsSaying("filter 'pid ==', column 7"));
}

TEST_F(Filters, LargePatternsAndDeepBracketsAreRefused) {
  EXPECT_THAT(complaint("comm ~ \"((((a{100}){100}){100}){100})\""), ::testing::HasSubstr("no regular expression"));
  EXPECT_THAT(complaint(std::string(100'000, '(')), ::testing::HasSubstr("at most 65536"));
  EXPECT_THAT(complaint(std::string(60'000, '(')), ::testing::HasSubstr("brackets within brackets"));
  EXPECT_THAT(complaint(std::string(60'000, '!')), ::testing::HasSubstr("brackets within brackets"));
}

TEST_F(Filters, ExpressionThatBacktracksForEverElsewhereIsQuick) {
  const EventBytes bytes = EventBytes().add(1).add(std::uint64_t{1}).add("aaaaaaaaaaaaaaa", 16);
  EXPECT_FALSE(passes("comm ~ \"^(a+)+(a+)+(a+)+b$\"", bytes.bytes()));
}

// Keeps how many events came.
class Counter final : public Sink {
 public:
  explicit Counter(int& count) : count_(count) {}
  Result<void> write(const Event&) override { return ++count_, Result<void>(); }

 private:
  int& count_;
};

TEST_F(Filters, AskEachStreamForWhatItHas) {
  const Stream other{.name = "exits", .type = struct_type({{"code", signed_type(4)}})};
  const std::array<const Stream*, 2> both{&stream_, &other};
  const Filter filter = Filter::parse("code == 3 || pid == -7").value();
  EXPECT_THAT(filter.check(both), IsOk());
  EXPECT_THAT(Filter::parse("code == 3 || pit == 1").value().check(both), FailsSaying("exits has code"));
  int count = 0;
  FilterSink sink(filter, std::make_unique<Counter>(count));
  EXPECT_THAT(sink.write({stream_, test_time(), bytes_.bytes()}), IsOk());
  EXPECT_EQ(count, 1);
  EXPECT_THAT(sink.write({other, test_time(), EventBytes().add(3).bytes()}), IsOk());
  EXPECT_EQ(count, 2);
  EXPECT_THAT(sink.write({other, test_time(), EventBytes().add(4).bytes()}), IsOk());
  EXPECT_EQ(count, 2);
}

TEST(Addresses, MalformedOnesAreNone) {
  for (const char* bad : {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2..4", "a.b.c.d", "0001.2.3.4"})
    EXPECT_FALSE(parse_ipv4(bad)) << bad;
  for (const char* bad : {"", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3",
                          "12345::", "g::", "1:2:3:4:5:6:7:8::", "::1.2.3", "1.2.3.4::"})
    EXPECT_FALSE(parse_ipv6(bad)) << bad;
  EXPECT_EQ(parse_ipv6("::ffff:192.0.2.1")->size(), 16U);
  EXPECT_TRUE(parse_ipv6("1:2:3:4:5:6:7::"));
  for (const char* bad : {"", "02:01:5e:10:20", "02:01:5e:10:20:ff:00", "2:g:0:0:0:0"})
    EXPECT_FALSE(parse_mac(bad)) << bad;
  for (const char* bad : {"", "0x", "abc", "xy", "0xabc"}) EXPECT_FALSE(parse_hex(bad)) << bad;
}

}  // namespace
}  // namespace waggle::event
