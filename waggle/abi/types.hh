// The closed set of types that an import's parameters and results may have. Each says which
// wasm values it is made of, how it is checked, how a trace shows it and how the guest's
// languages spell it. A type that is not here does not compile as a parameter.
//
// load() gives a positive errno, 0 for none. Strings and structures are copied before they are
// checked, because a BPF program of the guest may rewrite shared memory during the call; only
// bytes that go straight into a system call stay in place.
#pragma once

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "waggle/abi/guest.hh"
#include "waggle/abi/handles.hh"
#include "waggle/base/bytes.hh"
#include "waggle/vm/value.hh"

namespace waggle::abi {

// A descriptor of the guest's own table: plain, lowest free integers.
struct Fd {
  std::int32_t number;
};
// NUL-terminated text of at most kLongestString bytes, copied.
struct Str {
  std::string text;
};
// The same; 0 means none.
struct OptStr {
  std::optional<std::string> text;
};
// Address and length of text that is not NUL-terminated, copied; as WASI passes paths.
struct Path {
  std::string text;
};
// Address and length, checked; in place.
struct In {
  Bytes bytes;
};
struct Out {
  MutableBytes bytes;
  std::uint32_t address;
};
// Address and length of something large that is parsed; copied.
struct Image {
  ByteVector bytes;
};
// An address whose extent only the function knows. Needs a reason in its row.
struct GuestPtr {
  std::uint64_t address;
};
// The same, from languages that pass it as an i64.
struct GuestPtr64 {
  std::uint64_t address;
};
// An entry of the guest's function table.
struct GuestFunc {
  std::uint32_t index;
};
// Address of a T that the function gives; written by set(), once.
template <class T>
struct Give {
  std::byte* place;
  void set(const T& value) const { std::memcpy(place, &value, sizeof value); }
};
// The same; 0 means that the guest does not want it.
template <class T>
struct OptGive {
  std::byte* place;
  void set(const T& value) const {
    if (place) std::memcpy(place, &value, sizeof value);
  }
};
// Address of a structure that the function takes; copied.
template <class T>
struct Take {
  T value;
};
// The same; 0 means none.
template <class T>
struct OptTake {
  std::optional<T> value;
};
// Address of a structure that the function takes, copied, and gives back, by set().
template <class T>
struct Change {
  T value;
  std::byte* place;
  void set(const T& changed) const { std::memcpy(place, &changed, sizeof changed); }
};
// Address and number of structures that the function reads or writes, each copied.
template <class T>
struct Array {
  std::byte* place;
  std::uint32_t count;
  [[nodiscard]] T get(std::size_t i) const {
    T value;
    std::memcpy(&value, place + i * sizeof value, sizeof value);
    return value;
  }
  void set(std::size_t i, const T& value) const { std::memcpy(place + i * sizeof value, &value, sizeof value); }
};
// Address of bytes to be filled, and address of their number (u32), which says how much room
// there is and is told how much there was to give. The first 0: the guest does not want them.
struct Fill {
  MutableBytes room;
  std::byte* length;
  // Writes as much as fits.
  void set(Bytes bytes) const;
};

inline constexpr std::size_t kLongestString = 4096;
// An ELF image or anything else that is copied whole.
inline constexpr std::size_t kLargestImage = std::size_t{256} << 20;

// One wasm parameter in the languages of the SDKs. Pointers are spelled as 32-bit integers in
// the import itself (an LP64 guest would otherwise import them as i64).
struct Spelling {
  std::string_view c, rust, go;
};
inline constexpr Spelling kI32{"int32_t", "i32", "int32"}, kU32{"uint32_t", "u32", "uint32"},
    kI64{"int64_t", "i64", "int64"}, kU64{"uint64_t", "u64", "uint64"}, kPointer{"waggle_ptr", "u32", "uint32"};

// What a parameter is to those who attack it: tests generate hostile values by kind.
enum class Kind : unsigned char { number, handle, fd, string, bytes_in, bytes_out, pointer, pointers, function };

template <class T>
struct Type;  // no specialisation: not a type an import may have

namespace detail {

// 0, with the value in `out`, or the errno.
template <class T>
int take(Result<T> result, T& out) {
  if (!result.ok()) return result.error().code();
  out = *result;
  return 0;
}
inline std::uint32_t u32(const vm::Slot& slot) { return static_cast<std::uint32_t>(slot.i32); }
int load_string(Guest& guest, std::uint32_t address, std::string& out);
int load_image(Guest& guest, std::uint32_t address, std::uint32_t length, std::size_t most, ByteVector& out);
int load_fill(Guest& guest, std::uint32_t address, std::uint32_t length, Fill& out);
void show_string(std::string& line, std::string_view text);
void show_address(std::string& line, std::uint64_t address);
void show_number(std::string& line, std::int64_t value);

template <class T, char Letter>
struct Number {
  static constexpr std::string_view kWasm{Letter == 'i' ? "i" : "I"};
  static constexpr Kind kKind = Kind::number;
  static int load(Guest&, const vm::Slot* s, T& out) {
    out = static_cast<T>(Letter == 'i' ? s->i32 : s->i64);
    return 0;
  }
  static void store(vm::Slot* s, T value) {
    if constexpr (Letter == 'i') s->i32 = static_cast<std::int32_t>(value);
    else s->i64 = static_cast<std::int64_t>(value);
  }
  static void show(std::string& line, const vm::Slot* s) { show_number(line, Letter == 'i' ? s->i32 : s->i64); }
};

struct Address {
  static constexpr std::string_view kWasm{"i"};
  static constexpr Kind kKind = Kind::pointer;
  static constexpr std::array kSpelling{kPointer};
  static void show(std::string& line, const vm::Slot* s) { show_address(line, u32(*s)); }
};

// Address and length.
struct Extent {
  static constexpr std::string_view kWasm{"ii"};
  static constexpr std::array kSpelling{kPointer, kU32};
  static void show(std::string& line, const vm::Slot* s) {
    show_address(line, u32(s[0]));
    line += ", ";
    show_number(line, u32(s[1]));
  }
};

}  // namespace detail

template <>
struct Type<std::int32_t> : detail::Number<std::int32_t, 'i'> {
  static constexpr std::array kSpelling{kI32};
};
template <>
struct Type<std::uint32_t> : detail::Number<std::uint32_t, 'i'> {
  static constexpr std::array kSpelling{kU32};
};
template <>
struct Type<std::int64_t> : detail::Number<std::int64_t, 'I'> {
  static constexpr std::array kSpelling{kI64};
};
template <>
struct Type<std::uint64_t> : detail::Number<std::uint64_t, 'I'> {
  static constexpr std::array kSpelling{kU64};
};

template <class T>
struct Type<Handle<T>> {
  static constexpr std::string_view kWasm{"I"};
  static constexpr Kind kKind = Kind::handle;
  static constexpr std::array kSpelling{kU64};
  static int load(Guest&, const vm::Slot* s, Handle<T>& out) {
    out.id = static_cast<std::uint64_t>(s->i64);
    return 0;
  }
  static void store(vm::Slot* s, Handle<T> handle) { s->i64 = static_cast<std::int64_t>(handle.id); }
  static void show(std::string& line, const vm::Slot* s) { detail::show_number(line, s->i64); }
};

template <>
struct Type<Fd> : detail::Number<std::int32_t, 'i'> {
  static constexpr Kind kKind = Kind::fd;
  static constexpr std::array kSpelling{kI32};
  static int load(Guest&, const vm::Slot* s, Fd& out) {
    out.number = s->i32;
    return 0;
  }
  static void store(vm::Slot* s, Fd fd) { s->i32 = fd.number; }
};

template <>
struct Type<GuestFunc> : detail::Number<std::uint32_t, 'i'> {
  static constexpr Kind kKind = Kind::function;
  static constexpr std::array kSpelling{kU32};
  static int load(Guest&, const vm::Slot* s, GuestFunc& out) {
    out.index = detail::u32(*s);
    return 0;
  }
};

template <>
struct Type<GuestPtr> : detail::Address {
  static int load(Guest&, const vm::Slot* s, GuestPtr& out) {
    out.address = detail::u32(*s);
    return 0;
  }
};

template <>
struct Type<GuestPtr64> {
  static constexpr std::string_view kWasm{"I"};
  static constexpr Kind kKind = Kind::pointer;
  static constexpr std::array kSpelling{kU64};
  static int load(Guest&, const vm::Slot* s, GuestPtr64& out) {
    out.address = static_cast<std::uint64_t>(s->i64);
    return 0;
  }
  static void show(std::string& line, const vm::Slot* s) {
    detail::show_address(line, static_cast<std::uint64_t>(s->i64));
  }
};

template <>
struct Type<Str> : detail::Address {
  static constexpr Kind kKind = Kind::string;
  static int load(Guest& guest, const vm::Slot* s, Str& out) {
    return detail::load_string(guest, detail::u32(*s), out.text);
  }
  static void show(std::string& line, const Str& value) { detail::show_string(line, value.text); }
};

template <>
struct Type<OptStr> : detail::Address {
  static constexpr Kind kKind = Kind::string;
  static int load(Guest& guest, const vm::Slot* s, OptStr& out) {
    return s->i32 == 0 ? 0 : detail::load_string(guest, detail::u32(*s), out.text.emplace());
  }
  static void show(std::string& line, const OptStr& value) {
    if (value.text) detail::show_string(line, *value.text);
    else line += "NULL";
  }
};

template <>
struct Type<Path> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_in;
  static int load(Guest& guest, const vm::Slot* s, Path& out) {
    if (detail::u32(s[1]) > kLongestString) return ENAMETOOLONG;
    Bytes bytes;
    const int error = detail::take(guest.readable(detail::u32(s[0]), detail::u32(s[1])), bytes);
    out.text = as_text(bytes);
    return error;
  }
  static void show(std::string& line, const Path& value) { detail::show_string(line, value.text); }
};

template <>
struct Type<Image> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_in;
  static int load(Guest& guest, const vm::Slot* s, Image& out) {
    return detail::load_image(guest, detail::u32(s[0]), detail::u32(s[1]), kLargestImage, out.bytes);
  }
};

template <>
struct Type<In> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_in;
  static int load(Guest& guest, const vm::Slot* s, In& out) {
    return detail::take(guest.readable(detail::u32(s[0]), detail::u32(s[1])), out.bytes);
  }
};

template <>
struct Type<Out> : detail::Extent {
  static constexpr Kind kKind = Kind::bytes_out;
  static int load(Guest& guest, const vm::Slot* s, Out& out) {
    out.address = detail::u32(s[0]);
    return detail::take(guest.writable(detail::u32(s[0]), detail::u32(s[1])), out.bytes);
  }
};

template <class T>
struct Type<Give<T>> : detail::Address {
  static_assert(std::is_trivially_copyable_v<T>);
  static int load(Guest& guest, const vm::Slot* s, Give<T>& out) {
    MutableBytes bytes;
    const int error = detail::take(guest.writable(detail::u32(*s), sizeof(T)), bytes);
    out.place = bytes.data();
    return error;
  }
};

template <class T>
struct Type<OptGive<T>> : detail::Address {
  static_assert(std::is_trivially_copyable_v<T>);
  static int load(Guest& guest, const vm::Slot* s, OptGive<T>& out) {
    Give<T> wanted{};
    const int error = s->i32 == 0 ? 0 : Type<Give<T>>::load(guest, s, wanted);
    out.place = wanted.place;
    return error;
  }
};

template <class T>
struct Type<Take<T>> : detail::Address {
  static_assert(std::is_trivially_copyable_v<T>);
  static int load(Guest& guest, const vm::Slot* s, Take<T>& out) {
    Bytes bytes;
    const int error = detail::take(guest.readable(detail::u32(*s), sizeof(T)), bytes);
    if (!error) std::memcpy(&out.value, bytes.data(), sizeof(T));
    return error;
  }
};

template <class T>
struct Type<OptTake<T>> : detail::Address {
  static int load(Guest& guest, const vm::Slot* s, OptTake<T>& out) {
    if (s->i32 == 0) return 0;
    Take<T> given{};
    const int error = Type<Take<T>>::load(guest, s, given);
    out.value = given.value;
    return error;
  }
};

template <class T>
struct Type<Change<T>> : detail::Address {
  static_assert(std::is_trivially_copyable_v<T>);
  static int load(Guest& guest, const vm::Slot* s, Change<T>& out) {
    MutableBytes bytes;
    const int error = detail::take(guest.writable(detail::u32(*s), sizeof(T)), bytes);
    out.place = bytes.data();
    if (!error) std::memcpy(&out.value, bytes.data(), sizeof(T));
    return error;
  }
};

template <class T>
struct Type<Array<T>> : detail::Extent {
  static_assert(std::is_trivially_copyable_v<T>);
  static constexpr Kind kKind = Kind::bytes_out;
  static int load(Guest& guest, const vm::Slot* s, Array<T>& out) {
    MutableBytes bytes;
    const int error =
        detail::take(guest.writable(detail::u32(s[0]), std::uint64_t{detail::u32(s[1])} * sizeof(T)), bytes);
    out = {bytes.data(), detail::u32(s[1])};
    return error;
  }
};

template <>
struct Type<Fill> {
  static constexpr std::string_view kWasm{"ii"};
  static constexpr Kind kKind = Kind::pointers;
  static constexpr std::array kSpelling{kPointer, kPointer};
  static int load(Guest& guest, const vm::Slot* s, Fill& out) {
    return detail::load_fill(guest, detail::u32(s[0]), detail::u32(s[1]), out);
  }
  static void show(std::string& line, const vm::Slot* s) {
    detail::show_address(line, detail::u32(s[0]));
    line += ", ";
    detail::show_address(line, detail::u32(s[1]));
  }
};

}  // namespace waggle::abi
