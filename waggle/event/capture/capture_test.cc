#include <gmock/gmock.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <set>

#include "waggle/event/capture/reader.hh"
#include "waggle/event/capture/recorder.hh"
#include "waggle/event/capture/replay.hh"
#include "waggle/event/capture/survey.hh"
#include "waggle/event/capture/type_wire.hh"
#include "waggle/event/mark.hh"
#include "waggle/event/sink.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event::capture {
namespace {

using namespace waggle::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Gives a text in pieces of so many bytes.
class StringInput final : public Input {
 public:
  explicit StringInput(std::string text, std::size_t piece = 7) : text_(std::move(text)), piece_(piece) {}
  Result<std::size_t> read(MutableBytes into) override {
    const std::size_t size = std::min({piece_, into.size(), text_.size() - at_});
    std::ranges::copy(as_bytes(std::string_view(text_).substr(at_, size)), into.begin());
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t piece_, at_ = 0;
};

const Stream& execs() {
  static const Stream stream{
      .name = "execs",
      .type = struct_type({{"pid", signed_type(4)},
                           {"state", enum_type(4, {{"RUNNING", 1}, {"GONE", -1}})},
                           {"saddr", unsigned_type(4, Meaning::ipv4)},
                           {"point", struct_type({{"x", signed_type(2)}, {"y", signed_type(2)}})},
                           {"list", array_type(text_type(4), 2)},
                           {"tail", text_type(0)}}),
      .origin = Origin::reconstructed};
  return stream;
}
const Stream& exits() {
  static const Stream stream{.name = "exits", .type = unsigned_type(8), .origin = Origin::tag};
  return stream;
}

EventBytes exec_bytes(int pid, std::string_view tail) {
  return EventBytes()
      .add(pid)
      .add(-1)
      .add(0x0100007f)
      .add(std::int16_t{1})
      .add(std::int16_t{2})
      .add("a", 4)
      .add("bc", 4)
      .add(tail, tail.size());
}

// A capture of two streams.
std::string recorded(std::optional<WallTime> boot = {}) {
  StringOutput file;
  Recorder recorder(file, boot);
  const Stream* const both[] = {&execs(), &exits()};
  EXPECT_THAT(recorder.announce(both), IsOk());
  EXPECT_THAT(recorder.write({execs(), test_time(), exec_bytes(1, "one").bytes()}), IsOk());
  EXPECT_THAT(recorder.write({exits(), test_time() + std::chrono::seconds(1), EventBytes().add(7UL).bytes()}), IsOk());
  EXPECT_THAT(recorder.flush(), IsOk());
  EXPECT_THAT(recorder.write({execs(), test_time() - std::chrono::hours(1), exec_bytes(2, "").bytes()}), IsOk());
  EXPECT_THAT(recorder.finish(), IsOk());
  return file.text();
}

// A file with one block of this content, checksum and all.
std::string with_content(const std::string& content) {
  uLongf size = ::compressBound(content.size());
  std::string payload(size, '\0');
  EXPECT_EQ(::compress(reinterpret_cast<Bytef*>(payload.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
                       content.size()),
            Z_OK);
  payload.resize(size);
  std::string block;
  put_u32(block, static_cast<std::uint32_t>(payload.size()));
  put_u32(block, static_cast<std::uint32_t>(content.size()));
  block += payload;
  put_u32(block, static_cast<std::uint32_t>(
                     ::crc32(0, reinterpret_cast<const Bytef*>(block.data()), static_cast<uInt>(block.size()))));
  return std::string(kHeader) + block;
}

struct Replayed {
  std::string text, remark;
  Result<void> result;
};

Replayed replayed(std::string file, Format format = Format::jsonl) {
  Replayed out;
  StringInput input(std::move(file));
  StringOutput output;
  auto reader = Reader::open(input);
  if (!reader.ok()) return {"", "", std::move(reader).error()};
  const auto sink = make_sink(format, output, {.rendering = {.utc = true}});
  out.result = replay(*reader, *sink, {});
  EXPECT_THAT(sink->flush(), IsOk());
  out.text = output.text();
  out.remark = reader->remark();
  return out;
}

TEST(Capture, StreamsThatAreAnnouncedAreKnownWithTheFirstEvent) {
  StringOutput file;
  Recorder recorder(file, {});
  const Stream* const both[] = {&execs(), &exits()};
  EXPECT_THAT(recorder.announce(both), IsOk());
  EXPECT_THAT(recorder.write({exits(), test_time(), EventBytes().add(7UL).bytes()}), IsOk());
  EXPECT_THAT(recorder.finish(), IsOk());
  StringInput input(file.text());
  auto reader = Reader::open(input);
  ASSERT_THAT(reader, IsOk());
  const auto event = reader->next();
  ASSERT_THAT(event, IsOk());
  EXPECT_EQ((*event)->stream.name, "exits");
  ASSERT_EQ(reader->streams().size(), 2U);
  EXPECT_EQ(reader->streams()[0]->name, "execs");
}

TEST(Capture, EventsComeBackWithTypesAndTimes) {
  const Replayed all = replayed(recorded());
  EXPECT_THAT(all.result, IsOk());
  EXPECT_EQ(all.remark, "");
  EXPECT_EQ(all.text, R"({"_time":"2026-11-21T20:15:03.000251349Z","pid":1,"state":"GONE","saddr":"127.0.0.1",)"
                      R"("point":{"x":1,"y":2},"list":["a","bc"],"tail":"one","_reconstructed":true})"
                      "\n"
                      R"({"_time":"2026-11-21T20:15:04.000251349Z","value":7})"
                      "\n"
                      R"({"_time":"2026-11-21T19:15:03.000251349Z","pid":2,"state":"GONE","saddr":"127.0.0.1",)"
                      R"("point":{"x":1,"y":2},"list":["a","bc"],"tail":"","_reconstructed":true})"
                      "\n");
}

TEST(Capture, KeepsTheBootOfTheRecordingKernel) {
  StringInput input(recorded(test_time()));
  Reader reader = Reader::open(input).value();
  EXPECT_EQ(reader.boot(), std::nullopt);
  ASSERT_THAT(reader.next(), IsOk());
  EXPECT_EQ(reader.boot(), test_time());
  EXPECT_EQ(reader.streams().size(), 2U);
}

TEST(Capture, OfNothingIsACaptureToo) {
  StringOutput file;
  Recorder recorder(file, {});
  EXPECT_THAT(recorder.finish(), IsOk());
  const Replayed none = replayed(file.text());
  EXPECT_THAT(none.result, IsOk());
  EXPECT_EQ(none.text, "");
  EXPECT_EQ(none.remark, "");
}

TEST(Capture, FilesCanBeConcatenated) {
  const std::string once = replayed(recorded()).text;
  const Replayed twice = replayed(recorded() + recorded());
  EXPECT_THAT(twice.result, IsOk());
  EXPECT_EQ(twice.text, once + once);
}

TEST(Capture, WhatTwoRecordingsDescribeAlikeIsOneStream) {
  StringInput input(recorded() + recorded());
  Reader reader = Reader::open(input).value();
  std::set<const Stream*> seen;
  for (;;) {
    const auto event = reader.next();
    ASSERT_THAT(event, IsOk());
    if (!*event) break;
    seen.insert(&(*event)->stream);
  }
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_EQ(reader.streams().size(), 2U);
}

// One event, of 1.5 seconds after the boot.
std::string recorded_after(WallTime boot, std::string map) {
  const Stream stream{.name = std::move(map), .type = struct_type({{"at", unsigned_type(8, Meaning::kernel_time)}})};
  StringOutput file;
  Recorder recorder(file, boot);
  EXPECT_THAT(recorder.write({stream, test_time(), EventBytes().add(1'500'000'000UL).bytes()}), IsOk());
  EXPECT_THAT(recorder.finish(), IsOk());
  return file.text();
}

TEST(Capture, EachRecordingHasItsOwnBoot) {
  StringInput input(recorded_after(test_time(), "a") + recorded_after(test_time() + std::chrono::hours(1), "a"));
  Reader reader = Reader::open(input).value();
  StringOutput output;
  const auto sink = make_sink(Format::columns, output, {.rendering = {.boot = &reader.boot(), .utc = true}});
  EXPECT_THAT(replay(reader, *sink, {}), IsOk());
  EXPECT_EQ(output.text(), "TIME     AT\n20:15:03 20:15:04.500251\n20:15:03 21:15:04.500251\n");
}

TEST(Capture, RecordingsOfDifferentMapsAreOneDocument) {
  StringInput input(recorded_after(test_time(), "a") + recorded_after(test_time(), "b"));
  Reader reader = Reader::open(input).value();
  StringOutput output;
  Marks marks;
  MarkingSink sink(marks, make_sink(Format::json, output, {.marks = &marks}));
  EXPECT_THAT(replay(reader, sink, {}), IsOk());
  EXPECT_EQ(output.text(),
            "[\n{\"_time\":\"2026-11-21T20:15:03.000251349Z\",\"at\":1500000000},\n"
            "{\"_time\":\"2026-11-21T20:15:03.000251349Z\",\"_map\":\"b\",\"at\":1500000000}\n]\n");
}

TEST(Capture, ManyEventsGoThroughManyBlocks) {
  StringOutput file;
  Recorder recorder(file, {});
  for (int i = 0; i < 100'000; ++i)
    ASSERT_THAT(recorder.write({execs(), test_time() + std::chrono::microseconds(i), exec_bytes(i, "x").bytes()}),
                IsOk());
  ASSERT_THAT(recorder.finish(), IsOk());
  EXPECT_LT(file.text().size(), 1'000'000U);  // 2.9 MB of events
  StringInput input(file.text(), 1 << 16);
  Reader reader = Reader::open(input).value();
  for (int i = 0; i < 100'000; ++i) {
    const auto event = reader.next().value();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->time, test_time() + std::chrono::microseconds(i));
    EXPECT_EQ(as_text(event->bytes), as_text(exec_bytes(i, "x").bytes()));
  }
  EXPECT_FALSE(reader.next().value());
}

TEST(Capture, CutAnywhereItGivesWhatWasWrittenWhole) {
  const std::string whole = recorded();
  const std::string text = replayed(whole).text;
  int with_remark = 0;
  for (std::size_t size = kMagic.size(); size < whole.size(); ++size) {
    const Replayed cut = replayed(whole.substr(0, size));
    EXPECT_THAT(cut.result, IsOk()) << size;
    EXPECT_TRUE(text.starts_with(cut.text)) << size;
    with_remark += cut.remark.empty() ? 0 : 1;
  }
  // Only between the blocks nothing is missing.
  EXPECT_EQ(with_remark, static_cast<int>(whole.size() - kMagic.size()) - 2);
  EXPECT_THAT(replayed(whole.substr(0, 10)).remark, HasSubstr("it ends at byte 10, within its header"));
  EXPECT_THAT(replayed(whole.substr(0, whole.size() - 1)).remark,
              HasSubstr("the recording was cut off: it ends at byte "));
}

TEST(Capture, BehindARecordingThatWasCutAnywhereTheNextOneIsRead) {
  const std::string whole = recorded();
  const std::string text = replayed(whole).text;
  for (std::size_t size = 12; size < whole.size(); ++size) {
    const Replayed cut = replayed(whole.substr(0, size)), both = replayed(whole.substr(0, size) + whole);
    EXPECT_THAT(both.result, IsOk()) << size;
    EXPECT_EQ(both.text, cut.text + text) << size;
    EXPECT_EQ(both.remark.empty(), cut.remark.empty()) << size;
  }
  EXPECT_THAT(replayed(whole.substr(0, whole.size() - 1) + whole).remark,
              HasSubstr("; what follows was recorded later"));
  EXPECT_EQ(replayed(whole + std::string(100'000, '\0') + whole).text, text + text);
}

// A recording whose block claims more bytes than came before the crash.
std::string torn(std::uint32_t claimed, std::string_view came = "") {
  std::string part(kHeader);
  put_u32(part, claimed);
  put_u32(part, claimed);
  return part + std::string(came);
}

TEST(Capture, TheMagicWordsInATornBlockAreNoRecording) {
  const std::string whole = recorded();
  const Replayed out = replayed(whole + torn(5000, "read: wagglec\nzzzz") + whole);
  EXPECT_THAT(out.result, IsOk());
  EXPECT_EQ(out.text, replayed(whole + whole).text);
  EXPECT_THAT(out.remark, HasSubstr("; what follows was recorded later"));
}

TEST(Capture, BehindABlockWithABadRecordTheNextRecordingIsRead) {
  const std::string bad = with_content("\x09"), whole = recorded();
  const Replayed out = replayed(whole + bad + bad + whole);
  EXPECT_THAT(out.result, IsOk());
  EXPECT_EQ(out.text, replayed(whole + whole).text);
  EXPECT_THAT(out.remark, HasSubstr("unknown kind; what follows was recorded later"));
}

TEST(Capture, EachTornPartIsReadOnce) {
  std::string file;
  for (int i = 0; i < 4000; ++i) file += torn(60'000'000, std::string(4096, 'x'));
  const std::string whole = recorded();
  StringInput input(file + whole, 1 << 20);
  Reader reader = Reader::open(input).value();
  const auto event = reader.next();
  ASSERT_THAT(event, IsOk());
  EXPECT_TRUE(*event);
}

TEST(Capture, TornTooOftenItIsDamaged) {
  std::string file;
  for (int i = 0; i < 4000; ++i) file += torn(1 << 20, std::string(4096, 'x'));
  StringInput input(file, 1 << 20);
  Reader reader = Reader::open(input).value();
  EXPECT_THAT(reader.next(), FailsSaying("it is torn too often"));
}

// A pipe whose writer waits when all was read.
class LiveInput final : public Input {
 public:
  explicit LiveInput(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(MutableBytes into) override {
    if (text_.empty()) return Error(EAGAIN);
    const std::size_t size = std::min(into.size(), text_.size());
    std::ranges::copy(as_bytes(text_).first(size), into.begin());
    text_.erase(0, size);
    return size;
  }

 private:
  std::string text_;
};

TEST(Capture, BehindATornPartOfAPipeEventsAreReadAsTheyCome) {
  LiveInput input(torn(5, std::string(9, 'x')) + recorded());
  Reader reader = Reader::open(input).value();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(reader.next().value());
  EXPECT_THAT(reader.next(), IsErrno(EAGAIN));
}

TEST(Capture, ZeroesBehindTheLastBlockAreACutToo) {
  const Replayed cut = replayed(recorded() + std::string(100, '\0'));
  EXPECT_THAT(cut.result, IsOk());
  EXPECT_EQ(cut.text, replayed(recorded()).text);
  EXPECT_THAT(cut.remark, HasSubstr("never written"));
}

TEST(Capture, EveryFlippedByteIsNoticed) {
  const std::string whole = recorded();
  const std::string text = replayed(whole).text;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    const Replayed out = replayed(changed);
    EXPECT_TRUE(!out.result.ok() || !out.remark.empty()) << i;
    EXPECT_TRUE(text.starts_with(out.text)) << i;
  }
}

TEST(Capture, RefusesWhatIsNone) {
  EXPECT_THAT(replayed("").result, FailsSaying("this is no capture of events"));
  EXPECT_THAT(replayed("{\"_time\":1}").result, IsErrno(EINVAL));
  EXPECT_THAT(replayed(std::string("wagglec\n\x02\0\0\0", 12)).result, FailsSaying("version 2; 1 is known"));
}

std::string stream_record(const Type& type) {
  std::string content("\x02");
  put_text(content, "rb");
  content += '\x02';
  put_type(content, type);
  return content + '\0';
}

TEST(Capture, HostileContentIsRefused) {
  const auto event = [](std::string_view bytes) { return "\x03" + std::string(bytes); };
  EXPECT_THAT(replayed(with_content(event(std::string_view("\0\0\1x", 4)))).result,
              FailsSaying("a stream that is not there"));
  const std::string stream = stream_record(*signed_type(4));
  EXPECT_THAT(replayed(with_content(stream + event(std::string_view("\0\0\4abcd", 7)))).result, IsOk());
  EXPECT_THAT(replayed(with_content(stream + event(std::string_view("\0\0\4abc", 6)))).result, FailsSaying("cut off"));
  EXPECT_THAT(replayed(with_content(stream + event("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"))).result,
              IsErrno(EBADMSG));
  EXPECT_THAT(replayed(with_content("\x09")).result, FailsSaying("unknown kind"));
  EXPECT_THAT(replayed(with_content(std::string("\x01\x01", 2))).result, FailsSaying("absurd time"));
}

TEST(Capture, HostileTypesAreRefused) {
  const auto with_type = [](const Type& type) { return replayed(with_content(stream_record(type))).result; };
  EXPECT_THAT(with_type({.kind = Kind::signed_integer, .size = 3}), FailsSaying("absurd size"));
  EXPECT_THAT(with_type({.kind = Kind::floating, .size = 2}), FailsSaying("absurd size"));
  Type far{.kind = Kind::structure, .size = 4};
  far.members.push_back({.name = "m", .offset_bits = 8, .bits = 0, .type = signed_type(4)});
  EXPECT_THAT(with_type(far), FailsSaying("members outside of itself"));
  far.members.front() = {.name = "m", .offset_bits = 0, .bits = 33, .type = signed_type(4)};
  EXPECT_THAT(with_type(far), FailsSaying("members outside of itself"));
  far.members.front() = {.name = "m", .offset_bits = 0, .bits = 8, .type = text_type(4)};
  EXPECT_THAT(with_type(far), FailsSaying("members outside of itself"));
  EXPECT_THAT(with_type(*array_type(text_type(0), 5)), FailsSaying("elements without a size"));
  Type vast = *array_type(signed_type(4), 5);
  vast.count = 1 << 30;
  EXPECT_THAT(with_type(vast), FailsSaying("absurd size"));
  TypePtr deep = signed_type(4);
  for (int i = 0; i < 40; ++i) deep = array_type(deep, 1);
  EXPECT_THAT(with_type(*deep), FailsSaying("too large"));
}

TEST(Capture, MeaningsThatATypeCannotHaveAreForgotten) {
  Type type{.kind = Kind::structure, .meaning = Meaning::kernel_stack, .size = 4};
  type.members.push_back({.name = "m", .offset_bits = 0, .bits = 0, .type = unsigned_type(2, Meaning::ipv4)});
  const Replayed out =
      replayed(with_content(stream_record(type) + std::string("\x03\0\0\4abcd", 8)), Format::first_gen_json);
  EXPECT_THAT(out.result, IsOk());
  EXPECT_EQ(out.text, "{\"m\":25185}\n");
}

TEST(Survey, KnowsTheStreamsOfAllRecordings) {
  StringInput input(recorded_after({}, "a") + torn(5) + recorded_after({}, "b"));
  const auto streams = survey(input, [] { return Result<void>(); });
  ASSERT_THAT(streams, IsOk());
  ASSERT_EQ(streams->size(), 2U);
  EXPECT_EQ(streams->back().name, "b");
}

TEST(Survey, EndsWhenItIsTold) {
  LiveInput input(recorded());
  EXPECT_THAT(survey(input, [] { return Error(EINTR); }), IsErrno(EINTR));
}

TEST(Replay, FollowsThePaceOfTheRecording) {
  StringInput input(recorded());
  Reader reader = Reader::open(input).value();
  std::vector<std::int64_t> waited;
  StringOutput output;
  const auto sink = make_sink(Format::raw, output, {});
  EXPECT_THAT(replay(reader, *sink,
                     {.speed = 10,
                      .wait_until =
                          [&](std::chrono::nanoseconds since) {
                            waited.push_back(since.count());
                            return Result<void>();
                          }}),
              IsOk());
  EXPECT_THAT(waited, ElementsAre(0, 100'000'000, 0));  // the third has an earlier time
}

// What a sink is told, in words.
class Heard final : public Sink {
 public:
  Result<void> write(const Event& event) override { return words.push_back(event.stream.name), Result<void>(); }
  Result<void> end_interval(CutShort cut_short) override {
    words.push_back(cut_short ? "cut " + std::to_string(shown_milliseconds(*cut_short)) : "end");
    return {};
  }
  std::vector<std::string> words;
};

TEST(Replay, IntervalsAreOfTheEventsTimes) {
  StringOutput file;
  Recorder recorder(file, {});
  for (const int later : {0, 900, 1000, 3700, -5000, -4600})
    EXPECT_THAT(
        recorder.write({exits(), test_time() + std::chrono::milliseconds(later), EventBytes().add(7UL).bytes()}),
        IsOk());
  EXPECT_THAT(recorder.finish(), IsOk());
  StringInput input(file.text());
  Reader reader = Reader::open(input).value();
  Heard heard;
  EXPECT_THAT(replay(reader, heard, {.interval = std::chrono::seconds(1)}), IsOk());
  EXPECT_THAT(heard.words,
              ElementsAre("exits", "exits", "end", "exits", "end", "exits", "end", "exits", "exits", "cut 400"));
}

TEST(Replay, EndsWhenTheWaitIsInterrupted) {
  StringInput input(recorded());
  Reader reader = Reader::open(input).value();
  StringOutput output;
  const auto sink = make_sink(Format::raw, output, {});
  EXPECT_THAT(replay(reader, *sink,
                     {.speed = 1, .wait_until = [](std::chrono::nanoseconds) { return Result<void>(Error(EINTR)); }}),
              IsErrno(EINTR));
}

TEST(Replay, EndsBeforeItReadsOnWhenItIsTold) {
  LiveInput input(recorded());
  Reader reader = Reader::open(input).value();
  Heard heard;
  const auto go_on = [&] { return heard.words.size() < 3 ? Result<void>() : Error(ECANCELED); };
  EXPECT_THAT(replay(reader, heard, {.go_on = go_on}), IsErrno(ECANCELED));
  EXPECT_THAT(heard.words, ElementsAre("execs", "exits", "execs"));
}

TEST(Wire, NumbersOfEverySizeComeBack) {
  for (int shift = 0; shift < 64; ++shift) {
    for (const std::uint64_t number :
         {std::uint64_t{1} << shift, (std::uint64_t{1} << shift) - 1, ~std::uint64_t{0} >> shift}) {
      std::string out;
      put_number(out, number);
      put_signed(out, static_cast<std::int64_t>(number));
      put_signed(out, -static_cast<std::int64_t>(number >> 1));
      Wire wire(as_bytes(out));
      EXPECT_EQ(wire.number().value(), number);
      EXPECT_EQ(wire.signed_number().value(), static_cast<std::int64_t>(number));
      EXPECT_EQ(wire.signed_number().value(), -static_cast<std::int64_t>(number >> 1));
      EXPECT_TRUE(wire.at_end());
    }
  }
}

}  // namespace
}  // namespace waggle::event::capture
