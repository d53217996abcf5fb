#include "waggle/toolchain/package_json/annotations.hh"

#include <gmock/gmock.h>

#include "waggle/toolchain/package_json/annotation_value.hh"
#include "waggle/toolchain/package_json/yaml.hh"

namespace waggle::toolchain {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> words_of_one(std::string_view source) {
  const auto all = documented(source);
  EXPECT_EQ(all.size(), 1U);
  return all.empty() ? std::vector<std::string>() : all.front().words;
}

TEST(Annotations, AreOfTheDeclarationBehindThem) {
  EXPECT_THAT(words_of_one("/// x\nconst volatile int target = 0, other = 1;"), Contains("target"));
  EXPECT_THAT(words_of_one("/** x */\nstruct {\n  __uint(type, 1);\n  int inner;\n} events SEC(\".maps\");"),
              testing::AllOf(Contains("events"), Not(Contains("inner"))));
  EXPECT_THAT(words_of_one("/// x\nstruct __attribute__((packed)) { int inner; } rb SEC(\".maps\");"),
              testing::AllOf(Contains("rb"), Not(Contains("inner"))));
  EXPECT_THAT(words_of_one("//! x\nSEC(\"kprobe/f\")\nint BPF_KPROBE(handle, int fd) { int local = 1; return local; }"),
              testing::AllOf(Contains("handle"), Not(Contains("local"))));
  EXPECT_THAT(words_of_one("/// x\nstruct event buffer[2] = {{1}};"),
              testing::AllOf(Contains("buffer"), Not(Contains("event"))));
}

TEST(Annotations, OrdinaryCommentsStringsAndBodiesAreNone) {
  EXPECT_THAT(documented("// x\nint a; /* y */ int b; ////\nint c; int d; ///< d\nint e; /**/ int f;"), IsEmpty());
  EXPECT_THAT(documented("char s[] = \"/// no\"; char q = '\"'; // \"\nint a;"), IsEmpty());
  EXPECT_THAT(documented("void f() {\n  /// inside\n  int a;\n}"), IsEmpty());
  EXPECT_THAT(documented("/// of a macro\n#define X \\\n  1\nint a;"), IsEmpty());
}

TEST(Annotations, ParagraphsAndKeys) {
  const auto all = documented(
      "/** First line\n"
      " *  goes on.\n"
      " *\n"
      " * @sample {\"interval\": 1000,\n"
      " *   \"type\": \"log2_hist\"}\n"
      " * \\unit usecs\n"
      " */\n"
      "int a;");
  ASSERT_EQ(all.size(), 1U);
  const auto& said = all.front().annotations;
  ASSERT_EQ(said.size(), 3U);
  EXPECT_EQ(said[0].text, "First line\ngoes on.");
  EXPECT_EQ(said[1].key, "sample");
  EXPECT_EQ(said[1].line, 4U);
  EXPECT_EQ(said[1].text, "{\"interval\": 1000,\n\"type\": \"log2_hist\"}");
  EXPECT_EQ(said[2].key, "unit");
}

TEST(Annotations, StructuresOfAHeaderButNotOfItsComments) {
  EXPECT_THAT(
      structures_defined_in("#ifndef H\n#define H\n// struct no {\nstruct event { struct inner { int a; } i; };\n"
                            "struct forward;\nunion u { int a; };\nstruct second {\n int b; };\n#endif\n"),
      ElementsAre("event", "second"));
}

TEST(Annotations, TagsInStrings) {
  const auto tags =
      strings_with("// \"waggle:event=no\"\nint a __attribute__((btf_decl_tag(\"waggle:event=exec\")));", kEventTag);
  ASSERT_EQ(tags.size(), 1U);
  EXPECT_EQ(tags.front().text, "exec");
  EXPECT_EQ(tags.front().line, 2U);
}

struct Wrong {
  Subject subject;
  const char *key, *text, *sentence;
};

TEST(Annotations, WhatIsWrongIsSaidWithItsLine) {
  for (const Wrong& wrong : {
           Wrong{Subject::variable, "cmdarg", "{\"short\": \"p\",", "x.bpf.c:7: @cmdarg: is no JSON"},
           Wrong{Subject::variable, "cmdarg", "{\n\"short\"\n}", "x.bpf.c:9: @cmdarg: is no JSON"},
           Wrong{Subject::variable, "cmdarg", "5", "@cmdarg: must be a JSON object"},
           Wrong{Subject::variable, "cmdarg", R"({"short": "pid"})", "@cmdarg: \"short\" must be one letter"},
           Wrong{Subject::variable, "cmdarg", R"({"shorts": "p"})", "@cmdarg: \"shorts\" is nothing that it has"},
           Wrong{Subject::variable, "sample", "{}", "@sample: is for maps, not for variables"},
           Wrong{Subject::map, "sample", R"({"type": "log2_hist"})", "@sample: \"interval\" is missing"},
           Wrong{Subject::map, "sample", R"({"interval": 0})", "\"interval\" must be a number of milliseconds"},
           Wrong{Subject::map, "sample", R"({"interval": 1, "type": "pie"})", "must be one of log2_hist|linear_hist"},
           Wrong{Subject::program, "ifindex", "lo", "@ifindex: is no JSON: lo"},
           Wrong{Subject::program, "tchook", R"({"attach_point": "here"})", "must be one of BPF_TC_INGRESS"},
           Wrong{Subject::map, "name", "other", "@name: is said twice, or is another's word"},
       }) {
    Json entry{{"name", "x"}};
    const auto added = add_annotations(entry, wrong.subject, {{wrong.key, wrong.text, 7}}, "x.bpf.c");
    ASSERT_FALSE(added.ok()) << wrong.key << " " << wrong.text;
    EXPECT_THAT(added.error().message(), HasSubstr(wrong.sentence));
  }
}

TEST(Annotations, UnknownKeysAreKept) {
  Json entry;
  ASSERT_TRUE(add_annotations(entry, Subject::program,
                              {{"flag", "{\"a\": 1}", 1}, {"who", "me and you", 2}, {"", "Does.", 3}}, "x.bpf.c")
                  .ok());
  EXPECT_EQ(entry.dump(), R"({"flag":{"a":1},"who":"me and you","description":"Does."})");
}

TEST(Yaml, BlocksAndQuotedTexts) {
  const Json value{{"name", "a: b"}, {"on", true}, {"list", {1, {{"x", nullptr}}}}, {"none", Json::array()}};
  EXPECT_EQ(yaml(value),
            "name: \"a: b\"\n"
            "\"on\": true\n"
            "list:\n"
            "  - 1\n"
            "  -\n"
            "    x: null\n"
            "none: []\n");
}

}  // namespace
}  // namespace waggle::toolchain
