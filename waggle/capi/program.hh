// What stands behind `waggle_program`: one guest or package with its options, callbacks and thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "waggle/base/bytes.hh"
#include "waggle/base/log.hh"
#include "waggle/base/result.hh"
#include "waggle/loader/options.hh"
#include "waggle/package/package.hh"
#include "waggle/runtime/run.hh"
#include "waggle/sys/stop.hh"
#include "waggle/waggle.h"

namespace waggle::capi {

template <class Function>
struct Callback {
  Function function = nullptr;
  void* context = nullptr;
};

class Program final : private Log {
 public:
  static Result<std::unique_ptr<Program>> create();
  Program(const Program&) = delete;
  ~Program() override;

  Result<void> load(ByteVector bytes, std::string_view name);
  Result<void> set_arguments(std::vector<std::string> arguments);
  Result<void> set_option(std::string_view name, const std::string& value);

  // In this thread. What waggle_run() returns where that is not negative.
  Result<int> run();
  Result<void> start();
  Result<int> wait();
  // Async-signal-safe.
  void stop() noexcept;

  // Keeps the error's sentence; its negative errno.
  int fail(const Error& error);
  [[nodiscard]] const char* error() const { return error_.c_str(); }

  Callback<waggle_event_callback> on_event;
  Callback<waggle_output_callback> on_output;
  Callback<waggle_log_callback> on_log;

 private:
  // What `waggle run` takes for each kind of program.
  struct PackageRun {
    package::Package package;
    loader::Options options;
    std::optional<std::chrono::nanoseconds> duration;
    std::optional<std::uint64_t> count;
  };

  Program() = default;
  void write(LogLevel level, std::string_view line) override;
  Result<int> run_guest();
  Result<int> run_package();
  Result<int> status(const abi::Ending& ending) const;
  runtime::Embedding embedding();

  std::string name_, error_;
  std::optional<runtime::RunOptions> guest_;  // one of the two, once something is loaded
  std::optional<PackageRun> package_;
  std::shared_ptr<sys::Stop> stop_;
  bool ran_ = false;
  std::optional<Result<int>> result_;  // of the thread
  std::thread thread_;
};

}  // namespace waggle::capi
