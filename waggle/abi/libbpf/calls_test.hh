// A guest that makes every call of the module by its name, for the tests of the module.
#pragma once

#include <gmock/gmock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/base/file.hh"
#include "waggle/testing/calling_guest.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::abi::libbpf {

// What a guest does by itself: loads, stores, and the bulk operations, which run in the engine's own code.
inline constexpr std::string_view kOwnFunctions = R"(
  (data $bytes "........")
  (func (export "load") (param i32) (result i64) (i64.load (local.get 0)))
  (func (export "store") (param i32 i64) (result i32) (i64.store (local.get 0) (local.get 1)) (i32.const 0))
  (func (export "fill") (param i32) (result i32)
    (memory.fill (local.get 0) (i32.const 1) (i32.const 8)) (i32.const 0))
  (func (export "copy") (param i32) (result i32)
    (memory.copy (local.get 0) (i32.const 64) (i32.const 8)) (i32.const 0))
  (func (export "init") (param i32) (result i32)
    (memory.init $bytes (local.get 0) (i32.const 0) (i32.const 8)) (i32.const 0)))";

class KernelLibbpf : public testing::KernelTest, protected testing::CallingGuest {
 protected:
  // Places in the guest's memory of 64 pages of wasm, 1024 of the kernel.
  static constexpr std::int64_t kPage = 4096, kText2 = 2 * kPage, kIn = 3 * kPage, kOut = 4 * kPage, kOut2 = 5 * kPage,
                                kBuffer = 8 * kPage, kImage = 64 * kPage, kWindow = 512 * kPage;

  void SetUp() override {
    KernelTest::SetUp();
    start({});
  }

  void start(policy::Grants also, policy::Grants without = {}) {
    policy::Policy policy;
    policy.grants.add(also);
    policy.grants.remove(without);
    begin("libbpf", imports(), policy, 64, kOwnFunctions);
  }

  // Up to its NUL.
  std::string text_at(std::int64_t address) { return reinterpret_cast<const char*>(host_->memory().data() + address); }
  // What (handle, address, length) gives as text.
  std::string given(std::string_view name, std::int64_t handle) {
    EXPECT_GT(call(name, {handle, kOut, kPage}), 0) << name;
    return text_at(kOut);
  }

  // An object of testdata, opened and not loaded.
  std::int64_t open(const std::string& name) {
    const ByteVector elf = read_file(testing::testdata("libbpf/" + name), 1 << 20).value();
    std::ranges::copy(elf, host_->memory().begin() + kImage);
    return call("bpf_object__open_mem", {kImage, static_cast<std::int64_t>(elf.size()), 0, 0, 0, 0, 0, 0, 0, 0});
  }
  // ... with only these programs, for this process, and loaded.
  std::int64_t load(const std::vector<std::string>& programs) {
    const std::int64_t object = open("calls.bpf.o");
    EXPECT_GT(object, 0);
    for (std::int64_t p = 0; (p = call("bpf_object__next_program", {object, p})) > 0;) {
      const std::string name = given("bpf_program__name", p);
      const bool wanted = std::ranges::find(programs, name) != programs.end();
      EXPECT_EQ(call("bpf_program__set_autoload", {p, wanted ? 1 : 0}), 0);
    }
    set_constants(object);
    EXPECT_EQ(call("bpf_object__load", {object}), 0) << log();
    return object;
  }
  struct Constants {
    std::uint32_t tgid;
    std::uint32_t unused;
    std::uint64_t step;
  };
  void set_constants(std::int64_t object) {
    // Behind the program's own constants stand its texts.
    const std::int64_t rodata = map(object, ".rodata");
    const std::int64_t size = call("bpf_map__initial_value", {rodata, kIn, kPage});
    EXPECT_GE(size, static_cast<std::int64_t>(sizeof(Constants)));
    put(kIn, Constants{static_cast<std::uint32_t>(::getpid()), 0, 1});
    EXPECT_EQ(call("bpf_map__set_initial_value", {rodata, kIn, size}), 0);
  }

  std::int64_t map(std::int64_t object, std::string_view name) {
    return call("bpf_object__find_map_by_name", {object, text(name)});
  }
  std::int64_t map_fd(std::int64_t object, std::string_view name) { return call("bpf_map__fd", {map(object, name)}); }
  std::int64_t program(std::int64_t object, std::string_view name) {
    return call("bpf_object__find_program_by_name", {object, text(name)});
  }
  std::int64_t program_fd(std::int64_t object, std::string_view name) {
    return call("bpf_program__fd", {program(object, name)});
  }

  // Runs a raw tracepoint's program with one word of context; what it returned.
  std::int64_t run(std::int64_t program_fd, std::uint64_t word = 0) {
    put(kIn, word);
    put(kOut, waggle_test_run{});
    const std::int64_t answer = call("bpf_prog_test_run_opts", {program_fd, kOut, 0, 0, 0, 0, kIn, 8, 0, 0});
    return answer < 0 ? answer : get<waggle_test_run>(kOut).retval;
  }
  // The variables in .bss: hits, taken; libbpf lays them out in this order.
  std::uint64_t hits(std::int64_t object) {
    const std::int64_t fd = map_fd(object, ".bss");
    put(kIn, std::uint32_t{0});
    EXPECT_EQ(call("bpf_map_lookup_elem_flags", {fd, kIn, kOut, 0}), 0);
    return get<std::uint64_t>(kOut);
  }

  // Everything that was printed.
  std::string log() {
    std::string all;
    std::int64_t n;
    while ((n = call("log_drain", {kBuffer, kPage})) > 0)
      all += as_text(host_->memory().subspan(kBuffer, static_cast<std::size_t>(n)));
    return all;
  }

  // The guest's own doing: what it returns, or that it trapped.
  Result<std::int64_t> load64(std::int64_t address) { return host_->call("load", "i)I", {address}); }
  Result<std::int64_t> store64(std::int64_t address) { return host_->call("store", "iI)i", {address, 1}); }
  Result<std::int64_t> bulk(std::string_view how, std::int64_t address) { return host_->call(how, "i)i", {address}); }
};

}  // namespace waggle::abi::libbpf
