// usage: uprobes TAG EXPECTED PROGRAM
#include "tests/conformance/libbpf/program.h"
#include "uprobes.skel.h"

static long seen;

static int on_event(void* context, void* data, size_t size) {
  const long long* event = data;
  (void)context, (void)size;
  printf("cookie %lld value %lld\n", event[0], event[1]);
  ++seen;
  return 0;
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct uprobes_bpf* skel = uprobes_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (uprobes_bpf__load(skel)) return failed("load");
  LIBBPF_OPTS(bpf_uprobe_opts, entry, .func_name = "waggle_probed", .bpf_cookie = 17);
  LIBBPF_OPTS(bpf_uprobe_opts, result, .func_name = "waggle_probed", .bpf_cookie = 18, .retprobe = true);
  skel->links.entry = bpf_program__attach_uprobe_opts(skel->progs.entry, -1, argv[3], 0, &entry);
  skel->links.result = bpf_program__attach_uprobe_opts(skel->progs.result, -1, argv[3], 0, &result);
  if (!skel->links.entry || !skel->links.result) return failed("attach");
  entry.func_name = "no_such_function";
  if (bpf_program__attach_uprobe_opts(skel->progs.entry, -1, argv[3], 0, &entry)) return 1;
  printf("no such function: %s\n", strerror(errno));
  struct ring_buffer* events = ring_buffer__new(bpf_map__fd(skel->maps.events), on_event, NULL, NULL);
  if (!events) return failed("ring");
  say_ready();
  while (seen < expected && !stopping) ring_buffer__poll(events, 100);
  ring_buffer__free(events);
  uprobes_bpf__destroy(skel);
  return 0;
}
