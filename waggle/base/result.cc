#include "waggle/base/result.hh"

#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace waggle {
namespace {

struct Sentence final : Detail {
  explicit Sentence(std::string s) : text(std::move(s)) {}
  std::string describe() const override { return text; }
  std::string text;
};

// strerror is not thread-safe and strerror_r comes in two shapes; this is neither.
std::string errno_text(int code) { return std::generic_category().message(code); }

}  // namespace

Error::Error(int code, std::unique_ptr<Detail> detail) noexcept
    : code_(code), story_(std::make_unique<Story>(Story{{}, std::move(detail)})) {}

Error::Error(int code, std::string sentence) : Error(code, std::make_unique<Sentence>(std::move(sentence))) {}

std::string Error::message() const {
  if (!story_) return errno_text(code_);
  return story_->context + (story_->detail ? story_->detail->describe() : errno_text(code_));
}

Error Error::context(std::string_view what) && {
  if (!story_) story_ = std::make_unique<Story>();
  story_->context.insert(0, std::string(what) + ": ");
  return std::move(*this);
}

Error errno_error(std::string_view what) {
  const int code = errno;  // the constructor may allocate and change it
  return Error(code).context(what);
}

void die_of(const Error& error) {
  std::fprintf(stderr, "waggle: bug: the value of a failed result was used: %s\n", error.message().c_str());
  std::abort();
}

}  // namespace waggle
