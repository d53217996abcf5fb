#include "waggle/bpf/perfbuf.hh"

#include <gmock/gmock.h>
#include <poll.h>
#include <sched.h>

#include <array>
#include <vector>

#include "waggle/bpf/feature_probes.hh"
#include "waggle/testing/buffers_test.hh"
#include "waggle/testing/fd_ledger.hh"

namespace waggle::bpf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsErrno;
using testing::IsOk;

// Two CPUs this process may run on; the same one twice on a machine with a single CPU.
std::array<unsigned, 2> two_cpus() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  EXPECT_EQ(::sched_getaffinity(0, sizeof allowed, &allowed), 0);
  std::vector<unsigned> cpus;
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu)
    if (CPU_ISSET(cpu, &allowed)) cpus.push_back(cpu);
  return {cpus.front(), cpus.back()};
}

class PerfBufferKernel : public testing::BuffersTest {
 protected:
  void produce(unsigned cpu, std::uint64_t count, std::uint64_t size = 64) {
    BuffersTest::produce("to_perf", count, size, cpu);
  }
  PerfBuffer open(std::size_t pages = PerfBuffer::kDefaultPages) {
    return PerfBuffer::open(*object_->map("perf"), pages).value();
  }
  static bool becomes_readable(int fd) {
    pollfd wait{fd, POLLIN, 0};
    return ::poll(&wait, 1, 5000) == 1;
  }

  const std::array<unsigned, 2> cpus_ = two_cpus();
};

TEST_F(PerfBufferKernel, GivesEveryRecordOnceAndInOrderThroughManyTurnsOfTheRing) {
  PerfBuffer perf = open(1);
  std::uint64_t expected = 0;
  for (std::uint64_t round = 0; round < 300; ++round) {
    produce(cpus_[0], 1 + round % 20, 8 * (1 + round % 15));
    for (const std::uint64_t got : drain(perf)) ASSERT_EQ(got, expected++);
  }
  EXPECT_EQ(perf.lost().value().count, 0U);
}

TEST_F(PerfBufferKernel, CollectsFromEveryCpu) {
  PerfBuffer perf = open();
  produce(cpus_[0], 2);
  produce(cpus_[1], 2);
  EXPECT_THAT(drain(perf), ::testing::UnorderedElementsAre(0, 1, 2, 3));
  EXPECT_THAT(drain(perf), IsEmpty());
}

TEST_F(PerfBufferKernel, WakesItsWaiter) {
  PerfBuffer perf = open();
  produce(cpus_[1], 1);
  EXPECT_TRUE(becomes_readable(perf.fd()));
  EXPECT_THAT(drain(perf), ElementsAre(0));
  produce(cpus_[0], 1);
  EXPECT_TRUE(becomes_readable(perf.fd()));
  EXPECT_THAT(drain(perf), ElementsAre(1));
}

TEST_F(PerfBufferKernel, CountsLossesExactly) {
  if (!probe::perf_loss_count({}).yes) GTEST_SKIP() << "the kernel has no PERF_FORMAT_LOST (Linux 6.0)";
  PerfBuffer perf = open(1);
  produce(cpus_[0], 1000);
  const std::size_t delivered = drain(perf).size();
  EXPECT_LT(delivered, 1000U);
  const PerfLosses first = perf.lost().value();
  EXPECT_TRUE(first.exact);
  EXPECT_EQ(first.count, 1000 - delivered) << "also before any later record";

  produce(cpus_[1], 500);
  EXPECT_EQ(perf.lost().value().count, 1500 - delivered - drain(perf).size()) << "over all CPUs, cumulative";
}

TEST_F(PerfBufferKernel, ANegativeAnswerStopsBehindItsRecordAndIsReturned) {
  PerfBuffer perf = open();
  produce(cpus_[0], 4);
  std::vector<std::uint64_t> seen;
  const auto result = perf.consume([&](Bytes record) {
    seen.push_back(number(record));
    return seen.size() == 2 ? -7 : 0;
  });
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(*result, -7);
  EXPECT_THAT(seen, ElementsAre(0, 1));
  EXPECT_THAT(drain(perf), ElementsAre(2, 3));
}

TEST_F(PerfBufferKernel, ABusyCpuDoesNotStarveTheOther) {
  if (cpus_[0] == cpus_[1]) GTEST_SKIP() << "needs two CPUs";
  PerfBuffer perf = open();
  produce(cpus_[0], 10);
  produce(cpus_[1], 10);
  std::vector<std::uint64_t> seen;
  const auto keep = [&](Bytes record) { return seen.push_back(number(record)), 0; };
  EXPECT_EQ(perf.consume(keep, 1).value(), 1);
  EXPECT_EQ(perf.consume(keep, 1).value(), 1);
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre(0, 10));
}

TEST_F(PerfBufferKernel, AConsumerInsideItsOwnCallbackIsBusyAndLosesNothing) {
  PerfBuffer perf = open();
  produce(cpus_[0], 3);
  std::vector<std::uint64_t> seen;
  const auto result = perf.consume([&](Bytes record) {
    seen.push_back(number(record));
    EXPECT_TRUE(perf.busy());
    EXPECT_THAT(perf.consume([](Bytes) { return 0; }), IsErrno(EBUSY));
    return 0;
  });
  EXPECT_EQ(result.value(), 3);
  EXPECT_THAT(seen, ElementsAre(0, 1, 2));
  EXPECT_FALSE(perf.busy());
}

TEST_F(PerfBufferKernel, OutlivesTheObjectAndLeavesNoDescriptor) {
  const auto before = testing::open_fds();
  {
    std::optional<Object> object = testing::load_object("bpf/buffers.bpf.o").value();
    auto perf = PerfBuffer::open(*object->map("perf"));
    ASSERT_THAT(perf, IsOk());
    object.reset();
    EXPECT_THAT(drain(*perf), IsEmpty());
  }
  EXPECT_EQ(testing::open_fds(), before);
}

TEST_F(PerfBufferKernel, RefusesOtherMapsAndOddSizes) {
  EXPECT_THAT(PerfBuffer::open(*object_->map("ring")), IsErrno(EINVAL));
  EXPECT_THAT(PerfBuffer::open(*object_->map("perf"), 3), IsErrno(EINVAL));
}

}  // namespace
}  // namespace waggle::bpf
