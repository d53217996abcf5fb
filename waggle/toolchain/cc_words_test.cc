#include "waggle/toolchain/cc_words.hh"

#include <gmock/gmock.h>

#include "waggle/base/strings.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::toolchain {
namespace {

using ::testing::ElementsAre;
using testing::FailsSaying;
using testing::IsOk;

Result<CcWords> parse(std::string_view line) {
  std::vector<std::string> words;
  for (const std::string_view word : split(line, ' ')) words.emplace_back(word);
  return parse_cc(words);
}

TEST(CcWords, AProgramIsLinked) {
  const auto words = parse("-O2 -g hello.c -o hello -lm");
  ASSERT_THAT(words, IsOk());
  EXPECT_TRUE(words->links);
  EXPECT_EQ(words->output, "hello");
  EXPECT_EQ(words->optimise, "-O2");
  EXPECT_TRUE(words->debug);
  EXPECT_THAT(words->passed, ElementsAre("-O2", "-g", "hello.c", "-lm"));
}

TEST(CcWords, WhatStopsBeforeLinkingIsNotLinked) {
  for (const char* line : {"-c a.c", "-E a.c", "-MM a.c", "-fsyntax-only a.c", "-S -o a.s a.c"})
    EXPECT_FALSE(parse(line).value().links) << line;
}

TEST(CcWords, WithoutInputsClangAnswersAlone) {
  for (const char* line : {"--version", "-v", "-print-search-dirs", "-dumpmachine", "-I include -D X"})
    EXPECT_FALSE(parse(line).value().links) << line;
}

TEST(CcWords, AValueIsNoInput) {
  EXPECT_FALSE(parse("-include config.h -isystem dir -x c").value().links);
  EXPECT_TRUE(parse("-x c -").value().links);
  EXPECT_TRUE(parse("-x c++ main").value().links);
}

TEST(CcWords, WordsForElfAndProcessorsAreLeftOut) {
  const auto words = parse("-pthread -fPIC -march=native -fstack-protector-strong -Wl,-z,relro -Wall a.o");
  ASSERT_THAT(words, IsOk());
  EXPECT_THAT(words->passed, ElementsAre("-Wall", "a.o"));
}

TEST(CcWords, OwnWordsStayHere) {
  const auto words = parse("--ilp32 -fwaggle-check-pointers -s -oout a.c");
  ASSERT_THAT(words, IsOk());
  EXPECT_TRUE(words->ilp32 && words->check_pointers && words->strip);
  EXPECT_EQ(words->output, "out");
  EXPECT_THAT(words->passed, ElementsAre("a.c"));
}

TEST(CcWords, DependenciesNeedANameOnlyWhereTheyHaveNone) {
  EXPECT_TRUE(parse("-MMD a.c -o a").value().writes_dependencies);
  EXPECT_FALSE(parse("-MMD -MF a.d a.c -o a").value().writes_dependencies);
  EXPECT_TRUE(parse("-MMD -MT x a.c").value().names_target);
}

TEST(CcWords, CxxIsKnownByDriverLanguageOrEnding) {
  for (const char* line : {"--driver-mode=g++ a.o", "-x c++ main", "main.cc", "-c part.cpp", "a.c b.cxx"})
    EXPECT_TRUE(parse(line).value().cxx) << line;
  for (const char* line : {"main.c", "-x c main", "a.o", "-include c.hh a.c"})
    EXPECT_FALSE(parse(line).value().cxx) << line;
}

TEST(CcWords, SharedLibrariesAreRefused) {
  EXPECT_THAT(parse("-shared a.c -o liba.so"), FailsSaying("there are no shared libraries to make"));
  EXPECT_THAT(parse("a.c -o"), FailsSaying("-o wants a file"));
}

TEST(CcWords, SanitizersAreRefused) {
  EXPECT_THAT(parse("-fsanitize=address,undefined -c a.c"), FailsSaying("guests have no sanitizers"));
  EXPECT_THAT(parse("-fno-sanitize=all -c a.c"), IsOk());
}

}  // namespace
}  // namespace waggle::toolchain
