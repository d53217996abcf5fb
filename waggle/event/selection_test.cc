#include "waggle/event/selection.hh"

#include <gmock/gmock.h>

#include <array>

#include "waggle/event/sink.hh"
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

}  // namespace
}  // namespace waggle::event
