// Errors as values. A Result<T> is a T or an Error; an Error is an errno with, where
// somebody had more to say, a story. Nothing here throws; taking the value of a failed
// Result is a bug of ours and aborts with the error's message.
#pragma once

#include <cerrno>
#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace waggle {

// The story behind an errno. Rooms derive their own (a verifier's log, a missing kernel
// feature); Error::detail<T>() finds them again.
struct Detail {
  virtual ~Detail() = default;
  // One line, no full stop, no newline.
  [[nodiscard]] virtual std::string describe() const = 0;
};

class [[nodiscard]] Error {
 public:
  // A plain errno (positive, as in <cerrno>); does not allocate.
  explicit Error(int code) noexcept : code_(code) {}
  Error(int code, std::unique_ptr<Detail> detail) noexcept;
  // An errno with a sentence that replaces strerror's.
  Error(int code, std::string sentence);

  // Positive errno.
  [[nodiscard]] int code() const noexcept { return code_; }
  // "loading x.bpf.o: attaching p: No such file or directory"
  [[nodiscard]] std::string message() const;
  // What was being done when it failed; the outermost is said first.
  Error context(std::string_view what) &&;

  // The Detail of this type, or null.
  template <class T>
  [[nodiscard]] const T* detail() const {
    return story_ ? dynamic_cast<const T*>(story_->detail.get()) : nullptr;
  }

 private:
  struct Story {
    std::string context;
    std::unique_ptr<Detail> detail;
  };
  int code_;
  std::unique_ptr<Story> story_;
};

// errno as an Error; `what` names the call or the file.
Error errno_error(std::string_view what);

// Prints the message to stderr and aborts: the caller of value() had not looked.
[[noreturn]] void die_of(const Error& error);

template <class T>
class [[nodiscard]] Result {
 public:
  template <class U = T>
    requires(std::convertible_to<U &&, T> && !std::same_as<std::remove_cvref_t<U>, Error> &&
             !std::same_as<std::remove_cvref_t<U>, Result>)
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T& value() & { return check(), *std::get_if<0>(&state_); }
  const T& value() const& { return check(), *std::get_if<0>(&state_); }
  T&& value() && { return check(), std::move(*std::get_if<0>(&state_)); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }

  // Only where !ok().
  [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

  T value_or(T other) && { return ok() ? std::move(*this).value() : std::move(other); }

  // Adds what was being done, if it failed.
  Result context(std::string_view what) && {
    if (!ok()) return std::move(*this).error().context(what);
    return std::move(*this);
  }

 private:
  void check() const {
    if (!ok()) die_of(error());
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

  [[nodiscard]] bool ok() const noexcept { return !error_; }
  explicit operator bool() const noexcept { return ok(); }
  void value() const {
    if (!ok()) die_of(*error_);
  }
  [[nodiscard]] const Error& error() const& { return *error_; }
  Error&& error() && { return std::move(*error_); }
  Result context(std::string_view what) && {
    if (!ok()) return std::move(*error_).context(what);
    return std::move(*this);
  }

 private:
  std::unique_ptr<Error> error_;
};

}  // namespace waggle

#define WAGGLE_CAT_(a, b) a##b
#define WAGGLE_CAT(a, b) WAGGLE_CAT_(a, b)

// WAGGLE_TRY(auto fd, open(path)): declares fd, or returns the error from this function.
#define WAGGLE_TRY(declaration, ...) WAGGLE_TRY_(WAGGLE_CAT(waggle_try_, __LINE__), declaration, __VA_ARGS__)
#define WAGGLE_TRY_(temporary, declaration, ...)            \
  auto temporary = (__VA_ARGS__);                           \
  if (!temporary.ok()) return std::move(temporary).error(); \
  declaration = std::move(temporary).value()

// WAGGLE_CHECK(unlink(path)): returns the error of a Result<void> from this function.
#define WAGGLE_CHECK(...)                                                                              \
  do {                                                                                                 \
    if (auto waggle_check = (__VA_ARGS__); !waggle_check.ok()) return std::move(waggle_check).error(); \
  } while (false)
