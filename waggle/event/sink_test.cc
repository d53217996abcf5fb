#include "waggle/event/sink.hh"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "waggle/event/mark.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;
using ::testing::HasSubstr;

TypePtr open_type() {
  return struct_type({{"pid", signed_type(4)},
                      {"uid", unsigned_type(4)},
                      {"ret", signed_type(4)},
                      {"flags", signed_type(4)},
                      {"comm", text_type(16)},
                      {"fname", text_type(32)}});
}

EventBytes open_event(int pid, std::string_view comm, std::string_view fname) {
  return EventBytes().add(pid).add(0).add(11).add(0).add(comm, 16).add(fname, 32);
}

// What a sink makes of events of one stream, or of two.
class Formats : public ::testing::Test {
 protected:
  std::string written(Format format, const SinkOptions& options, const std::vector<EventBytes>& events) {
    StringOutput output;
    const auto sink = make_sink(format, output, options);
    for (const EventBytes& event : events) EXPECT_THAT(sink->write({stream_, test_time(), event.bytes()}), IsOk());
    EXPECT_THAT(sink->finish(), IsOk());
    return output.text();
  }
  std::string written(Format format, const std::vector<EventBytes>& events) {
    return written(format, {.rendering = {.utc = true}}, events);
  }

  Stream stream_{.name = "rb", .type = open_type(), .origin = Origin::tag};
  const std::vector<EventBytes> two_{open_event(1509, "YDService", "/proc/self/stat"), open_event(7, "sh", "/bin/ls")};
};

TEST_F(Formats, ColumnsAreAligned) {
  EXPECT_EQ(written(Format::columns, two_),
            "TIME     PID     UID     RET     FLAGS   COMM            FNAME\n"
            "20:15:03 1509    0       11      0       YDService       /proc/self/stat\n"
            "20:15:03 7       0       11      0       sh              /bin/ls\n");
}

TEST_F(Formats, LongValuePushesAndTheNextColumnsFindTheirPlaceAgain) {
  EXPECT_EQ(written(Format::columns, {open_event(-123456789, "sh", "/bin/ls")}),
            "TIME     PID     UID     RET     FLAGS   COMM            FNAME\n"
            "20:15:03 -123456789 0    11      0       sh              /bin/ls\n");
}

TEST_F(Formats, ColumnsCountCharactersNotBytes) {
  EXPECT_THAT(written(Format::columns, {open_event(1, "grün", "x")}),
              HasSubstr("\n20:15:03 1       0       11      0       grün            x\n"));
}

TEST_F(Formats, TerminalGetsItsWidthAndAHeaderOnEachScreen) {
  const std::vector<EventBytes> events(5, two_[0]);
  const SinkOptions options{.terminal = true, .width = 40, .height = 4, .rendering = {.utc = true}};
  const std::string header = "TIME     PID     UID     RET     FLAGS …\n";
  const std::string line = "20:15:03 1509    0       11      0     …\n";
  EXPECT_EQ(written(Format::columns, options, events), header + line + line + header + line + line + header + line);
}

TEST_F(Formats, WideIsNeverCutAndHasWholeDates) {
  const SinkOptions options{.terminal = true, .width = 40, .rendering = {.utc = true}};
  EXPECT_EQ(written(Format::wide, options, {two_[1]}),
            "TIME                                PID     UID     RET     FLAGS   COMM            FNAME\n"
            "2026-11-21T20:15:03.000251349Z      7       0       11      0       sh              /bin/ls\n");
}

TEST_F(Formats, JsonLines) {
  EXPECT_EQ(
      written(Format::jsonl, two_),
      R"({"_time":"2026-11-21T20:15:03.000251349Z","pid":1509,"uid":0,"ret":11,"flags":0,"comm":"YDService","fname":"/proc/self/stat"})"
      "\n"
      R"({"_time":"2026-11-21T20:15:03.000251349Z","pid":7,"uid":0,"ret":11,"flags":0,"comm":"sh","fname":"/bin/ls"})"
      "\n");
}

TEST_F(Formats, JsonIsOneArrayEvenOfNothing) {
  EXPECT_EQ(written(Format::json, {}), "[]\n");
  const std::string text = written(Format::json, two_);
  EXPECT_TRUE(text.starts_with("[\n{\"_time\""));
  EXPECT_THAT(text, HasSubstr("},\n{\"_time\""));
  EXPECT_TRUE(text.ends_with("\"/bin/ls\"}\n]\n"));
}

TEST_F(Formats, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(written(Format::csv, {open_event(7, "a,\"b\"", "")}),
            "time,map,type,pid,uid,ret,flags,comm,fname,note\n"
            "2026-11-21T20:15:03.000251349Z,rb,event,7,0,11,0,\"a,\"\"b\"\"\",,\n");
}

TEST_F(Formats, RawIsTheBytes) {
  EXPECT_EQ(written(Format::raw, two_), std::string(as_text(two_[0].bytes())) + std::string(as_text(two_[1].bytes())));
}

TEST_F(Formats, FirstGenerationsText) {
  EXPECT_EQ(written(Format::first_gen, two_),
            "TIME     PID     UID     RET     FLAGS   COMM    FNAME   \n"
            "20:15:03 1509    0       11      0       YDService /proc/self/stat\n"
            "20:15:03 7       0       11      0       sh      /bin/ls\n");
}

TEST_F(Formats, FirstGenerationsJson) {
  EXPECT_EQ(written(Format::first_gen_json, two_),
            "{\"pid\":1509,\"uid\":0,\"ret\":11,\"flags\":0,\"comm\":\"YDService\",\"fname\":\"/proc/self/stat\"}\n"
            "{\"pid\":7,\"uid\":0,\"ret\":11,\"flags\":0,\"comm\":\"sh\",\"fname\":\"/bin/ls\"}\n");
}

TEST_F(Formats, ShortEventIsPrintedAsFarAsItGoesAndMarked) {
  const std::vector<EventBytes> events{EventBytes().add(7).add(0).add(11).add(std::uint16_t{1})};
  EXPECT_THAT(written(Format::columns, events),
              HasSubstr("20:15:03 7       0       11      -       -               -  (50 bytes missing)\n"));
  EXPECT_THAT(written(Format::jsonl, events),
              HasSubstr("\"flags\":null,\"comm\":null,\"fname\":null,\"_missing_bytes\":50}"));
  EXPECT_THAT(written(Format::csv, events), HasSubstr(",rb,event,7,0,11,,,,50 bytes missing\n"));
}

TEST_F(Formats, LongEventIsMarked) {
  const std::vector<EventBytes> events{open_event(7, "sh", "x").add(1)};
  EXPECT_THAT(written(Format::columns, events), HasSubstr("x  (4 bytes more)\n"));
  EXPECT_THAT(written(Format::jsonl, events), HasSubstr("\"fname\":\"x\",\"_extra_bytes\":4}"));
  EXPECT_THAT(written(Format::csv, events), HasSubstr(",x,4 bytes more\n"));
}

TEST_F(Formats, ReconstructedTypesAreMarked) {
  stream_.origin = Origin::reconstructed;
  EXPECT_TRUE(
      written(Format::columns, two_).starts_with("# rb: fields reconstructed from the program's instructions\nTIME"));
  EXPECT_THAT(written(Format::jsonl, two_), HasSubstr(",\"_reconstructed\":true}\n"));
  EXPECT_THAT(written(Format::csv, two_), HasSubstr("Z,rb,reconstructed,1509,"));
}

TEST_F(Formats, EventsOfAnUnknownTypeAreHexadecimal) {
  stream_ = {.name = "rb", .type = bytes_type(0), .origin = Origin::unknown};
  const std::vector<EventBytes> events{EventBytes().add(std::uint8_t{0xab}).add(std::uint8_t{1})};
  EXPECT_EQ(written(Format::columns, events), "TIME     VALUE\n20:15:03 ab01\n");
  EXPECT_THAT(written(Format::jsonl, events), HasSubstr(",\"value\":\"ab01\"}"));
  EXPECT_EQ(written(Format::first_gen_json, events), "{\"value\":\"ab01\"}\n");
}

TEST_F(Formats, SeveralStreamsAreToldApart) {
  Stream other{.name = "exits", .type = struct_type({{"code", signed_type(4)}}, "struct exit"), .origin = Origin::tag};
  const EventBytes exit = EventBytes().add(3);
  const auto both = [&](Format format) {
    Marks marks;
    marks.add(stream_);
    marks.add(other);
    StringOutput output;
    const auto sink = make_sink(format, output, {.rendering = {.utc = true}, .marks = &marks});
    EXPECT_THAT(sink->write({stream_, test_time(), two_[1].bytes()}), IsOk());
    EXPECT_THAT(sink->write({other, test_time(), exit.bytes()}), IsOk());
    EXPECT_THAT(sink->write({stream_, test_time(), two_[1].bytes()}), IsOk());
    EXPECT_THAT(sink->finish(), IsOk());
    return output.text();
  };
  const auto table = [](std::string_view mark, std::string_view first, std::string_view second) {
    const std::string line =
        fmt::format("20:15:03 {:12} 7       0       11      0       sh              /bin/ls\n", first);
    return fmt::format(
        "TIME     {0:12} PID     UID     RET     FLAGS   COMM            FNAME\n{1}"
        "TIME     {0:12} CODE\n20:15:03 {2:12} 3\n{1}",
        mark, line, second);
  };
  EXPECT_EQ(both(Format::columns), table("TYPE", "event", "exit"));
  EXPECT_THAT(both(Format::jsonl), HasSubstr("\"_type\":\"exit\",\"code\":3}"));
  other.type = struct_type({{"code", signed_type(4)}}, "struct event");
  EXPECT_EQ(both(Format::columns), table("MAP", "rb", "exits"));
  EXPECT_THAT(both(Format::jsonl), HasSubstr("\"_map\":\"exits\",\"code\":3}"));
  const std::string header = "time,map,type,pid,uid,ret,flags,comm,fname,note\n";
  const std::string row = "2026-11-21T20:15:03.000251349Z,rb,event,7,0,11,0,sh,/bin/ls,\n";
  EXPECT_EQ(both(Format::csv),
            header + row + "time,map,type,code,note\n2026-11-21T20:15:03.000251349Z,exits,event,3,\n" + header + row);
}

TEST_F(Formats, LinesWithoutAMarkStandBelowTheirHeader) {
  Stream later = stream_;  // another version of the same program
  later.type = struct_type({{"pid", signed_type(4)}});
  const EventBytes seven = EventBytes().add(7);
  StringOutput output;
  const auto sink = make_sink(Format::columns, output, {.rendering = {.utc = true}});
  EXPECT_THAT(sink->write({later, test_time(), seven.bytes()}), IsOk());
  EXPECT_THAT(sink->write({stream_, test_time(), two_[1].bytes()}), IsOk());
  EXPECT_THAT(sink->write({later, test_time(), seven.bytes()}), IsOk());
  EXPECT_THAT(sink->finish(), IsOk());
  EXPECT_EQ(output.text(),
            "TIME     PID\n20:15:03 7\n"
            "TIME     PID     UID     RET     FLAGS   COMM            FNAME\n"
            "20:15:03 7       0       11      0       sh              /bin/ls\n"
            "TIME     PID\n20:15:03 7\n");
}

TEST_F(Formats, EmptyStructureIsStillAnObject) {
  stream_.type = struct_type({});
  EXPECT_EQ(written(Format::first_gen_json, {EventBytes()}), "{}\n");
  EXPECT_EQ(written(Format::jsonl, {EventBytes()}), "{\"_time\":\"2026-11-21T20:15:03.000251349Z\"}\n");
}

// An output that is full.
class Full final : public Output {
 public:
  Result<void> write(std::string_view) override { return Error(ENOSPC); }
};

TEST_F(Formats, FailureOfTheOutputEndsTheWriting) {
  Full full;
  for (const Format format : {Format::columns, Format::wide, Format::json, Format::jsonl, Format::csv, Format::raw,
                              Format::first_gen, Format::first_gen_json}) {
    const auto sink = make_sink(format, full, {});
    EXPECT_THAT(sink->write({stream_, test_time(), two_[0].bytes()}), IsOk());  // it waits for more
    EXPECT_THAT(sink->flush(), IsErrno(ENOSPC));
  }
}

TEST(ParseFormat, KnowsEachNameAndListsThem) {
  EXPECT_EQ(*parse_format("first-gen"), Format::first_gen);
  EXPECT_EQ(*parse_format("columns"), Format::columns);
  EXPECT_THAT(parse_format("xml"), FailsSaying("columns, wide, json, jsonl, csv, raw, first-gen"));
}

}  // namespace
}  // namespace waggle::event
