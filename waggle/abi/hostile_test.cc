// Hostile calls, made from the import tables: every pointer of every import gets every address
// that a guest could try. The host survives, nothing beyond the guest's memory is touched, and a
// call that fails has written nothing.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "waggle/abi/ewasm/ewasm.hh"
#include "waggle/abi/ewasm/libc.hh"
#include "waggle/abi/libbpf/libbpf.hh"
#include "waggle/abi/linux/linux.hh"
#include "waggle/abi/wasi/wasi.hh"
#include "waggle/abi/wasm_bpf/wasm_bpf.hh"
#include "waggle/base/fd.hh"
#include "waggle/testing/guest.hh"
#include "waggle/testing/kernel_fixture.hh"

namespace waggle::abi {
namespace {

constexpr std::int64_t kMemory = 4 * 65536;  // bytes of the guest's memory
constexpr std::int64_t kWindow = 2 * 65536;  // where a read-only window lies
constexpr std::int64_t kPage = 4096;
constexpr std::int64_t kText = 1024;      // a short string
constexpr std::int64_t kLongText = 8192;  // 6000 characters
constexpr std::int64_t kScratch = 65536;  // ordinary bytes
constexpr std::byte kGuard{'?'};

// Parameters whose place the function writes to.
template <class T>
constexpr bool kGives = false;
template <>
constexpr bool kGives<Out> = true;
template <class T>
constexpr bool kGives<Give<T>> = true;
template <class T>
constexpr bool kGives<OptGive<T>> = true;
template <class T>
constexpr bool kGives<Change<T>> = true;
template <class T>
constexpr bool kGives<Array<T>> = true;

// What a test needs to know of a row.
struct Target {
  std::string_view module;
  std::string_view name;
  std::string type;
  std::vector<Kind> kinds;          // one per parameter
  std::vector<std::size_t> places;  // of each parameter's first slot
  std::vector<bool> gives;          // whether it writes there
  bool ends_guest_on_error;         // its module knows no errors
};

template <class Convention, auto Fn, policy::Grants Needs>
Target target_of(std::string_view module, const Row<Fn, Needs>& row) {
  using S = typename Row<Fn, Needs>::Signature;
  constexpr bool kEnds = requires(Guest& guest, const BoundImport& import, const Error& error) {
    Convention::refuse(guest, import, error);
  };
  Target target{module, row.name, S::type().data(), {}, {}, {}, kEnds};
  [&]<class... A>(std::type_identity<std::tuple<A...>>) {
    (target.kinds.push_back(Type<A>::kKind), ...);
    (target.gives.push_back(kGives<A>), ...);
  }(std::type_identity<typename S::Parameters>{});
  const auto places = S::places();
  target.places.assign(places.begin(), places.end() - 1);
  return target;
}

template <class Convention, class... R>
void add_targets(std::vector<Target>& targets, std::string_view module, const Rows<Convention, R...>& table) {
  std::apply([&](const auto&... row) { (targets.push_back(target_of<Convention>(module, row)), ...); }, table.rows);
}

std::vector<Target> all_targets() {
  std::vector<Target> targets;
  add_targets(targets, "wasm_bpf", wasm_bpf::kRows);
  add_targets(targets, "callback-wrapper", wasm_bpf::kWrapperRows);
  add_targets(targets, "libbpf", libbpf::kRows);
  add_targets(targets, "linux", linux::kRows);
  add_targets(targets, "env", ewasm::kRows);
  add_targets(targets, "env", ewasm::kLibcRows);
  add_targets(targets, "wasi_snapshot_preview1", wasi::kRows);
  return targets;
}

// Ends the guest by design; everything else must answer.
bool ends_guest(const Target& target) {
  return target.name == "proc_exit" || target.name == "proc_raise" || target.name == "exit";
}

// Tells how much of the time is left when it fails with EINTR, or why the kernel refused it.
bool answers_when_it_fails(const Target& target) {
  return target.name == "nanosleep" || target.name == "clock_nanosleep" || target.name == "bpf_prog_load" ||
         target.name == "bpf_btf_load";
}

// What the type of the result and the convention of the module say.
bool failed(const Target& target, std::int64_t answer) {
  if (target.module == "linux" || target.module == "libbpf") return answer < 0;
  if (target.type.ends_with('I')) return answer == 0;  // a handle
  return target.module.starts_with("wasi") ? answer != 0 : answer < 0;
}

// The answer that an address is bad.
std::int64_t bad_address(const Target& target) {
  constexpr std::int64_t kWasiFault = 21;
  if (target.module.starts_with("wasi")) return kWasiFault;
  const bool is_handle = target.module != "linux" && target.module != "libbpf" && target.type.ends_with('I');
  return is_handle ? 0 : -EFAULT;
}

std::vector<std::int64_t> addresses() {
  return {0,
          1,
          3,
          kText,
          kLongText,
          kScratch,
          kScratch + 1,
          kMemory - 8,
          kMemory - 2,
          kMemory - 1,
          kMemory,
          kMemory + 1,
          kWindow,
          kWindow + 1,
          kWindow - 4,
          kWindow + kPage - 1,
          kWindow + 4 * kPage - 4,
          0x7fffffff,
          0x7ffffffc,
          0x80000000,
          0x80000001,
          0xfffffff0,
          0xfffffffc,
          0xfffffffe,
          0xffffffff};
}

std::vector<std::int64_t> lengths() {
  return {0, 1, 64, kPage, kMemory - kScratch, kMemory - kScratch + 1, kMemory, 0x7fffffff, 0x80000000, 0xffffffff};
}

std::string parameters_wat(std::string_view type) {
  std::string text = "(param";
  for (const char c : type.substr(0, type.find(')'))) text += c == 'i' ? " i32" : " i64";
  text += ")";
  if (!type.ends_with(')')) text += type.ends_with('I') ? " (result i64)" : " (result i32)";
  return text;
}

std::string guest_wat(const Target& target) {
  return fmt::format(R"((module (import "{}" "{}" (func $f {})) (export "call" (func $f))
    (memory (export "memory") 4) (table (export "__indirect_function_table") 2 funcref)))",
                     target.module, target.name, parameters_wat(target.type));
}

// Everything is granted that reaches BPF, so that no call is refused before it has looked at its parameters.
policy::Policy generous() {
  policy::Policy policy;
  policy.grants.add(policy::Grant::pin | policy::Grant::inspect | policy::Grant::perf_events);
  return policy;
}

class Hostile : public ::testing::TestWithParam<Target> {
 protected:
  Hostile() : guest_(guest_wat(GetParam()), generous()), kernel_(::memfd_create("window", MFD_CLOEXEC)) {
    EXPECT_EQ(::ftruncate(kernel_.get(), 4 * kPage), 0);
    window_.emplace(
        guest_.store->memory()->open_window(kWindow, {kernel_.get(), 0, 4 * kPage, Protection::read}).value());
    // So that calls which wait, and may have been asked to wait for ever, are interrupted.
    sys::GuestSignals& signals = guest_.stop->signals();
    signals.set_action(SIGFPE, sys::GuestSignals::Action::handle);
    signals.raise(SIGFPE);
    reset();
  }

  void reset() {
    const MutableBytes memory = guest_.memory();
    std::ranges::fill(memory.first(kWindow), kGuard);
    std::ranges::fill(memory.subspan(kWindow + 4 * kPage), kGuard);
    std::memcpy(memory.data() + kText, "word", 5);
    std::memset(memory.data() + kLongText, 'x', 6000);
    before_.assign(memory.begin(), memory.end());
  }

  // Ordinary values for everything that is not under attack.
  std::vector<std::int64_t> ordinary() const {
    const Target& target = GetParam();
    std::vector<std::int64_t> slots(target.type.find(')'), 0);
    for (std::size_t i = 0; i < target.kinds.size(); ++i) {
      const std::size_t at = target.places[i];
      switch (target.kinds[i]) {
        case Kind::string: slots[at] = kText; break;
        case Kind::pointer: slots[at] = kScratch; break;
        case Kind::pointers: slots[at] = kScratch, slots[at + 1] = kScratch + 64; break;
        case Kind::bytes_in:
        case Kind::bytes_out: slots[at] = kScratch, slots[at + 1] = 8; break;
        default: break;
      }
    }
    return slots;
  }

  void attack(const std::vector<std::int64_t>& slots) {
    const Target& target = GetParam();
    const auto answer = guest_.call("call", target.type, slots);
    const std::string what = fmt::format("{}({})", target.name, fmt::join(slots, ", "));
    ++calls_;
    if (target.ends_guest_on_error && !answer.ok()) {
      ASSERT_TRUE(guest_.guest->ending && guest_.guest->ending->kind == Ending::Kind::trap) << what;
      EXPECT_EQ(std::memcmp(guest_.memory().data(), before_.data(), before_.size()), 0) << what << " wrote and trapped";
      guest_.guest->ending.reset();
      return;
    }
    ASSERT_TRUE(answer.ok()) << what << ": " << answer.error().message();
    ASSERT_FALSE(guest_.guest->ending) << what << ": " << guest_.guest->ending->reason;
    ASSERT_FALSE(guest_.store->memory()->spoiled()) << what << " wrote into a read-only window";
    if (std::memcmp(guest_.memory().data(), before_.data(), before_.size()) != 0) {
      EXPECT_FALSE(failed(target, *answer) && !answers_when_it_fails(target))
          << what << " failed with " << *answer << " but wrote into the guest's memory";
      reset();
    }
  }

  // No call shall find an interface that anybody uses.
  const Result<testing::OwnNetns> netns_ = testing::OwnNetns::enter();
  testing::HostedGuest guest_;
  UniqueFd kernel_;
  std::optional<vm::Window> window_;
  ByteVector before_;
  int calls_ = 0;
};

TEST_P(Hostile, PointersAndLengths) {
  const Target& target = GetParam();
  if (ends_guest(target)) return;
  for (std::size_t i = 0; i < target.kinds.size(); ++i) {
    const Kind kind = target.kinds[i];
    if (kind == Kind::number || kind == Kind::handle || kind == Kind::fd || kind == Kind::function) continue;
    const int before = calls_;
    for (const std::int64_t address : addresses()) {
      auto slots = ordinary();
      slots[target.places[i]] = address;
      attack(slots);
      if (kind == Kind::pointers) {
        slots = ordinary();
        slots[target.places[i] + 1] = address;
        attack(slots);
      }
      if (kind != Kind::bytes_in && kind != Kind::bytes_out) continue;
      for (const std::int64_t length : lengths()) {
        slots[target.places[i] + 1] = length;
        attack(slots);
      }
    }
    EXPECT_GE(calls_ - before, 20) << "parameter " << i << " of " << target.name;
  }
}

// Memory that the kernel shares for reading is no place to write to, whatever else the call would have said.
TEST_P(Hostile, NothingIsGivenIntoAReadOnlyWindow) {
  const Target& target = GetParam();
  for (std::size_t i = 0; i < target.kinds.size(); ++i) {
    if (!target.gives[i]) continue;
    for (const std::int64_t address : {kWindow, kWindow + 1, kWindow + 4 * kPage - 1}) {
      auto slots = ordinary();
      slots[target.places[i]] = address;
      const auto answer = guest_.call("call", target.type, slots);
      const std::string what = fmt::format("{}({})", target.name, fmt::join(slots, ", "));
      if (target.ends_guest_on_error) EXPECT_FALSE(answer.ok()) << what;
      else EXPECT_EQ(answer.value(), bad_address(target)) << what;
      guest_.guest->ending.reset();
      ASSERT_FALSE(guest_.store->memory()->spoiled()) << what;
    }
  }
}

TEST_P(Hostile, NumbersHandlesAndDescriptors) {
  const Target& target = GetParam();
  if (ends_guest(target)) return;
  for (std::size_t i = 0; i < target.kinds.size(); ++i) {
    const Kind kind = target.kinds[i];
    if (kind != Kind::number && kind != Kind::handle && kind != Kind::fd && kind != Kind::function) continue;
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{3}, std::int64_t{1023}, std::int64_t{1024},
          std::int64_t{0x7fffffff}, std::int64_t{-0x7fffffff - 1}, std::int64_t{0x7fffffffffffffff},
          std::int64_t{0x100000001}}) {
      auto slots = ordinary();
      slots[target.places[i]] = value;
      // Descriptors 0 to 2 are not open here, so that nothing waits for the terminal.
      attack(slots);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Imports, Hostile, ::testing::ValuesIn(all_targets()), [](const auto& test) {
  std::string name = fmt::format("{}_{}_{}", test.param.module, test.param.name, test.index);
  std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

// Without memory there is nothing to check against: the call ends the guest and says so.
TEST(NoMemory, CallThatNeedsItTraps) {
  testing::HostedGuest guest(R"((module
    (import "wasm_bpf" "wasm_load_bpf_object" (func $f (param i32 i32) (result i64))) (export "call" (func $f))))");
  EXPECT_FALSE(guest.call("call", "ii)I", {0, 8}).ok());
  ASSERT_TRUE(guest.guest->ending);
  EXPECT_THAT(guest.guest->ending->reason, ::testing::HasSubstr("exports no memory"));
}

TEST(Grants, MissingGrantIsEpermAndNamed) {
  policy::Policy policy;
  policy.grants.remove(policy::Grant::load);
  testing::HostedGuest guest(R"((module
    (import "wasm_bpf" "wasm_load_bpf_object" (func $f (param i32 i32) (result i64))) (export "call" (func $f))
    (memory (export "memory") 1)))",
                             policy);
  EXPECT_EQ(guest.call("call", "ii)I", {0, 8}).value(), 0);
  EXPECT_THAT(guest.log.text, ::testing::HasSubstr("refused wasm_bpf.wasm_load_bpf_object"));
  EXPECT_THAT(guest.log.text, ::testing::HasSubstr("load"));
}

TEST(Linkage, UnknownImportLoadsAndTrapsWhenCalled) {
  testing::HostedGuest guest(R"((module
    (import "mystery" "f" (func $f (param i32) (result i32))) (export "call" (func $f))
    (memory (export "memory") 1)))");
  EXPECT_EQ(guest.linkage->unknown(), std::vector<std::string>{"mystery.f"});
  EXPECT_FALSE(guest.call("call", "i)i", {1}).ok());
  EXPECT_THAT(guest.guest->ending->reason, ::testing::HasSubstr("mystery.f"));
}

TEST(Linkage, UnknownLinuxCallAnswersEnosysAndIsNamed) {
  testing::HostedGuest guest(R"((module
    (import "linux" "personality" (func $f (param i64) (result i64))) (export "call" (func $f))
    (memory (export "memory") 1)))");
  EXPECT_TRUE(guest.linkage->unknown().empty());
  EXPECT_EQ(guest.call("call", "I)I", {1}).value(), -ENOSYS);
  EXPECT_FALSE(guest.guest->ending);
  EXPECT_THAT(guest.log.text, ::testing::HasSubstr("linux.personality"));
}

TEST(Linkage, KnownNameOfAnotherTypeIsRefusedWithBothTypes) {
  testing::HostedGuest host("(module)");
  const vm::Import wanted{"wasm_bpf", "wasm_close_bpf_object", vm::ExternKind::function, "i)i"};
  const auto linked = Linkage::link({&wanted, 1}, *host.guest);
  ASSERT_FALSE(linked.ok());
  EXPECT_THAT(linked.error().message(), ::testing::HasSubstr("(i32) -> i32"));
  EXPECT_THAT(linked.error().message(), ::testing::HasSubstr("(i64) -> i32"));
}

TEST(Linkage, ImportThatIsNoFunctionIsRefused) {
  testing::HostedGuest host("(module)");
  const vm::Import wanted{"env", "memory", vm::ExternKind::memory, {}};
  EXPECT_THAT(Linkage::link({&wanted, 1}, *host.guest).error().message(), ::testing::HasSubstr("memory env.memory"));
}

TEST(Trace, OneDecodedLineACall) {
  testing::HostedGuest guest(R"((module
    (import "wasm_bpf" "wasm_attach_bpf_program" (func $f (param i64 i32 i32) (result i32))) (export "call" (func $f))
    (memory (export "memory") 1) (data (i32.const 16) "pro\"g\00")))");
  EXPECT_EQ(guest.call("call", "Iii)i", {7, 16, 0}).value(), -EINVAL);
  EXPECT_EQ(guest.trace, "wasm_bpf.wasm_attach_bpf_program(7, \"pro\\\"g\", NULL) = -Invalid argument\n");
}

}  // namespace
}  // namespace waggle::abi
