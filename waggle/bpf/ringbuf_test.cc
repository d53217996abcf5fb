#include "waggle/bpf/ringbuf.hh"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/mman.h>

#include <array>
#include <thread>
#include <vector>

#include "waggle/testing/buffers_test.hh"
#include "waggle/testing/fd_ledger.hh"

namespace waggle::bpf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsErrno;
using testing::IsOk;

class RingBufferKernel : public testing::BuffersTest {
 protected:
  RingBuffer open(std::string_view map) { return RingBuffer::open(*object_->map(map)).value(); }

  static bool readable(int fd) {
    pollfd wait{fd, POLLIN, 0};
    return ::poll(&wait, 1, 0) == 1;
  }

  // A variable of the object's .bss.
  std::uint64_t next_number() { return counters()[0]; }
  std::uint64_t dropped() { return counters()[1]; }
  std::array<std::uint64_t, 2> counters() {
    std::array<std::uint64_t, 2> values{};
    const std::uint32_t key = 0;
    EXPECT_THAT(
        object_->map(".bss")->lookup(std::as_bytes(std::span(&key, 1)), std::as_writable_bytes(std::span(values))),
        IsOk());
    return values;
  }
};

TEST_F(RingBufferKernel, GivesEveryRecordOnceAndInOrderThroughManyTurnsOfTheRing) {
  RingBuffer ring = open("ring");
  std::uint64_t expected = 0;
  for (std::uint64_t round = 0; round < 500; ++round) {
    const std::uint64_t count = 1 + round % 30;
    produce("to_ring", count, 8 * (1 + round % 13));
    for (const std::uint64_t got : drain(ring)) ASSERT_EQ(got, expected++);
    ASSERT_EQ(expected, next_number());
  }
  EXPECT_EQ(dropped(), 0U);
}

TEST_F(RingBufferKernel, DeliveredAndDroppedMakeProducedWhileBothSidesRun) {
  constexpr std::uint64_t kRounds = 100;
  RingBuffer ring = open("other_ring");
  std::vector<std::uint64_t> numbers;
  const auto keep = [&](Bytes record) { return numbers.push_back(number(record)), 0; };

  std::jthread producer([&] {
    for (std::uint64_t round = 0; round < kRounds; ++round) produce("to_other_ring", 2000);
  });
  while (next_number() < kRounds * 2000) ASSERT_THAT(ring.consume(keep), IsOk());
  producer.join();
  ASSERT_THAT(ring.consume(keep), IsOk());

  EXPECT_EQ(numbers.size() + dropped(), kRounds * 2000);
  EXPECT_EQ(std::ranges::adjacent_find(numbers, std::greater_equal<>()), numbers.end()) << "out of order, or twice";
}

TEST_F(RingBufferKernel, SeveralBuffersOfAnObjectAreConsumedApart) {
  RingBuffer ring = open("ring");
  RingBuffer other = open("other_ring");
  produce("to_ring", 2);
  produce("to_other_ring", 3);
  EXPECT_THAT(drain(other), ElementsAre(2, 3, 4));
  EXPECT_THAT(drain(ring), ElementsAre(0, 1));
  EXPECT_THAT(drain(other), IsEmpty());
}

TEST_F(RingBufferKernel, IsReadableExactlyWhileDataStandsThere) {
  RingBuffer ring = open("ring");
  EXPECT_FALSE(readable(ring.fd()));
  produce("to_ring", 2);
  EXPECT_TRUE(readable(ring.fd()));
  EXPECT_THAT(ring.consume([](Bytes) { return 0; }, 1), IsOk());
  EXPECT_TRUE(readable(ring.fd())) << "one record is left";
  EXPECT_THAT(drain(ring), ElementsAre(1));
  EXPECT_FALSE(readable(ring.fd()));
}

TEST_F(RingBufferKernel, ANegativeAnswerStopsBehindItsRecordAndIsReturned) {
  RingBuffer ring = open("ring");
  produce("to_ring", 4);
  std::vector<std::uint64_t> seen;
  const auto result = ring.consume([&](Bytes record) {
    seen.push_back(number(record));
    return seen.size() == 2 ? -7 : 0;
  });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(*result, -7);
  EXPECT_THAT(seen, ElementsAre(0, 1));
  EXPECT_THAT(drain(ring), ElementsAre(2, 3));
}

TEST_F(RingBufferKernel, StopsAtTheLimit) {
  RingBuffer ring = open("ring");
  produce("to_ring", 5);
  const auto ignore = [](Bytes) { return 0; };
  EXPECT_EQ(ring.consume(ignore, 0).value(), 0);
  EXPECT_EQ(ring.consume(ignore, 3).value(), 3);
  EXPECT_THAT(drain(ring), ElementsAre(3, 4));
}

TEST_F(RingBufferKernel, AConsumerInsideItsOwnCallbackIsBusyAndLosesNothing) {
  RingBuffer ring = open("ring");
  produce("to_ring", 4);
  std::vector<std::uint64_t> seen;
  const auto result = ring.consume([&](Bytes record) {
    seen.push_back(number(record));
    EXPECT_TRUE(ring.busy());
    EXPECT_THAT(ring.consume([](Bytes) { return 0; }), IsErrno(EBUSY));
    return 0;
  });
  EXPECT_EQ(result.value(), 4);
  EXPECT_THAT(seen, ElementsAre(0, 1, 2, 3));
  EXPECT_FALSE(ring.busy());
}

TEST_F(RingBufferKernel, ACallbackMayConsumeAnotherBuffer) {
  RingBuffer ring = open("ring");
  RingBuffer other = open("other_ring");
  produce("to_ring", 1);
  produce("to_other_ring", 2);
  std::vector<std::uint64_t> inner;
  EXPECT_EQ(ring.consume([&](Bytes) { return inner = drain(other), 0; }).value(), 1);
  EXPECT_THAT(inner, ElementsAre(1, 2));
}

TEST_F(RingBufferKernel, SkipsDiscardedRecords) {
  RingBuffer ring = open("ring");
  ASSERT_THAT(object_->program("discard")->run(), IsOk());
  EXPECT_THAT(drain(ring), ElementsAre(0));
}

TEST_F(RingBufferKernel, OutlivesTheObject) {
  RingBuffer ring = open("ring");
  produce("to_ring", 1);
  object_.reset();
  EXPECT_THAT(drain(ring), ElementsAre(0));
}

TEST_F(RingBufferKernel, LeavesNoDescriptor) {
  const auto before = testing::open_fds();
  {
    const RingBuffer ring = open("ring");
  }
  EXPECT_EQ(testing::open_fds(), before);
}

TEST_F(RingBufferKernel, APositionInsideARecordReadsNothingBeyondTheRing) {
  RingBuffer ring = open("ring");
  const Mapping page = ring_mappings(*object_->map("ring"))->consumer;
  void* const memory = ::mmap(nullptr, page.length, PROT_READ | PROT_WRITE, MAP_SHARED, page.fd, 0);
  ASSERT_NE(memory, MAP_FAILED);
  // The record's number reads as a header of a record of 1 GiB.
  const std::uint32_t key = 0;
  const std::array<std::uint64_t, 2> counters{0x3fffffff, 0};
  ASSERT_THAT(object_->map(".bss")->update(std::as_bytes(std::span(&key, 1)), std::as_bytes(std::span(counters))),
              IsOk());
  produce("to_ring", 1);
  *static_cast<volatile std::uint64_t*>(memory) = 8;
  EXPECT_THAT(ring.consume([](Bytes) { return 0; }), IsErrno(EBADMSG));
  EXPECT_EQ(::munmap(memory, page.length), 0);
}

TEST_F(RingBufferKernel, RefusesOtherMaps) {
  EXPECT_THAT(RingBuffer::open(*object_->map("perf")), IsErrno(EINVAL));
  EXPECT_THAT(ring_mappings(*object_->map("perf")), IsErrno(EINVAL));
}

TEST_F(RingBufferKernel, ItsMappingsShowTheSameRecords) {
  produce("to_ring", 1, 16);
  const RingMappings mappings = ring_mappings(*object_->map("ring")).value();
  ASSERT_EQ(mappings.producer_and_data.protection, Protection::read);
  const auto& both = mappings.producer_and_data;
  void* const memory = ::mmap(nullptr, both.length, PROT_READ, MAP_SHARED, both.fd, static_cast<off_t>(both.offset));
  ASSERT_NE(memory, MAP_FAILED);
  const auto* const start = static_cast<const std::byte*>(memory);
  EXPECT_EQ(number({start, 8}), 8U + 16U) << "the producer's position: a header and a record";
  const std::size_t page = both.offset;
  EXPECT_EQ(number({start + page + 8, 8}), 0U) << "the first record's number";
  EXPECT_EQ(::munmap(memory, both.length), 0);

  const auto& mine = mappings.consumer;
  void* const consumer = ::mmap(nullptr, mine.length, PROT_READ | PROT_WRITE, MAP_SHARED, mine.fd, 0);
  ASSERT_NE(consumer, MAP_FAILED);
  EXPECT_EQ(::munmap(consumer, mine.length), 0);
}

}  // namespace
}  // namespace waggle::bpf
