// A program in C++ that embeds waggle: two programs at once, each in a thread, stopped from outside; what it does to
// its own signals stays as it was.
#include <waggle/waggle.hh>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::signal(SIGINT, SIG_IGN);
  waggle::Instance guest, package;
  std::atomic<bool> guest_spoke = false, event_came = false;
  guest.on_output([&](int, std::string_view text) { guest_spoke = guest_spoke || text.find("EVENT") != text.npos; });
  package.on_event([&](const waggle::EventView& event) {
    event_came = event_came || !event.data().empty();
    return true;
  });
  if (guest.load_file(argv[1]) < 0 || package.load_file(argv[2]) < 0) return 3;
  if (guest.set_option("no such option") != -EINVAL) return 4;
  std::printf("%s\n", guest.error().c_str());
  if (guest.start() < 0 || package.start() < 0) return 5;
  for (int i = 0; i < 600 && !(guest_spoke && event_came); ++i) {
    if (std::system("/bin/true") != 0) return 6;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  guest.stop();
  package.stop();
  std::printf("guest %d, package %d, spoke %d, events %d, SIGINT as it was %d\n", guest.wait(), package.wait(),
              guest_spoke.load(), event_came.load(), std::signal(SIGINT, SIG_DFL) == SIG_IGN);
}
