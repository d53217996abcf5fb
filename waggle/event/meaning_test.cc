#include "waggle/event/meaning.hh"

#include <gmock/gmock.h>

#include "waggle/testing/events.hh"

namespace waggle::event {
namespace {

using namespace waggle::testing;

TEST(Meanings, AreNamed) {
  EXPECT_EQ(parse_meaning("ipv4"), Meaning::ipv4);
  EXPECT_EQ(parse_meaning("unit=ms"), Meaning::milliseconds);
  EXPECT_EQ(parse_meaning("kstack"), Meaning::kernel_stack);
  for (const char* none : {"", "ipv5", "unit", "IPV4", "event=open"})
    EXPECT_EQ(parse_meaning(none), std::nullopt) << none;
}

TEST(Meanings, AreGivenToTypesThatCanHaveThem) {
  EXPECT_EQ(with_meaning(unsigned_type(4), Meaning::ipv4)->meaning, Meaning::ipv4);
  EXPECT_EQ(with_meaning(bytes_type(6), Meaning::mac)->meaning, Meaning::mac);
  EXPECT_EQ(with_meaning(signed_type(8), Meaning::nanoseconds)->meaning, Meaning::nanoseconds);
  const TypePtr address = with_meaning(array_type(unsigned_type(1), 16), Meaning::ipv6);
  EXPECT_EQ(address->kind, Kind::bytes);
  EXPECT_EQ(address->meaning, Meaning::ipv6);
}

TEST(Meanings, LeaveOtherTypesAsTheyAre) {
  for (const TypePtr& type : {unsigned_type(8), text_type(16), plain_type(Kind::floating, 8), struct_type({})})
    EXPECT_EQ(with_meaning(type, Meaning::ipv4), type) << type->name;
  const TypePtr text = text_type(8);
  EXPECT_EQ(with_meaning(text, Meaning::error_number), text);
  const TypePtr list = array_type(unsigned_type(4), 8);
  EXPECT_EQ(with_meaning(list, Meaning::kernel_stack), list);
}

TEST(Meanings, OfAnArrayAreItsElements) {
  const TypePtr ports = with_meaning(array_type(unsigned_type(2), 4), Meaning::network_order);
  EXPECT_EQ(ports->meaning, Meaning::plain);
  EXPECT_EQ(ports->element->meaning, Meaning::network_order);
  const TypePtr stack = with_meaning(array_type(unsigned_type(8), 4), Meaning::user_stack);
  EXPECT_EQ(stack->meaning, Meaning::user_stack);
  EXPECT_EQ(stack->element->meaning, Meaning::plain);
}

TEST(Meanings, OctetsBecomeTextAndBack) {
  const TypePtr text = as_text_type(array_type(unsigned_type(1), 16));
  EXPECT_EQ(text->kind, Kind::text);
  EXPECT_EQ(text->size, 16U);
  EXPECT_EQ(as_bytes_type(text)->kind, Kind::bytes);
  const TypePtr numbers = array_type(unsigned_type(2), 8);
  EXPECT_EQ(as_text_type(numbers), numbers);
}

}  // namespace
}  // namespace waggle::event
