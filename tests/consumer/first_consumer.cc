// A program written for the first loader's C++ class, and for the names that its functions had in 2022.
//   consumer_first_cc OBJECT.bpf.o META.json PACKAGE.json WORD
//   consumer_first_cc PACKAGE.json      prints its events until SIGINT
#include <csignal>
#include <cstdio>
#include <cstring>
#include <eunomia/eunomia-bpf.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace {

std::string read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void say(const char* words) {
  std::puts(words);
  std::fflush(stdout);
}

struct Wanted {
  const char* word;
  eunomia::bpf_skeleton* skeleton = nullptr;
  eunomia_bpf* program = nullptr;
  std::string event = {};
};

void on_event(void* context, const char* event, size_t size) {
  auto& wanted = *static_cast<Wanted*>(context);
  if (!wanted.event.empty() || std::strlen(event) != size || !std::strstr(event, wanted.word)) return;
  wanted.event = event;
  wanted.skeleton->stop();
}

void on_event_of_2022(void* context, const char* event) {
  auto& wanted = *static_cast<Wanted*>(context);
  if (!wanted.event.empty() || !std::strstr(event, wanted.word)) return;
  wanted.event = event;
  stop_ebpf_program(wanted.program);
}

int arguments(const std::string& meta, std::vector<std::string> words) {
  std::string out;
  return eunomia::parse_args_for_json_config(meta, out, std::move(words));
}

// A description apart from its object, with values from a command line.
bool with_class(const std::string& object, const std::string& meta, const char* word) {
  std::printf("help %d, unknown %d\n", arguments(meta, {"x", "--help"}), arguments(meta, {"x", "--nothing"}) < 0);
  std::string config;
  if (eunomia::parse_args_for_json_config(meta, config, {"x", "--min_duration_ns", "1"}) != 0) return false;
  eunomia::bpf_skeleton skeleton;
  if (skeleton.open_from_json_config(config, {object.begin(), object.end()}) != 0) return false;
  if (skeleton.load_and_attach() != 0) return false;
  std::printf("program %s, map %d\n", skeleton.get_program_name().c_str(), skeleton.get_fd("events") > 2);
  say("ready");
  Wanted wanted{word, &skeleton};
  const int result = skeleton.wait_and_poll_to_handler(EXPORT_JSON, on_event, &wanted);
  std::printf("end %d, %s\n", result, wanted.event.c_str());
  return true;
}

bool with_functions_of_2022(const std::string& package, const char* word) {
  Wanted wanted{word};
  wanted.program = create_ebpf_program_from_json(package.c_str());
  if (!wanted.program || run_ebpf_program(wanted.program) != 0) return false;
  say("ready again");
  const int result = wait_and_poll_ebpf_program_to_handler(wanted.program, EXPORT_JSON, on_event_of_2022, &wanted);
  std::printf("end %d, %s\n", result, wanted.event.c_str());
  stop_and_clean_ebpf_program(wanted.program);
  return true;
}

eunomia::bpf_skeleton printing;

int print(const std::string& package) {
  if (printing.open_from_json_config(package) != 0 || printing.load_and_attach() != 0) return 1;
  std::signal(SIGINT, [](int) { printing.stop(); });
  say("ready");
  return printing.wait_and_poll();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2) return print(read_file(argv[1]));
  if (argc != 5) return 2;
  const std::string package = read_file(argv[3]);
  const bool done = with_class(read_file(argv[1]), read_file(argv[2]), argv[4]) &&
                    with_functions_of_2022(package, argv[4]) && !create_ebpf_program_from_json("{}") &&
                    run_ebpf_program(nullptr) < 0;
  char message[256];
  get_error_message(message, sizeof message);
  std::printf("at last: %s\n", message);
  return done ? 0 : 1;
}
