// What tests say about a Result<T>: EXPECT_THAT(open(path), IsErrno(ENOENT)).
#pragma once

#include <gmock/gmock.h>

#include <cstring>

#include "waggle/base/result.hh"

namespace waggle {

// How GoogleTest shows a Result: the value's bytes would tell nobody anything.
template <class T>
void PrintTo(const Result<T>& result, std::ostream* out) {
  *out << (result.ok() ? "a success" : "an error");
}

}  // namespace waggle

namespace waggle::testing {

// The operation succeeded; a failure shows the error's message.
MATCHER(IsOk, "is ok") {
  if (arg.ok()) return true;
  *result_listener << "which failed: " << arg.error().message();
  return false;
}

// The operation failed with this errno.
MATCHER_P(IsErrno, code, std::string("fails with ") + std::strerror(code)) {
  if (arg.ok()) return false;
  *result_listener << "which failed: " << arg.error().message();
  return arg.error().code() == code;
}

// The operation failed, and its message contains `words`.
MATCHER_P(FailsSaying, words, "fails saying \"" + std::string(words) + "\"") {
  if (arg.ok()) return false;
  *result_listener << "which failed: " << arg.error().message();
  return arg.error().message().find(words) != std::string::npos;
}

}  // namespace waggle::testing
