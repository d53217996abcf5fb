// Elements of maps: by one and by many, with the guest's descriptors in them.
#include <fcntl.h>

#include "waggle/abi/libbpf/calls_test.hh"
#include "waggle/abi/libbpf/numbers.hh"

namespace waggle::abi::libbpf {
namespace {

class KernelLibbpfElement : public KernelLibbpf {
 protected:
  std::int64_t update(std::int64_t fd, std::uint32_t key, std::uint64_t value, std::int64_t flags = 0) {
    put(kIn, key);
    put(kIn + 8, value);
    return call("bpf_map_update_elem", {fd, kIn, kIn + 8, flags});
  }
  std::int64_t lookup(std::int64_t fd, std::uint32_t key) {
    put(kIn, key);
    return call("bpf_map_lookup_elem_flags", {fd, kIn, kOut, 0});
  }
  // Something of the host's in the guest's table.
  std::int64_t number_of(UniqueFd fd) {
    return host_->descriptors.insert(std::make_shared<KernelObject>(std::move(fd)), kLowest).value();
  }
};

TEST_F(KernelLibbpfElement, OneByOne) {
  const std::int64_t table = map_fd(load({"reached"}), "table");
  EXPECT_EQ(call("bpf_map_get_next_key", {table, 0, kOut}), -ENOENT);
  EXPECT_EQ(update(table, 1, 10), 0);
  EXPECT_EQ(update(table, 1, 11, 1), -EEXIST) << "BPF_NOEXIST";
  EXPECT_EQ(lookup(table, 2), -ENOENT);
  EXPECT_EQ(lookup(table, 1), 0);
  EXPECT_EQ(get<std::uint64_t>(kOut), 10u);
  EXPECT_EQ(call("bpf_map_get_next_key", {table, 0, kOut}), 0);
  EXPECT_EQ(get<std::uint32_t>(kOut), 1u);
  put(kIn, std::uint32_t{1});
  EXPECT_EQ(call("bpf_map_lookup_and_delete_elem_flags", {table, kIn, kOut, 0}), 0);
  EXPECT_EQ(get<std::uint64_t>(kOut), 10u);
  EXPECT_EQ(call("bpf_map_delete_elem_flags", {table, kIn, 0}), -ENOENT);
}

TEST_F(KernelLibbpfElement, AValueForEachCpuIsCheckedWhole) {
  const std::int64_t per_cpu = map_fd(load({"reached"}), "per_cpu");
  const std::int64_t cpus = call("libbpf_num_possible_cpus", {}), end = 64 * 65536;
  put(kIn, std::uint32_t{0});
  EXPECT_EQ(call("bpf_map_lookup_elem_flags", {per_cpu, kIn, end - 8 * cpus, 0}), 0);
  EXPECT_EQ(call("bpf_map_lookup_elem_flags", {per_cpu, kIn, end - 8 * cpus + 8, 0}), -EFAULT);
}

TEST_F(KernelLibbpfElement, ManyAtOnce) {
  const std::int64_t table = map_fd(load({"reached"}), "table");
  constexpr std::uint32_t kCount = 10;
  for (std::uint32_t i = 0; i < kCount; ++i) put(kBuffer + 4 * i, i), put(kBuffer + 1024 + 8 * i, std::uint64_t{i} * i);
  put(kIn, kCount);
  ASSERT_EQ(call("bpf_map_update_batch", {table, kBuffer, kBuffer + 1024, kIn, 0, 0}), 0);
  EXPECT_EQ(get<std::uint32_t>(kIn), kCount);

  put(kIn, std::uint32_t{16});
  EXPECT_EQ(call("bpf_map_lookup_batch", {table, 0, kOut, kBuffer, kBuffer + 1024, kIn, 0, 0}), -ENOENT)
      << "the last batch";
  ASSERT_EQ(get<std::uint32_t>(kIn), kCount) << "told though it failed";
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const auto key = get<std::uint32_t>(kBuffer + 4 * i);
    EXPECT_EQ(get<std::uint64_t>(kBuffer + 1024 + 8 * i), std::uint64_t{key} * key);
  }
  put(kIn, std::uint32_t{1});
  EXPECT_EQ(call("bpf_map_delete_batch", {table, kBuffer, kIn, 0, 0}), 0);
  put(kIn, std::uint32_t{16});
  EXPECT_EQ(call("bpf_map_lookup_and_delete_batch", {table, 0, kOut, kBuffer, kBuffer + 1024, kIn, 0, 0}), -ENOENT);
  EXPECT_EQ(get<std::uint32_t>(kIn), kCount - 1);
  EXPECT_EQ(call("bpf_map_get_next_key", {table, 0, kOut}), -ENOENT) << "nothing is left";
  put(kIn, std::uint32_t{0xffffffff});
  EXPECT_EQ(call("bpf_map_lookup_batch", {table, 0, kOut, kBuffer, kBuffer + 1024, kIn, 0, 0}), -EFAULT);
}

TEST_F(KernelLibbpfElement, ProgramsInAMapAreTheGuestsNumbers) {
  const std::int64_t object = load({"jumps", "reached"});
  const std::int64_t jump = map_fd(object, "jump"), jumps = program_fd(object, "jumps");
  EXPECT_EQ(run(jumps), 1);
  EXPECT_EQ(update(jump, 0, 900), -EBADF);
  ASSERT_EQ(update(jump, 0, static_cast<std::uint64_t>(program_fd(object, "reached"))), 0);
  EXPECT_EQ(run(jumps), 7);
}

TEST_F(KernelLibbpfElement, MapsInAMapAreTheGuestsNumbers) {
  const std::int64_t object = load({"look_inside"});
  const std::int64_t look = program_fd(object, "look_inside");
  EXPECT_EQ(run(look), 0xffffffff);
  const std::int64_t inner = call("bpf_map_create", {2, text("inner"), 4, 8, 1, 0});
  ASSERT_EQ(update(inner, 0, 13), 0);
  ASSERT_EQ(update(map_fd(object, "outer"), 0, static_cast<std::uint64_t>(inner)), 0);
  EXPECT_EQ(run(look), 13);
}

TEST_F(KernelLibbpfElement, CgroupsInAMapAreTheGuestsNumbers) {
  auto cgroup = testing::OwnCgroup::enter();
  ASSERT_THAT(cgroup, testing::IsOk());
  const std::int64_t cgroups = map_fd(load({"reached"}), "cgroups");
  UniqueFd directory(::open(cgroup->path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_EQ(update(cgroups, 0, static_cast<std::uint64_t>(number_of(std::move(directory)))), 0);
  UniqueFd other(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_EQ(update(cgroups, 0, static_cast<std::uint64_t>(number_of(std::move(other)))), -EBADF);
}

TEST_F(KernelLibbpfElement, AFrozenMapIsNotWrittenAnyMore) {
  const std::int64_t array = call("bpf_map_create", {2, text("frozen"), 4, 8, 1, 0});
  EXPECT_EQ(update(array, 0, 1), 0);
  EXPECT_EQ(call("bpf_map_freeze", {array}), 0);
  EXPECT_EQ(update(array, 0, 2), -EPERM);
}

}  // namespace
}  // namespace waggle::abi::libbpf
