// libbpf's low-level functions: maps, programs and BTF without an object, what runs and what is known of them.
#include <unistd.h>

#include <array>

#include "waggle/abi/libbpf/calls_test.hh"

namespace waggle::abi::libbpf {
namespace {

using ::testing::HasSubstr;

constexpr std::int64_t kRawTracepoint = 17, kArray = 2;  // BPF_PROG_TYPE_RAW_TRACEPOINT, BPF_MAP_TYPE_ARRAY

// struct bpf_insn.
struct Instruction {
  std::uint8_t code, registers;
  std::int16_t offset;
  std::int32_t immediate;
};

class KernelLibbpfCommand : public KernelLibbpf {
 protected:
  // r0 = *(u32 *)(value of the map's first element); exit
  std::int64_t load_reading(std::int64_t map) {
    put(kBuffer, std::array{Instruction{0x18, 0x21, 0, static_cast<std::int32_t>(map)}, Instruction{0, 0, 0, 0},
                            Instruction{0x61, 0x10, 0, 0}, Instruction{0x95, 0, 0, 0}});
    put(kOut, waggle_prog_load{});
    return call("bpf_prog_load",
                {kRawTracepoint, text("reading"), text("GPL", kText2), kBuffer, 32, kOut, 0, 0, 0, 0, 0, 0, 0, 0});
  }
};

TEST_F(KernelLibbpfCommand, ProgramsAreLoadedWithTheGuestsNumbersInThem) {
  const std::int64_t array = call("bpf_map_create", {kArray, text("array"), 4, 8, 1, 0});
  ASSERT_GE(array, 3);
  put(kIn, std::uint32_t{0});
  put(kIn + 8, std::uint64_t{99});
  ASSERT_EQ(call("bpf_map_update_elem", {array, kIn, kIn + 8, 0}), 0);
  const std::int64_t program = load_reading(array);
  ASSERT_GE(program, 3) << log();
  EXPECT_EQ(run(program), 99);
  EXPECT_EQ(load_reading(900), -EBADF);
  EXPECT_EQ(call("bpf_prog_bind_map", {program, array, 0}), 0);
  EXPECT_EQ(call("bpf_prog_bind_map", {array, program, 0}), -EINVAL);
}

TEST_F(KernelLibbpfCommand, TheVerifiersLogGoesToTheGuest) {
  put(kBuffer, std::array{Instruction{0x95, 0, 0, 0}});  // exit, with nothing in r0
  put(kOut, waggle_prog_load{.expected_attach_type = 0,
                             .prog_btf_fd = 0,
                             .prog_flags = 0,
                             .prog_ifindex = 0,
                             .kern_version = 0,
                             .attach_btf_id = 0,
                             .attach_prog_fd = 0,
                             .attach_btf_obj_fd = 0,
                             .func_info_rec_size = 0,
                             .line_info_rec_size = 0,
                             .attempts = 0,
                             .log_level = 1,
                             .log_true_size = 0});
  EXPECT_EQ(call("bpf_prog_load", {kRawTracepoint, 0, text("GPL"), kBuffer, 8, kOut, kOut2, 4096, 0, 0, 0, 0, 0, 0}),
            -EACCES);
  EXPECT_THAT(text_at(kOut2), HasSubstr("R0 !read_ok"));
}

TEST_F(KernelLibbpfCommand, MapsHaveTheOptionsGiven) {
  waggle_map_create options{};
  options.map_flags = 1 << 10;  // BPF_F_MMAPABLE
  put(kIn, options);
  const std::int64_t array = call("bpf_map_create", {kArray, 0, 4, 8, 512, kIn});
  ASSERT_GE(array, 3);
  EXPECT_EQ(call("map_window", {array, kWindow, kPage, WAGGLE_WINDOW_VALUES}), 0);
  options.inner_map_fd = 900;
  put(kIn, options);
  EXPECT_EQ(call("bpf_map_create", {12, 0, 4, 4, 1, kIn}), -EBADF);
  EXPECT_EQ(call("bpf_map_create", {999, 0, 4, 4, 1, 0}), -EINVAL);
}

TEST_F(KernelLibbpfCommand, LinksByNumber) {
  const std::int64_t object = load({"on_enter"});
  const std::int64_t link =
      call("bpf_raw_tracepoint_open_opts", {program_fd(object, "on_enter"), text("sys_enter"), 0});
  ASSERT_GE(link, 3) << log();
  EXPECT_GT(hits(object), 0u);
  EXPECT_EQ(call("bpf_raw_tracepoint_open_opts", {900, text("sys_enter"), 0}), -EBADF);
  ASSERT_TRUE(host_->descriptors.close(static_cast<int>(link)).ok());
  const std::uint64_t counted = hits(object);
  EXPECT_EQ(hits(object), counted);
}

TEST_F(KernelLibbpfCommand, InfosHaveTheGuestsAddressesInThem) {
  const std::int64_t object = load({"emit"});
  struct ProgramInfo {  // the beginning of bpf_prog_info
    std::uint32_t type, id;
    std::uint8_t tag[8];
    std::uint32_t jited_length, translated_length;
    std::uint64_t jited, translated, load_time;
    std::uint32_t uid, map_count;
    std::uint64_t map_ids;
    char name[16];
  };
  ProgramInfo info{};
  info.map_count = 8;
  info.map_ids = kBuffer;
  put(kIn, info);
  put(kOut, std::uint32_t{sizeof info});
  ASSERT_EQ(call("bpf_obj_get_info_by_fd", {program_fd(object, "emit"), kIn, kOut}), 0) << log();
  info = get<ProgramInfo>(kIn);
  EXPECT_STREQ(static_cast<const char*>(info.name), "emit");
  EXPECT_EQ(info.map_count, 3u) << "ring, perf, and .rodata, which libbpf binds to every program";
  EXPECT_EQ(info.map_ids, static_cast<std::uint64_t>(kBuffer));
  EXPECT_NE(get<std::uint32_t>(kBuffer), 0u);

  // Addresses beyond its memory, sizes that are none, and a place that it may only read.
  const auto refused = [&](std::uint64_t address, std::uint32_t count) {
    put(kIn, ProgramInfo{});
    info.map_ids = address;
    info.map_count = count;
    put(kIn, info);
    put(kOut, std::uint32_t{sizeof info});
    return call("bpf_obj_get_info_by_fd", {program_fd(object, "emit"), kIn, kOut});
  };
  EXPECT_EQ(refused(64 * 65536 - 4, 8), -EFAULT);
  EXPECT_EQ(refused(~std::uint64_t{0} - 3, 8), -EFAULT);
  EXPECT_EQ(refused(kBuffer, 0xffffffff), -EFAULT);
  ASSERT_EQ(call("map_window", {map_fd(object, ".rodata"), kWindow, kPage, WAGGLE_WINDOW_VALUES}), 1);
  EXPECT_EQ(refused(kWindow, 8), -EFAULT);
  put(kOut, std::uint32_t{8192});
  EXPECT_EQ(call("bpf_obj_get_info_by_fd", {program_fd(object, "emit"), kIn, kOut}), -E2BIG);
}

TEST_F(KernelLibbpfCommand, WhatOthersHaveNeedsItsGrant) {
  EXPECT_EQ(call("bpf_map_get_fd_by_id_opts", {1, 0}), -EPERM);
  start(policy::Grant::inspect);
  const std::int64_t object = load({"reached"});
  std::uint32_t id = 0;
  std::int64_t found = -1;
  // The newest has the highest id.
  while (call("bpf_prog_get_next_id", {id, kOut}) == 0) id = get<std::uint32_t>(kOut);
  found = call("bpf_prog_get_fd_by_id_opts", {id, 0});
  EXPECT_GE(found, 3);
  EXPECT_EQ(call("bpf_prog_get_fd_by_id_opts", {0xffffffff, 0}), -ENOENT);
  for (const std::string_view name : {"bpf_map_get_next_id", "bpf_btf_get_next_id"})
    EXPECT_EQ(call(name, {0, kOut}), 0) << name;
  EXPECT_EQ(call("bpf_link_get_next_id", {0xffffffff, kOut}), -EINVAL);
  EXPECT_GT(object, 0);
}

TEST_F(KernelLibbpfCommand, TestRunsGiveDataAndContextBack) {
  const std::int64_t object = load({"on_frame"});
  std::ranges::fill(host_->memory().subspan(kBuffer, 64), std::byte{7});
  waggle_test_run asked{};
  asked.repeat = 3;
  put(kOut, asked);
  const std::int64_t frame = program_fd(object, "on_frame");
  ASSERT_EQ(call("bpf_prog_test_run_opts", {frame, kOut, kBuffer, 64, kOut2, 64, 0, 0, 0, 0}), 0) << log();
  EXPECT_EQ(get<waggle_test_run>(kOut).retval, 2u) << "XDP_PASS";
  EXPECT_EQ(get<waggle_test_run>(kOut).data_size_out, 64u);
  EXPECT_EQ(get<std::uint8_t>(kOut2 + 63), 7);
  EXPECT_EQ(hits(object), 3u);
  put(kOut, waggle_test_run{});
  EXPECT_EQ(call("bpf_prog_test_run_opts", {frame, kOut, kBuffer, 64, kOut2, 16, 0, 0, 0, 0}), -ENOSPC);
  EXPECT_EQ(get<waggle_test_run>(kOut).data_size_out, 64u) << "told though it failed";
}

TEST_F(KernelLibbpfCommand, BtfIsLoadedFromBytes) {
  const std::int64_t object = open("calls.bpf.o");
  const std::int64_t size = call("bpf_object__btf", {object, kImage, 1 << 20});
  ASSERT_GT(size, 0);
  // As it lies in the file it may have what only libbpf takes out; either way the kernel answers.
  put(kImage, std::uint32_t{0});
  EXPECT_EQ(call("bpf_btf_load", {kImage, size, 0, 1, kOut, kPage, kIn}), -EINVAL);
  EXPECT_THAT(text_at(kOut), HasSubstr("magic"));
}

TEST_F(KernelLibbpfCommand, NamesAndProbes) {
  ASSERT_EQ(call("libbpf_bpf_map_type_str", {kArray, kOut, 64}), 6);
  EXPECT_EQ(text_at(kOut), "array");
  EXPECT_EQ(call("libbpf_bpf_map_type_str", {kArray, 0, 0}), 6) << "how long it is";
  EXPECT_EQ(call("libbpf_bpf_prog_type_str", {999, kOut, 64}), 0);
  ASSERT_EQ(call("libbpf_prog_type_by_name", {text("kprobe/f"), kOut, kOut2}), 0);
  EXPECT_EQ(get<std::uint32_t>(kOut), 2u);
  EXPECT_EQ(call("libbpf_prog_type_by_name", {text("nothing"), kOut, kOut2}), -ESRCH);
  EXPECT_EQ(call("libbpf_attach_type_by_name", {text("cgroup_skb/egress"), kOut}), 0);
  EXPECT_EQ(get<std::uint32_t>(kOut), 1u);
  EXPECT_EQ(call("libbpf_probe_bpf_map_type", {kArray}), 1);
  EXPECT_EQ(call("libbpf_probe_bpf_prog_type", {kRawTracepoint}), 1);
  EXPECT_EQ(call("libbpf_probe_bpf_helper", {kRawTracepoint, 1}), 1);
  EXPECT_GE(call("libbpf_num_possible_cpus", {}), 1);
  EXPECT_GT(call("libbpf_find_vmlinux_btf_id", {text("vfs_read"), 24}), 0) << "BPF_TRACE_FENTRY";
  EXPECT_EQ(call("libbpf_find_vmlinux_btf_id", {text("no_such_function"), 24}), -ENOENT);
}

}  // namespace
}  // namespace waggle::abi::libbpf
