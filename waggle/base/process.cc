#include "waggle/base/process.hh"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace waggle {
namespace {

std::vector<char*> pointers(std::span<const std::string> words) {
  std::vector<char*> list;
  for (const std::string& word : words) list.push_back(const_cast<char*>(word.c_str()));
  list.push_back(nullptr);
  return list;
}

bool is_overridden(std::string_view variable, std::span<const std::string> by) {
  const std::string_view key = variable.substr(0, variable.find('=') + 1);
  return std::ranges::any_of(by, [&](const std::string& other) { return other.starts_with(key); });
}

std::vector<char*> environment(std::span<const std::string> variables) {
  std::vector<char*> list = pointers(variables);
  list.pop_back();
  for (char** one = environ; *one; ++one)
    if (!is_overridden(*one, variables)) list.push_back(*one);
  list.push_back(nullptr);
  return list;
}

Result<int> wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return errno_error("waiting for a program");
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

Result<int> run(std::span<const std::string> words, std::span<const std::string> variables,
                const posix_spawn_file_actions_t* streams) {
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = environment(variables);
  pid_t pid = 0;
  // The program is looked up with our PATH, whatever it is given.
  if (const int error = ::posix_spawnp(&pid, argv[0], streams, nullptr, argv.data(), envp.data()))
    return Error(error).context(words.front());
  return wait_for(pid);
}

}  // namespace

Result<int> run_program(std::span<const std::string> words, std::span<const std::string> variables) {
  return run(words, variables, nullptr);
}

Result<int> run_quietly(std::span<const std::string> words, std::span<const std::string> variables) {
  posix_spawn_file_actions_t streams;
  ::posix_spawn_file_actions_init(&streams);
  ::posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  auto code = run(words, variables, &streams);
  ::posix_spawn_file_actions_destroy(&streams);
  return code;
}

Result<Process> Process::start(std::span<const std::string> words) {
  const std::vector<char*> argv = pointers(words);
  posix_spawnattr_t how;
  ::posix_spawnattr_init(&how);
  ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP);
  ::posix_spawnattr_setpgroup(&how, 0);
  pid_t pid = 0;
  const int error = ::posix_spawnp(&pid, argv[0], nullptr, &how, argv.data(), environ);
  ::posix_spawnattr_destroy(&how);
  if (error != 0) return Error(error).context(words.front());
  return Process(pid);
}

Process::~Process() {
  if (pid_ != 0) static_cast<void>(end_by(SIGKILL));
}

Result<int> Process::end_by(int signal) {
  ::kill(pid_, signal);
  return wait_for(std::exchange(pid_, 0));
}

}  // namespace waggle
