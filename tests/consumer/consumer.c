/* A program in C that embeds waggle: gives it what its first argument names and says what comes back.
 *   consumer FILE [WORD]    ends at the first event whose JSON holds WORD */
#include <stdio.h>
#include <string.h>
#include <waggle/waggle.h>

static int on_event(void* word, const waggle_event* event) {
  size_t size = 0;
  if (!strstr(waggle_event_json(event, NULL), word)) return 0;
  waggle_event_data(event, &size);
  printf("event of '%s', %s, %d, json %s\n", waggle_event_map(event), waggle_event_type(event),
         size > 0 && waggle_event_time(event) > 1000000000000000000ULL, waggle_event_json(event, NULL));
  return -123;
}

static void on_output(void* context, int number, const char* text, size_t size) {
  fprintf(context, "[%d] %.*s", number, (int)size, text);
  fflush(context);
}

static void on_log(void* context, enum waggle_level level, const char* line) {
  fprintf(context, "log %d: %s\n", level, line);
}

int main(int argc, char** argv) {
  waggle_program* w = waggle_new();
  if (!w || argc < 2) return 2;
  waggle_on_event(w, on_event, argc > 2 ? argv[2] : "");
  waggle_on_output(w, on_output, stdout);
  waggle_on_log(w, on_log, stderr);
  int result = waggle_load_file(w, argv[1]);
  if (result == 0) result = waggle_set_arguments(w, argc > 3 ? argc - 3 : 0, (const char* const*)argv + 3);
  if (result == 0) {
    puts("ready");
    fflush(stdout);
    result = waggle_run(w);
  }
  printf("result %d %s\n", result, waggle_error(w));
  waggle_free(w);
  return 0;
}
