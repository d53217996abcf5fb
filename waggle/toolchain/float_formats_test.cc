#include "waggle/toolchain/float_formats.hh"

#include <gtest/gtest.h>

#include <string>

namespace waggle::toolchain {
namespace {

using namespace std::string_literals;

bool found(const std::string& data) { return has_float_format(as_bytes(data)); }

TEST(FloatFormats, EveryConversionOfFloats) {
  for (const char* format : {"%f", "%5.1f%%", "%-+ #08.*lf", "%Lg", "%2$*1$.3E ms", "%a", "x%G", "%s took %.2F s\n"})
    EXPECT_TRUE(found(format)) << format;
}

TEST(FloatFormats, OtherFormats) {
  for (const char* format : {"", "%", "%%", "%d%% full", "%-16s %5d %llu %zx %p", "100%", "%5", "f", "%n%m%c"})
    EXPECT_FALSE(found(format)) << format;
}

TEST(FloatFormats, ThoseOfStrftimeAreNot) {
  for (const char* format : {"%a %b %e %T %Y", "%F %T", "%e %B"}) EXPECT_FALSE(found(format)) << format;
}

// Data has no marks where strings begin: what is before a format may look like a part of it.
TEST(FloatFormats, AfterBytesThatAreNoText) {
  EXPECT_TRUE(found("\x25\x01\x01\x01%f"));
  EXPECT_TRUE(found("%T %f"));
  EXPECT_FALSE(found("%f %T"));
}

TEST(FloatFormats, OneOfManyStrings) {
  EXPECT_TRUE(found("%d\0%s\0%g\0%Y\0"s));
  EXPECT_FALSE(found("%d\0%\0g\0%Y\0"s));
  EXPECT_TRUE(found("\0\0%g"s));
}

}  // namespace
}  // namespace waggle::toolchain
