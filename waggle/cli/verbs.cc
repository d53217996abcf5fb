#include "waggle/cli/verbs.hh"

#include <array>

namespace waggle::cli {

std::span<const Verb> verbs() {
  static const std::array kVerbs{kRun, kReplay,  kNew,    kBuild,      kGen, kInspect,
                                 kCc,  kCompile, kDoctor, kCompletion, kMan};
  return kVerbs;
}

std::span<const ExitCodeWords> exit_codes() {
  static constexpr std::array kCodes{
      ExitCodeWords{"0 ... 255", "the guest's own exit code"},
      ExitCodeWords{"124", "--timeout ended the guest"},
      ExitCodeWords{"125", "waggle itself failed: a wrong command line, a missing privilege"},
      ExitCodeWords{"126", "the file is not something that waggle runs"},
      ExitCodeWords{"127", "the file cannot be read"},
      ExitCodeWords{"134", "the guest trapped: it did something that it cannot"},
      ExitCodeWords{"128 + n", "signal n ended the guest"},
  };
  return kCodes;
}

}  // namespace waggle::cli
