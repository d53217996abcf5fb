#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "waggle/event/mark.hh"
#include "waggle/event/sink.hh"
#include "waggle/event/summary/count.hh"
#include "waggle/event/summary/histogram.hh"
#include "waggle/event/summary/map_value.hh"
#include "waggle/event/summary/sort.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Summaries : public ::testing::Test {
 protected:
  std::unique_ptr<Sink> json() { return make_sink(Format::first_gen_json, output_, {}); }
  void write(Sink& sink, int pid, std::string_view comm, std::string_view behind_nul = "") {
    const std::string text = std::string(comm) + '\0' + std::string(behind_nul);
    EXPECT_THAT(sink.write({stream_, test_time(), EventBytes().add(pid).add(text, 16).bytes()}), IsOk());
  }

  StringOutput output_;
  Stream stream_{.name = "rb", .type = struct_type({{"pid", signed_type(4)}, {"comm", text_type(16)}})};
};

TEST_F(Summaries, SortByAFieldWhenTheIntervalEnds) {
  SortingSink sink({.field = "pid"}, 0, json());
  for (const int pid : {7, -3, 5}) write(sink, pid, "sh");
  EXPECT_THAT(sink.flush(), IsOk());
  EXPECT_EQ(output_.text(), "");
  EXPECT_THAT(sink.end_interval({}), IsOk());
  EXPECT_EQ(output_.text(), "{\"pid\":-3,\"comm\":\"sh\"}\n{\"pid\":5,\"comm\":\"sh\"}\n{\"pid\":7,\"comm\":\"sh\"}\n");
  write(sink, 1, "next");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_THAT(output_.text(), HasSubstr("\n{\"pid\":1,\"comm\":\"next\"}\n"));
}

TEST_F(Summaries, TopKeepsTheFirstFew) {
  SortingSink sink({.field = "comm", .descending = true}, 2, json());
  for (const char* comm : {"b", "d", "a", "c"}) write(sink, 1, comm);
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(output_.text(), "{\"pid\":1,\"comm\":\"d\"}\n{\"pid\":1,\"comm\":\"c\"}\n");
}

TEST_F(Summaries, EventsWithoutTheFieldComeLast) {
  const Stream other{.name = "exits", .type = struct_type({{"code", signed_type(4)}})};
  SortingSink sink({.field = "pid", .descending = true}, 0, json());
  EXPECT_THAT(sink.write({other, test_time(), EventBytes().add(3).bytes()}), IsOk());
  EXPECT_THAT(sink.write({stream_, test_time(), {}}), IsOk());
  write(sink, 1, "sh");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(output_.text(), "{\"pid\":1,\"comm\":\"sh\"}\n{\"code\":3}\n{\"pid\":null,\"comm\":null}\n");
}

TEST_F(Summaries, SortingTakesBoundedMemory) {
  const Stream large{.name = "large", .type = struct_type({{"number", signed_type(4)}, {"tail", bytes_type(0)}})};
  const std::string tail(1 << 20, 'x');
  SortingSink sink({.field = "number", .descending = true}, 3, make_sink(Format::first_gen, output_, {}));
  for (int i = 0; i < 100; ++i)
    EXPECT_THAT(sink.write({large, test_time(), EventBytes().add(i % 50).add(tail, tail.size()).bytes()}), IsOk());
  EXPECT_EQ(output_.text(), "");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(std::ranges::count(output_.text(), '\n'), 4);
  EXPECT_THAT(output_.text(), HasSubstr(" 49 "));
}

TEST_F(Summaries, WhatCannotBeComparedIsStillInOneOrder) {
  const Stream reals{.name = "a", .type = struct_type({{"v", plain_type(Kind::floating, 8)}})};
  const Stream texts{.name = "b", .type = struct_type({{"v", text_type(4)}})};
  const Stream numbers{.name = "c", .type = struct_type({{"v", signed_type(4)}})};
  SortingSink sink({.field = "v"}, 0, json());
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(sink.write({reals, test_time(), EventBytes().add(std::nan("")).bytes()}), IsOk());
    EXPECT_THAT(sink.write({texts, test_time(), EventBytes().add(i == 1 ? "a" : "b", 4).bytes()}), IsOk());
    EXPECT_THAT(sink.write({numbers, test_time(), EventBytes().add(-i).bytes()}), IsOk());
    EXPECT_THAT(sink.write({reals, test_time(), EventBytes().add(0.5 * i).bytes()}), IsOk());
  }
  EXPECT_THAT(sink.finish(), IsOk());
  std::string order;
  for (const char c : output_.text())
    if (std::string_view("{}\"v:").find(c) == std::string_view::npos) order += c == '\n' ? ' ' : c;
  EXPECT_EQ(order, "-2 -1 0 0 0.5 1 a b b null null null ");
}

TEST(Order, IsReadFromText) {
  EXPECT_EQ(parse_order("size")->field, "size");
  EXPECT_FALSE(parse_order("size:asc")->descending);
  EXPECT_TRUE(parse_order("a.b:desc")->descending);
  for (const char* bad : {"", ":desc", "size:", "size:down"}) EXPECT_THAT(parse_order(bad), IsErrno(EINVAL)) << bad;
}

TEST_F(Summaries, OrderByAnUnknownFieldIsRefused) {
  const std::array<const Stream*, 1> streams{&stream_};
  EXPECT_THAT((Order{.field = "pid"}.check(streams)), IsOk());
  EXPECT_THAT((Order{.field = "pit"}.check(streams)), FailsSaying("there is no field 'pit'; rb has pid, comm"));
}

TEST_F(Summaries, CountByFieldsTheLargestFirst) {
  CountingSink sink(Selection::parse("comm").value(), json());
  write(sink, 1, "a");
  write(sink, 2, "b", "rubbish");
  write(sink, 3, "b", "other");
  EXPECT_THAT(sink.end_interval({}), IsOk());
  EXPECT_EQ(output_.text(), "{\"count\":2,\"comm\":\"b\"}\n{\"count\":1,\"comm\":\"a\"}\n");
  write(sink, 4, "c");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::EndsWith("\"a\"}\n{\"count\":1,\"comm\":\"c\"}\n"));
}

TEST_F(Summaries, CountWithoutFieldsIsOfTheMap) {
  Marks marks;
  marks.add(stream_);
  marks.add({.name = "other", .type = stream_.type});
  CountingSink sink(std::nullopt, make_sink(Format::jsonl, output_, {.marks = &marks}));
  for (int i = 0; i < 5; ++i) write(sink, i, "x");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::EndsWith("\"_map\":\"rb\",\"count\":5}\n"));
}

TEST_F(Summaries, AGroupOfAStreamWithoutTheFieldLacksIt) {
  const Stream other{.name = "other", .type = unsigned_type(8)};
  const std::array<const Stream*, 2> both{&other, &stream_};
  CountingSink sink(Selected(Selection::parse("pid").value(), both), json());
  EXPECT_THAT(sink.write({other, test_time(), EventBytes().add(std::uint64_t{5}).bytes()}), IsOk());
  write(sink, 1, "a");
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(output_.text(), "{\"count\":1,\"pid\":null}\n{\"count\":1,\"pid\":1}\n");
}

TEST_F(Summaries, CountsGoOutInTheOrderInWhichTheirMapsCame) {
  const std::array both{stream_, stream_};  // one behind the other in memory, too
  for (const std::size_t first : {0, 1}) {
    StringOutput output;
    CountingSink sink(Selection::parse("comm").value(), make_sink(Format::first_gen_json, output, {}));
    for (const std::size_t i : {first, 1 - first})
      EXPECT_THAT(sink.write({both[i], test_time(), EventBytes().add(1).add(i == first ? "a" : "b", 16).bytes()}),
                  IsOk());
    EXPECT_THAT(sink.finish(), IsOk());
    EXPECT_EQ(output.text(), "{\"count\":1,\"comm\":\"a\"}\n{\"count\":1,\"comm\":\"b\"}\n");
  }
}

TEST_F(Summaries, CountsCanBeSorted) {
  CountingSink sink(Selection::parse("comm").value(), std::make_unique<SortingSink>(Order{.field = "comm"}, 1, json()));
  for (const char* comm : {"b", "b", "a"}) write(sink, 1, comm);
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(output_.text(), "{\"count\":1,\"comm\":\"a\"}\n");
}

TEST_F(Summaries, AnIntervalThatWasCutShortIsMarked) {
  const auto counted = [this](Format format) {
    StringOutput output;
    auto lines = make_sink(format, output, {.rendering = {.utc = true}});
    auto sorted = std::make_unique<SortingSink>(Order{.field = "count", .descending = true}, 1, std::move(lines));
    CountingSink sink(Selection::parse("comm").value(), std::move(sorted));
    write(sink, 1, "a");
    EXPECT_THAT(sink.end_interval({}), IsOk());
    write(sink, 2, "b");
    EXPECT_THAT(sink.end_interval(std::chrono::microseconds(312'900)), IsOk());
    EXPECT_THAT(sink.finish(), IsOk());
    return output.text();
  };
  EXPECT_THAT(counted(Format::columns), HasSubstr(" a\n20:15:03 1            b  (in 313 ms)\n"));
  EXPECT_THAT(counted(Format::jsonl), HasSubstr("\"a\"}\n"));
  EXPECT_THAT(counted(Format::jsonl), HasSubstr("\"comm\":\"b\",\"_interval_ms\":313}\n"));
  EXPECT_THAT(counted(Format::csv), HasSubstr(",a,\n"));
  EXPECT_THAT(counted(Format::csv), HasSubstr(",b,in 313 ms\n"));
}

TEST_F(Summaries, CountTellsBitFieldsApart) {
  Type type{.kind = Kind::structure, .name = "struct flags", .size = 4};
  type.members.push_back({.name = "low", .offset_bits = 0, .bits = 3, .type = unsigned_type(4)});
  type.members.push_back({.name = "high", .offset_bits = 3, .bits = 29, .type = unsigned_type(4)});
  const Stream bits{.name = "rb", .type = make_type(std::move(type))};
  CountingSink sink(Selection::parse("low").value(), json());
  for (const std::uint32_t word : {0x15U, 0x25U, 0x6U})
    EXPECT_THAT(sink.write({bits, test_time(), EventBytes().add(word).bytes()}), IsOk());
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_EQ(output_.text(), "{\"count\":2,\"low\":5}\n{\"count\":1,\"low\":6}\n");
}

std::string drawn(const Histogram& histogram) {
  std::string out;
  append_histogram(out, histogram);
  return out;
}

TEST(Histograms, Log2IsDrawnAsBccDoes) {
  EXPECT_EQ(drawn({.slots = {72, 93, 98, 96, 38, 4, 5, 6, 0, 0, 0, 1, 0, 0}, .unit = "usecs"}),
            "     usecs               : count    distribution\n"
            "         0 -> 1          : 72       |*****************************           |\n"
            "         2 -> 3          : 93       |*************************************   |\n"
            "         4 -> 7          : 98       |****************************************|\n"
            "         8 -> 15         : 96       |*************************************** |\n"
            "        16 -> 31         : 38       |***************                         |\n"
            "        32 -> 63         : 4        |*                                       |\n"
            "        64 -> 127        : 5        |**                                      |\n"
            "       128 -> 255        : 6        |**                                      |\n"
            "       256 -> 511        : 0        |                                        |\n"
            "       512 -> 1023       : 0        |                                        |\n"
            "      1024 -> 2047       : 0        |                                        |\n"
            "      2048 -> 4095       : 1        |                                        |\n");
  EXPECT_EQ(drawn({.slots = {0, 0}, .unit = "usecs"}), "");
}

TEST(Histograms, ManyRowsAreDrawnWider) {
  Histogram histogram{.slots = std::vector<std::uint64_t>(64), .unit = "bytes"};
  histogram.slots[63] = UINT64_MAX;
  const std::string text = drawn(histogram);
  EXPECT_TRUE(
      text.starts_with("               bytes                         : count    distribution\n"
                       "                   0 -> 1                    : 0        |                    |\n"));
  EXPECT_THAT(
      text,
      HasSubstr("\n 9223372036854775808 -> 18446744073709551615 : 18446744073709551615 |********************|\n"));
}

TEST(Histograms, LinearBeginsWithItsFirstCount) {
  EXPECT_EQ(drawn({.scale = Scale::linear, .slots = {0, 1, 0, 2, 0}, .unit = "ms", .base = 10, .step = 5}),
            "     ms            : count     distribution\n"
            "        15         : 1        |********************                    |\n"
            "        20         : 0        |                                        |\n"
            "        25         : 2        |****************************************|\n");
}

TEST(Histograms, AreJsonToo) {
  std::string out;
  append_histogram_json(out, {.slots = {72, 0, 3}, .unit = "us\"ecs"});
  EXPECT_EQ(out, R"({"unit":"us\"ecs","buckets":[{"min":0,"max":1,"count":72},{"min":2,"max":3,"count":0},)"
                 R"({"min":4,"max":7,"count":3}]})");
  out.clear();
  append_histogram_json(out, {.scale = Scale::linear, .slots = {2}, .unit = "", .base = -10, .step = 5});
  EXPECT_EQ(out, R"({"unit":"","buckets":[{"min":-10,"max":-6,"count":2}]})");
}

TEST(Histograms, SlotsAreFoundInAStructureOrAreTheValue) {
  const TypePtr array = array_type(unsigned_type(4), 2);
  const EventBytes bytes = EventBytes().add(1U).add(2U);
  EXPECT_THAT(slots_of(*array, bytes.bytes()).value(), ElementsAre(1, 2));
  const TypePtr hist = struct_type({{"slots", array}, {"comm", text_type(4)}});
  EXPECT_THAT(slots_of(*hist, EventBytes(bytes).add("sh", 4).bytes()).value(), ElementsAre(1, 2));
  EXPECT_EQ(slots_of(*signed_type(4), bytes.bytes()), std::nullopt);
  EXPECT_EQ(slots_of(*array_type(text_type(4), 2), bytes.bytes()), std::nullopt);
}

TEST(MapValues, ElementsAreEvents) {
  const TypePtr type = element_type(unsigned_type(4), struct_type({{"hits", unsigned_type(8)}})).value();
  StringOutput output;
  const Stream stream{.name = "hits", .type = type};
  const auto sink = make_sink(Format::first_gen_json, output, {});
  EXPECT_THAT(sink->write({stream, test_time(), EventBytes().add(7U).add(8UL).bytes()}), IsOk());
  EXPECT_THAT(sink->finish(), IsOk());
  EXPECT_EQ(output.text(), "{\"key\":7,\"value\":{\"hits\":8}}\n");
  EXPECT_THAT(element_type(unsigned_type(4), text_type(0)), IsErrno(EINVAL));
}

TEST(MapValues, NumbersOfAllProcessorsAreAdded) {
  const TypePtr type = struct_type({{"hits", unsigned_type(4)},
                                    {"delta", signed_type(4)},
                                    {"slots", array_type(unsigned_type(4), 2)},
                                    {"share", plain_type(Kind::floating, 4)},
                                    {"comm", text_type(4)},
                                    {"saddr", unsigned_type(4, Meaning::ipv4)}});
  const auto value = [](std::uint32_t hits, int delta, float share, std::string_view comm) {
    return EventBytes().add(hits).add(delta).add(1U).add(hits).add(share).add(comm, 4).add(0x0100007fU).add("", 4);
  };
  std::string all(as_text(value(UINT32_MAX, -5, 0.5F, "").bytes()));
  all += as_text(value(3, 2, 0.25F, "sh").bytes());
  all += as_text(value(0, 1, 0, "ls").bytes());
  const ByteVector sum = sum_of_cpus(*type, as_bytes(all)).value();
  StringOutput output;
  const Stream stream{.name = "m", .type = type};
  const auto sink = make_sink(Format::first_gen_json, output, {});
  EXPECT_THAT(sink->write({stream, test_time(), sum}), IsOk());
  EXPECT_THAT(sink->finish(), IsOk());
  EXPECT_EQ(output.text(),
            "{\"hits\":2,\"delta\":-2,\"slots\":[3,2],\"share\":0.75,\"comm\":\"sh\",\"saddr\":\"127.0.0.1\"}\n");
  EXPECT_THAT(sum_of_cpus(*type, as_bytes(all.substr(1))), IsErrno(EINVAL));
  EXPECT_THAT(sum_of_cpus(*type, {}), IsErrno(EINVAL));
}

}  // namespace
}  // namespace waggle::event
