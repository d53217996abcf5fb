// Signals and identity.
#include <signal.h>
#include <sys/random.h>

#include "waggle/abi/linux/calls_test.hh"

namespace waggle::abi::linux {
namespace {

using ::testing::HasSubstr;
constexpr std::uint64_t kHandler = 7;

TEST_F(Calls, WhatIsSaidOfASignalIsKept) {
  const Sigaction action{.handler = kHandler, .flags = 0x10000000, .restorer = 5, .mask = 6};
  ASSERT_EQ(call("rt_sigaction", {SIGUSR1, put(kIn, action), kOut, 8}), 0);
  EXPECT_EQ(get<Sigaction>(kOut).handler, 0u);
  ASSERT_EQ(call("rt_sigaction", {SIGUSR1, 0, kOut, 8}), 0);
  EXPECT_EQ(std::memcmp(host_->memory().data() + kOut, &action, sizeof action), 0);
  EXPECT_EQ(call("rt_sigaction", {SIGKILL, kIn, 0, 8}), -EINVAL);
  EXPECT_EQ(call("rt_sigaction", {0, kIn, 0, 8}), -EINVAL);
  EXPECT_EQ(call("rt_sigaction", {65, kIn, 0, 8}), -EINVAL);
  EXPECT_EQ(call("rt_sigaction", {SIGUSR1, kIn, 0, 16}), -EINVAL);
}

TEST_F(Calls, ASignalIgnoredSinceBeforeIsShownAsThat) {
  host_->stop->signals().set_action(SIGINT, sys::GuestSignals::Action::ignore);
  ASSERT_EQ(call("rt_sigaction", {SIGINT, 0, kOut, 8}), 0);
  EXPECT_EQ(get<Sigaction>(kOut).handler, 1u);
  handle(SIGINT);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("next_signal", {}), SIGINT);
}

TEST_F(Calls, SignalsToItselfAreHandledIgnoredOrEndIt) {
  handle(SIGUSR1);
  EXPECT_EQ(call("kill", {::getpid(), SIGUSR1}), 0);
  EXPECT_EQ(call("tgkill", {::getpid(), ::gettid(), SIGUSR1}), 0);
  EXPECT_EQ(call("next_signal", {}), SIGUSR1);
  EXPECT_EQ(call("next_signal", {}), 0) << "pending once";
  EXPECT_EQ(call("kill", {::getpid(), 0}), 0);
  EXPECT_EQ(call("kill", {::getpid(), 65}), -EINVAL);
  EXPECT_EQ(call("kill", {::getppid(), 0}), -EPERM);
  EXPECT_EQ(call("tgkill", {1, 1, SIGTERM}), -EPERM);
  EXPECT_EQ(call("kill", {::getpid(), SIGCHLD}), 0);
  EXPECT_EQ(call("kill", {::getpid(), SIGTSTP}), -ENOSYS);
  ASSERT_FALSE(host_->guest->ending);
  EXPECT_EQ(call("kill", {::getpid(), SIGABRT}), kEnded);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::signal);
  EXPECT_EQ(host_->guest->ending->code, SIGABRT);
}

TEST_F(Calls, BlockedSignalsWait) {
  handle(SIGINT);
  const SignalMask mask = sys::GuestSignals::bit_of(SIGINT);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, put(kIn, mask), 0, 8}), 0);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("next_signal", {}), 0);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_UNBLOCK, kIn, kOut, 8}), 0);
  EXPECT_EQ(get<SignalMask>(kOut), mask);
  EXPECT_EQ(call("next_signal", {}), SIGINT);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_SETMASK, put(kIn, ~SignalMask{0}), 0, 8}), 0);
  ASSERT_EQ(call("rt_sigprocmask", {0, 0, kOut, 8}), 0);
  EXPECT_EQ(get<SignalMask>(kOut), ~(sys::GuestSignals::bit_of(SIGKILL) | sys::GuestSignals::bit_of(SIGSTOP)));
  EXPECT_EQ(call("rt_sigprocmask", {3, kIn, 0, 8}), -EINVAL);
  EXPECT_EQ(call("rt_sigprocmask", {0, kIn, 0, 4}), -EINVAL);
}

TEST_F(Calls, WhatABlockedSignalDoesByDefaultItDoesWhenUnblocked) {
  put(kIn, sys::GuestSignals::bit_of(SIGTERM));
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, kIn, 0, 8}), 0);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGTERM));
  EXPECT_FALSE(host_->stop->asked());
  ASSERT_EQ(call("rt_sigprocmask", {SIG_UNBLOCK, kIn, 0, 8}), 0);
  EXPECT_TRUE(host_->stop->asked());
  EXPECT_EQ(host_->stop->signal(), SIGTERM);
}

TEST_F(Calls, PpollBlocksOtherSignalsMeanwhile) {
  handle(SIGINT);
  const SignalMask mask = sys::GuestSignals::bit_of(SIGINT);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, put(kIn, mask), 0, 8}), 0);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("ppoll", {0, 0, put(kIn + 8, timespec{}), 0, 0}), 0) << "blocked";
  EXPECT_EQ(call("ppoll", {0, 0, 0, put(kIn + 64, SignalMask{0}), 8}), -EINTR);
  EXPECT_EQ(call("next_signal", {}), SIGINT) << "though it is blocked again";
  ASSERT_EQ(call("rt_sigprocmask", {0, 0, kOut, 8}), 0);
  EXPECT_EQ(get<SignalMask>(kOut), mask);
}

TEST_F(Calls, PpollThatSucceedsLeavesSignalsBlocked) {
  handle(SIGINT);
  const SignalMask mask = sys::GuestSignals::bit_of(SIGINT);
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, put(kIn, mask), 0, 8}), 0);
  put(kIn + 8, timespec{});
  put(kIn + 64, mask);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
  EXPECT_EQ(call("ppoll", {0, 0, kIn + 8, kIn + 64, 8}), 0);
  EXPECT_EQ(call("next_signal", {}), 0);
}

TEST_F(Calls, PpollUnblocksADefaultAction) {
  put(kIn, sys::GuestSignals::bit_of(SIGTERM));
  ASSERT_EQ(call("rt_sigprocmask", {SIG_BLOCK, kIn, 0, 8}), 0);
  EXPECT_TRUE(host_->stop->leave_to_guest(SIGTERM));
  EXPECT_EQ(call("ppoll", {0, 0, 0, put(kIn, SignalMask{0}), 8}), -EINTR);
  EXPECT_EQ(host_->stop->signal(), SIGTERM);
}

TEST_F(Calls, AHandledSignalInterruptsEveryWait) {
  handle(SIGINT);
  put(kIn, timespec{.tv_sec = 1000, .tv_nsec = 0});
  const std::int64_t epoll = call("epoll_create1", {0});
  const std::vector<std::pair<std::string, std::vector<std::int64_t>>> waits{
      {"poll", {0, 0, -1}},        {"ppoll", {0, 0, kIn, 0, 0}},
      {"nanosleep", {kIn, 0}},     {"clock_nanosleep", {CLOCK_REALTIME, 0, kIn, 0}},
      {"read", {0, kBuffer, 1}},   {"epoll_wait", {epoll, kOut, 1, -1}},
      {"readv", {0, kIn + 64, 1}}, {"epoll_pwait", {epoll, kOut, 1, -1, 0, 0}},
  };
  put(kIn + 64, VectorRecord<std::uint64_t>{kBuffer, 1});
  for (const auto& [name, arguments] : waits) {
    EXPECT_TRUE(host_->stop->leave_to_guest(SIGINT));
    EXPECT_EQ(call(name, arguments), -EINTR) << name;
    EXPECT_EQ(call("next_signal", {}), SIGINT) << name;
  }
  EXPECT_FALSE(host_->stop->asked());
}

TEST_F(Calls, AfterADefaultSignalTheGuestCountsAsEndedByIt) {
  EXPECT_FALSE(host_->stop->leave_to_guest(SIGINT));
  host_->stop->request(SIGINT);
  EXPECT_EQ(call("poll", {0, 0, -1}), -EINTR);
  EXPECT_EQ(call("next_signal", {}), 0);
  EXPECT_EQ(call("exit", {0}), kEnded);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::signal);
  EXPECT_EQ(host_->guest->ending->code, SIGINT);
}

TEST_F(Calls, ExitCodesHaveAByte) {
  EXPECT_EQ(call("exit", {0x107}), kEnded);
  EXPECT_EQ(host_->guest->ending->kind, Ending::Kind::exit);
  EXPECT_EQ(host_->guest->ending->code, 7);
}

TEST_F(Calls, ArgumentsAndEnvironment) {
  ASSERT_EQ(call("args_sizes", {kOut, kOut + 4}), 0);
  EXPECT_EQ(get<std::uint32_t>(kOut), 2u);
  EXPECT_EQ(get<std::uint32_t>(kOut + 4), 9u);
  ASSERT_EQ(call("args", {kOut, kOut2}), 0);
  EXPECT_EQ(get<std::uint64_t>(kOut), static_cast<std::uint64_t>(kOut2));
  EXPECT_EQ(get<std::uint64_t>(kOut + 8), static_cast<std::uint64_t>(kOut2) + 6);
  EXPECT_EQ(text_at(kOut2, 9), std::string("guest\0-x\0", 9));
  ASSERT_EQ(call("environ_sizes", {kOut, kOut + 4}), 0);
  EXPECT_EQ(get<std::uint32_t>(kOut), 2u);
  ASSERT_EQ(call("environ", {kOut, kOut2}), 0);
  EXPECT_EQ(text_at(kOut2, 14), std::string("A=1\0LONG=value", 14));
  EXPECT_EQ(call("args", {kEnd - 15, kOut2}), -EFAULT);
}

TEST_F(Calls, WhoItIs) {
  EXPECT_EQ(call("getpid", {}), ::getpid());
  EXPECT_EQ(call("gettid", {}), ::gettid());
  EXPECT_EQ(call("getppid", {}), ::getppid());
  EXPECT_EQ(call("getuid", {}), ::getuid());
  EXPECT_EQ(call("geteuid", {}), ::geteuid());
  EXPECT_EQ(call("getgid", {}), ::getgid());
  EXPECT_EQ(call("getegid", {}), ::getegid());
}

TEST_F(Calls, WhatTheHostIs) {
  utsname names{};
  ::uname(&names);
  ASSERT_EQ(call("uname", {kOut}), 0);
  EXPECT_STREQ(get<utsname>(kOut).release, names.release);
  ASSERT_EQ(call("sysinfo", {kOut}), 0);
  EXPECT_GT(get<struct sysinfo>(kOut).totalram, 0u);
  const std::int64_t n = call("sched_getaffinity", {0, 128, kOut});
  ASSERT_GE(n, 8);
  EXPECT_NE(get<std::uint64_t>(kOut), 0u);
  EXPECT_EQ(call("sched_getaffinity", {1, 128, kOut}), -EPERM);
  EXPECT_EQ(call("sched_getaffinity", {0, 7, kOut}), -EINVAL);
  EXPECT_EQ(call("sched_getaffinity", {0, 128, kEnd - 8}), -EFAULT);
  start({}, policy::Grant::host);
  EXPECT_EQ(call("uname", {kOut}), -EPERM);
}

TEST_F(Calls, LimitsAreTheHostsAndStay) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  ASSERT_EQ(call("prlimit64", {0, RLIMIT_NOFILE, 0, kOut}), 0);
  EXPECT_EQ(get<rlimit64>(kOut).rlim_cur, files.rlim_cur);
  put(kIn, rlimit64{.rlim_cur = 1, .rlim_max = 1});
  EXPECT_EQ(call("prlimit64", {0, RLIMIT_MEMLOCK, kIn, 0}), 0);
  EXPECT_EQ(call("prlimit64", {0, RLIMIT_NOFILE, kIn, 0}), -EPERM);
  EXPECT_EQ(call("prlimit64", {1, RLIMIT_NOFILE, 0, kOut}), -EPERM);
  EXPECT_EQ(call("prlimit64", {0, 999, 0, kOut}), -EINVAL);
  rlimit after{};
  ::getrlimit(RLIMIT_MEMLOCK, &after);
  EXPECT_NE(after.rlim_max, 1u);
}

TEST_F(Calls, RandomNumbers) {
  EXPECT_EQ(call("getrandom", {kOut, 32, GRND_NONBLOCK}), 32);
  EXPECT_NE(text_at(kOut, 32), std::string(32, '\0'));
  EXPECT_EQ(call("getrandom", {kOut, 32, 8}), -EINVAL);
}

TEST_F(Calls, AMissingGrantIsNamed) {
  EXPECT_EQ(call("perf_event_open", {kIn, 0, 0, -1, 0}), -EPERM);
  EXPECT_THAT(host_->log.text, HasSubstr("refused linux.perf_event_open: not granted: perf-events"));
}

TEST_F(Calls, ACallThatGuestsDoNotHaveIsNamedOnce) {
  for (int i = 0; i < 2; ++i) EXPECT_EQ(call("unserved", {101}), -ENOSYS);
  for (const std::int64_t number : {334, 424, 450, 333, 400, 451, 999999999})
    EXPECT_EQ(call("unserved", {number}), -ENOSYS);
  EXPECT_THAT(host_->log.text, HasSubstr("call ptrace;"));
  EXPECT_EQ(host_->log.text.find("ptrace"), host_->log.text.rfind("ptrace"));
  for (const char* name : {"call rseq;", "call pidfd_send_signal;", "call set_mempolicy_home_node;",
                           "call io_pgetevents;", "call number 400;", "call number 451;", "call number 999999999;"})
    EXPECT_THAT(host_->log.text, HasSubstr(name));
}

}  // namespace
}  // namespace waggle::abi::linux
