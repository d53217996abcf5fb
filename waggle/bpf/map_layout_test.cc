#include "waggle/bpf/map_layout.hh"

#include <gmock/gmock.h>
#include <linux/bpf.h>

namespace waggle::bpf {
namespace {

constexpr unsigned kCpus = 3;

// Every type that <linux/bpf.h> knows, with the bytes of a value of 4 and of 12 bytes.
TEST(MapLayout, ValuesOfPerCpuKindsAreRoundedUpAndRepeated) {
  for (MapType type = BPF_MAP_TYPE_UNSPEC; type < __MAX_BPF_MAP_TYPE; ++type) {
    const bool per_cpu = type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY ||
                         type == BPF_MAP_TYPE_LRU_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED;
    EXPECT_EQ(is_per_cpu(type), per_cpu) << map_type_name(type);
    EXPECT_EQ(value_bytes(type, 4, kCpus), per_cpu ? 24U : 4U) << map_type_name(type);
    EXPECT_EQ(value_bytes(type, 12, kCpus), per_cpu ? 48U : 12U) << map_type_name(type);
  }
}

TEST(MapLayout, OneCpuOfAPerCpuMapHasOnePlainValue) {
  EXPECT_EQ(value_bytes(BPF_MAP_TYPE_PERCPU_ARRAY, 12, kCpus, BPF_F_CPU), 12U);
  EXPECT_EQ(value_bytes(BPF_MAP_TYPE_PERCPU_ARRAY, 12, kCpus, BPF_F_ALL_CPUS), 12U);
  EXPECT_EQ(value_bytes(BPF_MAP_TYPE_PERCPU_ARRAY, 12, kCpus, BPF_F_LOCK | BPF_EXIST), 48U);
}

TEST(MapLayout, KnowsWhereDescriptorsStand) {
  struct Case {
    MapType type;
    std::uint32_t value_size;
    std::optional<DescriptorField> field;
  };
  const Case cases[] = {
      {BPF_MAP_TYPE_CGROUP_ARRAY, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_PROG_ARRAY, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_ARRAY_OF_MAPS, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_HASH_OF_MAPS, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_XSKMAP, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_SOCKMAP, 4, DescriptorField{0, 4, false}},
      {BPF_MAP_TYPE_SOCKMAP, 8, DescriptorField{0, 8, false}},
      {BPF_MAP_TYPE_SOCKHASH, 8, DescriptorField{0, 8, false}},
      {BPF_MAP_TYPE_REUSEPORT_SOCKARRAY, 8, DescriptorField{0, 8, false}},
      {BPF_MAP_TYPE_DEVMAP, 4, std::nullopt},
      {BPF_MAP_TYPE_DEVMAP, 8, DescriptorField{4, 4, true}},
      {BPF_MAP_TYPE_DEVMAP_HASH, 8, DescriptorField{4, 4, true}},
      {BPF_MAP_TYPE_CPUMAP, 4, std::nullopt},
      {BPF_MAP_TYPE_CPUMAP, 8, DescriptorField{4, 4, true}},
      {BPF_MAP_TYPE_HASH, 4, std::nullopt},
      {BPF_MAP_TYPE_RINGBUF, 0, std::nullopt},
      {BPF_MAP_TYPE_TASK_STORAGE, 8, std::nullopt},
  };
  for (const Case& c : cases)
    EXPECT_EQ(descriptor_in_value(c.type, c.value_size), c.field) << map_type_name(c.type) << " " << c.value_size;
}

TEST(MapLayout, KeysOfLocalStorageAreDescriptors) {
  for (const MapType type :
       {BPF_MAP_TYPE_SK_STORAGE, BPF_MAP_TYPE_INODE_STORAGE, BPF_MAP_TYPE_TASK_STORAGE, BPF_MAP_TYPE_CGRP_STORAGE})
    EXPECT_TRUE(descriptor_in_key(type)) << map_type_name(type);
  EXPECT_FALSE(descriptor_in_key(BPF_MAP_TYPE_HASH));
}

TEST(MapLayout, NamesTypesAsTheFieldDoes) {
  EXPECT_EQ(map_type_name(BPF_MAP_TYPE_RINGBUF), "ringbuf");
  EXPECT_EQ(map_type_name(9999), "unknown");
}

}  // namespace
}  // namespace waggle::bpf
