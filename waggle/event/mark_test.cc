#include "waggle/event/mark.hh"

#include <gmock/gmock.h>

#include "waggle/event/selection.hh"
#include "waggle/event/sink.hh"
#include "waggle/event/summary/count.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;

Stream stream(std::string map, std::string type, Origin origin = Origin::tag) {
  return {.name = std::move(map), .type = struct_type({{"pid", signed_type(4)}}, std::move(type)), .origin = origin};
}

Mark mark_of_all(const std::vector<Stream>& streams) {
  Marks marks;
  for (const Stream& each : streams) marks.add(each);
  return marks.mark();
}

TEST(TypeName, IsTheStructures) {
  EXPECT_EQ(type_name(stream("m", "struct exec")), "exec");
  EXPECT_EQ(type_name(stream("m", "exec_t")), "exec_t");
  EXPECT_EQ(type_name({.name = "m",
                       .type = make_type({.kind = Kind::union_, .name = "union any", .size = 4}),
                       .origin = Origin::tag}),
            "any");
  EXPECT_EQ(type_name(stream("m", "struct")), "");  // anonymous
  EXPECT_EQ(type_name(stream("m", "union")), "");
  EXPECT_EQ(type_name(stream("m", "events", Origin::reconstructed)), "");
  EXPECT_EQ(type_name({.name = "m", .type = unsigned_type(8), .origin = Origin::tag}), "");
  EXPECT_EQ(type_name({.name = "m", .type = bytes_type(0), .origin = Origin::unknown}), "");
}

TEST(Marks, NothingWhereThereIsOneStream) {
  EXPECT_EQ(mark_of_all({}), Mark::none);
  EXPECT_EQ(mark_of_all({stream("a", "struct exec")}), Mark::none);
  EXPECT_EQ(mark_of_all({stream("a", "struct exec"), stream("a", "struct exec")}), Mark::none);
}

TEST(Marks, TypesWhereEachStreamHasAnother) {
  EXPECT_EQ(mark_of_all({stream("a", "struct exec"), stream("b", "struct exit")}), Mark::type);
  EXPECT_EQ(mark_of_all({stream("a", "struct exec"), stream("a", "struct exit")}), Mark::type);  // by size
}

TEST(Marks, MapsWhereTypesDoNotTellStreamsApart) {
  EXPECT_EQ(mark_of_all({stream("a", "struct event"), stream("b", "struct event")}), Mark::map);
  EXPECT_EQ(mark_of_all({stream("a", "struct event"), stream("b", "struct")}), Mark::map);
  EXPECT_EQ(mark_of_all({stream("a", "struct event"), stream("b", "b", Origin::reconstructed)}), Mark::map);
  EXPECT_EQ(mark_of_all({stream("a", "struct exec"), stream("a", "struct exit"), stream("b", "struct exit")}),
            Mark::map);
}

TEST(Marks, NothingWhereNothingHelps) {
  EXPECT_EQ(mark_of_all({stream("a", "struct exec"), stream("a", "a", Origin::reconstructed)}), Mark::none);
}

class MarkedLines : public ::testing::Test {
 protected:
  void write(const Stream& from) {
    EXPECT_THAT(sink_->write({from, test_time(), EventBytes().add(7).bytes()}), IsOk());
  }
  std::unique_ptr<Sink> lines(Format format) {
    return make_sink(format, output_, {.rendering = {.utc = true}, .marks = &marks_});
  }

  const Stream exec_ = stream("a", "struct exec"), exit_ = stream("b", "struct exit");
  Marks marks_;
  StringOutput output_;
  std::unique_ptr<Sink> sink_;
};

TEST_F(MarkedLines, BeginWithASecondStream) {
  sink_ = std::make_unique<MarkingSink>(marks_, lines(Format::columns));
  for (const Stream* from : {&exec_, &exit_, &exec_}) write(*from);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_EQ(output_.text(),
            "TIME     PID\n20:15:03 7\n"
            "TIME     TYPE         PID\n20:15:03 exit         7\n"
            "20:15:03 exec         7\n");
}

TEST_F(MarkedLines, KeepTheirMarkBehindOtherSinks) {
  marks_.add(exec_);
  marks_.add(exit_);
  const Selection pid = Selection::parse("pid").value();
  sink_ = std::make_unique<SelectingSink>(pid, lines(Format::jsonl));
  sink_ = std::make_unique<CountingSink>(pid, std::move(sink_));
  write(exit_);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::HasSubstr("\"_type\":\"exit\",\"pid\":7"));
}

TEST_F(MarkedLines, OfManyStreamsAreMarkedAtOnce) {
  std::vector<Stream> many;
  for (int i = 0; i < 20'000; ++i) many.push_back(stream(std::to_string(i), "struct exec"));
  sink_ = std::make_unique<MarkingSink>(marks_, lines(Format::columns));
  for (const Stream& from : many) write(from);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::EndsWith("20:15:03 19999        7\n"));
}

}  // namespace
}  // namespace waggle::event
