#include "waggle/abi/ewasm/printf.hh"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstring>

#include "waggle/vm/memory.hh"

namespace waggle::abi::ewasm {
namespace {

constexpr std::size_t kMost = std::size_t{16} << 20;

// One conversion: "%-08.3lx".
struct Conversion {
  std::string flags;
  int width = 0, precision = -1;
  bool wide = false;  // its integer has 64 bits
  int narrow = 0;     // its integer is cut to so many bits
  char letter = 0;
};

class Printer {
 public:
  Printer(const vm::Memory& memory, std::string_view format, std::uint32_t arguments)
      : memory_(memory), rest_(format), next_(arguments) {}

  Result<std::string> print() {
    while (!rest_.empty()) {
      const std::size_t plain = std::min(rest_.find('%'), rest_.size());
      out_ += rest_.substr(0, plain);
      rest_.remove_prefix(plain);
      if (!rest_.empty()) WAGGLE_CHECK(convert());
      if (out_.size() > kMost) return Error(EOVERFLOW);
    }
    return std::move(out_);
  }

 private:
  template <class T>
  Result<T> take() {
    next_ = (next_ + sizeof(T) - 1) / sizeof(T) * sizeof(T);
    WAGGLE_TRY(const Bytes bytes, memory_.readable(next_, sizeof(T)));
    next_ += sizeof(T);
    T value;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  bool accept(char letter) {
    if (rest_.empty() || rest_.front() != letter) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // A number that stands in the format, or is an argument ('*').
  Result<int> number() {
    if (accept('*')) return take<std::int32_t>();
    int value = 0;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value = value * 10 + (rest_.front() - '0');
      if (value > static_cast<int>(kMost)) return Error(EOVERFLOW);
      rest_.remove_prefix(1);
    }
    return value;
  }

  void read_length(Conversion& c) {
    if (accept('h')) c.narrow = accept('h') ? 8 : 16;
    else if (accept('l')) c.wide = accept('l');  // a long has 32 bits
    else if (accept('j') || accept('q')) c.wide = true;
    else static_cast<void>(accept('z') || accept('t'));
  }

  Result<Conversion> parse() {
    const std::string_view whole = rest_;
    rest_.remove_prefix(1);
    Conversion c;
    while (!rest_.empty() && std::string_view("-+ #0").find(rest_.front()) != std::string_view::npos) {
      c.flags += rest_.front();
      rest_.remove_prefix(1);
    }
    WAGGLE_TRY(c.width, number());
    if (c.width < 0) c.flags += '-', c.width = c.width == INT32_MIN ? 0 : -c.width;
    if (c.width > static_cast<int>(kMost)) return Error(EOVERFLOW);
    if (accept('.')) {
      WAGGLE_TRY(c.precision, number());
    }
    if (c.precision > static_cast<int>(kMost)) return Error(EOVERFLOW);
    read_length(c);
    if (rest_.empty() || std::string_view("diuoxXcspfFeEgGaA%").find(rest_.front()) == std::string_view::npos)
      return Error(ENOTSUP, fmt::format("its format has the conversion '{}', which it does not know",
                                        whole.substr(0, whole.size() - rest_.size() + (rest_.empty() ? 0 : 1))));
    c.letter = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  Result<void> convert() {
    WAGGLE_TRY(const Conversion c, parse());
    switch (c.letter) {
      case '%': out_ += '%'; return {};
      case 's': return text(c);
      case 'c': return character(c);
      case 'd':
      case 'i': return integer(c);
      case 'u':
      case 'o':
      case 'x':
      case 'X': return integer(c);
      case 'p': return address(c);
      default: return real(c);
    }
  }

  void pad(const Conversion& c, std::string_view body) {
    const auto width = static_cast<std::size_t>(c.width);
    const std::size_t blanks = width > body.size() ? width - body.size() : 0;
    const bool left = c.flags.find('-') != std::string::npos;
    if (!left) out_.append(blanks, ' ');
    out_ += body;
    if (left) out_.append(blanks, ' ');
  }

  Result<void> text(const Conversion& c) {
    WAGGLE_TRY(const std::uint32_t at, take<std::uint32_t>());
    std::string_view body = "(null)";
    if (at != 0 && c.precision >= 0) {
      // No NUL is needed where the precision ends it.
      const std::uint64_t room = at <= memory_.size() ? memory_.size() - at : 0;
      WAGGLE_TRY(const Bytes bytes, memory_.readable(at, std::min<std::uint64_t>(room, c.precision)));
      body = as_text(bytes);
      const std::size_t end = body.find('\0');
      if (end == body.npos && body.size() < static_cast<std::size_t>(c.precision)) return Error(EFAULT);
      body = body.substr(0, end);
    } else if (at != 0) {
      WAGGLE_TRY(body, c_string(memory_, at));
    }
    pad(c, body);
    return {};
  }
  Result<void> character(const Conversion& c) {
    WAGGLE_TRY(const std::int32_t value, take<std::int32_t>());
    const char letter = static_cast<char>(value);
    pad(c, {&letter, 1});
    return {};
  }
  Result<void> address(const Conversion& c) {
    WAGGLE_TRY(const std::uint32_t value, take<std::uint32_t>());
    pad(c, fmt::format("{:#x}", value));
    return {};
  }

  // The host's own printf, of one number whose type is known.
  template <class T>
  void host(const Conversion& c, std::string_view length, T value) {
    std::string spec = "%" + c.flags + "*.*";
    spec += length;
    spec += c.letter;
    std::array<char, 512> small;
    const int size = std::snprintf(small.data(), small.size(), spec.c_str(), c.width, c.precision, value);
    if (size < 0) return;
    if (static_cast<std::size_t>(size) < small.size()) {
      out_.append(small.data(), static_cast<std::size_t>(size));
      return;
    }
    std::string large(static_cast<std::size_t>(size) + 1, '\0');
    std::snprintf(large.data(), large.size(), spec.c_str(), c.width, c.precision, value);
    out_.append(large, 0, static_cast<std::size_t>(size));
  }

  Result<void> integer(const Conversion& c) {
    std::uint64_t bits = 0;
    if (c.wide) {
      WAGGLE_TRY(bits, take<std::uint64_t>());
    } else {
      WAGGLE_TRY(bits, take<std::uint32_t>());
    }
    const int width = c.wide ? 64 : c.narrow ? c.narrow : 32;
    const bool is_signed = c.letter == 'd' || c.letter == 'i';
    const std::uint64_t top = std::uint64_t{1} << (width - 1);
    bits &= top | (top - 1);
    if (is_signed) host(c, "ll", static_cast<long long>((bits ^ top) - top));
    else host(c, "ll", static_cast<unsigned long long>(bits));
    return {};
  }
  Result<void> real(const Conversion& c) {
    WAGGLE_TRY(const double value, take<double>());
    host(c, "", value);
    return {};
  }

  const vm::Memory& memory_;
  std::string_view rest_;
  std::uint32_t next_;
  std::string out_;
};

}  // namespace

Result<std::string_view> c_string(const vm::Memory& memory, std::uint32_t address) {
  if (address >= memory.size()) return Error(EFAULT);
  WAGGLE_TRY(const Bytes rest, memory.readable(address, memory.size() - address));
  const void* const end = std::memchr(rest.data(), 0, rest.size());
  if (end == nullptr) return Error(EFAULT);
  return as_text(rest.first(static_cast<std::size_t>(static_cast<const std::byte*>(end) - rest.data())));
}

Result<std::string> print(const vm::Memory& memory, std::string_view format, std::uint32_t arguments) {
  return Printer(memory, format, arguments).print();
}

}  // namespace waggle::abi::ewasm
