// The consumer against rings made of a memfd, laid out as the kernel lays them out.
#include "waggle/vm/ring_consumer.hh"

#include <gmock/gmock.h>
#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <string>

#include "waggle/base/fd.hh"
#include "waggle/testing/wat.hh"

namespace waggle::vm {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::trap_reason;
using testing::WatGuest;

constexpr std::size_t kPage = 4096;

// Plays the kernel: a producer whose consumer sees the data twice because it is written twice.
class MemfdRing {
 public:
  explicit MemfdRing(std::size_t size) : size_(size), fd_(::memfd_create("ring", MFD_CLOEXEC)) {
    const std::size_t length = 2 * kPage + 2 * size;
    EXPECT_EQ(::ftruncate(fd_.get(), static_cast<off_t>(length)), 0);
    base_ = static_cast<std::byte*>(::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0));
  }
  ~MemfdRing() { ::munmap(base_, 2 * kPage + 2 * size_); }

  [[nodiscard]] Ring ring() const {
    return {{fd_.get(), 0, kPage, Protection::read_write}, {fd_.get(), kPage, kPage + 2 * size_, Protection::read}};
  }
  // False where there is no room.
  bool produce(std::string_view record, std::uint32_t flags = 0) {
    const std::uint64_t space = (record.size() + 8 + 7) / 8 * 8;
    if (produced() - consumed() + space > size_) return false;
    const std::uint32_t header[2] = {static_cast<std::uint32_t>(record.size()) | flags, 0};
    put(produced(), header, sizeof header);
    put(produced() + sizeof header, record.data(), record.size());
    word(kPage) = produced() + space;
    return true;
  }
  // Submits the record that was produced busy at this position.
  void submit(std::uint64_t position) {
    for (const std::size_t copy : {std::size_t{0}, size_})
      reinterpret_cast<std::uint32_t&>(base_[2 * kPage + copy + position % size_]) &= ~BPF_RINGBUF_BUSY_BIT;
  }
  std::uint64_t& word(std::size_t at) { return *reinterpret_cast<std::uint64_t*>(base_ + at); }
  std::uint64_t consumed() { return word(0); }
  std::uint64_t produced() { return word(kPage); }

 private:
  void put(std::uint64_t position, const void* bytes, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i)
      for (const std::size_t copy : {std::size_t{0}, size_})
        base_[2 * kPage + copy + (position + i) % size_] = static_cast<const std::byte*>(bytes)[i];
  }

  std::size_t size_;
  UniqueFd fd_;
  std::byte* base_;
};

// Keeps what it is given, one record behind the other, from 0x1000 on; wants it at 0x100. It
// answers what `answer` was set to.
constexpr std::string_view kKeeper = R"((module
  (memory (export "memory") 32)
  (table (export "__indirect_function_table") 4 funcref)
  (global $end (mut i32) (i32.const 0x1000))
  (global $answer (mut i32) (i32.const 0))
  (func $keep (export "go-callback") (param $context i32) (param $data i32) (param $size i32) (result i32)
    (memory.copy (global.get $end) (local.get $data) (local.get $size))
    (global.set $end (i32.add (global.get $end) (local.get $size)))
    (i32.store (i32.const 0) (local.get $context))
    (global.get $answer))
  (func $trap (param i32 i32 i32) (result i32) unreachable)
  (elem (i32.const 1) $keep $trap)
  (func (export "end") (result i32) (global.get $end))
  (func (export "answer") (param i32) (result i32) (global.set $answer (local.get 0)) (i32.const 0))))";

constexpr std::uint32_t kRoom = 0x200;
constexpr std::int32_t kAll = 1 << 30;

struct Keeper : WatGuest {
  Keeper() : WatGuest(kKeeper) {}
  std::string kept() {
    const auto end = static_cast<std::size_t>(call("end").value());
    return {reinterpret_cast<const char*>(store->memory()->base()) + 0x1000, end - 0x1000};
  }
};

constexpr Recipient kRecipient{.function = 1, .context = 77, .data = 0x100, .room = kRoom};

std::string text(std::size_t size, char first = 'a') {
  std::string record(size, 0);
  for (std::size_t i = 0; i < size; ++i) record[i] = static_cast<char>(first + i % 26);
  return record;
}

TEST(RingConsumer, GivesEveryRecordOnceInOrderWhateverItsSize) {
  MemfdRing ring(4 * kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  std::string all;
  std::int32_t count = 0;
  for (std::size_t size = 0; size <= kRoom; ++size) {
    const std::string record = text(size, static_cast<char>('A' + size % 7));
    if (!ring.produce(record)) {
      EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), count);
      EXPECT_EQ(ring.consumed(), ring.produced());
      count = 0;
      ASSERT_TRUE(ring.produce(record));
    }
    all += record;
    ++count;
  }
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), count);
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), 0);
  EXPECT_EQ(guest.kept(), all);
  EXPECT_EQ(*reinterpret_cast<std::int32_t*>(guest.store->memory()->base()), 77);
}

TEST(RingConsumer, WritesNothingBehindTheRecord) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  auto* data = reinterpret_cast<char*>(guest.store->memory()->base()) + 0x100;
  for (std::size_t size = 0; size < 200; ++size) {
    std::memset(data, '#', kRoom);
    ASSERT_TRUE(ring.produce(text(size)));
    ASSERT_EQ(consumer->consume(kRecipient, kAll).value(), 1);
    EXPECT_EQ(std::string(data, kRoom), text(size) + std::string(kRoom - size, '#')) << size;
  }
}

TEST(RingConsumer, CutsALongRecordToTheRoom) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  std::string kept;
  for (const std::uint32_t room : {0u, 1u, 8u, 63u, 64u, 65u, 100u}) {
    ASSERT_TRUE(ring.produce(text(300)));
    ASSERT_EQ(consumer->consume({1, 0, 0x100, room}, kAll).value(), 1);
    kept += text(room);
  }
  EXPECT_EQ(guest.kept(), kept);
}

TEST(RingConsumer, SkipsDiscardedAndStopsAtBusyRecords) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  ring.produce("one");
  ring.produce("gone", BPF_RINGBUF_DISCARD_BIT);
  const std::uint64_t busy = ring.produced();
  ring.produce("two", BPF_RINGBUF_BUSY_BIT);
  ring.produce("three");
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), 1);
  EXPECT_EQ(ring.consumed(), busy);
  ring.submit(busy);
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), 2);
  EXPECT_EQ(guest.kept(), "onetwothree");
}

TEST(RingConsumer, LimitAndNegativeAnswerStop) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  for (const char* record : {"1", "2", "3", "4"}) ring.produce(record);
  EXPECT_EQ(consumer->consume(kRecipient, 2).value(), 2);
  EXPECT_EQ(guest.kept(), "12");
  guest.call("answer", {-5}).value();
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), -5);
  EXPECT_EQ(guest.kept(), "123");
  guest.call("answer", {7}).value();
  EXPECT_EQ(consumer->consume(kRecipient, kAll).value(), 1);
  EXPECT_EQ(ring.consumed(), ring.produced());
}

TEST(RingConsumer, TrapInTheFunctionIsATrapAndItsRecordIsConsumed) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  ring.produce("x");
  const std::uint64_t end = ring.produced();
  ring.produce("y");
  EXPECT_THAT(trap_reason(consumer->consume({2, 0, 0x100, kRoom}, kAll)), HasSubstr("unreachable"));
  EXPECT_EQ(ring.consumed(), end);
  EXPECT_THAT(trap_reason(consumer->consume({3, 0, 0x100, kRoom}, kAll)), HasSubstr("uninitialized element"));
}

TEST(RingConsumer, CallsAnExportInsteadOfTheTable) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring(), "go-callback").value();
  ring.produce("hello");
  EXPECT_EQ(consumer->consume({.context = 1, .data = 0x100, .room = kRoom}, kAll).value(), 1);
  EXPECT_EQ(guest.kept(), "hello");
  EXPECT_EQ(guest.store->ring_consumer(ring.ring(), "other").error().code(), ENOENT);
}

TEST(RingConsumer, AnInterruptIsAnsweredAfterTheRecordAtHand) {
  MemfdRing ring(kPage);
  Engine* engine = nullptr;
  // The guest's function interrupts, as a signal handler would, and then runs into an epoch.
  const HostFunction interrupt{")",
                               [](const HostFunction& self, Slot*) noexcept {
                                 (*static_cast<Engine**>(self.guest))->interrupt();
                                 return Ended{};
                               },
                               &engine, nullptr};
  WatGuest guest(R"((module (import "h" "interrupt" (func $interrupt))
    (memory (export "memory") 1) (table (export "t") 2 funcref)
    (func $f (param i32 i32 i32) (result i32) (call $interrupt) (i32.const 0)) (elem (i32.const 1) $f)))",
                 {&interrupt});
  engine = guest.engine.get();
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  for (const char* record : {"1", "2", "3"}) ring.produce(record);
  const std::int32_t first = consumer->consume(kRecipient, kAll).value();
  EXPECT_GE(first, 1);
  EXPECT_LT(first, 3);
}

TEST(RingConsumer, IsLentAgainForAnotherRing) {
  Keeper guest;
  for (int turn = 0; turn < 100; ++turn) {
    MemfdRing ring(turn % 2 ? kPage : 16 * kPage);
    const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
    ring.produce("ab");
    ASSERT_EQ(consumer->consume(kRecipient, kAll).value(), 1);
  }
  EXPECT_EQ(guest.kept().size(), 200u);
}

TEST(RingConsumer, SmallMemoryLimitOfTheGuestIsNotItsOwn) {
  MemfdRing ring(1 << 20);
  WatGuest guest(kKeeper, {}, Limits{.memory = 32 << 16});
  EXPECT_TRUE(guest.store->ring_consumer(ring.ring()).ok());
  EXPECT_TRUE(guest.store->ring_consumer(ring.ring()).ok());
}

TEST(RingConsumer, WildConsumerPositionHarmsNobodyElse) {
  MemfdRing ring(kPage);
  Keeper guest;
  const RingLease consumer = guest.store->ring_consumer(ring.ring()).value();
  ring.produce(text(100));
  for (const std::uint64_t position : {std::uint64_t{3}, std::uint64_t{0x7ffffff1}, ~std::uint64_t{0} - 20}) {
    ring.word(0) = position;
    static_cast<void>(consumer->consume(kRecipient, 1000));  // ends, with whatever it makes of it
  }
}

TEST(RingConsumer, NoTableOrNoMemoryIsAnError) {
  MemfdRing ring(kPage);
  WatGuest no_table(R"((module (memory (export "memory") 1)))");
  EXPECT_THAT(no_table.store->ring_consumer(ring.ring()).error().message(), HasSubstr("--export-table"));
  WatGuest no_memory(R"((module (table (export "t") 1 funcref)))");
  EXPECT_THAT(no_memory.store->ring_consumer(ring.ring()).error().message(), HasSubstr("exports no memory"));
}

}  // namespace
}  // namespace waggle::vm
