#include "waggle/toolchain/lower.hh"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "waggle/testing/matchers.hh"
#include "waggle/toolchain/wasm_writer.hh"

namespace waggle::toolchain {
namespace {

using testing::FailsSaying;
using testing::IsErrno;
using testing::IsOk;

using Code = std::vector<std::uint8_t>;

Bytes bytes(const Code& code) { return std::as_bytes(std::span(code)); }

// A linked module as wasm-ld makes them: one 64-bit memory and one 64-bit table of functions, one function of one
// parameter that is named "poke", a data and an element segment.
struct ModuleParts {
  Code memory{0x05, 0x03, 0x01, 0x04, 0x01};                                  // at least one page of 64-bit addresses
  Code table{0x04, 0x04, 0x01, 0x70, 0x04, 0x02};                             // at least two functions, 64-bit indices
  Code element{0x09, 0x07, 0x01, 0x00, 0x42, 0x01, 0x0b, 0x01, 0x00};         // function 0 at index 1
  Code data{0x0b, 0x09, 0x01, 0x00, 0x42, 0x80, 0x08, 0x0b, 0x02, 'h', 'i'};  // "hi" at 1024
  Code name{0x00, 0x0e, 0x04, 'n', 'a', 'm', 'e', 0x01, 0x07, 0x01, 0x00, 0x04, 'p', 'o', 'k', 'e'};
  Code after;  // the sections behind
};

// The function's declaration of locals and its instructions, without the `end`.
ByteVector module_with(const Code& body, const ModuleParts& parts = {}) {
  WasmWriter out;
  const auto put = [&](const Code& code) { out.raw(bytes(code)); };
  put({0x00, 'a', 's', 'm', 0x01, 0x00, 0x00, 0x00});
  put({0x01, 0x05, 0x01, 0x60, 0x01, 0x7e, 0x00});  // (i64) -> ()
  put({0x03, 0x02, 0x01, 0x00});
  put(parts.table);
  put(parts.memory);
  put(parts.element);
  put({0x0c, 0x01, 0x01});  // one data segment
  WasmWriter code;
  code.u64(1);
  code.u64(body.size() + 1);
  code.raw(bytes(body));
  code.byte(0x0b);
  out.byte(0x0a);
  out.sized(code.bytes());
  put(parts.data);
  put(parts.name);
  put(parts.after);
  return out.take();
}

// The function's bytes in a lowered module: the first thing in the code section.
Code body_of(const ByteVector& module) {
  std::size_t at = 8;
  while (std::to_integer<int>(module[at]) != 0x0a) at += 2 + std::to_integer<std::size_t>(module[at + 1]);
  const auto size = std::to_integer<std::size_t>(module[at + 3]);
  Code body;
  for (std::size_t i = 0; i + 1 < size; ++i) body.push_back(std::to_integer<std::uint8_t>(module[at + 4 + i]));
  return body;
}

Code lowered(const Code& body, const LowerOptions& options = {}) {
  const auto module = lower(module_with(body), options);
  EXPECT_THAT(module, IsOk());
  return module.ok() ? body_of(module->module) : Code{};
}

// Shorthands for what the bodies below are made of; local 0 is the parameter.
constexpr std::uint8_t kGet = 0x20, kSet = 0x21, kDrop = 0x1a, kWrap = 0xa7, kI32 = 0x41, kI64 = 0x42;

// Passes the parameter to the function whose index it is.
const Code kIndirectCall{0, kGet, 0, kGet, 0, 0x11, 0, 0};

TEST(Lower, ALoadNarrowsItsAddress) {
  EXPECT_EQ(lowered({0, kGet, 0, 0x28, 2, 8, kDrop}), (Code{0, kGet, 0, kWrap, 0x28, 2, 8, kDrop}));
}

TEST(Lower, AnAddressThatWasJustLoadedIsLoadedNarrow) {
  EXPECT_EQ(lowered({0, kGet, 0, 0x29, 3, 16, 0x28, 2, 8, kDrop}),
            (Code{0, kGet, 0, kWrap, 0x28, 2, 16, 0x28, 2, 8, kDrop}));
  EXPECT_EQ(lowered({0, kGet, 0, 0x29, 0, 16, 0x29, 3, 8, 0x28, 2, 8, kDrop}),  // also where that is one, too
            (Code{0, kGet, 0, kWrap, 0x28, 0, 16, 0x28, 2, 8, 0x28, 2, 8, kDrop}));
  EXPECT_EQ(lowered({0, kGet, 0, 0x35, 2, 16, 0x28, 2, 8, kDrop}),  // i64.load32_u
            (Code{0, kGet, 0, kWrap, 0x35, 2, 16, kWrap, 0x28, 2, 8, kDrop}));
  EXPECT_EQ(lowered({0, 0x02, 0x7e, kGet, 0, 0x29, 3, 16, 0x0b, 0x28, 2, 8, kDrop}),  // at the end of a block
            (Code{0, 0x02, 0x7e, kGet, 0, kWrap, 0x29, 3, 16, 0x0b, kWrap, 0x28, 2, 8, kDrop}));
  EXPECT_EQ(lowered({0, kGet, 0, 0x29, 3, 16, 0x28, 2, 8, kDrop}, {.check_pointers = true}),
            (Code{1,    1, 0x7e, kGet, 0,                                                    //
                  0x22, 1, kI64, 32,   0x88, kWrap, 0x04, 0x40, 0x00, 0x0b, kGet, 1, kWrap,  //
                  0x29, 3, 16,                                                               //
                  0x22, 1, kI64, 32,   0x88, kWrap, 0x04, 0x40, 0x00, 0x0b, kGet, 1, kWrap,  //
                  0x28, 2, 8,    kDrop}));
}

TEST(Lower, AStoreParksItsValue) {
  EXPECT_EQ(lowered({0, kGet, 0, kI32, 7, 0x36, 2, 8}),
            (Code{1, 1, 0x7f, kGet, 0, kI32, 7, kSet, 1, kWrap, kGet, 1, 0x36, 2, 8}));
}

TEST(Lower, ScratchLocalsStandBehindTheFunctionsOwn) {
  EXPECT_EQ(lowered({1, 2, 0x7c, kGet, 0, kI64, 7, 0x37, 3, 0}),
            (Code{2, 2, 0x7c, 1, 0x7e, kGet, 0, kI64, 7, kSet, 3, kWrap, kGet, 3, 0x37, 3, 0}));
}

TEST(Lower, ACopyNarrowsAllThree) {
  EXPECT_EQ(lowered({0, kGet, 0, kGet, 0, kGet, 0, 0xfc, 10, 0, 0}),
            (Code{2,    1, 0x7e, 1, 0x7e,  kGet, 0, kGet,  0,    kGet, 0,  //
                  kSet, 1, kSet, 2, kWrap, kGet, 2, kWrap, kGet, 1,    kWrap, 0xfc, 10, 0, 0}));
}

TEST(Lower, AnIndirectCallNarrowsItsIndex) {
  EXPECT_EQ(lowered(kIndirectCall, {.direct_calls = false}), (Code{0, kGet, 0, kGet, 0, kWrap, 0x11, 0, 0}));
}

TEST(Lower, AnIndirectCallThatCanCallOneFunctionCallsItDirectly) {
  EXPECT_EQ(lowered(kIndirectCall),
            (Code{2,    1, 0x7f, 1, 0x7e, kGet, 0,    kGet, 0, kWrap, kSet, 1, kSet, 2,  // argument and index
                  kGet, 1, kI32, 1, 0x46, 0x04, 0x40,                                    // is it index 1?
                  kGet, 2, 0x10, 0, 0x05,                                                // call function 0
                  kGet, 2, kGet, 1, 0x11, 0,    0,    0x0b}));
}

TEST(Lower, AnIndirectCallThatCanCallTwoStaysIndirect) {
  ModuleParts two;
  two.element = {0x09, 0x08, 0x01, 0x00, 0x42, 0x01, 0x0b, 0x02, 0x00, 0x00};
  two.table = {0x04, 0x04, 0x01, 0x70, 0x04, 0x03};
  const auto module = lower(module_with(kIndirectCall, two), {});
  ASSERT_THAT(module, IsOk());
  EXPECT_EQ(body_of(module->module), (Code{0, kGet, 0, kGet, 0, kWrap, 0x11, 0, 0}));
}

TEST(Lower, AModuleThatChangesItsTableKeepsItsIndirectCalls) {
  const Code null_at_1{kI64, 1, 0xd0, 0x70, 0x26, 0};  // table.set
  Code body = kIndirectCall;
  body.insert(body.end(), null_at_1.begin(), null_at_1.end());
  const Code with = lowered(body);
  body.erase(body.begin() + static_cast<std::ptrdiff_t>(kIndirectCall.size()), body.end());
  const Code expected = lowered(body, {.direct_calls = false});
  // The first byte counts the scratch locals, which table.set needs and the call does not.
  EXPECT_TRUE(std::search(with.begin(), with.end(), expected.begin() + 1, expected.end()) != with.end());
  EXPECT_EQ(std::ranges::count(with, 0x10), 0) << "calls function 0";
}

TEST(Lower, SizesOfMemoryWidenAndFailuresToGrowStayNegative) {
  EXPECT_EQ(lowered({0, 0x3f, 0, kDrop}), (Code{0, 0x3f, 0, 0xad, kDrop}));
  EXPECT_EQ(lowered({0, kGet, 0, 0x40, 0, kDrop}), (Code{0, kGet, 0, kWrap, 0x40, 0, 0xac, kDrop}));
}

TEST(Lower, AtomicsAndVectorsAreAccessesToo) {
  EXPECT_EQ(lowered({0, kGet, 0, kI64, 1, kI64, 2, 0xfe, 0x49, 3, 0, kDrop}),  // i64.atomic.rmw.cmpxchg
            (Code{2,    1, 0x7e, 1, 0x7e,  kGet, 0, kI64, 1, kI64, 2,          //
                  kSet, 1, kSet, 2, kWrap, kGet, 2, kGet, 1, 0xfe, 0x49, 3, 0, kDrop}));
  EXPECT_EQ(lowered({0, kGet, 0, 0xfd, 0, 4, 16, kDrop}), (Code{0, kGet, 0, kWrap, 0xfd, 0, 4, 16, kDrop}));
}

TEST(Lower, AnOffsetBeyondFourGiBTraps) {
  const Code far{0x80, 0x80, 0x80, 0x80, 0x10};  // 1 << 32
  Code body{0, kGet, 0, 0x28, 2};
  body.insert(body.end(), far.begin(), far.end());
  body.push_back(kDrop);
  EXPECT_EQ(lowered(body), (Code{0, kGet, 0, kWrap, 0x00, 0x28, 2, 0, kDrop}));
}

TEST(Lower, CheckedPointersTrapAboveFourGiB) {
  EXPECT_EQ(lowered({0, kGet, 0, 0x28, 2, 8, kDrop}, {.check_pointers = true}),
            (Code{1,    1, 0x7e, kGet, 0,                                                    //
                  0x22, 1, kI64, 32,   0x88, kWrap, 0x04, 0x40, 0x00, 0x0b, kGet, 1, kWrap,  //
                  0x28, 2, 8,    kDrop}));
}

TEST(Lower, MemoriesTablesAndSegmentsBecome32Bit) {
  const auto module = lower(module_with({0}), {});
  ASSERT_THAT(module, IsOk());
  ModuleParts narrow;
  narrow.memory[3] = narrow.table[4] = 0;
  narrow.element[4] = narrow.data[4] = 0x41;
  narrow.name.clear();
  EXPECT_EQ(module->module, module_with({0}, narrow));
}

TEST(Lower, ANarrowModuleStaysAsItIs) {
  ModuleParts narrow;
  narrow.memory[3] = narrow.table[4] = 0;
  narrow.element[4] = narrow.data[4] = 0x41;
  const ByteVector module = module_with({0, kI32, 8, 0x28, 2, 8, kDrop}, narrow);
  const auto same = lower(module, {.keep_names = true});
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->module, module);
}

bool may_print_floats(const Code& body, std::string_view data) {
  ModuleParts parts;
  parts.data = {0x0b, static_cast<std::uint8_t>(7 + data.size()), 0x01, 0x00, 0x42, 0x80, 0x08,
                0x0b, static_cast<std::uint8_t>(data.size())};
  parts.data.insert(parts.data.end(), data.begin(), data.end());
  const auto module = lower(module_with(body, parts), {});
  EXPECT_THAT(module, IsOk());
  return module.ok() && module->may_print_floats;
}

TEST(Lower, SaysWhetherFloatsMayBePrinted) {
  EXPECT_FALSE(may_print_floats({0, kI32, 0x44, kDrop}, "%d"));
  EXPECT_TRUE(may_print_floats({0}, "%f"));
  const std::vector<Code> computing{{0x43, 0, 0, 0x80, 0x3f},   // f32.const
                                    {kGet, 0, 0x2b, 3, 0},      // f64.load
                                    {kGet, 0, 0xb9},            // f64.convert_i64_s
                                    {kGet, 0, 0xbf, 0xfc, 6}};  // f64.reinterpret_i64 i64.trunc_sat_f64_s
  for (Code body : computing) {
    body.insert(body.begin(), 0);
    body.push_back(kDrop);
    EXPECT_TRUE(may_print_floats(body, "%d"));
  }
}

TEST(Lower, NotesOfTheToolsAreDropped) {
  ModuleParts parts;
  parts.after = {0x00, 0x0a, 0x09, 'p', 'r', 'o', 'd', 'u', 'c', 'e', 'r', 's',  //
                 0x00, 0x05, 0x03, 'o', 'w', 'n', 0x2a};
  const auto module = lower(module_with({0}, parts), {});
  ASSERT_THAT(module, IsOk());
  const std::string_view text = as_text(module->module);
  EXPECT_EQ(text.find("producers"), text.npos);
  EXPECT_EQ(text.find("poke"), text.npos);
  EXPECT_NE(text.find("own*"), text.npos);
}

TEST(Lower, AnUnknownInstructionIsNamedWithItsFunction) {
  const auto module = lower(module_with({0, 0x1f, 0x40, 0}), {});
  EXPECT_THAT(module, FailsSaying("in function 0 (poke): instruction 0x1f cannot be lowered (at offset "));
  EXPECT_THAT(module, IsErrno(ENOEXEC));
  EXPECT_THAT(lower(module_with({0, 0xfe, 0x7f}), {}), FailsSaying("instruction 0xfe 0x7f cannot be lowered"));
}

TEST(Lower, WhatIsNoLinkedModuleIsRefused) {
  EXPECT_THAT(lower({}, {}), FailsSaying("it is not a WebAssembly module"));
  ModuleParts object;
  object.after = {0x00, 0x09, 0x07, 'l', 'i', 'n', 'k', 'i', 'n', 'g', 0x02};
  EXPECT_THAT(lower(module_with({0}, object), {}), FailsSaying("it is an object file, not a linked module"));
  ModuleParts relative;
  relative.data[4] = 0x23;  // at a global's value
  EXPECT_THAT(lower(module_with({0}, relative), {}), FailsSaying("a segment's place is not a number"));
  ModuleParts huge;
  huge.memory = {0x05, 0x05, 0x01, 0x04, 0x81, 0x80, 0x04};  // 65537 pages
  EXPECT_THAT(lower(module_with({0}, huge), {}), FailsSaying("begins larger than 32 bits can address"));
}

// Every instruction that has an operand in memory, and a few that have not.
ByteVector rich_module() {
  Code body{0};
  const auto add = [&](const Code& code) { body.insert(body.end(), code.begin(), code.end()); };
  for (std::uint8_t load = 0x28; load <= 0x35; ++load) add({kGet, 0, load, 0, 0, kDrop});
  for (std::uint8_t store = 0x36; store <= 0x3e; ++store) add({kGet, 0, kGet, 0, store, 0, 0});
  for (std::uint8_t atomic = 0x10; atomic <= 0x4e; ++atomic)
    add({kGet, 0, kI64, 1, kI64, 2, 0xfe, atomic, 0, 0, kDrop});
  for (std::uint8_t lane = 84; lane <= 91; ++lane) add({kGet, 0, kGet, 0, 0xfd, lane, 0, 0, 0, kDrop});
  for (std::uint8_t bulk : {10, 14}) add({kGet, 0, kGet, 0, kGet, 0, 0xfc, bulk, 0, 0});
  for (std::uint8_t bulk : {15, 16, 17}) add({kGet, 0, kGet, 0, 0xfc, bulk, 0, kDrop});
  add({0x0e, 2, 0, 0, 0, 0x1c, 1, 0x7e, 0xd0, 0x70, 0x43, 1, 2, 3, 4, 0x44, 1, 2, 3, 4, 5, 6, 7, 8});
  return module_with(body);
}

TEST(Lower, DamagedModulesGiveErrorsOrModules) {
  const ByteVector whole = rich_module();
  ASSERT_THAT(lower(whole, {}), IsOk());
  int refused = 0;
  for (std::size_t size = 0; size < whole.size(); ++size)
    refused += !lower(Bytes(whole).first(size), {.keep_names = true, .check_pointers = true}).ok();
  EXPECT_GT(refused, 100);

  std::mt19937 random(20241);  // NOLINT(cert-msc51-cpp): the same in every run
  for (int round = 0; round < 20'000; ++round) {
    ByteVector damaged = whole;
    for (unsigned flips = 1 + random() % 4; flips; --flips) damaged[random() % damaged.size()] = std::byte(random());
    const auto module = lower(damaged, {.keep_names = round % 2 == 0, .check_pointers = round % 3 == 0});
    refused += !module.ok();
    ASSERT_TRUE(module.ok() || !module.error().message().empty());
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace waggle::toolchain
