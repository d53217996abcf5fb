// A host import is declared exactly once. The C++ function is the signature; its row adds what
// C++ cannot say: the import's name and the grants it needs. From both come the wasm type, the
// checks of every parameter, the mapping of errors and the trace, all written here once.
//
//   Result<std::int32_t> close_object(Guest&, Handle<BpfObject>);
//   inline constexpr auto kRows = rows<NegativeErrno>(row<close_object>("wasm_close_bpf_object"), ...);
//
// The words of the manual stand in the module's words.cc, which only the generator links.
#pragma once

#include <array>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "waggle/abi/guest.hh"
#include "waggle/abi/types.hh"
#include "waggle/policy/grants.hh"
#include "waggle/vm/store.hh"

namespace waggle::abi {

// What the linker needs of a row at run time.
struct Import {
  std::string_view name;
  const char* type;  // vm::FuncType
  policy::Grants needs;
  vm::Ended (*call)(const vm::HostFunction& self, vm::Slot* slots) noexcept;
};

// What stands behind HostFunction::row.
struct BoundImport {
  std::string_view module;
  std::string_view name;
  policy::Grants needs;
};

// The steps of a call that do not depend on its type.
// Null while the guest may run; asked before and behind a call.
vm::Ended check_end(Guest& guest);
// EPERM, after saying with -v what was refused.
int refuse_grants(Guest& guest, const BoundImport& import);
// Says with -v that a call failed with EPERM: a path or a descriptor that was not granted. A grant that a guest does
// not have by default is named without -v, too, the first time.
void report_refusal(Guest& guest, const BoundImport& import, const Error& error);
void trace_call(Guest& guest, const BoundImport& import, std::string_view arguments, std::string_view result);
void end_with_bug(Guest& guest, const BoundImport& import);

// The result of an import that answers nothing, whatever happens.
struct NoResult {};

// How a module tells its guests of an error. `fail` leaves errno `error` in the result slot. A module whose
// calls need something around them names it Scope; one is made from the Guest for each call. One whose functions know
// no errors (a libc's strlen) has `refuse`, which ends the guest.
struct NegativeErrno {
  // 0 or -errno in an i32; where the result is a handle, 0 says that there is none.
  template <class R>
  static void fail(vm::Slot* slot, int error) {
    if constexpr (std::is_same_v<R, void> || Type<R>::kWasm == "i") slot->i32 = -error;
    else slot->i64 = 0;
  }
};

namespace detail {

template <class T>
struct WasmResult {
  static constexpr std::string_view kWasm = Type<T>::kWasm;
};
template <>
struct WasmResult<void> {
  static constexpr std::string_view kWasm{"i"};  // 0, or the error
};

template <>
struct WasmResult<NoResult> {
  static constexpr std::string_view kWasm{};
};

// Leaves the answer in the result slot.
template <class Convention, class R>
void answer(vm::Slot* slot, const Result<R>& result) {
  if constexpr (std::is_same_v<R, NoResult>) return;
  else if (!result.ok()) Convention::template fail<R>(slot, result.error().code());
  else if constexpr (std::is_void_v<R>) slot->i32 = 0;
  else Type<R>::store(slot, *result);
}

struct NoScope {
  explicit NoScope(Guest&) {}
};
template <class Convention>
struct ScopeOf {
  using Type = NoScope;
};
template <class Convention>
  requires requires { typename Convention::Scope; }
struct ScopeOf<Convention> {
  using Type = typename Convention::Scope;
};

template <class R>
std::string show_answer(const vm::Slot* slot, const Result<R>& result) {
  if (!result.ok()) return "-" + result.error().message();
  if (WasmResult<R>::kWasm.empty()) return {};
  return std::to_string(WasmResult<R>::kWasm == "I" ? slot->i64 : slot->i32);
}

template <class>
struct Signature;

template <class R, class... A>
struct Signature<Result<R> (*)(Guest&, A...)> {
  using Return = R;
  using Parameters = std::tuple<A...>;
  static constexpr std::size_t kSlots = (std::size_t{0} + ... + Type<A>::kWasm.size());

  // Letters of the parameters, ")", letter of the result, NUL.
  static constexpr auto type() {
    std::array<char, kSlots + WasmResult<R>::kWasm.size() + 2> text{};
    std::size_t at = 0;
    const auto put = [&](std::string_view letters) {
      for (const char letter : letters) text[at++] = letter;
    };
    (put(Type<A>::kWasm), ...);
    put(")");
    put(WasmResult<R>::kWasm);
    return text;
  }

  // Where each parameter begins.
  static constexpr auto places() {
    std::array<std::size_t, sizeof...(A) + 1> at{};
    std::size_t i = 0;  // NOLINT(misc-const-correctness): constant only where there are no parameters
    ((at[i + 1] = at[i] + Type<A>::kWasm.size(), ++i), ...);
    return at;
  }
};

template <class T>
void show(std::string& line, const vm::Slot* slot, const T& value) {
  if constexpr (requires { Type<T>::show(line, value); }) Type<T>::show(line, value);
  else Type<T>::show(line, slot);
}

template <auto Fn, class Convention, std::size_t... I>
Result<typename Signature<decltype(Fn)>::Return> run(Guest& guest,
                                                     typename Signature<decltype(Fn)>::Parameters& arguments,
                                                     std::index_sequence<I...>) {
  [[maybe_unused]] const typename ScopeOf<Convention>::Type scope(guest);
  return Fn(guest, std::move(std::get<I>(arguments))...);
}

// Decodes the parameters, calls, and stores the result. Errors come out as the errno.
template <auto Fn, class Convention, std::size_t... I>
void call(Guest& guest, const BoundImport& import, vm::Slot* slots, std::index_sequence<I...> all) {
  using S = Signature<decltype(Fn)>;
  using R = typename S::Return;
  [[maybe_unused]] static constexpr auto kAt = S::places();
  // NOLINTBEGIN(misc-const-correctness): constant only where there are no parameters
  typename S::Parameters arguments{};
  int error = guest.policy.grants.contains(import.needs) ? 0 : refuse_grants(guest, import);
  ((error = error ? error
                  : Type<std::tuple_element_t<I, typename S::Parameters>>::load(guest, slots + kAt[I],
                                                                                std::get<I>(arguments))),
   ...);
  std::string shown;
  // NOLINTEND(misc-const-correctness)
  if (guest.trace) ((shown += I ? ", " : "", show(shown, slots + kAt[I], std::get<I>(arguments))), ...);

  const Result<R> result = error ? Result<R>(Error(error)) : run<Fn, Convention>(guest, arguments, all);
  if (!error && !result.ok() && result.error().code() == EPERM) report_refusal(guest, import, result.error());
  if constexpr (requires { Convention::refuse(guest, import, result.error()); })
    if (!result.ok()) Convention::refuse(guest, import, result.error());
  answer<Convention>(slots, result);
  if (guest.trace) trace_call(guest, import, shown, show_answer(slots, result));
}

template <auto Fn, class Convention>
vm::Ended enter(const vm::HostFunction& self, vm::Slot* slots) noexcept {
  auto& guest = *static_cast<Guest*>(self.guest);
  const auto& import = *static_cast<const BoundImport*>(self.row);
  using S = Signature<decltype(Fn)>;
  if (const vm::Ended ended = check_end(guest)) return ended;
  try {
    call<Fn, Convention>(guest, import, slots, std::make_index_sequence<std::tuple_size_v<typename S::Parameters>>{});
  } catch (const std::bad_alloc&) {
    answer<Convention>(slots, Result<typename S::Return>(Error(ENOMEM)));
  } catch (...) {
    end_with_bug(guest, import);
  }
  return check_end(guest);
}

template <auto Fn>
inline constexpr auto kType = Signature<decltype(Fn)>::type();

}  // namespace detail

// One row: the function with what C++ cannot say of it.
template <auto Fn, policy::Grants Needs>
struct Row {
  using Signature = detail::Signature<decltype(Fn)>;
  static constexpr policy::Grants kNeeds = Needs;
  std::string_view name;

  // "iiiiiI)i"; the freeze of an ABI is a static_assert on this.
  [[nodiscard]] constexpr bool has_type(std::string_view type) const { return type == detail::kType<Fn>.data(); }
};

template <auto Fn, policy::Grants Needs = policy::Grants{}>
constexpr Row<Fn, Needs> row(std::string_view name) {
  return {name};
}

// The rows of a module with its error convention, typed, for the generator and the tests.
template <class Convention, class... R>
struct Rows {
  std::tuple<R...> rows;
};

template <class Convention, class... R>
constexpr Rows<Convention, R...> rows(R... r) {
  return {{r...}};
}

namespace detail {
template <class Convention, auto Fn, policy::Grants Needs>
constexpr Import import_of(const Row<Fn, Needs>& r) {
  return {r.name, kType<Fn>.data(), Needs, enter<Fn, Convention>};
}
}  // namespace detail

// The rows as the linker wants them.
template <class Convention, class... R>
constexpr auto imports(const Rows<Convention, R...>& table) {
  return std::apply([](const auto&... r) { return std::array{detail::import_of<Convention>(r)...}; }, table.rows);
}

}  // namespace waggle::abi
