// A loaded buffers.bpf.o, whose programs put numbered records into a ring or a perf buffer when they are told to.
#pragma once

#include <gmock/gmock.h>

#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"
#include "waggle/testing/test_object.hh"

namespace waggle::testing {

class BuffersTest : public KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    if (IsSkipped()) return;
    auto loaded = load_object("bpf/buffers.bpf.o");
    ASSERT_THAT(loaded, IsOk());
    object_.emplace(std::move(loaded).value());
  }

  // Lets `program` send `count` records of `size` bytes.
  void produce(std::string_view program, std::uint64_t count, std::uint64_t size = 64, unsigned cpu = 0) {
    const std::array<std::uint64_t, 2> context{count, size};
    ASSERT_THAT(object_->program(program)->run(std::as_bytes(std::span(context)), cpu), IsOk());
  }
  static std::uint64_t number(Bytes record) {
    std::uint64_t value = 0;
    std::memcpy(&value, record.data(), sizeof value);
    return value;
  }
  // The numbers of all records that stand in the buffer.
  template <class Buffer>
  static std::vector<std::uint64_t> drain(Buffer& buffer) {
    std::vector<std::uint64_t> numbers;
    const auto count = buffer.consume([&](Bytes record) { return numbers.push_back(number(record)), 0; });
    EXPECT_THAT(count, IsOk());
    EXPECT_EQ(static_cast<std::size_t>(*count), numbers.size());
    return numbers;
  }

  std::optional<bpf::Object> object_;
};

}  // namespace waggle::testing
