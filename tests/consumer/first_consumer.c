/* A program written for the first loader's C interface: runs a package of JSON until an event holds a word.
 *   consumer_first PACKAGE.json text|json|raw WORD */
#include <eunomia/eunomia-bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* word;
static struct eunomia_polling_handle* handle;

static int holds(const char* event, size_t size) {
  for (size_t i = 0; i + strlen(word) <= size; ++i)
    if (!memcmp(event + i, word, strlen(word))) return 1;
  return 0;
}

static void on_event(void* count, const char* event, size_t size) {
  ++*(int*)count;
  if (!holds(event, size)) return;
  handle_terminate(handle);
  if (strlen(event) == size) printf("event %s\n", event);
  else printf("event of %zu bytes\n", size);
}

static char* read_file(const char* path) {
  FILE* file = fopen(path, "r");
  char* text = calloc(1, 1 << 20);
  if (!file || !text || !fread(text, 1, (1 << 20) - 1, file)) exit(3);
  fclose(file);
  return text;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  char message[256];
  int events = 0;
  if (!open_eunomia_skel_from_json_package("{}")) {
    get_error_message(message, sizeof message);
    printf("no package: %d\n", message[0] != 0);
  }
  word = argv[3];
  char* json = read_file(argv[1]);
  struct eunomia_bpf* program = open_eunomia_skel_from_json_package(json);
  if (!program) return 4;
  enum export_format_type type = argv[2][0] == 't'   ? EXPORT_PLAIN_TEXT
                                 : argv[2][0] == 'j' ? EXPORT_JSON
                                                     : EXPORT_RAW_EVENT;
  handle = handle_create(program);
  printf("too early %d\n", wait_and_poll_events_to_handler(program, type, on_event, &events) < 0);
  int loaded = load_and_attach_eunomia_skel(program);
  int again = load_and_attach_eunomia_skel(program);
  printf("load %d, again %d, map %d\n", loaded, again < 0, get_bpf_fd(program, "events") > 2);
  puts("ready");
  fflush(stdout);
  int result = wait_and_poll_events_to_handler(program, type, on_event, &events);
  printf("end %d, events %d\n", result, events > 0);
  destroy_eunomia_skel(program);
  handle_destroy(handle);
  free(json);
}
