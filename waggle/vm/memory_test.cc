// What a window must survive: every way in which a guest can touch it, and every way in which
// opening one can fail. The kernel's part is played by a memfd.
#include "waggle/vm/memory.hh"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "waggle/base/fd.hh"
#include "waggle/testing/wat.hh"

namespace waggle::vm {
namespace {

using ::testing::HasSubstr;
using testing::trap_reason;
using testing::WatGuest;

constexpr std::string_view kGuest = R"((module
  (memory (export "memory") 4)
  (data $d "0123456789abcdef")
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "store") (param i32) (result i32) (i32.store (local.get 0) (i32.const 7)) (i32.const 0))
  (func (export "fill") (param i32) (result i32)
    (memory.fill (local.get 0) (i32.const 1) (i32.const 64)) (i32.const 0))
  (func (export "copy") (param i32) (result i32)
    (memory.copy (local.get 0) (i32.const 0) (i32.const 64)) (i32.const 0))
  (func (export "init") (param i32) (result i32)
    (memory.init $d (local.get 0) (i32.const 0) (i32.const 16)) (i32.const 0))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))))";

constexpr std::size_t kPage = 4096;
constexpr std::uint64_t kPlace = 0x10000;

class WindowTest : public ::testing::Test {
 protected:
  WindowTest() : guest_(kGuest), fd_(::memfd_create("window", MFD_CLOEXEC)) {
    EXPECT_EQ(::ftruncate(fd_.get(), 4 * kPage), 0);
    kernel_ = static_cast<std::int32_t*>(::mmap(nullptr, 4 * kPage, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0));
    kernel_[0] = 42;
  }
  ~WindowTest() override { ::munmap(kernel_, 4 * kPage); }

  Memory& memory() { return *guest_.store->memory(); }
  Mapping mapping(Protection protection) const { return {fd_.get(), 0, 4 * kPage, protection}; }

  WatGuest guest_;
  UniqueFd fd_;
  std::int32_t* kernel_;
};

TEST_F(WindowTest, BaseIsAlignedTo4GiBAndNeverMoves) {
  const std::byte* base = memory().base();
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(base) & 0xffffffff, 0u);
  EXPECT_EQ(guest_.call("grow", {100}).value(), 4);
  EXPECT_EQ(memory().base(), base);
  EXPECT_EQ(memory().size(), 104u << 16);
}

TEST_F(WindowTest, BothSidesSeeEachOther) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read_write)).value();
  EXPECT_EQ(guest_.call("load", {kPlace}).value(), 42);
  guest_.call("store", {kPlace + 4}).value();
  EXPECT_EQ(kernel_[1], 7);
  kernel_[2] = 99;
  EXPECT_EQ(guest_.call("load", {kPlace + 8}).value(), 99);
}

TEST_F(WindowTest, OutlivesItsDescriptor) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read)).value();
  fd_.reset();
  EXPECT_EQ(guest_.call("load", {kPlace}).value(), 42);
}

TEST_F(WindowTest, GrowthKeepsItsProtection) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read)).value();
  EXPECT_EQ(guest_.call("grow", {1}).value(), 4);
  EXPECT_FALSE(guest_.call("store", {kPlace}).ok());
}

TEST_F(WindowTest, PlaceIsOrdinaryZeroedMemoryAfterwards) {
  {
    const Window window = memory().open_window(kPlace, mapping(Protection::read)).value();
  }
  EXPECT_EQ(guest_.call("load", {kPlace}).value(), 0);
  guest_.call("store", {kPlace}).value();
  EXPECT_EQ(guest_.call("load", {kPlace}).value(), 7);
  EXPECT_EQ(kernel_[0], 42);
  EXPECT_TRUE(memory().writable(kPlace, 16).ok());
}

// A plain store traps by itself; the bulk operations would fault in the engine's own code.
class ReadOnlyWindow : public WindowTest, public ::testing::WithParamInterface<const char*> {};

TEST_P(ReadOnlyWindow, HostSurvivesAndTheGuestIsSpoiledOrTraps) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read)).value();
  const auto result = guest_.call(GetParam(), {kPlace + 2 * kPage});
  EXPECT_TRUE(!trap_reason(result).empty() || memory().spoiled()) << "the write went unnoticed";
  EXPECT_EQ(kernel_[0], 42);
  EXPECT_EQ(kernel_[2 * kPage / 4], 0);
}
INSTANTIATE_TEST_SUITE_P(Writes, ReadOnlyWindow, ::testing::Values("store", "fill", "copy", "init"),
                         [](const auto& test) { return std::string(test.param); });

TEST_F(WindowTest, HostDoesNotWriteIntoReadOnlyWindows) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read)).value();
  EXPECT_EQ(memory().writable(kPlace, 1).error().code(), EFAULT);
  EXPECT_EQ(memory().writable(kPlace - 8, 16).error().code(), EFAULT);
  EXPECT_EQ(memory().writable(kPlace + 4 * kPage - 1, 2).error().code(), EFAULT);
  EXPECT_TRUE(memory().writable(kPlace - 8, 8).ok());
  EXPECT_TRUE(memory().writable(kPlace + 4 * kPage, 8).ok());
  EXPECT_TRUE(memory().readable(kPlace, 4 * kPage).ok());
}

TEST_F(WindowTest, HostMayWriteIntoReadWriteWindows) {
  const Window window = memory().open_window(kPlace, mapping(Protection::read_write)).value();
  const MutableBytes bytes = memory().writable(kPlace, 4).value();
  std::memset(bytes.data(), 0x11, 4);
  EXPECT_EQ(kernel_[0], 0x11111111);
}

TEST_F(WindowTest, PlacesThatAreRefused) {
  const Mapping m = mapping(Protection::read);
  EXPECT_EQ(memory().open_window(kPlace + 1, m).error().code(), EINVAL);
  EXPECT_EQ(memory().open_window(4u << 16, m).error().code(), EFAULT);
  EXPECT_EQ(memory().open_window((4u << 16) - kPage, m).error().code(), EFAULT);
  EXPECT_EQ(memory().open_window(~std::uint64_t{0} - kPage + 1, m).error().code(), EFAULT);
  const Window window = memory().open_window(kPlace, m).value();
  EXPECT_EQ(memory().open_window(kPlace, m).error().code(), EBUSY);
  EXPECT_EQ(memory().open_window(kPlace - kPage, m).error().code(), EBUSY);
  EXPECT_EQ(memory().open_window(kPlace + 3 * kPage, m).error().code(), EBUSY);
}

TEST_F(WindowTest, NeighboursAreToldApart) {
  constexpr std::uint64_t kLength = 4 * kPage;
  const Window last = memory().open_window(kPlace + 2 * kLength, mapping(Protection::read_write)).value();
  const Window first = memory().open_window(kPlace, mapping(Protection::read_write)).value();
  {
    const Window between = memory().open_window(kPlace + kLength, mapping(Protection::read)).value();
    EXPECT_TRUE(memory().writable(kPlace, kLength).ok());
    EXPECT_EQ(memory().writable(kPlace, kLength + 1).error().code(), EFAULT);
    EXPECT_EQ(memory().writable(kPlace + 2 * kLength - 1, 1).error().code(), EFAULT);
    EXPECT_TRUE(memory().writable(kPlace + 2 * kLength, kLength).ok());
  }
  EXPECT_TRUE(memory().writable(kPlace, 3 * kLength).ok());
}

TEST_F(WindowTest, RefusedMappingLeavesNoHole) {
  std::memset(memory().writable(kPlace, 16).value().data(), 0x22, 16);
  Mapping bad = mapping(Protection::read);
  bad.fd = -1;
  EXPECT_EQ(memory().open_window(kPlace, bad).error().code(), EBADF);
  EXPECT_EQ(guest_.call("load", {kPlace}).value(), 0x22222222);
  EXPECT_TRUE(memory().open_window(kPlace, mapping(Protection::read)).ok());
}

TEST(MemoryBounds, EveryEdge) {
  WatGuest guest(R"((module (memory (export "memory") 1)))");
  const Memory& memory = *guest.store->memory();
  EXPECT_TRUE(memory.readable(0, 65536).ok());
  EXPECT_TRUE(memory.readable(65536, 0).ok());
  EXPECT_FALSE(memory.readable(65536, 1).ok());
  EXPECT_FALSE(memory.readable(65537, 0).ok());
  EXPECT_FALSE(memory.readable(1, 65536).ok());
  EXPECT_FALSE(memory.readable(~std::uint64_t{0}, 2).ok());
  EXPECT_FALSE(memory.readable(2, ~std::uint64_t{0}).ok());
}

TEST(MemoryBounds, MinimumAboveTheLimitIsRefused) {
  auto engine = Engine::create().value();
  const Module module = Module::compile(*engine, parse_text(R"((module (memory 200)))").value()).value();
  const auto store = Store::create(*engine, Limits{.memory = 100 << 16}, {});
  EXPECT_THAT(store->instantiate(module, {}).error().message(), HasSubstr("memory"));
}

TEST(MemoryBounds, NoExportedMemoryIsNull) {
  WatGuest guest("(module (memory 1))");
  EXPECT_EQ(guest.store->memory(), nullptr);
}

}  // namespace
}  // namespace waggle::vm
