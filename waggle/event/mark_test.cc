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
  std::vector<const Stream*> all;
  for (const Stream& each : streams) all.push_back(&each);
  return mark_for(all);
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
  std::unique_ptr<Sink> lines(Format format) { return make_sink(format, output_, {.rendering = {.utc = true}}); }

  const Stream exec_ = stream("a", "struct exec"), exit_ = stream("b", "struct exit");
  StringOutput output_;
  std::unique_ptr<Sink> sink_;
};

TEST_F(MarkedLines, BeginWithASecondStream) {
  sink_ = std::make_unique<MarkingSink>(std::span<const Stream* const>(), lines(Format::columns));
  for (const Stream* from : {&exec_, &exit_, &exec_}) write(*from);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_EQ(output_.text(),
            "TIME     PID\n20:15:03 7\n"
            "TIME     TYPE         PID\n20:15:03 exit         7\n"
            "TIME     TYPE         PID\n20:15:03 exec         7\n");
}

TEST_F(MarkedLines, KeepTheirMarkWhenFieldsAreChosen) {
  const Stream* const both[] = {&exec_, &exit_};
  auto chosen = std::make_unique<SelectingSink>(Selection::parse("pid").value(), lines(Format::jsonl));
  sink_ = std::make_unique<MarkingSink>(both, std::move(chosen));
  write(exit_);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::HasSubstr("\"_type\":\"exit\",\"pid\":7"));
}

TEST_F(MarkedLines, KeepTheirMarkWhenEventsAreCounted) {
  const Stream* const both[] = {&exec_, &exit_};
  auto counted = std::make_unique<CountingSink>(Selection::parse("pid").value(), lines(Format::jsonl));
  sink_ = std::make_unique<MarkingSink>(both, std::move(counted));
  write(exit_);
  EXPECT_THAT(sink_->finish(), IsOk());
  EXPECT_THAT(output_.text(), ::testing::HasSubstr("\"_type\":\"exit\",\"count\":1,\"pid\":7"));
}

}  // namespace
}  // namespace waggle::event
