#include "waggle/runtime/run.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "waggle/base/strings.hh"
#include "waggle/bpf/attach/attach.hh"
#include "waggle/cli/console.hh"
#include "waggle/cli/presentation.hh"
#include "waggle/cli/run_package.hh"
#include "waggle/cli/source.hh"
#include "waggle/cli/verbs.hh"
#include "waggle/vm/aot_cache.hh"

namespace waggle::cli {
namespace {

struct GuestWishes {
  runtime::RunOptions options;
  std::string_view of_packages;  // an option that a guest does not have; "" where none was given
};

Result<void> apply(const Given& given, GuestWishes& wishes, Console& console) {
  const std::string_view name = given.option->name;
  if (name == "trace") {
    wishes.options.trace = [&console](std::string_view line) { console.write(LogLevel::error, line); };
  } else if (name == "verbose") {
    console.set_verbose(true);
  } else {
    WAGGLE_TRY(const bool known, runtime::set_option(wishes.options, name, given.value));
    if (!known) wishes.of_packages = name;
  }
  return {};
}

// Read before the file is: a wrong value is said whatever the file turns out to be.
Result<GuestWishes> wishes_of(const Arguments& arguments, Console& console) {
  GuestWishes wishes;
  wishes.options.cache_folder = vm::default_cache_folder();
  for (const Given& given : arguments.options)
    WAGGLE_CHECK(apply(given, wishes, console).context("--" + std::string(given.option->name)));
  wishes.options.path = arguments.operands.front();
  wishes.options.args = arguments.operands;
  return wishes;
}

int exit_code_of(const Error& error) {
  switch (error.code()) {
    case ENOEXEC: return kNotRunnable;
    case ENOENT:
    case EACCES:
    case EISDIR:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG: return kNotFound;
    default: return kFailed;
  }
}

int report(const abi::Ending& ending, Console& console) {
  using Kind = abi::Ending::Kind;
  switch (ending.kind) {
    case Kind::exit: return ending.code;
    case Kind::timeout: console.error("the guest's time is over (--timeout)"); return kTimedOut;
    case Kind::signal: return kSignal + ending.code;
    case Kind::bug: console.error("a bug in waggle: " + ending.reason); return kFailed;
    case Kind::trap: break;
  }
  console.error("the guest trapped: " + ending.reason);
  for (const std::string_view frame : split(ending.backtrace, '\n'))
    if (!frame.empty()) console.error(fmt::format("  in {}", frame));
  return kTrapped;
}

// What an earlier waggle was killed before removing: only legacy tc filters can outlive it.
void sweep(Console& console) {
  const auto swept = bpf::sweep_legacy_filters();
  if (swept.ok() && *swept > 0)
    console.warning(fmt::format("removed {} tc filters of a waggle that was killed", *swept));
}

int run_guest(const Arguments& arguments, std::optional<ByteVector> content, Console& console) {
  auto wishes = wishes_of(arguments, console);
  if (!wishes.ok()) return console.error(wishes.error().message()), kFailed;
  if (!wishes->of_packages.empty()) {
    console.error(fmt::format("--{}: is for packages, and '{}' is none; a guest decides that itself",
                              wishes->of_packages, arguments.operands.front()));
    return kFailed;
  }
  wishes->options.content = std::move(content);
  const auto ending = runtime::run(wishes->options, console);
  if (ending.ok()) return report(*ending, console);
  console.error(ending.error().message());
  return exit_code_of(ending.error());
}

int run_verb(const Arguments& arguments, Console& console) {
  if (arguments.operands.empty()) return console.error("which file? see `waggle run --help`"), kFailed;
  if (const auto wishes = wishes_of(arguments, console); !wishes.ok())
    return console.error(wishes.error().message()), kFailed;
  auto source = look_at(arguments.operands.front());
  if (!source.ok()) {
    console.error(source.error().message());
    return exit_code_of(source.error());
  }
  return run_source(arguments, std::move(*source), console);
}

constexpr std::array kGuestOptions{
    Option{"dir", 0, "HOST[::GUEST]", "let the guest use this directory (under another name)"},
    Option{"env", 'e', "KEY=VALUE", "set an environment variable of the guest"},
    Option{"allow", 0, "GRANT", "also pin proc-links perf-events sockets-{inet,unix,packet,netlink}"},
    Option{"deny", 0, "GRANT", "take away one of the grants named above"},
    Option{"timeout", 't', "DUR", "end the guest after this time: 500ms, 5s, 2m, 1h"},
    Option{"max-memory", 0, "SIZE", "linear memory the guest may have: 64M, 1G"},
    Option{"no-cache", 0, "", "compile the module anew and do not keep it"},
    Option{"then", 0, "FILE", "of a guest of 2022: the next one; events as bytes"},
    Option{"raw-events", 0, "", "of a guest of 2022: the next one; events as bytes"},
    Option{"trace", 0, "", "show every host call of the guest, decoded, on standard error"},
    Option{"verbose", 'v', "", "say what was chosen and what was refused"},
};

constexpr auto kOptions = [] {
  std::array<Option, kGuestOptions.size() + kPresentationOptions.size() + kPackageOptions.size()> all{};
  auto end = std::ranges::copy(kGuestOptions, all.begin()).out;
  end = std::ranges::copy(kPresentationOptions, end).out;
  std::ranges::copy(kPackageOptions, end);
  return all;
}();

constexpr std::array kExamples{
    Example{"waggle run bootstrap.wasm -d 100", "run a guest; what follows FILE is the guest's own"},
    Example{"waggle run -o jsonl opensnoop.bpf.o --target-pid 1",
            "any BPF object: its events, its variables as options"},
};

}  // namespace

int run_source(const Arguments& arguments, Source source, Console& console) {
  sweep(console);
  if (source.is_package) return run_package(arguments, *source.content, console);
  return run_guest(arguments, std::move(source.content), console);
}

const Verb kRun{
    "run",
    "run a guest or a package from a file or standard input",
    "FILE|- [ARG...]",
    "FILE is a guest: WebAssembly (.wasm, .wat) or a module of `waggle compile` (.cwasm); or a package\n"
    "without one: a BPF object (.bpf.o), JSON, YAML or tar. What follows FILE is the program's own; see\n"
    "`waggle run FILE --help`. Ctrl-C asks it to end. Grants of a guest: load attach maps events clock\n"
    "random stdio proc sys host timezone. What follows --verbose is for packages.",
    kOptions,
    kExamples,
    Order::options_first,
    run_verb,
};

}  // namespace waggle::cli
