#include "waggle/btf/types.hh"

#include <bpf/btf.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>

#include "waggle/base/c_ptr.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::btf {
namespace {

using event::Kind;
using event::Meaning;
using event::TypePtr;
using ::testing::ElementsAre;
using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;
using Btf = CPtr<::btf, btf__free>;

ByteVector raw(const ::btf* btf) {
  std::uint32_t size = 0;
  const auto* data = static_cast<const std::byte*>(btf__raw_data(btf, &size));
  return {data, data + size};
}

ByteVector compiled() {
  const Btf btf(btf__parse_elf(testing::testdata("btf/types.bpf.o").c_str(), nullptr));
  EXPECT_TRUE(btf);
  return raw(btf.get());
}

Types types() { return Types::parse(compiled()).value(); }

// A type of the compiled object, described.
TypePtr described(std::string_view name) {
  const Types all = types();
  return all.describe(all.find(name).value()).value();
}

const event::Member& member(const event::Type& type, std::string_view name) {
  const auto found = std::ranges::find(type.members, name, &event::Member::name);
  EXPECT_NE(found, type.members.end()) << name;
  return *found;
}

TEST(Types, AreFoundByTagTypedefAndBareName) {
  const Types all = types();
  EXPECT_EQ(all.find("event"), all.find("struct event"));
  EXPECT_EQ(all.name(all.find("my_pid_t").value()), "my_pid_t");
  EXPECT_EQ(all.name(all.find("enum wide").value()), "enum wide");
  EXPECT_EQ(all.size(all.find("event").value()), 208U);
  for (const char* none : {"", "struct", "union event", "nothing", "enum ", "struct int"})
    EXPECT_EQ(all.find(none), std::nullopt) << none;
  EXPECT_EQ(all.size(123456), 0U);
}

TEST(Types, ListsStructuresThatHaveASize) {
  const Types all = types();
  std::vector<std::string> names;
  for (const TypeId id : all.structures()) names.push_back(all.name(id));
  EXPECT_THAT(names, ElementsAre("struct __sk_buff", "struct list", "struct event", "struct in6_addr", "struct inner"));
}

TEST(Types, KnowsVariablesAndTheirTags) {
  const Types all = types();
  const auto constants = all.variables(".rodata");
  ASSERT_EQ(constants.size(), 4U);
  EXPECT_EQ(constants[1].name, "prefix");
  EXPECT_EQ(constants[1].size, 8U);
  EXPECT_EQ(all.name(constants[1].type), "char[8]");
  for (const Variable& variable : constants) EXPECT_TRUE(variable.constant && variable.volatile_) << variable.name;
  const auto zeroes = all.variables(".bss");
  ASSERT_EQ(zeroes.size(), 3U);
  EXPECT_EQ(zeroes[0].name, "hidden");
  EXPECT_FALSE(zeroes[0].global);
  EXPECT_TRUE(zeroes[0].volatile_);
  EXPECT_TRUE(zeroes[1].global);
  EXPECT_FALSE(zeroes[1].constant);
  EXPECT_THAT(all.tags("rb"), ElementsAre("waggle:event=event"));
  EXPECT_THAT(all.tags("counter"), ElementsAre());
  EXPECT_THAT(all.variables(".data"), ElementsAre());
}

TEST(Describe, NumbersKeepTheirNameSignAndPlace) {
  const TypePtr event = described("event");
  EXPECT_EQ(event->kind, Kind::structure);
  EXPECT_EQ(event->name, "struct event");
  EXPECT_EQ(event->size, 208U);
  const event::Member& pid = member(*event, "pid");
  EXPECT_EQ(pid.type->kind, Kind::signed_integer);
  EXPECT_EQ(pid.type->name, "my_pid_t");
  EXPECT_EQ(pid.offset_bits, 0U);
  EXPECT_EQ(member(*event, "ok").type->kind, Kind::boolean);
  EXPECT_EQ(member(*event, "letter").type->kind, Kind::signed_integer);
  EXPECT_EQ(member(*event, "start").type->kind, Kind::unsigned_integer);
  EXPECT_EQ(member(*event, "took").type->size, 8U);
  const event::Member& high = member(*event, "high");
  EXPECT_EQ(high.bits, 29U);
  EXPECT_EQ(high.offset_bits, member(*event, "low").offset_bits + 3);
  EXPECT_EQ(member(*event, "vast").type->kind, Kind::bytes);
}

TEST(Describe, EnumerationsHaveTheirNames) {
  const TypePtr event = described("event");
  const event::Type& state = *member(*event, "state").type;
  ASSERT_EQ(state.enumerators.size(), 3U);
  EXPECT_EQ(state.enumerators[2].name, "GONE");
  EXPECT_EQ(state.enumerators[2].value, -1);
  const event::Type& wide = *member(*event, "wide").type;
  EXPECT_EQ(static_cast<std::uint64_t>(wide.enumerators[1].value), 0xffffffff00000000ULL);
}

TEST(Describe, CharactersAreTextAndOctetsAreBytes) {
  const TypePtr event = described("event");
  EXPECT_EQ(member(*event, "comm").type->kind, Kind::text);
  EXPECT_EQ(member(*event, "comm").type->name, "char[16]");
  EXPECT_EQ(member(*event, "raw").type->kind, Kind::bytes);
  EXPECT_EQ(member(*event, "words").type->kind, Kind::text);
  const event::Type& argv = *member(*event, "argv").type;
  EXPECT_EQ(argv.kind, Kind::array);
  EXPECT_EQ(argv.count, 2U);
  EXPECT_EQ(argv.element->kind, Kind::text);
  EXPECT_EQ(argv.element->size, 8U);
  const event::Type& tail = *member(*event, "tail").type;
  EXPECT_EQ(tail.kind, Kind::text);
  EXPECT_EQ(tail.size, 0U);
}

TEST(Describe, PointersAreNotFollowed) {
  const TypePtr event = described("event");
  EXPECT_EQ(member(*event, "name").type->kind, Kind::pointer);
  EXPECT_EQ(member(*event, "name").type->name, "const char *");
  EXPECT_EQ(member(*event, "call").type->name, "int (*)(void *, long)");
  const TypePtr list = described("list");
  ASSERT_EQ(list->members.size(), 2U);  // the array of nothing only marks a place
  EXPECT_EQ(list->members[0].type->name, "struct list *");
  EXPECT_EQ(list->members[1].name, "number");
}

TEST(Describe, StructuresUnionsAndArraysNest) {
  const TypePtr event = described("event");
  const event::Type& points = *member(*event, "points").type;
  EXPECT_EQ(points.name, "struct inner[2]");
  EXPECT_EQ(points.element->members[1].name, "y");
  EXPECT_EQ(points.element->members[1].offset_bits, 16U);
  const event::Type& anonymous = *member(*event, "").type;
  EXPECT_EQ(anonymous.kind, Kind::union_);
  EXPECT_EQ(anonymous.members[1].type->kind, Kind::floating);
}

TEST(Describe, MeaningsComeFromTagsAndFromTheKernelsTypes) {
  const TypePtr event = described("event");
  const auto meaning = [&event](const char* name) { return member(*event, name).type->meaning; };
  EXPECT_EQ(meaning("octets"), Meaning::mac);
  EXPECT_EQ(meaning("start"), Meaning::kernel_time);
  EXPECT_EQ(meaning("took"), Meaning::microseconds);
  EXPECT_EQ(meaning("saddr"), Meaning::ipv4);
  EXPECT_EQ(meaning("mark"), Meaning::network_order);
  EXPECT_EQ(meaning("port"), Meaning::network_order);
  EXPECT_EQ(meaning("source"), Meaning::ipv6);
  EXPECT_EQ(member(*event, "source").type->kind, Kind::bytes);
  EXPECT_EQ(meaning("stack"), Meaning::kernel_stack);
  EXPECT_EQ(meaning("ret"), Meaning::error_number);
  EXPECT_EQ(meaning("pid"), Meaning::plain);
}

TEST(Describe, RefusesWhatIsNoValue) {
  const Types all = types();
  EXPECT_THAT(all.describe(0), FailsSaying("'void' is not the type of a value"));
  EXPECT_THAT(all.describe(1 << 20), IsErrno(EINVAL));
  for (TypeId id = 1; id < 99; ++id) {  // each type of the object, whatever it is, has an answer
    const auto type = all.describe(id);
    EXPECT_TRUE(type.ok() || type.error().code() == EINVAL);
  }
}

TEST(Parse, TakesEitherByteOrder) {
  const Btf btf(btf__parse_elf(testing::testdata("btf/types.bpf.o").c_str(), nullptr));
  ASSERT_EQ(btf__set_endianness(btf.get(), BTF_BIG_ENDIAN), 0);
  const Types all = Types::parse(raw(btf.get())).value();
  EXPECT_EQ(all.name(all.find("event").value()), "struct event");
  EXPECT_EQ(all.size(all.find("event").value()), 208U);
}

TEST(Parse, RefusesWhatIsNoBtf) {
  EXPECT_THAT(Types::parse({}), FailsSaying("only 0 bytes"));
  EXPECT_THAT(Types::parse(as_bytes("twenty-four bytes, no BTF")), FailsSaying("no BTF: it begins with"));
}

TEST(Parse, EveryCutIsRefusedOrReadWithoutHarm) {
  const ByteVector whole = compiled();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_THAT(Types::parse(Bytes(whole).first(size)), IsErrno(EINVAL)) << size;
}

TEST(Parse, EveryFlippedByteIsRefusedOrReadWithoutHarm) {
  const ByteVector whole = compiled();
  for (std::size_t i = 0; i < whole.size(); ++i) {
    ByteVector changed = whole;
    changed[i] ^= std::byte{0x81};
    const auto all = Types::parse(changed);
    if (!all.ok()) continue;
    for (const TypeId id : {TypeId{48}, TypeId{50}, TypeId{40}, TypeId{70}}) {
      EXPECT_LT(all->name(id).size(), 10'000U);
      const auto type = all->describe(id);
      EXPECT_TRUE(type.ok() || type.error().code() == EINVAL);
    }
  }
}

// BTF that no compiler writes.
class Hostile : public ::testing::Test {
 protected:
  [[nodiscard]] Types parse() const { return Types::parse(raw(btf_.get())).value(); }
  int integer() { return btf__add_int(btf_.get(), "int", 4, BTF_INT_SIGNED); }

  Btf btf_{btf__new_empty()};
};

TEST_F(Hostile, StructureThatContainsItself) {
  const int id = btf__add_struct(btf_.get(), "me", 8);
  ASSERT_EQ(btf__add_field(btf_.get(), "a", id, 0, 0), 0);
  ASSERT_EQ(btf__add_field(btf_.get(), "b", id, 0, 0), 0);
  EXPECT_THAT(parse().describe(static_cast<TypeId>(id)), FailsSaying("contains itself"));
}

TEST_F(Hostile, TypedefOfItself) {
  const int id = btf__add_typedef(btf_.get(), "loop", 1);
  const Types all = parse();
  EXPECT_THAT(all.describe(static_cast<TypeId>(id)), FailsSaying("goes in circles"));
  EXPECT_EQ(all.size(static_cast<TypeId>(id)), 0U);
}

TEST_F(Hostile, ArrayOfItself) {
  const int index = integer();
  const int id = btf__add_array(btf_.get(), index, index + 1, 2);
  const Types all = parse();
  EXPECT_EQ(all.size(static_cast<TypeId>(id)), 0U);
  EXPECT_THAT(all.describe(static_cast<TypeId>(id)), IsErrno(EINVAL));
  EXPECT_THAT(all.name(static_cast<TypeId>(id)), HasSubstr("..."));
}

TEST_F(Hostile, ArrayLargerThanMemory) {
  const int inner = btf__add_array(btf_.get(), 1, integer(), 1 << 30);
  const int id = btf__add_array(btf_.get(), 2, inner, 1 << 30);
  EXPECT_THAT(parse().describe(static_cast<TypeId>(id)), FailsSaying("absurd size"));
}

TEST_F(Hostile, FamilyThatDoublesWithEachGeneration) {
  integer();
  int id = 1;
  for (int generation = 0; generation < 30; ++generation) {
    const int child = id;
    id = btf__add_union(btf_.get(), "u", 4);
    ASSERT_EQ(btf__add_field(btf_.get(), "a", child, 0, 0), 0);
    ASSERT_EQ(btf__add_field(btf_.get(), "b", child, 0, 0), 0);
  }
  EXPECT_THAT(parse().describe(static_cast<TypeId>(id)), FailsSaying("too many members"));
}

TEST_F(Hostile, MemberOutsideItsStructure) {
  integer();
  const int id = btf__add_struct(btf_.get(), "s", 4);
  ASSERT_EQ(btf__add_field(btf_.get(), "far", 1, 16, 0), 0);
  EXPECT_THAT(parse().describe(static_cast<TypeId>(id)), FailsSaying("members outside of itself"));
}

TEST_F(Hostile, BitFieldOfAStructure) {
  integer();
  const int inner = btf__add_struct(btf_.get(), "s", 4);
  ASSERT_EQ(btf__add_field(btf_.get(), "n", 1, 0, 0), 0);
  const int id = btf__add_struct(btf_.get(), "t", 4);
  ASSERT_EQ(btf__add_field(btf_.get(), "s", inner, 0, 7), 0);
  EXPECT_THAT(parse().describe(static_cast<TypeId>(id)), IsErrno(EINVAL));
}

}  // namespace
}  // namespace waggle::btf
