#include "waggle/toolchain/wit/wit.hh"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

#include "waggle/base/file.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/wit/names.hh"

namespace waggle::toolchain {
namespace {

using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using ::testing::Not;

Result<std::string> wit_of(const std::string& object, const std::vector<std::string>& types = {}) {
  WAGGLE_TRY(const ByteVector elf, read_file(testing::testdata("toolchain/" + object + ".bpf.o"), 1 << 24));
  return write_wit(elf, object + ".bpf.o", types);
}

TEST(WitNames, AreWordsWithHyphens) {
  EXPECT_EQ(wit_word("exit_code"), "exit-code");
  EXPECT_EQ(wit_word("__u32"), "u32");
  EXPECT_EQ(wit_word("in6_2"), "in6x2");
  EXPECT_EQ(wit_word("64bit"), "x64bit");
  EXPECT_EQ(wit_word("TASK_RUNNING"), "task-running");
  EXPECT_EQ(wit_word("___"), "x");
  EXPECT_EQ(wit_identifier("type"), "%type");
  WitScope scope;
  EXPECT_EQ(scope.add("a_b"), "a-b");
  EXPECT_EQ(scope.add("a__b"), "a-b-n2");
}

TEST(Wit, SaysWhatCMeans) {
  const auto text = wit_of("shapes", {"everything"});
  ASSERT_THAT(text, IsOk());
  for (const char* line : {
           "package waggle:shapes;\n",
           "    class: s32,\n    new: bool,\n    number: s64,\n    /// pointer\n    name: u64,\n",
           "  /// RUNNING = 1\n  /// SLEEPING = 2\n  /// GONE = -1\n  type state = s32;\n",
           "    /// 2 x 3 elements\n    corners: list<list<point-t>>,\n",
           "  /// a union of 8 bytes\n  type word = list<u8>;\n",
           "    vast: tuple<u64, u64>,\n    factor: f64,\n",
           "    /// 0 or more\n    tail: string,\n",
           "    /// 3 bits\n    low: u8,\n",
           "    /// 4 bits\n    below: s8,\n",
           "    /// 40 bits\n    far: u64,\n",
       })
    EXPECT_THAT(*text, HasSubstr(line));
  EXPECT_THAT(*text, Not(HasSubstr("pad1")));   // "__pad0" is a member of that name
  EXPECT_THAT(*text, Not(HasSubstr("none:")));  // a structure without members is nothing
}

TEST(Wit, ListsMapsAndPrograms) {
  const auto text = wit_of("parts");
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, HasSubstr("interface maps {\n  enum name {\n"
                               "    /// ringbuf, 4096 entries, keys of 0 bytes, values of 0\n    events,\n  }\n}\n"));
  EXPECT_THAT(*text, HasSubstr("interface programs {\n  enum name {\n    /// SEC(\"socket\")\n    count,\n  }\n}\n"));
  EXPECT_THAT(*text, HasSubstr("world parts-object {\n  import types;\n  import maps;\n  import programs;\n}\n"));
}

TEST(Wit, LeavesOutWhatTheObjectHasNot) {
  const auto text = wit_of("bare");
  ASSERT_THAT(text, IsOk());
  EXPECT_THAT(*text, Not(HasSubstr("interface maps")));
}

TEST(Wit, NamesWhatIsNotThere) {
  EXPECT_THAT(wit_of("shapes", {"evnt"}), FailsSaying("did you mean 'event'"));
  EXPECT_THAT(write_wit(as_bytes("no object"), "x.o", {}), IsErrno(ENOEXEC));
}

// Reads the part of WIT's grammar that is written (Component Model, design/mvp/WIT.md): every name is declared before
// the end of its interface, once, and everything else is a keyword or a mark in its place.
class Grammar {
 public:
  explicit Grammar(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (text.substr(at).starts_with("//")) at = text.find('\n', at);
      else if (std::isspace(static_cast<unsigned char>(text[at]))) ++at;
      else if (is_letter(text[at])) {
        const std::size_t begin = at;
        while (at < text.size() && is_letter(text[at])) ++at;
        words_.emplace_back(text.substr(begin, at - begin));
      } else words_.emplace_back(1, text[at++]);
    }
  }

  // What is wrong, or nothing.
  std::string check() {
    expect("package"), identifier(), expect(":"), identifier(), expect(";");
    while (!done() && peek() == "interface") interface();
    expect("world"), identifier(), expect("{");
    while (!done() && peek() == "import") {
      next();
      if (!interfaces_.contains(peek())) fail("no interface");
      next(), expect(";");
    }
    expect("}");
    if (!done()) fail("more than expected");
    return why_;
  }

 private:
  static bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '%'; }
  bool done() const { return !why_.empty() || at_ >= words_.size(); }
  const std::string& peek() { return done() ? end_ : words_[at_]; }
  std::string next() { return done() ? end_ : words_[at_++]; }
  void fail(const std::string& why) {
    if (why_.empty()) why_ = why + " at '" + (at_ < words_.size() ? words_[at_] : "the end") + "'";
  }
  void expect(const std::string& word) {
    if (peek() != word) fail("no '" + word + "'");
    next();
  }

  std::string identifier() {
    static const std::set<std::string> kKeywords{"type", "record", "enum",  "world", "import", "list",
                                                 "u8",   "string", "tuple", "from",  "option", "interface"};
    std::string word = next();
    if (kKeywords.contains(word)) fail("the keyword " + word);
    bool begins = true;
    for (const char c : word[0] == '%' ? std::string_view(word).substr(1) : std::string_view(word)) {
      if (begins && !std::islower(static_cast<unsigned char>(c))) fail("a bad name " + word);
      begins = c == '-';
    }
    if (begins) fail("a bad name " + word);
    return word;
  }

  void interface() {
    next();
    if (!interfaces_.insert(identifier()).second) fail("a second interface");
    types_.clear(), used_.clear();
    expect("{");
    while (!done() && peek() != "}") declaration();
    expect("}");
    for (const std::string& type : used_)
      if (!types_.contains(type)) fail("no type " + type);
  }

  void declaration() {
    const std::string kind = next();
    if (!types_.insert(identifier()).second) fail("a second type of one name");
    if (kind == "type") return expect("="), type(), expect(";");
    if (kind != "record" && kind != "enum") fail("no declaration: " + kind);
    expect("{");
    std::set<std::string> fields;
    do {
      if (!fields.insert(identifier()).second) fail("a second field of one name");
      if (kind == "record") expect(":"), type();
      expect(",");
    } while (!done() && peek() != "}");
    expect("}");
  }

  void type() {
    static const std::set<std::string> kPlain{"u8",  "u16", "u32", "u64", "s8",     "s16",
                                              "s32", "s64", "f32", "f64", "string", "bool"};
    const std::string word = peek();
    if (kPlain.contains(word)) next();
    else if (word == "list") next(), expect("<"), type(), expect(">");
    else if (word == "tuple") next(), expect("<"), type(), expect(","), type(), expect(">");
    else used_.insert(identifier());
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  std::string why_, end_;
  std::set<std::string> interfaces_, types_, used_;
};

TEST(Wit, KeepsToTheGrammar) {
  for (const char* object : {"shapes", "parts", "bare", "relocations", "kernel_types", "tasks"}) {
    const auto text = wit_of(object);
    ASSERT_THAT(text, IsOk());
    EXPECT_EQ(Grammar(*text).check(), "") << *text;
  }
}

}  // namespace
}  // namespace waggle::toolchain
