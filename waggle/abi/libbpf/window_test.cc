// Maps as memory of the guest: what is seen through each kind of window, and what a guest does to one.
#include <poll.h>

#include "waggle/abi/libbpf/calls_test.hh"

namespace waggle::abi::libbpf {
namespace {

using ::testing::HasSubstr;

class KernelLibbpfWindow : public KernelLibbpf {
 protected:
  std::int64_t window(std::int64_t fd, std::int64_t place, std::int64_t pages, std::int64_t part) {
    return call("map_window", {fd, place, pages * kPage, part});
  }

  // A guest may only read here. Every way to write is refused or ends the guest; none harms the host or the kernel.
  void holds_against_stores(std::int64_t place) {
    const auto before = load64(place);
    ASSERT_TRUE(before.ok());
    EXPECT_FALSE(store64(place).ok());
    EXPECT_FALSE(store64(place - 4).ok()) << "across its edge";
    ASSERT_FALSE(host_->store->memory()->spoiled());
    EXPECT_EQ(load64(place).value(), *before);
    // Whatever an import gives: bytes, a structure, an element, a log.
    const std::int64_t object = open("calls.bpf.o");
    EXPECT_EQ(call("bpf_object__name", {object, place, 64}), -EFAULT);
    EXPECT_EQ(call("bpf_object__btf", {object, place - 8, 16}), -EFAULT);
    EXPECT_EQ(call("object_info", {object, place}), -EFAULT);
    EXPECT_EQ(call("map_info", {map(object, "table"), place}), -EFAULT);
    EXPECT_EQ(call("log_drain", {place, 64}), -EFAULT);
    EXPECT_EQ(call("wait", {place, 1, 0}), -EFAULT);
    const std::int64_t table = call("bpf_map_create", {2, text("other"), 4, 8, 1, 0});
    put(kIn, std::uint32_t{0});
    EXPECT_EQ(call("bpf_map_lookup_elem_flags", {table, kIn, place, 0}), -EFAULT);
    EXPECT_EQ(call("bpf_map_get_next_key", {table, 0, place}), -EFAULT);
    EXPECT_EQ(call("bpf_map_lookup_elem_flags", {table, kIn, kOut, 0}), 0);
    EXPECT_EQ(load64(place).value(), *before);
  }
  // memory.fill, .copy and .init run in the engine's own code: the guest is lost, the host is not.
  void ends_by_bulk(std::string_view how, std::int64_t place) {
    static_cast<void>(bulk(how, place));
    EXPECT_TRUE(host_->store->memory()->spoiled());
    EXPECT_EQ(call("libbpf_num_possible_cpus", {}), kEnded);
    ASSERT_TRUE(host_->guest->ending);
    EXPECT_THAT(host_->guest->ending->reason, HasSubstr("kernel memory"));
  }
};

TEST_F(KernelLibbpfWindow, VariablesAreMemorySharedWithThePrograms) {
  const std::int64_t object = load({"reached"});
  const std::int64_t reached = program_fd(object, "reached");
  EXPECT_EQ(window(map_fd(object, ".bss"), kWindow, 1, WAGGLE_WINDOW_VALUES), 0);
  EXPECT_EQ(window(map_fd(object, ".data"), kWindow + kPage, 1, WAGGLE_WINDOW_VALUES), 0);
  EXPECT_EQ(load64(kWindow).value(), 0);
  EXPECT_EQ(run(reached), 7);
  EXPECT_EQ(run(reached), 7);
  EXPECT_EQ(load64(kWindow).value(), 2);
  EXPECT_EQ(load64(kWindow + kPage).value(), 100);
  EXPECT_TRUE(store64(kWindow).ok());
  EXPECT_EQ(hits(object), 1u) << "what the guest stored";
  EXPECT_EQ(call("window_close", {kWindow}), 0);
  EXPECT_EQ(call("window_close", {kWindow}), -EINVAL);
  EXPECT_EQ(load64(kWindow).value(), 0);
  EXPECT_TRUE(store64(kWindow).ok());
  EXPECT_EQ(hits(object), 1u);
}

TEST_F(KernelLibbpfWindow, AWindowOutlivesItsObject) {
  const std::int64_t object = load({"reached"});
  ASSERT_EQ(window(map_fd(object, ".data"), kWindow, 1, WAGGLE_WINDOW_VALUES), 0);
  EXPECT_EQ(call("bpf_object__close", {object}), 0);
  EXPECT_EQ(load64(kWindow).value(), 100);
}

TEST_F(KernelLibbpfWindow, ConstantsAreReadOnlyOnceLoaded) {
  const std::int64_t object = load({"reached"});
  ASSERT_EQ(window(map_fd(object, ".rodata"), kWindow, 1, WAGGLE_WINDOW_VALUES), 1);
  EXPECT_EQ(load64(kWindow).value(), ::getpid());
}

TEST_F(KernelLibbpfWindow, AMapableArrayIsWritable) {
  const std::int64_t object = load({"reached"});
  const std::int64_t mapped = map_fd(object, "mapped");
  ASSERT_EQ(window(mapped, kWindow, 1, WAGGLE_WINDOW_VALUES), 0);
  ASSERT_TRUE(store64(kWindow + 16).ok());
  put(kIn, std::uint32_t{2});
  ASSERT_EQ(call("bpf_map_lookup_elem_flags", {mapped, kIn, kOut, 0}), 0);
  EXPECT_EQ(get<std::uint64_t>(kOut), 1u);
}

TEST_F(KernelLibbpfWindow, ARingIsConsumedInPlace) {
  const std::int64_t object = load({"emit"});
  const std::int64_t ring = map_fd(object, "ring"), emit = program_fd(object, "emit");
  constexpr std::int64_t kProducer = kWindow + kPage, kData = kProducer + kPage;
  ASSERT_EQ(window(ring, kWindow, 1, WAGGLE_WINDOW_CONSUMER), 0);
  ASSERT_EQ(window(ring, kProducer, 3, WAGGLE_WINDOW_PRODUCER), 1);

  put(kIn, pollfd{static_cast<int>(ring), POLLIN, 0});
  EXPECT_EQ(call("wait", {kIn, 1, 0}), 0);
  EXPECT_EQ(run(emit, 42), 0);
  put(kBuffer, pollfd{static_cast<int>(ring), POLLIN, 0});
  EXPECT_EQ(call("wait", {kBuffer, 1, 5000}), 1);
  EXPECT_EQ(get<pollfd>(kBuffer).revents, POLLIN);
  EXPECT_EQ(load64(kProducer).value(), 16);
  EXPECT_EQ(get<std::uint32_t>(kData), 8u) << "the record's length";
  EXPECT_EQ(load64(kData + 8).value(), 42);
  put(kWindow, std::uint64_t{16});
  EXPECT_EQ(call("wait", {kBuffer, 1, 0}), 0) << "everything is consumed";
}

// The page is the guest's own; what it says there harms nobody else.
TEST_F(KernelLibbpfWindow, AConsumerMayBeAnywhere) {
  const std::int64_t object = load({"emit"});
  const std::int64_t ring = map_fd(object, "ring"), emit = program_fd(object, "emit");
  ASSERT_EQ(window(ring, kWindow, 1, WAGGLE_WINDOW_CONSUMER), 0);
  for (const std::uint64_t position : {~std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{3}, std::uint64_t{0}}) {
    put(kWindow, position);
    EXPECT_EQ(run(emit, 1), 0);
    put(kBuffer, pollfd{static_cast<int>(ring), POLLIN, 0});
    EXPECT_GE(call("wait", {kBuffer, 1, 0}), 0);
  }
}

TEST_F(KernelLibbpfWindow, AUserRingIsFilledInPlace) {
  const std::int64_t object = load({"drain"});
  const std::int64_t ring = map_fd(object, "user_ring");
  constexpr std::int64_t kProducer = kWindow + kPage, kData = kProducer + kPage;
  ASSERT_EQ(window(ring, kWindow, 1, WAGGLE_WINDOW_CONSUMER), 1);
  ASSERT_EQ(window(ring, kProducer, 3, WAGGLE_WINDOW_PRODUCER), 0);
  put(kData, std::uint64_t{8});  // length and page offset
  put(kData + 8, std::uint64_t{5});
  put(kProducer, std::uint64_t{16});
  EXPECT_EQ(run(program_fd(object, "drain")), 1);
  EXPECT_EQ(load64(kWindow).value(), 16) << "how far the program has consumed";
  ASSERT_EQ(window(map_fd(object, ".bss"), kWindow + 8 * kPage, 1, WAGGLE_WINDOW_VALUES), 0);
  EXPECT_EQ(load64(kWindow + 8 * kPage + 8).value(), 5);
}

TEST_F(KernelLibbpfWindow, PlacesAndPartsThatDoNotFitAreRefused) {
  const std::int64_t object = load({"emit"});
  const std::int64_t bss = map_fd(object, ".bss"), ring = map_fd(object, "ring"), table = map_fd(object, "table");
  EXPECT_EQ(window(bss, kWindow + 8, 1, WAGGLE_WINDOW_VALUES), -EINVAL);
  EXPECT_EQ(window(bss, kWindow, 2, WAGGLE_WINDOW_VALUES), -EINVAL);
  EXPECT_EQ(window(bss, kWindow, 0, WAGGLE_WINDOW_VALUES), -EINVAL);
  EXPECT_EQ(window(bss, 64 * 65536, 1, WAGGLE_WINDOW_VALUES), -EFAULT);
  EXPECT_EQ(window(bss, 0xfffff000, 1, WAGGLE_WINDOW_VALUES), -EFAULT);
  EXPECT_EQ(window(bss, kWindow, 1, WAGGLE_WINDOW_CONSUMER), -EINVAL);
  EXPECT_EQ(window(bss, kWindow, 1, 3), -EINVAL);
  EXPECT_EQ(window(table, kWindow, 1, WAGGLE_WINDOW_VALUES), -EINVAL) << "a hash cannot be mapped";
  EXPECT_EQ(window(ring, kWindow, 1, WAGGLE_WINDOW_VALUES), -EINVAL);
  EXPECT_EQ(window(0, kWindow, 1, WAGGLE_WINDOW_VALUES), -EBADF);
  ASSERT_EQ(window(bss, kWindow, 1, WAGGLE_WINDOW_VALUES), 0);
  EXPECT_EQ(window(ring, kWindow, 1, WAGGLE_WINDOW_CONSUMER), -EBUSY);
}

TEST_F(KernelLibbpfWindow, RingsThatCannotBeMappedAreCopied) {
  const std::int64_t object = load({"emit"});
  const std::int64_t emit = program_fd(object, "emit");
  const std::int64_t ring = call("ring_copy__new", {map_fd(object, "ring")});
  ASSERT_GT(ring, 0);
  EXPECT_EQ(call("ring_copy__new", {map_fd(object, "table")}), -EINVAL);
  EXPECT_EQ(call("ring_copy__read", {ring, kBuffer, kPage}), 0);
  for (const std::uint64_t value : {1, 2, 3}) EXPECT_EQ(run(emit, value), 0);
  EXPECT_EQ(call("ring_copy__read", {ring, kBuffer, 8}), -ENOBUFS);
  ASSERT_EQ(call("ring_copy__read", {ring, kBuffer, 32}), 32);
  EXPECT_EQ(get<waggle_record>(kBuffer).size, 8u);
  EXPECT_EQ(get<std::uint64_t>(kBuffer + 8), 1u);
  EXPECT_EQ(get<std::uint64_t>(kBuffer + 24), 2u);
  ASSERT_EQ(call("ring_copy__read", {ring, kBuffer, kPage}), 16);
  EXPECT_EQ(get<std::uint64_t>(kBuffer + 8), 3u);
  EXPECT_EQ(call("ring_copy__free", {ring}), 0);
  EXPECT_EQ(call("ring_copy__read", {ring, kBuffer, kPage}), -EINVAL);
}

TEST_F(KernelLibbpfWindow, WaitingEndsByTimeAndNeedsSomethingOpen) {
  const std::int64_t object = load({"emit"});
  put(kIn, pollfd{static_cast<int>(map_fd(object, "ring")), POLLIN, 0});
  EXPECT_EQ(call("wait", {kIn, 1, 1}), 0);
  EXPECT_EQ(call("wait", {kIn, 0, -1}), -EINVAL);
  put(kIn, pollfd{900, POLLIN, 0});
  EXPECT_EQ(call("wait", {kIn, 1, -1}), -EBADF);
}

// Perf buffers.
class KernelLibbpfPerf : public KernelLibbpfWindow {
 protected:
  struct Header {  // perf_event_header, and the length of a raw sample
    std::uint32_t type;
    std::uint16_t misc;
    std::uint16_t size;
    std::uint32_t length;
  };
  static constexpr std::int64_t kHead = 1024, kTail = 1032;  // in perf_event_mmap_page

  void open_buffer() {
    object_ = load({"emit"});
    buffer_ = call("perf_buffer__new", {map_fd(object_, "perf"), 1, 1});
    ASSERT_GT(buffer_, 0) << log();
    rings_ = call("perf_buffer__buffer_cnt", {buffer_});
    ASSERT_GE(rings_, 1);
  }
  std::int64_t place(std::int64_t ring) { return kWindow + 2 * kPage * ring; }
  // The ring that has something behind `seen`.
  std::int64_t ring_with_data(std::int64_t seen = 0) {
    for (std::int64_t ring = 0; ring < rings_; ++ring)
      if (load64(place(ring) + kHead).value() > seen) return ring;
    return -1;
  }

  std::int64_t object_ = 0, buffer_ = 0, rings_ = 0;
};

TEST_F(KernelLibbpfPerf, RingsAreConsumedInPlaceAndPublished) {
  ASSERT_NO_FATAL_FAILURE(open_buffer());
  for (std::int64_t ring = 0; ring < rings_; ++ring) {
    ASSERT_EQ(call("perf_ring", {buffer_, ring, kOut}), 0);
    ASSERT_EQ(get<waggle_perf_ring>(kOut).size, 2 * kPage);
    ASSERT_EQ(call("perf_window", {buffer_, ring, place(ring), 2 * kPage}), 0);
    EXPECT_EQ(call("perf_window", {buffer_, ring, place(ring), 2 * kPage}), -EBUSY);
  }
  EXPECT_EQ(call("perf_ring", {buffer_, rings_, kOut}), -EINVAL);
  const std::int64_t epoll = call("perf_buffer__epoll_fd", {buffer_});
  ASSERT_GE(epoll, 3);
  put(kBuffer, pollfd{static_cast<int>(epoll), POLLIN, 0});
  EXPECT_EQ(call("wait", {kBuffer, 1, 0}), 0);
  EXPECT_EQ(run(program_fd(object_, "emit"), 77), 0);
  EXPECT_EQ(call("wait", {kBuffer, 1, 5000}), 1);
  const std::int64_t ring = ring_with_data();
  ASSERT_GE(ring, 0);
  const std::int64_t head = load64(place(ring) + kHead).value(), data = place(ring) + kPage;
  EXPECT_EQ(get<Header>(data).type, 9u) << "PERF_RECORD_SAMPLE";
  EXPECT_EQ(get<Header>(data).size, head);
  EXPECT_EQ(get<std::uint64_t>(data + 12), 77u);
  EXPECT_EQ(call("perf_publish", {buffer_, ring, head + 8}), -EINVAL) << "ahead of the kernel";
  EXPECT_EQ(call("perf_publish", {buffer_, ring, head}), 0);
  EXPECT_EQ(load64(place(ring) + kTail).value(), head);
  EXPECT_EQ(call("perf_publish", {buffer_, ring, 0}), -EINVAL) << "behind what was published";
}

TEST_F(KernelLibbpfPerf, ARingIsReadOnlyAndGoesWithItsBuffer) {
  ASSERT_NO_FATAL_FAILURE(open_buffer());
  ASSERT_EQ(call("perf_window", {buffer_, 0, kWindow, 2 * kPage}), 0);
  holds_against_stores(kWindow);
  EXPECT_EQ(call("perf_buffer__free", {buffer_}), 0);
  EXPECT_EQ(call("perf_publish", {buffer_, 0, 0}), -EINVAL);
  EXPECT_TRUE(store64(kWindow).ok()) << "ordinary memory again";
  EXPECT_EQ(run(program_fd(object_, "emit"), 1), 0);
  EXPECT_EQ(load64(kWindow).value(), 1);
}

TEST_F(KernelLibbpfPerf, RingsThatCannotBeMappedAreCopied) {
  ASSERT_NO_FATAL_FAILURE(open_buffer());
  const std::int64_t emit = program_fd(object_, "emit");
  for (std::uint64_t value = 0; value < 300; ++value) {
    ASSERT_EQ(run(emit, value), 0);
    std::int64_t taken = 0;
    for (std::int64_t ring = 0; ring < rings_ && taken == 0; ++ring)
      taken = call("perf_read", {buffer_, ring, kBuffer, kPage});
    ASSERT_GT(taken, 0) << value;
    ASSERT_EQ(get<Header>(kBuffer).size, taken);
    ASSERT_EQ(get<std::uint64_t>(kBuffer + 12), value) << "also where the ring wraps";
  }
  EXPECT_EQ(run(emit, 1), 0);
  std::int64_t refused = 0;
  for (std::int64_t ring = 0; ring < rings_; ++ring)
    if (call("perf_read", {buffer_, ring, kBuffer, 8}) == -ENOBUFS) ++refused;
  EXPECT_EQ(refused, 1);
}

TEST_F(KernelLibbpfPerf, RawBuffersOfOtherEventsNeedTheirGrant) {
  object_ = load({"emit"});
  const std::int64_t map = map_fd(object_, "perf");
  struct Attribute {  // the first version of perf_event_attr
    std::uint32_t type, size;
    std::uint64_t config, period, sample_type, read_format, flags;
    std::uint32_t wakeup_events, bp_type;
    std::uint64_t config1;
  };
  static_assert(sizeof(Attribute) == 64);
  Attribute attribute{1, 64, 10, 1, 1024, 0, 0, 1, 0, 0};  // software, BPF output, raw
  put(kIn, attribute);
  put(kOut, std::int32_t{0});
  buffer_ = call("perf_buffer__new_raw", {map, 1, kIn, 64, kOut, 4, kOut, 4});
  ASSERT_GT(buffer_, 0);
  EXPECT_EQ(call("perf_buffer__buffer_cnt", {buffer_}), 1);
  attribute.config = 0;  // the processor's clock
  put(kIn, attribute);
  EXPECT_EQ(call("perf_buffer__new_raw", {map, 1, kIn, 64, kOut, 4, kOut, 4}), -EPERM);
  EXPECT_EQ(call("perf_buffer__new", {map, 3, 1}), -EINVAL) << "no power of two";
  EXPECT_EQ(call("perf_buffer__new", {map, 1 << 20, 1}), -ENOMEM) << "more than a guest may have";
  EXPECT_EQ(call("perf_buffer__new", {map_fd(object_, "table"), 1, 1}), -EINVAL);
}

// Every kind of window that a guest may only read: on which map, of which part, and how far into it.
struct ReadOnly {
  std::string_view name, map;
  std::int64_t part, pages, at;
};

class KernelLibbpfReadOnly : public KernelLibbpfWindow, public ::testing::WithParamInterface<ReadOnly> {
 protected:
  static constexpr std::int64_t kPerf = -1;  // as a part: the ring of a perf buffer

  void SetUp() override {
    KernelLibbpfWindow::SetUp();
    if (IsSkipped()) return;
    const ReadOnly& kind = GetParam();
    const std::int64_t object = load({"emit", "drain"});
    const std::int64_t map = map_fd(object, kind.map);
    if (kind.part != kPerf) {
      ASSERT_EQ(window(map, kWindow, kind.pages, kind.part), 1);
      return;
    }
    const std::int64_t buffer = call("perf_buffer__new", {map, 1, 1});
    ASSERT_GT(buffer, 0) << log();
    ASSERT_EQ(call("perf_window", {buffer, 0, kWindow, kind.pages * kPage}), 0);
  }
  static std::int64_t place() { return kWindow + GetParam().at; }
};

TEST_P(KernelLibbpfReadOnly, HoldsAgainstStores) { holds_against_stores(place()); }
TEST_P(KernelLibbpfReadOnly, EndsByFill) { ends_by_bulk("fill", place()); }
TEST_P(KernelLibbpfReadOnly, EndsByCopy) { ends_by_bulk("copy", place()); }
TEST_P(KernelLibbpfReadOnly, EndsByInit) { ends_by_bulk("init", place()); }

INSTANTIATE_TEST_SUITE_P(Windows, KernelLibbpfReadOnly,
                         ::testing::Values(ReadOnly{"Constants", ".rodata", WAGGLE_WINDOW_VALUES, 1, 0},
                                           ReadOnly{"RingPosition", "ring", WAGGLE_WINDOW_PRODUCER, 3, 0},
                                           ReadOnly{"RingData", "ring", WAGGLE_WINDOW_PRODUCER, 3, 4096},
                                           ReadOnly{"UserRingConsumer", "user_ring", WAGGLE_WINDOW_CONSUMER, 1, 0},
                                           ReadOnly{"PerfPosition", "perf", -1, 2, 0},
                                           ReadOnly{"PerfData", "perf", -1, 2, 4096}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace waggle::abi::libbpf
