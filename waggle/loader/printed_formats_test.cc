#include "waggle/loader/printed_formats.hh"

#include <gtest/gtest.h>

namespace waggle::loader {
namespace {

TEST(PrintedFormats, ALineFitsByTheTextAroundItsConversions) {
  const PrintedFormats formats({"pid %d opened %s", "100 %% done", "from %pI4 to %-5llx!"});
  EXPECT_TRUE(formats.fits("pid 12 opened /etc/passwd"));
  EXPECT_TRUE(formats.fits("100 % done"));
  EXPECT_TRUE(formats.fits("from 192.0.2.1 to ff   !"));
  EXPECT_FALSE(formats.fits("pid 12 closed"));
  EXPECT_FALSE(formats.fits("a pid 12 opened x"));
  EXPECT_FALSE(formats.fits("100 % done, twice"));
  EXPECT_FALSE(formats.fits(""));
}

TEST(PrintedFormats, AFormatOfTwoLinesFitsEachOfThem) {
  const PrintedFormats formats({"one %d\ntwo\n"});
  EXPECT_TRUE(formats.fits("one 1"));
  EXPECT_TRUE(formats.fits("two"));
  EXPECT_FALSE(formats.fits("three"));
}

TEST(PrintedFormats, AFormatCutShortByItsEndIsTakenAsItIs) {
  const PrintedFormats formats({"share %", "%"});
  EXPECT_TRUE(formats.fits("share 7"));
  EXPECT_TRUE(formats.fits("anything"));
}

TEST(PrintedFormats, AProgramThatPrintsNothingOwnsNoLine) {
  EXPECT_FALSE(PrintedFormats(std::vector<std::string>()).fits("hello"));
}

}  // namespace
}  // namespace waggle::loader
