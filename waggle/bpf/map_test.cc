#include "waggle/bpf/map.hh"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/bpf.h>
#include <sys/mman.h>

#include <vector>

#include "waggle/bpf/host.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::bpf {
namespace {

using testing::IsErrno;
using testing::IsOk;

template <class T>
Bytes in(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}
template <class T>
MutableBytes out(T& value) {
  return std::as_writable_bytes(std::span(&value, 1));
}

class MapKernel : public testing::KernelTest {};

Map make(MapType type, std::uint32_t key_size, std::uint32_t value_size, std::uint32_t entries,
         std::uint32_t flags = 0) {
  return Map::create("waggle_test", {type, key_size, value_size, entries, flags}).value();
}

TEST_F(MapKernel, HashStoresFindsListsAndForgets) {
  const Map map = make(BPF_MAP_TYPE_HASH, 4, 8, 4);
  const std::uint32_t key = 5;
  const std::uint32_t absent = 6;
  std::uint64_t value = 50;
  EXPECT_THAT(map.update(in(key), in(value), BPF_NOEXIST), IsOk());
  EXPECT_THAT(map.update(in(key), in(value), BPF_NOEXIST), IsErrno(EEXIST));
  EXPECT_THAT(map.update(in(absent), in(value), BPF_EXIST), IsErrno(ENOENT));

  value = 0;
  EXPECT_THAT(map.lookup(in(key), out(value)), IsOk());
  EXPECT_EQ(value, 50U);
  EXPECT_THAT(map.lookup(in(absent), out(value)), IsErrno(ENOENT));

  std::uint32_t next = 0;
  EXPECT_THAT(map.next_key({}, out(next)), IsOk());
  EXPECT_EQ(next, key);
  EXPECT_THAT(map.next_key(in(key), out(next)), IsErrno(ENOENT));

  EXPECT_THAT(map.erase(in(key)), IsOk());
  EXPECT_THAT(map.erase(in(key)), IsErrno(ENOENT));
}

TEST_F(MapKernel, SizesThatDoNotFitAreRefusedBeforeTheKernelSeesThem) {
  const Map map = make(BPF_MAP_TYPE_HASH, 4, 8, 4);
  std::uint32_t four = 0;
  std::uint64_t eight = 0;
  EXPECT_THAT(map.lookup(in(four), out(four)), IsErrno(EINVAL));
  EXPECT_THAT(map.lookup(in(eight), out(eight)), IsErrno(EINVAL));
  EXPECT_THAT(map.lookup({}, out(eight)), IsErrno(EINVAL));
  EXPECT_THAT(map.update(in(four), in(four)), IsErrno(EINVAL));
  EXPECT_THAT(map.update(in(eight), in(eight)), IsErrno(EINVAL));
  EXPECT_THAT(map.erase(in(eight)), IsErrno(EINVAL));
  EXPECT_THAT(map.next_key(in(four), out(eight)), IsErrno(EINVAL));
  EXPECT_THAT(map.next_key(in(eight), out(four)), IsErrno(EINVAL));
}

// The bytes behind the value are guarded: the kernel writes exactly value_bytes().
void expect_exact_value_bytes(MapType type) {
  const Map map = make(type, 4, 12, 1);
  const std::size_t size = map.value_bytes();
  ASSERT_EQ(size, 16 * possible_cpus().value());

  const std::uint32_t key = 0;
  ByteVector written(size, std::byte{0x5a});
  ASSERT_THAT(map.update(in(key), written), IsOk());
  ByteVector read(size + 8, std::byte{0xee});
  ASSERT_THAT(map.lookup(in(key), MutableBytes(read).first(size)), IsOk());
  for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(read[size - 16 + i], std::byte{0x5a}) << "the last CPU's value";
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(read[size + i], std::byte{0xee}) << "written past the end";
}

TEST_F(MapKernel, PerCpuValuesHaveOneRoundedValuePerPossibleCpu) {
  expect_exact_value_bytes(BPF_MAP_TYPE_PERCPU_ARRAY);
  expect_exact_value_bytes(BPF_MAP_TYPE_PERCPU_HASH);
  expect_exact_value_bytes(BPF_MAP_TYPE_LRU_PERCPU_HASH);
}

TEST_F(MapKernel, QueuesAndStacksHaveNoKey) {
  for (const auto& [type, expected] : {std::pair{BPF_MAP_TYPE_QUEUE, 1U}, {BPF_MAP_TYPE_STACK, 2U}}) {
    const Map map = make(type, 0, 4, 2);
    for (const std::uint32_t value : {1U, 2U}) ASSERT_THAT(map.update({}, in(value)), IsOk());
    std::uint32_t peeked = 0;
    EXPECT_THAT(map.lookup({}, out(peeked)), IsOk());
    EXPECT_EQ(peeked, expected);
    std::uint32_t popped = 0;
    EXPECT_THAT(map.lookup_and_delete({}, out(popped)), IsOk());
    EXPECT_EQ(popped, expected);
    EXPECT_THAT(map.lookup_and_delete({}, out(popped)), IsOk());
    EXPECT_THAT(map.lookup_and_delete({}, out(popped)), IsErrno(ENOENT));
  }
}

TEST_F(MapKernel, RefusesFlagsAsTheKernelDoes) {
  const Map map = make(BPF_MAP_TYPE_HASH, 4, 8, 4);
  const std::uint32_t key = 0;
  std::uint64_t value = 0;
  EXPECT_THAT(map.lookup(in(key), out(value), BPF_F_LOCK), IsErrno(EINVAL)) << "the value has no lock";
}

TEST_F(MapKernel, OpensWhatIsAMapAndNothingElse) {
  const Map map = make(BPF_MAP_TYPE_HASH, 4, 8, 4, BPF_F_NO_PREALLOC);
  const Map again = Map::open(UniqueFd::duplicate(map.fd()).value()).value();
  EXPECT_EQ(again.info().name, "waggle_test");
  EXPECT_EQ(again.info().type, static_cast<MapType>(BPF_MAP_TYPE_HASH));
  EXPECT_EQ(again.info().flags, static_cast<std::uint32_t>(BPF_F_NO_PREALLOC));
  EXPECT_EQ(again.info().id, map.info().id);
  EXPECT_THAT(Map::open(UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC))), IsErrno(EINVAL));
}

TEST_F(MapKernel, SaysWhichMapCouldNotBeMade) {
  EXPECT_THAT(Map::create("odd", {BPF_MAP_TYPE_RINGBUF, 0, 0, 17, 0}), testing::FailsSaying("ringbuf map 'odd'"));
}

TEST_F(MapKernel, AnMmapableArrayIsMemory) {
  const Map map = make(BPF_MAP_TYPE_ARRAY, 4, 12, 1000, BPF_F_MMAPABLE);
  const Mapping mapping = map.mapping().value();
  EXPECT_EQ(mapping.length, 16384U) << "1000 elements of 16 bytes, in pages";
  ASSERT_EQ(mapping.protection, Protection::read_write);
  void* const memory = ::mmap(nullptr, mapping.length, PROT_READ | PROT_WRITE, MAP_SHARED, mapping.fd, 0);
  ASSERT_NE(memory, MAP_FAILED);
  const std::uint32_t key = 3;
  const std::array<std::uint32_t, 3> value{7, 8, 9};
  ASSERT_THAT(map.update(in(key), in(value)), IsOk());
  EXPECT_EQ(static_cast<const std::uint32_t*>(memory)[3 * 4 + 2], 9U);
  EXPECT_EQ(::munmap(memory, mapping.length), 0);
}

TEST_F(MapKernel, AFrozenArrayIsMappedReadOnly) {
  const Map map = make(BPF_MAP_TYPE_ARRAY, 4, 8, 1, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
  EXPECT_EQ(map.mapping().value().protection, Protection::read_write);
  ASSERT_EQ(::bpf_map_freeze(map.fd()), 0);
  EXPECT_EQ(map.mapping().value().protection, Protection::read);
}

TEST_F(MapKernel, OtherMapsAreNoMemory) {
  EXPECT_THAT(make(BPF_MAP_TYPE_ARRAY, 4, 8, 1).mapping(), IsErrno(EINVAL));
  EXPECT_THAT(make(BPF_MAP_TYPE_HASH, 4, 8, 1).mapping(), IsErrno(EINVAL));
}

}  // namespace
}  // namespace waggle::bpf
