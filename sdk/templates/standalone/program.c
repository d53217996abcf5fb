// A package as a program of its own: it runs the package with the library of waggle, and prints its events.
#include <eunomia/eunomia-bpf.h>
#include <signal.h>
#include <stdio.h>

static const char kPackage[] =
#include "package.inc"
    ;

static struct eunomia_bpf* program;

static void end(int signal) {
  (void)signal;
  stop_ebpf_program(program);
}

static void print_event(void* context, const char* event, size_t size) {
  (void)context;
  printf("%.*s\n", (int)size, event);
  fflush(stdout);
}

static int fail(void) {
  char message[512];
  get_error_message(message, sizeof(message));
  fprintf(stderr, "%s\n", message);
  return 1;
}

int main(int argc, char** argv) {
  program = open_eunomia_skel_from_json_package_with_args(kPackage, argv, argc, NULL);
  if (!program || load_and_attach_eunomia_skel(program) < 0) return fail();
  fprintf(stderr, "attached, Ctrl-C ends it\n");
  signal(SIGINT, end);
  signal(SIGTERM, end);
  if (wait_and_poll_events_to_handler(program, EXPORT_PLAIN_TEXT, print_event, NULL) < 0) return fail();
  destroy_eunomia_skel(program);
  return 0;
}
