// Objects, maps and programs: what can be said of them and changed in them, and the ends of handles.
#include "waggle/abi/libbpf/calls_test.hh"

namespace waggle::abi::libbpf {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(KernelLibbpf, AnObjectIsWalkedChangedAndLoaded) {
  const std::int64_t object = open("calls.bpf.o");
  ASSERT_GT(object, 0);
  ASSERT_EQ(call("object_info", {object, kOut}), 0);
  const auto about = get<waggle_object_info>(kOut);
  EXPECT_GT(about.btf_size, 0u);
  std::vector<std::string> maps, programs;
  for (std::int64_t m = 0; (m = call("bpf_object__next_map", {object, m})) > 0;)
    maps.push_back(given("bpf_map__name", m));
  for (std::int64_t p = 0; (p = call("bpf_object__next_program", {object, p})) > 0;)
    programs.push_back(given("bpf_program__name", p));
  EXPECT_EQ(maps.size(), about.map_count);
  EXPECT_EQ(programs.size(), about.program_count);
  EXPECT_THAT(maps, Contains("table"));
  EXPECT_THAT(programs, Contains("on_getppid"));

  const std::int64_t table = map(object, "table");
  EXPECT_EQ(map(object, "table"), table) << "the same handle for the same map";
  EXPECT_EQ(call("bpf_map__set_max_entries", {table, 3}), 0);
  EXPECT_EQ(call("bpf_map__set_value_size", {table, 16}), 0);
  ASSERT_EQ(call("map_info", {table, kOut}), 0);
  EXPECT_EQ(get<waggle_map_info>(kOut).max_entries, 3u);
  EXPECT_EQ(get<waggle_map_info>(kOut).value_size, 16u);
  EXPECT_EQ(get<waggle_map_info>(kOut).state, static_cast<std::uint32_t>(WAGGLE_MAP_AUTOCREATE));

  const std::int64_t getppid = program(object, "on_getppid");
  EXPECT_EQ(given("bpf_program__section_name", getppid), "tp/syscalls/sys_enter_getppid");
  EXPECT_EQ(call("bpf_program__set_autoattach", {getppid, 0}), 0);
  ASSERT_EQ(call("program_info", {getppid, kOut}), 0);
  EXPECT_EQ(get<waggle_program_info>(kOut).state, static_cast<std::uint32_t>(WAGGLE_PROGRAM_AUTOLOAD));
  EXPECT_EQ(call("bpf_program__fd", {getppid}), -ENOENT);
  EXPECT_EQ(call("bpf_map__fd", {table}), -EBADF);
}

TEST_F(KernelLibbpf, LoadedMapsAndProgramsHaveNumbersThatEndWithTheObject) {
  const std::int64_t object = load({"reached"});
  const std::int64_t fd = map_fd(object, "table"), loaded = program_fd(object, "reached");
  EXPECT_GE(fd, 3);
  EXPECT_EQ(map_fd(object, "table"), fd);
  EXPECT_EQ(run(loaded), 7);
  EXPECT_EQ(call("bpf_map__set_max_entries", {map(object, "table"), 3}), -EBUSY);
  const std::int64_t table = map(object, "table");
  EXPECT_EQ(call("bpf_object__close", {object}), 0);
  EXPECT_EQ(call("bpf_object__close", {object}), -EINVAL);
  EXPECT_EQ(call("map_info", {table, kOut}), -EINVAL);
  EXPECT_EQ(call("bpf_map_freeze", {fd}), -EBADF);
  EXPECT_EQ(run(loaded), -EBADF);
}

TEST_F(KernelLibbpf, AHandleOfAnotherKindOrObjectIsRefused) {
  const std::int64_t one = open("calls.bpf.o"), other = open("calls.bpf.o");
  const std::int64_t table = map(one, "table"), getppid = program(one, "on_getppid");
  EXPECT_EQ(call("bpf_program__name", {table, kOut, 64}), -EINVAL);
  EXPECT_EQ(call("map_info", {getppid, kOut}), -EINVAL);
  EXPECT_EQ(call("bpf_object__load", {table}), -EINVAL);
  EXPECT_EQ(call("bpf_link__destroy", {one}), -EINVAL);
  EXPECT_EQ(call("bpf_object__next_map", {other, table}), -EINVAL);
  EXPECT_EQ(call("bpf_object__next_program", {other, getppid}), -EINVAL);
  EXPECT_EQ(call("bpf_object__find_map_by_name", {one, text("nothing")}), -ENOENT);
}

// libbpf relocates instructions at the places that they had in the object.
TEST_F(KernelLibbpf, AProgramDoesNotBecomeShorter) {
  const std::int64_t object = open("calls.bpf.o"), getppid = program(object, "on_getppid");
  const std::int64_t bytes = call("bpf_program__insns", {getppid, kBuffer, kPage});
  ASSERT_GT(bytes, 8);
  EXPECT_EQ(call("bpf_program__set_insns", {getppid, kBuffer, bytes - 8}), -EINVAL);
  EXPECT_EQ(call("bpf_program__set_insns", {getppid, kBuffer, 0}), -EINVAL);
  EXPECT_EQ(call("bpf_program__set_insns", {getppid, kBuffer, bytes}), 0);
}

TEST_F(KernelLibbpf, GlobalVariablesCountAsMemoryOfTheGuest) {
  const std::int64_t object = open("calls.bpf.o");
  const std::int64_t bss = map(object, ".bss");
  constexpr std::int64_t kWhole = Guest::kMostObjectBytes;
  EXPECT_EQ(call("bpf_map__set_value_size", {bss, kWhole}), -ENOMEM);
  EXPECT_EQ(call("bpf_map__set_value_size", {bss, kWhole / 2}), 0);
  EXPECT_EQ(call("bpf_map__set_value_size", {map(open("calls.bpf.o"), ".bss"), kWhole / 2}), -ENOMEM);
  EXPECT_EQ(call("bpf_object__close", {object}), 0);
  EXPECT_EQ(call("bpf_map__set_value_size", {map(open("calls.bpf.o"), ".bss"), kWhole / 2}), 0);
}

TEST_F(KernelLibbpf, ErrorsAreLibbpfsOwn) {
  constexpr std::int64_t kFormat = 4001;  // LIBBPF_ERRNO__FORMAT
  std::ranges::fill(host_->memory().subspan(kImage, 256), std::byte{'x'});
  EXPECT_EQ(call("bpf_object__open_mem", {kImage, 256, 0, 0, 0, 0, 0, 0, 0, 0}), -kFormat);
  EXPECT_EQ(call("bpf_object__open_mem", {kImage, 0, 0, 0, 0, 0, 0, 0, 0, 0}), -EINVAL);
}

TEST_F(KernelLibbpf, WhatLibbpfPrintsComesInOrderWithItsLevel) {
  const std::int64_t object = open("refused.bpf.o");
  EXPECT_EQ(call("libbpf_set_print", {3}), -EINVAL);
  EXPECT_EQ(call("bpf_object__load", {object}), -EACCES);
  ASSERT_GT(call("log_drain", {kBuffer, 1 << 15}), 0);
  EXPECT_EQ(get<std::uint8_t>(kBuffer), 0) << "a warning";
  EXPECT_THAT(text_at(kBuffer + 1), HasSubstr("libbpf: prog 'reads_nothing'"));
  log();
  ASSERT_EQ(call("libbpf_set_print", {2}), 0);
  ASSERT_GT(open("calls.bpf.o"), 0);
  EXPECT_THAT(log(), HasSubstr("libbpf: loading")) << "for developers, too";
  ASSERT_EQ(call("libbpf_set_print", {-1}), 0);
  EXPECT_LT(call("bpf_object__load", {open("refused.bpf.o")}), 0);
  EXPECT_EQ(log(), "");
}

TEST_F(KernelLibbpf, ALineLongerThanTheBufferIsCut) {
  ASSERT_LT(call("bpf_object__load", {open("refused.bpf.o")}), 0);
  EXPECT_EQ(call("log_drain", {kBuffer, 2}), 0);
  ASSERT_EQ(call("log_drain", {kBuffer, 10}), 10);
  EXPECT_EQ(text_at(kBuffer + 1), "libbpf: ");
}

TEST_F(KernelLibbpf, LogsOfTheKernelAreKeptWhereAskedFor) {
  const std::int64_t object = open("refused.bpf.o");
  const std::int64_t refused = program(object, "reads_nothing");
  ASSERT_EQ(call("bpf_program__set_log_buf", {refused, 1 << 16}), 0);
  EXPECT_LT(call("bpf_object__load", {object}), 0);
  EXPECT_THAT(given("bpf_program__log_buf", refused), HasSubstr("R1"));
  EXPECT_THAT(log(), Not(HasSubstr("BEGIN PROG LOAD LOG")));
  EXPECT_EQ(call("bpf_program__set_log_buf", {refused, 0x7fffffff}), -ENOMEM) << "more than a guest may have";
}

TEST_F(KernelLibbpf, GlobalVariablesStartAsTheGuestSays) {
  const std::int64_t object = load({"reached"});
  const std::int64_t data = map(object, ".data");
  ASSERT_EQ(call("bpf_map__initial_value", {data, kOut, 64}), 8);
  EXPECT_EQ(get<std::uint64_t>(kOut), 100u);
  EXPECT_EQ(call("bpf_map__set_initial_value", {data, kIn, 8}), -EBUSY);
  EXPECT_EQ(run(program_fd(object, "reached")), 7);
  EXPECT_EQ(hits(object), 1u);
}

// libbpf computes how much memory it has for a variable's section from these, each time.
TEST_F(KernelLibbpf, SectionsOfVariablesKeepTheirShape) {
  const std::int64_t object = open("calls.bpf.o");
  const std::int64_t bss = map(object, ".bss");
  EXPECT_EQ(call("bpf_map__set_max_entries", {bss, 1 << 20}), -EINVAL);
  EXPECT_EQ(call("bpf_map__set_type", {bss, 1}), -EINVAL);
  constexpr std::int64_t kStructOps = 26;
  EXPECT_EQ(call("bpf_map__set_type", {map(object, "table"), kStructOps}), -EINVAL);
  const std::int64_t other = call("bpf_map_create", {2, text("other"), 4, 1 << 16, 4, 0});  // an array
  ASSERT_GE(other, 3);
  EXPECT_EQ(call("bpf_map__reuse_fd", {bss, other}), -EINVAL);
  EXPECT_EQ(call("bpf_map__set_value_size", {bss, 8192}), 0);
  EXPECT_EQ(call("bpf_map__initial_value", {bss, 0, 0}), 8192);
}

TEST_F(KernelLibbpf, AnArenaAtAnAddressOfTheHostIsRefused) {
  const std::int64_t object = open("arena.bpf.o");
  ASSERT_GT(object, 0);
  EXPECT_EQ(call("bpf_object__load", {object}), -EPERM);
  EXPECT_EQ(call("bpf_object__prepare", {object}), -EPERM);
  EXPECT_THAT(host_->log.text, HasSubstr("arena 'arena' asks for an address"));
}

TEST_F(KernelLibbpf, TheTemplateOfAMapOfMapsGoesWhenItIsReplacedOrLoaded) {
  std::int64_t object = open("calls.bpf.o");
  std::int64_t inner = call("bpf_map__inner_map", {map(object, "outer")});
  ASSERT_GT(inner, 0);
  ASSERT_EQ(call("map_info", {inner, kOut}), 0);
  EXPECT_EQ(get<waggle_map_info>(kOut).value_size, 8u);
  EXPECT_EQ(call("bpf_map__fd", {inner}), -EOPNOTSUPP);
  EXPECT_EQ(call("bpf_map__set_max_entries", {inner, 2}), -EOPNOTSUPP);
  EXPECT_EQ(call("bpf_object__next_map", {object, inner}), -EOPNOTSUPP);
  const std::int64_t like = call("bpf_map_create", {2, text("like"), 4, 8, 1, 0});
  ASSERT_EQ(call("bpf_map__set_inner_map_fd", {map(object, "outer"), like}), 0);
  EXPECT_EQ(call("map_info", {inner, kOut}), -EINVAL);
  EXPECT_EQ(call("bpf_map__inner_map", {map(object, "outer")}), 0);
  EXPECT_EQ(call("bpf_map__inner_map", {map(object, "table")}), 0);

  object = open("calls.bpf.o");
  inner = call("bpf_map__inner_map", {map(object, "outer")});
  ASSERT_EQ(call("bpf_object__prepare", {object}), 0) << log();
  EXPECT_EQ(call("map_info", {inner, kOut}), -EINVAL);
}

TEST_F(KernelLibbpf, InstructionsShowNoDescriptorOfTheHost) {
  const std::int64_t object = load({"emit"});
  const std::int64_t size = call("bpf_program__insns", {program(object, "emit"), kBuffer, 1 << 15});
  ASSERT_GT(size, 0);
  bool map_seen = false;
  for (std::int64_t at = kBuffer; at < kBuffer + size; at += 8) {
    const bool wide_load_of_map = get<std::uint8_t>(at) == 0x18 && (get<std::uint8_t>(at + 1) >> 4) == 1;
    if (!wide_load_of_map) continue;
    map_seen = true;
    EXPECT_EQ(get<std::int32_t>(at + 4), 0);
  }
  EXPECT_TRUE(map_seen);
}

TEST_F(KernelLibbpf, PinningNeedsItsGrantAndABpfFileSystem) {
  const std::int64_t object = open("calls.bpf.o");
  ASSERT_EQ(call("bpf_map__set_pin_path", {map(object, "table"), text("/sys/fs/bpf/waggle-test")}), 0);
  EXPECT_EQ(given("bpf_map__pin_path", map(object, "table")), "/sys/fs/bpf/waggle-test");
  EXPECT_EQ(call("bpf_object__load", {object}), -EPERM);
  EXPECT_EQ(call("bpf_map__pin", {map(object, "table"), 0}), -EPERM);
  start(policy::Grant::pin);
  const std::int64_t loaded = load({"reached"});
  EXPECT_EQ(call("bpf_map__pin", {map(loaded, "table"), text("/tmp/waggle-pin", kText2)}), -EPERM);
  EXPECT_EQ(call("bpf_map__pin", {map(loaded, "table"), text("/sys/fs/bpf/../../../tmp/x", kText2)}), -EINVAL);
  EXPECT_EQ(call("bpf_map__pin", {map(loaded, "table"), text("relative", kText2)}), -EINVAL);
}

TEST_F(KernelLibbpf, WithoutGrantsNothingIsLoadedOrRead) {
  start({}, policy::Grant::load | policy::Grant::maps | policy::Grant::attach | policy::Grant::events);
  EXPECT_EQ(open("calls.bpf.o"), -EPERM);
  EXPECT_EQ(call("bpf_map_create", {1, 0, 4, 4, 1, 0}), -EPERM);
  EXPECT_EQ(call("bpf_map_freeze", {3}), -EPERM);
  EXPECT_EQ(call("bpf_prog_get_next_id", {0, kOut}), -EPERM);
  EXPECT_EQ(call("wait", {kIn, 1, 0}), -EPERM);
}

}  // namespace
}  // namespace waggle::abi::libbpf
