// The functions of waggle.h: each is one call of a Program, with errors as its callers know them.
#include "waggle/waggle.h"

#include <new>

#include "waggle/base/file.hh"
#include "waggle/capi/program.hh"

struct waggle_program {
  std::unique_ptr<waggle::capi::Program> program;
};

namespace waggle::capi {
namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t{1} << 30;

// What `call` answers: 0, or its number; a negative errno where it failed. Nothing is thrown at a caller who may not
// even be C++.
template <class Call>
int answer(waggle_program* w, const Call& call) noexcept {
  try {
    auto result = call(*w->program);
    if (!result.ok()) return w->program->fail(result.error());
    if constexpr (requires { *result; }) return *result;
    else return 0;
  } catch (const std::bad_alloc&) {
    return -ENOMEM;
  } catch (...) {
    return -ENOTRECOVERABLE;
  }
}

}  // namespace
}  // namespace waggle::capi

using waggle::capi::answer;
using waggle::capi::Program;

const char* waggle_version(void) { return WAGGLE_VERSION; }

waggle_program* waggle_new(void) {
  try {
    auto program = Program::create();
    if (!program.ok()) return nullptr;
    return new waggle_program{std::move(program).value()};
  } catch (...) {
    return nullptr;
  }
}

void waggle_free(waggle_program* w) { delete w; }

const char* waggle_error(const waggle_program* w) { return w->program->error(); }

int waggle_load(waggle_program* w, const void* bytes, size_t size, const char* name) {
  return answer(w, [&](Program& program) {
    const auto* const at = static_cast<const std::byte*>(bytes);
    return program.load(waggle::ByteVector(at, at + size), name == nullptr ? "" : name);
  });
}

int waggle_load_file(waggle_program* w, const char* path) {
  return answer(w, [&](Program& program) -> waggle::Result<void> {
    auto content = waggle::read_file(path, waggle::capi::kLargestFile);
    if (!content.ok()) return std::move(content).error().context(path);
    return program.load(std::move(content).value(), path);
  });
}

int waggle_set_arguments(waggle_program* w, int count, const char* const arguments[]) {
  return answer(w, [&](Program& program) {
    return program.set_arguments(std::vector<std::string>(arguments, arguments + (count > 0 ? count : 0)));
  });
}

int waggle_set_option(waggle_program* w, const char* name, const char* value) {
  return answer(w, [&](Program& program) { return program.set_option(name, value == nullptr ? "" : value); });
}

void waggle_on_event(waggle_program* w, waggle_event_callback callback, void* context) {
  w->program->on_event = {callback, context};
}

void waggle_on_output(waggle_program* w, waggle_output_callback callback, void* context) {
  w->program->on_output = {callback, context};
}

void waggle_on_log(waggle_program* w, waggle_log_callback callback, void* context) {
  w->program->on_log = {callback, context};
}

int waggle_run(waggle_program* w) {
  return answer(w, [](Program& program) { return program.run(); });
}

int waggle_start(waggle_program* w) {
  return answer(w, [](Program& program) { return program.start(); });
}

int waggle_wait(waggle_program* w) {
  return answer(w, [](Program& program) { return program.wait(); });
}

void waggle_stop(waggle_program* w) { w->program->stop(); }
