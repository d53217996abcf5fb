#include "waggle/cli/watch.hh"

#include <signal.h>

#include <optional>

#include "waggle/base/process.hh"
#include "waggle/cli/verb.hh"
#include "waggle/sys/signals.hh"
#include "waggle/sys/stop.hh"
#include "waggle/toolchain/build/watch.hh"

namespace waggle::cli {
namespace {

// The last output is the one to run: the package or the guest.
Result<std::optional<Process>> start(const Result<toolchain::BuildOutcome>& outcome, Console& console) {
  if (!outcome.ok() || outcome->code != 0) return std::optional<Process>();
  static_cast<void>(console.flush());  // what it prints comes behind what we have said
  const std::vector<std::string> words{"/proc/self/exe", "run", outcome->outputs.back().path};
  WAGGLE_TRY(Process process, Process::start(words));
  return std::optional<Process>(std::move(process));
}

}  // namespace

Result<int> watch(const Watched& watched, Console& console) {
  WAGGLE_TRY(const auto stop, sys::Stop::create());
  WAGGLE_TRY(const auto signals, sys::Signals::catch_for(*stop));
  WAGGLE_TRY(auto files, toolchain::FileWatch::create());
  WAGGLE_CHECK(files.add(watched.sources));
  for (;;) {
    const auto outcome = watched.build();
    if (outcome.ok()) {
      watched.report(*outcome);
      WAGGLE_CHECK(files.add(outcome->inputs));
    } else {
      console.error("build: " + outcome.error().message());
    }
    WAGGLE_TRY(auto running, start(outcome, console));
    WAGGLE_TRY(const bool saved, files.wait(stop->wake_fd()));
    if (running) static_cast<void>(running->end_by(SIGINT));
    if (!saved) return kSignal + stop->signal();
  }
}

}  // namespace waggle::cli
