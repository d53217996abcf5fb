// Runs other programs. Their standard streams are ours.
#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <utility>

#include "waggle/base/result.hh"

namespace waggle {

// `words` are the program, found by PATH, and its arguments; `variables` ("KEY=VALUE") are set in its environment and
// override ours. Returns its exit code, 128 + n if signal n ended it. ENOENT where there is no such program.
Result<int> run_program(std::span<const std::string> words, std::span<const std::string> variables = {});
// The same, but what it writes to its standard error goes nowhere.
Result<int> run_quietly(std::span<const std::string> words, std::span<const std::string> variables = {});

// A program that runs beside us, in a process group of its own: what the terminal sends to ours does not reach it.
class Process {
 public:
  // ENOENT where there is no such program.
  static Result<Process> start(std::span<const std::string> words);
  Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  Process& operator=(Process&&) = delete;
  ~Process();  // kills it if nobody has waited

  // Sends `signal` and waits for the end: its exit code, 128 + n if signal n ended it.
  Result<int> end_by(int signal);

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_;  // 0: waited for
};

}  // namespace waggle
