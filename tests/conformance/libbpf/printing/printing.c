// What libbpf says goes to the program's own function, in order, by level.
#include "printing.skel.h"
#include "tests/conformance/libbpf/program.h"

static int lines[LIBBPF_DEBUG + 1];

// Lines up to INFO as they are, but for what the verifier measured.
static int print(enum libbpf_print_level level, const char* format, va_list arguments) {
  char text[65536];
  vsnprintf(text, sizeof(text), format, arguments);
  ++lines[level];
  if (level == LIBBPF_DEBUG) return 0;
  char* measured = strstr(text, "verification time");
  if (measured) *measured = 0;
  return printf("%d %s\n", level, text);
}

static int try_to_load(void) {
  struct printing_bpf* skel = printing_bpf__open();
  if (!skel) return failed("open");
  const int error = printing_bpf__load(skel);
  printf("load: %s, errno %d\n", strerror(-error), errno == -error);
  printing_bpf__destroy(skel);
  return 0;
}

int main(int argc, char** argv) {
  expected_of(argc, argv);
  const libbpf_print_fn_t first = libbpf_set_print(print);
  printf("there was one: %d, it was ours: %d\n", first != NULL, libbpf_set_print(print) == print);
  say_ready();
  if (try_to_load()) return 1;
  printf("debug lines: %d, warnings: %d\n", lines[LIBBPF_DEBUG] > 0, lines[LIBBPF_WARN]);
  if (bpf_object__open_file("/no/such/file.bpf.o", NULL)) return 1;
  printf("open: %s\n", strerror(errno));
  libbpf_set_print(NULL);
  const int before = lines[LIBBPF_WARN];
  if (try_to_load()) return 1;
  printf("quiet: %d\n", lines[LIBBPF_WARN] == before);
  static const char kNotElf[] = "this is no ELF file, whatever it may be";
  if (bpf_object__open_mem(kNotElf, sizeof(kNotElf), NULL)) return 1;
  char text[64];
  libbpf_strerror(errno, text, sizeof(text));
  printf("open_mem: %s, libbpf_get_error %ld\n", text, libbpf_get_error(NULL));
  return 0;
}
