#include "waggle/loader/tracer.hh"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>

#include "waggle/base/file.hh"
#include "waggle/base/process.hh"
#include "waggle/event/value.hh"
#include "waggle/loader/run.hh"
#include "waggle/testing/fd_ledger.hh"
#include "waggle/testing/kernel_fixture.hh"
#include "waggle/testing/matchers.hh"

namespace waggle::loader {
namespace {

using event::Origin;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FailsSaying;
using ::testing::HasSubstr;
using testing::IsErrno;
using testing::IsOk;

// A log that remembers.
class Lines final : public Log {
 public:
  void write(LogLevel level, std::string_view line) override {
    if (level == LogLevel::warning) warnings.emplace_back(line);
    all.emplace_back(line);
  }
  std::vector<std::string> all, warnings;
};

// An event as its members' values in words.
std::string value_words(const event::Type& type, Bytes bytes, event::Place place) {
  const event::Value value = event::read(type, bytes, place);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  return "?";
}

class Events final : public event::Sink {
 public:
  using Row = std::map<std::string, std::string>;

  Result<void> write(const event::Event& event) override {
    Row& row = rows[event.stream.name].emplace_back();
    sizes[event.stream.name].push_back(event.bytes.size());
    for (const event::Member& member : event.stream.type->members)
      row[member.name] = value_words(*member.type, event.bytes, event::member_place(member, {}));
    return {};
  }
  Result<void> end_interval(event::CutShort cut_short) override { return intervals.push_back(cut_short), flush(); }
  // The only event of a map.
  Row only(const std::string& map) { return rows[map].size() == 1 ? rows[map].front() : Row(); }

  std::map<std::string, std::vector<Row>> rows;
  std::map<std::string, std::vector<std::size_t>> sizes;
  std::vector<event::CutShort> intervals;  // that ended
};

std::string own_pid() { return std::to_string(::getpid()); }

package::Package test_package(const std::string& name) {
  package::Package package;
  package.name = name;
  package.object = read_file(testing::testdata("loader/" + name + ".bpf.o"), 1 << 20).value();
  return package;
}

class KernelTracer : public testing::KernelTest {
 protected:
  Result<void> start(const std::string& name, Options options = {}) { return start(test_package(name), options); }
  Result<void> start(const package::Package& package, Options options) {
    options.arguments.insert(options.arguments.end(), {"--only_pid", own_pid()});
    WAGGLE_TRY(tracer_, Tracer::start(package, options, [this](std::string_view text) { text_ += text; }, log_));
    return {};
  }
  // What the programs of the tests listen to; then everything that was sent is there.
  void knock() {
    static_cast<void>(::getpgid(0));
    ASSERT_THAT(tracer_->consume(events_, 4096), IsOk());
  }
  Origin origin(const std::string& map) const {
    for (const event::Stream* stream : tracer_->streams())
      if (stream->name == map) return stream->origin;
    return Origin::unknown;
  }
  event::TypePtr type(const std::string& map) const {
    for (const event::Stream* stream : tracer_->streams())
      if (stream->name == map) return stream->type;
    return nullptr;
  }

  Lines log_;
  std::string text_;
  std::unique_ptr<Tracer> tracer_;
  Events events_;
};

// The structure is a local variable's: not in BTF, and debug information is stripped.
TEST_F(KernelTracer, ReconstructsAStructureThatNothingDescribes) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(origin("local"), Origin::reconstructed);
  const auto row = events_.only("local");
  EXPECT_EQ(row.at("pid"), own_pid());
  EXPECT_EQ(row.at("number"), "1099511627776");
  EXPECT_EQ(row.at("flags"), "7");
  EXPECT_EQ(row.at("comm"), "loader_test");
  EXPECT_EQ(row.at("result"), "-2");
  EXPECT_EQ(row.size(), 5U);
  EXPECT_EQ(type("local")->size, 40U);  // sizeof(*e)
}

TEST_F(KernelTracer, ReconstructsAnEventOnTheStack) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(origin("stacked"), Origin::reconstructed);
  const auto row = events_.only("stacked");
  EXPECT_EQ(row.at("pid"), own_pid());
  EXPECT_EQ(row.at("result"), "-5");
  EXPECT_EQ(row.at("comm"), "loader_test");
  EXPECT_THAT(events_.sizes["stacked"], ElementsAre(24U));  // without the padding that perf adds
}

TEST_F(KernelTracer, DebugInformationKnowsTheStructure) {
  ASSERT_THAT(start("sends.debug"), IsOk());
  knock();
  EXPECT_EQ(origin("local"), Origin::debug_info);
  EXPECT_EQ(type("local")->name, "struct local_event");
  EXPECT_EQ(events_.only("local").at("result"), "-2");
  EXPECT_EQ(origin("stacked"), Origin::debug_info);
  EXPECT_EQ(events_.only("stacked").at("result"), "-5");
}

TEST_F(KernelTracer, OfTwoStructuresOfOneSizeTakesTheOneWhoseMembersAreWritten) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(origin("named"), Origin::size);
  EXPECT_EQ(type("named")->name, "struct second_kind");
  EXPECT_EQ(events_.only("named").at("delta"), "11");
}

TEST_F(KernelTracer, TakesTheOnlyStructureOfTheSizeThatIsSent) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(origin("sized"), Origin::size);
  EXPECT_EQ(type("sized")->name, "struct sized_event");
  EXPECT_EQ(events_.only("sized").at("last"), "12");
  EXPECT_THAT(log_.all, Contains(HasSubstr("struct sized_event is the only structure that fits the 32 bytes")));
}

TEST_F(KernelTracer, AnEventOfVaryingSizeIsWhatTheMapItLiesInHolds) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(type("varying")->name, "struct scratch_event");
  EXPECT_EQ(events_.only("varying").at("pid"), own_pid());
  EXPECT_EQ(type("scratched")->name, "struct scratch_event");
  EXPECT_EQ(events_.only("scratched").at("pid"), own_pid());
}

TEST_F(KernelTracer, OneBufferMayCarryEventsOfSeveralSizes) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  const auto& rows = events_.rows["mixed"];
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].at("result"), "3");
  EXPECT_EQ(rows[1].at("last"), "4");
}

TEST_F(KernelTracer, ATagOnTheMapNamesTheType) {
  ASSERT_THAT(start("sends"), IsOk());
  knock();
  EXPECT_EQ(origin("tagged"), Origin::tag);
  EXPECT_EQ(events_.only("tagged").at("pid"), own_pid());
  EXPECT_EQ(origin("silent"), Origin::unknown);
}

TEST_F(KernelTracer, TheUserNamesTheType) {
  ASSERT_THAT(start("sends", {.types = {"named=struct first_kind"}}), IsOk());
  knock();
  EXPECT_EQ(origin("named"), Origin::option);
  EXPECT_EQ(events_.only("named").at("beta"), "11");
  EXPECT_THAT(start("sends", {.types = {"named=struct none"}}), FailsSaying("the object's BTF has no 'struct none'"));
  EXPECT_THAT(start("sends", {.types = {"none=struct first_kind"}}), FailsSaying("the object has no map 'none'"));
}

TEST_F(KernelTracer, ThePackageNamesTheType) {
  package::Package package = test_package("sends");
  package.export_types.push_back({"sized_event", 32, std::nullopt});
  ASSERT_THAT(start(package, {}), IsOk());
  EXPECT_EQ(origin("sized"), Origin::metadata);
  package.export_types.front().size = 31;
  EXPECT_THAT(start(package, {}), FailsSaying("struct sized_event has 31 bytes, its object 32"));
}

TEST_F(KernelTracer, VariablesReachTheProgram) {
  ASSERT_THAT(start("globals", {.arguments = {"--enabled", "--medium", "-300", "--settings.inner.port", "80", "--name",
                                              "root", "--mode", "MODE_READ", "--counter", "6", "--list", "0,0,40"}}),
              IsOk());
  knock();
  const auto row = events_.only("events");
  EXPECT_EQ(row.at("enabled"), "1");
  EXPECT_EQ(row.at("medium"), std::to_string(static_cast<std::uint32_t>(-300)));  // its sign is not in the instructions
  EXPECT_EQ(row.at("port"), "80");
  EXPECT_EQ(row.at("mode"), "4");
  EXPECT_EQ(row.at("counter"), "6");
  EXPECT_EQ(row.at("third"), "40");
}

TEST_F(KernelTracer, OneRefusedProgramDoesNotStopTheOthers) {
  ASSERT_THAT(start("refused"), IsOk());
  EXPECT_THAT(log_.warnings, Contains(HasSubstr("the verifier refused program 'bad'")));
  EXPECT_THAT(log_.warnings, Contains(HasSubstr("program 'nowhere' is not attached")));
  EXPECT_EQ(tracer_->attached(), 1U);
  knock();
  EXPECT_EQ(events_.rows["events"].size(), 1U);
}

TEST_F(KernelTracer, TheOlderTwinTakesThePlaceOfARefusedOne) {
  ASSERT_THAT(start("twin_refused"), IsOk());
  EXPECT_THAT(log_.warnings, Contains(HasSubstr("the verifier refused program 'newer'")));
  EXPECT_THAT(log_.all, Contains(HasSubstr("program 'older' takes the place of 'newer'")));
  EXPECT_EQ(tracer_->attached(), 1U);
  knock();
  EXPECT_FALSE(events_.rows["events"].empty());
}

TEST_F(KernelTracer, OnlyACgroupIsSeen) {
  auto cgroup = testing::OwnCgroup::enter();
  if (!cgroup.ok()) GTEST_SKIP() << "needs root for a cgroup: " << cgroup.error().message();
  const std::string other = cgroup->path() + "/other";
  ASSERT_EQ(::mkdir(other.c_str(), 0755), 0);
  for (const char* object : {"cgroup", "cgroup_id"}) {  // a map of cgroups; a cgroup's id
    events_.rows.clear();
    ASSERT_THAT(start(object, {.cgroup = other}), IsOk());
    knock();
    EXPECT_EQ(events_.rows["events"].size(), 0U) << object;
    ASSERT_THAT(start(object, {.cgroup = cgroup->path()}), IsOk());
    knock();
    EXPECT_EQ(events_.rows["events"].size(), 1U) << object;
  }
  EXPECT_THAT(start("cgroup", {.cgroup = "/no/such"}), FailsSaying("--cgroup"));
  EXPECT_THAT(start("cgroup", {.cgroup = "/proc"}), FailsSaying("--cgroup: this folder is no cgroup of version 2"));
  EXPECT_THAT(start("sends", {.cgroup = other}), FailsSaying("the program has no variable for it"));
  EXPECT_EQ(::rmdir(other.c_str()), 0);
}

TEST_F(KernelTracer, WhatStandsInBuffersCanBeReadAfterDetaching) {
  ASSERT_THAT(start("sends"), IsOk());
  static_cast<void>(::getpgid(0));
  tracer_->detach();
  static_cast<void>(::getpgid(0));
  ASSERT_THAT(tracer_->consume(events_, 4096), IsOk());
  EXPECT_EQ(events_.rows["local"].size(), 1U);
}

TEST_F(KernelTracer, StrictMakesARefusalAnError) {
  EXPECT_THAT(start("refused", {.strict = true}), FailsSaying("the verifier refused program 'bad'"));
  EXPECT_THAT(start("refused", {.attach = {"bad=none"}, .strict = true}), FailsSaying("names no target"));
  EXPECT_THAT(start("refused", {.attach = {"bad=none", "nowhere=none"}, .strict = true}), IsOk());
}

TEST_F(KernelTracer, AttachesWhereTheUserSays) {
  const auto netns = testing::OwnNetns::enter();
  if (!netns.ok()) GTEST_SKIP() << "needs CAP_SYS_ADMIN for a network namespace";
  ASSERT_THAT(start("refused", {.attach = {"bad=none", "nowhere=lo:ingress"}, .strict = true}), IsOk());
  EXPECT_EQ(tracer_->attached(), 2U);
  EXPECT_THAT(start("refused", {.attach = {"nowere=lo:ingress"}}), FailsSaying("did you mean 'nowhere'?"));
  EXPECT_THAT(start("refused", {.attach = {"nowhere=lo:sideways"}}), IsErrno(EINVAL));
  tracer_.reset();  // before the namespace
}

TEST_F(KernelTracer, MapsAreFilledBeforeAnythingIsAttached) {
  ASSERT_THAT(start("refused", {.map_values = {"wanted.7=42"}}), IsOk());
  knock();
  EXPECT_THAT(log_.all, Contains(HasSubstr("events of 'events'")));
  EXPECT_EQ(events_.rows["events"].size(), 1U);
  std::uint64_t value = 0;
  const std::uint32_t key = 7;
  const bpf::Map* const map = tracer_->object().map("wanted");
  ASSERT_THAT(map->lookup(std::as_bytes(std::span(&key, 1)), std::as_writable_bytes(std::span(&value, 1))), IsOk());
  EXPECT_EQ(value, 42U);
  EXPECT_THAT(start("refused", {.map_values = {"wantd.7=42"}}), FailsSaying("did you mean 'wanted'?"));
  EXPECT_THAT(start("refused", {.map_values = {"wanted.x=42"}}), FailsSaying("--map wanted.x=42: key: 'x' is no"));
  EXPECT_THAT(start("refused", {.map_values = {"wanted"}}), FailsSaying("takes NAME.KEY=VALUE"));
  EXPECT_THAT(start("refused", {.map_values = {"events.0=1"}}), FailsSaying("kind ringbuf has no keys and values"));
  std::vector<std::string> too_many;
  for (int i = 0; i < 9; ++i) too_many.push_back("wanted." + std::to_string(i) + "=1");
  EXPECT_THAT(start("refused", {.map_values = too_many}),
              FailsSaying("--map wanted.8=1: the map has no room for it: it holds 8"));
}

TEST_F(KernelTracer, SizesOfMapsAreTheUsers) {
  ASSERT_THAT(start("refused", {.map_sizes = {"wanted=100", "events=64K"}}), IsOk());
  EXPECT_EQ(tracer_->object().map("wanted")->info().max_entries, 100U);
  EXPECT_EQ(tracer_->object().map("events")->info().max_entries, 65536U);
  EXPECT_THAT(start("refused", {.map_sizes = {"other=1"}}), FailsSaying("the object has no map 'other'"));
  ASSERT_THAT(start("sends", {.perf_pages = 2}), IsOk());
  EXPECT_THAT(start("sends", {.perf_pages = 3}), IsErrno(EINVAL));
}

TEST_F(KernelTracer, ACounterOfTheProgramTellsWhatRingsLose) {
  ASSERT_THAT(start("refused", {.lost = {"dropped"}}), IsOk());
  for (int i = 0; i < 1000; ++i) static_cast<void>(::getpgid(0));  // more than 4096 bytes hold
  ASSERT_THAT(tracer_->consume(events_, 4096), IsOk());
  const auto losses = tracer_->losses();
  ASSERT_THAT(losses, IsOk());
  ASSERT_EQ(losses->size(), 1U);
  EXPECT_EQ(events_.rows["events"].size() + losses->front().count.value_or(0), 1000U);
  EXPECT_GT(losses->front().fullest, 4096U - 64);
  EXPECT_THAT(start("refused", {.lost = {"found"}}), FailsSaying("--lost: the program has no counter 'found'"));
}

// A tracer that prints is started first, so that its line stands before the one that is waited for.
class KernelPrinting : public KernelTracer {
 protected:
  Result<void> start_other(const std::string& name) {
    WAGGLE_TRY(
        other_,
        Tracer::start(test_package(name), {.arguments = {"--only_pid", own_pid()}}, [](std::string_view) {}, log_));
    return {};
  }
  bool has_line(const std::string& line) const {
    return std::ranges::any_of(events_.rows.at("printk"),
                               [&](const Events::Row& row) { return row.at("text") == line; });
  }
  // The trace pipe shows a line once the page it is on is seen by its reader.
  void wait_for(const std::string& line) {
    events_.rows["printk"];
    static_cast<void>(::getpgid(0));
    while (!has_line(line)) {
      pollfd pipe{.fd = tracer_->descriptors().back(), .events = POLLIN, .revents = 0};
      ASSERT_EQ(::poll(&pipe, 1, 10'000), 1);
      ASSERT_THAT(tracer_->consume(events_, 4096), IsOk());
    }
  }

  std::unique_ptr<Tracer> other_;
};

TEST_F(KernelPrinting, LinesAreEvents) {
  ASSERT_THAT(start_other("printing"), IsOk());
  ASSERT_THAT(start("refused", {.printk = true}), IsOk());
  wait_for("good " + own_pid());
  EXPECT_FALSE(has_line("someone else's " + own_pid()));
}

TEST_F(KernelPrinting, AllLinesAreShownWhereFormatsAreOnTheStack) {
  ASSERT_THAT(start_other("printing"), IsOk());
  ASSERT_THAT(start("printing_stacked", {.printk = true}), IsOk());
  EXPECT_THAT(log_.all, Contains(HasSubstr("--printk shows the lines of all programs")));
  wait_for("stacked " + own_pid());
  EXPECT_TRUE(has_line("someone else's " + own_pid()));
}

// Text that a test looks at.
class Drawing final : public event::Output {
 public:
  Result<void> write(std::string_view more) override { return text += more, Result<void>(); }
  std::string text;
};

package::Map sampled(std::string name, package::SampleKind kind, bool clear) {
  package::Map map;
  map.name = std::move(name);
  map.sample = package::Sample{std::chrono::milliseconds(10), kind, "usecs", clear};
  return map;
}

TEST_F(KernelTracer, SampledMapsAreDrawnOrListed) {
  package::Package package = test_package("refused");
  package.maps.push_back(sampled("histograms", package::SampleKind::log2_histogram, false));
  package.maps.push_back(sampled("counts", package::SampleKind::key_value, true));
  ASSERT_THAT(start(package, {}), IsOk());
  knock();
  Drawing drawing;
  const auto end = Samples::Clock::time_point::max();
  ASSERT_THAT(tracer_->samples().show_all(end, {events_, &drawing}), IsOk());
  EXPECT_THAT(drawing.text, HasSubstr("key =  7\ncomm = someone\n"));
  EXPECT_THAT(drawing.text, HasSubstr("usecs"));
  EXPECT_THAT(drawing.text, HasSubstr("2 -> 3          : 3"));
  EXPECT_EQ(events_.only("counts").at("value"), "1");  // the sum over the processors
  ASSERT_THAT(tracer_->samples().show_all(end, {events_, nullptr}), IsOk());
  EXPECT_EQ(events_.rows["counts"].size(), 1U);      // it was emptied
  EXPECT_EQ(events_.rows["histograms"].size(), 1U);  // not drawn, so listed
}

TEST_F(KernelTracer, ASampledMapThatIsNotThereIsAnError) {
  package::Package package = test_package("refused");
  package.maps.push_back(sampled("none", package::SampleKind::key_value, false));
  EXPECT_THAT(start(package, {}), FailsSaying("map 'none' is to be sampled, but the object does not have it"));
  EXPECT_THAT(start("refused", {.samples = {"events"}}),
              FailsSaying("map 'events' is to be sampled, but has no elements"));
}

TEST_F(KernelTracer, RunsUntilItIsToldToStop) {
  ASSERT_THAT(start("sends"), IsOk());
  const UniqueFd stop(::eventfd(1, EFD_CLOEXEC));
  static_cast<void>(::getpgid(0));
  const auto ending = run(*tracer_, events_, {.stop = stop.get()});
  ASSERT_THAT(ending, IsOk());
  EXPECT_EQ(*ending, Ending::stopped);
  EXPECT_EQ(events_.rows["local"].size(), 1U);  // what stood there was given out
}

TEST_F(KernelTracer, RunsUntilEnoughCame) {
  ASSERT_THAT(start("sends"), IsOk());
  static_cast<void>(::getpgid(0));
  const auto ending = run(*tracer_, events_, {.enough = [this] { return !events_.rows["local"].empty(); }});
  ASSERT_THAT(ending, IsOk());
  EXPECT_EQ(*ending, Ending::enough);
}

TEST_F(KernelTracer, RunsForItsTime) {
  ASSERT_THAT(start("sends"), IsOk());
  const auto ending = run(*tracer_, events_, {.duration = std::chrono::milliseconds(1)});
  ASSERT_THAT(ending, IsOk());
  EXPECT_EQ(*ending, Ending::duration);
}

TEST_F(KernelTracer, AnIntervalThatIsCutShortSaysSo) {
  ASSERT_THAT(start("sends"), IsOk());
  const UniqueFd stop(::eventfd(1, EFD_CLOEXEC));
  ASSERT_THAT(run(*tracer_, events_, {.stop = stop.get(), .interval = std::chrono::hours(1)}), IsOk());
  ASSERT_EQ(events_.intervals.size(), 1U);
  ASSERT_TRUE(events_.intervals.front());
  EXPECT_LT(*events_.intervals.front(), std::chrono::hours(1));
}

TEST_F(KernelTracer, AnIntervalThatEndsWithTheRunIsWhole) {
  ASSERT_THAT(start("sends"), IsOk());
  constexpr std::chrono::milliseconds kTime(1);
  ASSERT_THAT(run(*tracer_, events_, {.duration = kTime, .interval = kTime}), IsOk());
  EXPECT_THAT(events_.intervals, ::testing::ElementsAre(std::nullopt));
}

TEST_F(KernelTracer, MapsThatAreEmptiedSayHowLongTheyCounted) {
  package::Package package = test_package("refused");
  package.maps.push_back(sampled("histograms", package::SampleKind::log2_histogram, true));
  ASSERT_THAT(start(package, {.sample_interval = std::chrono::hours(1)}), IsOk());
  knock();
  Drawing drawing;
  const auto begin = Samples::Clock::now();
  tracer_->samples().begin(begin);
  ASSERT_THAT(tracer_->samples().show_all(begin + std::chrono::seconds(3), {events_, &drawing}), IsOk());
  EXPECT_THAT(drawing.text, HasSubstr("# in 3000 ms\nkey =  7\n"));
}

TEST_F(KernelTracer, LeavesNothingBehind) {
  const auto before = testing::open_fds();
  ASSERT_THAT(start("sends", {.printk = true}), IsOk());
  tracer_.reset();
  EXPECT_EQ(testing::open_fds(), before);
}

TEST_F(KernelTracer, WhatIsDeniedIsNotDone) {
  Options options;
  options.policy.grants.remove(policy::Grant::attach);
  EXPECT_THAT(start("sends", options), IsErrno(EPERM));
  options = {};
  options.policy.grants.remove(policy::Grant::load);
  EXPECT_THAT(start("sends", options), IsErrno(EPERM));
}

}  // namespace
}  // namespace waggle::loader
