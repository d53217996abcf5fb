#include "waggle/event/selection.hh"

#include <gmock/gmock.h>

#include <array>

#include "waggle/event/mark.hh"
#include "waggle/event/sink.hh"
#include "waggle/event/united.hh"
#include "waggle/event/value.hh"
#include "waggle/testing/events.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;

class Selections : public ::testing::Test {
 protected:
  std::string json(std::string_view names) {
    StringOutput output;
    SelectingSink sink(Selection::parse(names).value(), make_sink(Format::first_gen_json, output, {}));
    EXPECT_THAT(sink.write({stream_, test_time(), bytes_.bytes()}), IsOk());
    EXPECT_THAT(sink.finish(), IsOk());
    return output.text();
  }
  Result<void> checked(std::string_view names) {
    return Selection::parse(names).value().check(std::array<const Stream*, 1>{&stream_});
  }

  const TypePtr child_ = struct_type({{"pid", signed_type(4)}, {"code", signed_type(4)}});
  const Stream stream_{.name = "rb",
                       .type = struct_type({{"a", signed_type(4)},
                                            {"", struct_type({{"b", signed_type(4)}})},
                                            {"child", child_},
                                            {"list", array_type(signed_type(2), 2)}})};
  const EventBytes bytes_ = EventBytes().add(1).add(2).add(3).add(4).add(std::int16_t{5}).add(std::int16_t{6});
};

TEST_F(Selections, ShowWhatIsNamedInItsOrder) {
  EXPECT_EQ(json("list,b,a"), "{\"list\":[5,6],\"b\":2,\"a\":1}\n");
  EXPECT_EQ(json("child"), "{\"child\":{\"pid\":3,\"code\":4}}\n");
  EXPECT_EQ(json("child.code,a"), "{\"child\":{\"code\":4},\"a\":1}\n");
  EXPECT_EQ(json("child.code,child.pid"), "{\"child\":{\"code\":4,\"pid\":3}}\n");
}

TEST_F(Selections, HideWhatHasAMinus) {
  EXPECT_EQ(json("-list,-child"), "{\"a\":1,\"b\":2}\n");
  EXPECT_EQ(json("-child.pid,-child.code,-a"), "{\"b\":2,\"list\":[5,6]}\n");
  EXPECT_EQ(json("child,-child.pid"), "{\"child\":{\"code\":4}}\n");
}

TEST_F(Selections, UnknownNamesAreRefusedWithTheKnownOnes) {
  EXPECT_THAT(checked("a,child.pid,-list"), IsOk());
  EXPECT_THAT(checked("chil"), FailsSaying("there is no field 'chil'; rb has a, b, child.pid, child.code, list"));
  EXPECT_THAT(checked("-d"), IsErrno(ENOENT));
  for (const char* bad : {"", "a,", ",", "-", "a,-"}) EXPECT_THAT(Selection::parse(bad), IsErrno(EINVAL)) << bad;
}

TEST_F(Selections, EventsStayAsLongAsTheyWere) {
  StringOutput output;
  SelectingSink sink(Selection::parse("a").value(), make_sink(Format::jsonl, output, {}));
  EXPECT_THAT(sink.write({stream_, test_time(), bytes_.bytes().first(19)}), IsOk());
  EXPECT_THAT(sink.finish(), IsOk());
  EXPECT_THAT(output.text(), ::testing::HasSubstr("\"a\":1,\"_missing_bytes\":1}"));
}

TEST_F(Selections, TypesWithoutMembersStayAsTheyAre) {
  const TypePtr number = signed_type(4);
  EXPECT_EQ(Selection::parse("a").value().apply(number), number);
}

// What fields of two streams look like, of which one event came each.
class SelectedOfTwo : public ::testing::Test {
 protected:
  std::string text(std::string_view names, Format format) {
    Marks marks;
    for (const Stream* stream : streams_) marks.add(*stream);
    StringOutput output;
    SelectingSink sink(Selected(Selection::parse(names).value(), streams_),
                       make_sink(format, output, {.rendering = {.utc = true}, .marks = &marks}));
    EXPECT_THAT(sink.write({begin_, test_time(), EventBytes().add(1).add(2).bytes()}), IsOk());
    EXPECT_THAT(sink.write({end_, test_time(), EventBytes().add("sh", 8).add(3).add(4).bytes()}), IsOk());
    EXPECT_THAT(sink.finish(), IsOk());
    return output.text();
  }

  const Stream begin_{
      .name = "rb",
      .type = struct_type({{"pid", signed_type(4)}, {"", struct_type({{"flags", signed_type(4)}})}}, "struct begin"),
      .origin = Origin::tag};
  const Stream end_{
      .name = "rb",
      .type = struct_type(
          {{"comm", text_type(8)}, {"child", struct_type({{"pid", signed_type(4)}})}, {"pid", signed_type(4)}},
          "struct end"),
      .origin = Origin::tag};
  const std::array<const Stream*, 2> streams_{&begin_, &end_};
};

TEST_F(SelectedOfTwo, AreOneTable) {
  EXPECT_EQ(text("pid,comm,flags", Format::columns),
            "TIME     TYPE         PID     COMM    FLAGS\n"
            "20:15:03 begin        1       -       2\n"
            "20:15:03 end          4       sh      -\n");
  EXPECT_EQ(text("comm,pid", Format::csv),
            "time,map,type,comm,pid,note\n"
            "2026-11-21T20:15:03.000251349Z,rb,begin,,1,\n"
            "2026-11-21T20:15:03.000251349Z,rb,end,sh,4,\n");
  EXPECT_EQ(text("comm,pid", Format::first_gen),
            "TIME     COMM    PID     \n"
            "20:15:03 null    1\n"
            "20:15:03 sh      4\n");
}

TEST_F(SelectedOfTwo, AreOneShapeInJson) {
  EXPECT_EQ(text("child,comm,flags", Format::first_gen_json),
            "{\"child\":{\"pid\":null},\"comm\":null,\"flags\":2}\n"
            "{\"child\":{\"pid\":3},\"comm\":\"sh\",\"flags\":null}\n");
}

TEST_F(SelectedOfTwo, StayApartWhereSomeAreHidden) {
  EXPECT_EQ(text("-pid", Format::first_gen_json),
            "{\"flags\":2}\n"
            "{\"comm\":\"sh\",\"child\":{\"pid\":3}}\n");
}

TEST(United, TypesWithoutMembersHaveAValue) {
  const TypePtr both = united(struct_type({{"pid", signed_type(4)}}), text_type(4));
  ASSERT_EQ(both->members.size(), 2U);
  EXPECT_EQ(both->members[1].name, "value");
  const TypePtr text = filled(text_type(4), both);
  const EventBytes bytes = EventBytes().add("abc", 4);
  ASSERT_EQ(text->members.size(), 2U);
  EXPECT_TRUE(is_missing(*text->members[0].type, bytes.bytes(), member_place(text->members[0], {})));
  EXPECT_EQ(std::get<std::string_view>(read(*text->members[1].type, bytes.bytes(), member_place(text->members[1], {}))),
            "abc");
}

}  // namespace
}  // namespace waggle::event
