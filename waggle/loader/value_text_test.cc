#include "waggle/loader/value_text.hh"

#include <gmock/gmock.h>

#include <cstring>

#include "waggle/testing/matchers.hh"

namespace waggle::loader {
namespace {

using event::Kind;
using event::Type;
using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

Type type(Kind kind, std::uint32_t size, std::string name) {
  return {.kind = kind, .name = std::move(name), .size = size};
}

template <class T>
Result<T> as(const Type& of, std::string_view text) {
  T value{};
  std::memset(&value, 0x5a, sizeof value);
  WAGGLE_CHECK(write_value(of, text, std::as_writable_bytes(std::span(&value, 1))));
  return value;
}

TEST(ValueText, IntegersOfEveryWidth) {
  EXPECT_EQ(as<std::uint8_t>(type(Kind::unsigned_integer, 1, "u8"), "255").value(), 255);
  EXPECT_EQ(as<std::int8_t>(type(Kind::signed_integer, 1, "s8"), "-128").value(), -128);
  EXPECT_EQ(as<std::int16_t>(type(Kind::signed_integer, 2, "short"), "-3").value(), -3);
  EXPECT_EQ(as<std::uint32_t>(type(Kind::unsigned_integer, 4, "u32"), "0xffffffff").value(), 0xffffffffU);
  EXPECT_EQ(as<std::int32_t>(type(Kind::signed_integer, 4, "int"), "0xffffffff").value(), -1);
  EXPECT_EQ(as<std::uint64_t>(type(Kind::unsigned_integer, 8, "u64"), "18446744073709551615").value(), UINT64_MAX);
  EXPECT_EQ(as<std::int64_t>(type(Kind::signed_integer, 8, "s64"), "-9223372036854775808").value(), INT64_MIN);
}

TEST(ValueText, OutOfRangeSaysTheRange) {
  EXPECT_THAT(as<std::uint8_t>(type(Kind::unsigned_integer, 1, "unsigned char"), "256"),
              FailsSaying("256 does not fit into unsigned char: 0 to 255"));
  EXPECT_THAT(as<std::uint8_t>(type(Kind::unsigned_integer, 1, "unsigned char"), "-1"), IsErrno(ERANGE));
  EXPECT_THAT(as<std::int8_t>(type(Kind::signed_integer, 1, "signed char"), "128"),
              FailsSaying("128 does not fit into signed char: -128 to 127"));
  EXPECT_THAT(as<std::int64_t>(type(Kind::signed_integer, 8, "long"), "9223372036854775808"), IsErrno(ERANGE));
  EXPECT_THAT(as<std::uint64_t>(type(Kind::unsigned_integer, 8, "u64"), "18446744073709551616"), IsErrno(ERANGE));
}

TEST(ValueText, WhatIsNoNumber) {
  for (const char* text : {"", "x", "1x", "0x", "1.5", "--1", " 1"})
    EXPECT_THAT(as<std::int32_t>(type(Kind::signed_integer, 4, "int"), text), IsErrno(EINVAL)) << text;
}

TEST(ValueText, BooleansAndEnumerators) {
  const Type boolean = type(Kind::boolean, 1, "bool");
  EXPECT_TRUE(as<bool>(boolean, "true").value());
  EXPECT_FALSE(as<bool>(boolean, "off").value());
  EXPECT_THAT(as<bool>(boolean, "maybe"), FailsSaying("'maybe' is no bool; write true|false"));
  Type mode = type(Kind::enumeration, 4, "enum mode");
  mode.enumerators = {{"OFF", 0}, {"READ", 4}};
  EXPECT_EQ(as<std::int32_t>(mode, "READ").value(), 4);
  EXPECT_EQ(as<std::int32_t>(mode, "4").value(), 4);
  EXPECT_THAT(as<std::int32_t>(mode, "WRITE"), FailsSaying("'WRITE' is no enum mode; write OFF|READ"));
  EXPECT_THAT(as<std::int32_t>(mode, "5"), IsErrno(EINVAL));
}

TEST(ValueText, TextEndsWithAZero) {
  using Name = std::array<char, 8>;
  const Type name = type(Kind::text, 8, "char[8]");
  EXPECT_EQ(as<Name>(name, "sshd").value(), (Name{'s', 's', 'h', 'd'}));
  EXPECT_EQ(as<Name>(name, "").value(), Name{});
  EXPECT_THAT(as<Name>(name, "12345678"), FailsSaying("does not fit into char[8]: at most 7 characters"));
}

TEST(ValueText, Addresses) {
  using Four = std::array<std::uint8_t, 4>;
  using Sixteen = std::array<std::uint8_t, 16>;
  EXPECT_EQ(as<Four>(type(Kind::unsigned_integer, 4, "__be32"), "10.0.0.1").value(), (Four{10, 0, 0, 1}));
  EXPECT_EQ(as<Sixteen>(type(Kind::bytes, 16, "u8[16]"), "fe80::1").value()[15], 1);
  EXPECT_EQ(as<Sixteen>(type(Kind::structure, 16, "struct in6_addr"), "fe80::1").value()[0], 0xfe);
  EXPECT_THAT(as<Four>(type(Kind::unsigned_integer, 4, "__be32"), "10.0.0.256"), IsErrno(EINVAL));
}

TEST(ValueText, ArraysAndDecimals) {
  using Three = std::array<std::int32_t, 3>;
  Type list = type(Kind::array, 12, "int[3]");
  list.count = 3;
  list.element = std::make_shared<Type>(type(Kind::signed_integer, 4, "int"));
  EXPECT_EQ(as<Three>(list, "4,-5").value(), (Three{4, -5, 0}));
  EXPECT_THAT(as<Three>(list, "1,2,3,4"), FailsSaying("4 values do not fit into int[3]"));
  EXPECT_THAT(as<Three>(list, "1,,2"), IsErrno(EINVAL));
  EXPECT_EQ(as<double>(type(Kind::floating, 8, "double"), "2.5").value(), 2.5);
  EXPECT_EQ(as<float>(type(Kind::floating, 4, "float"), "-1e3").value(), -1000.0F);
}

}  // namespace
}  // namespace waggle::loader
