// Stack traces, by the names of /proc/kallsyms.
#include "stacks.skel.h"
#include "tests/conformance/libbpf/program.h"

enum { kDepth = 16, kMost = 300000 };

typedef struct {
  unsigned long address;
  char name[40];
} Symbol;

static Symbol* symbols;
static size_t symbol_count;

static int by_address(const void* a, const void* b) {
  const unsigned long x = ((const Symbol*)a)->address, y = ((const Symbol*)b)->address;
  return x < y ? -1 : x > y;
}

static void read_symbols(void) {
  FILE* file = fopen("/proc/kallsyms", "r");
  symbols = calloc(kMost, sizeof(*symbols));
  if (!file || !symbols) exit(3);
  char type, line[512];
  while (symbol_count < kMost && fgets(line, sizeof(line), file))
    if (sscanf(line, "%lx %c %39s", &symbols[symbol_count].address, &type, symbols[symbol_count].name) == 3 &&
        (type == 't' || type == 'T'))
      ++symbol_count;
  fclose(file);
  qsort(symbols, symbol_count, sizeof(*symbols), by_address);
}

static const char* name_of(unsigned long address) {
  size_t low = 0, high = symbol_count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (symbols[middle].address <= address) low = middle + 1;
    else high = middle;
  }
  return low ? symbols[low - 1].name : "?";
}

int main(int argc, char** argv) {
  const long expected = expected_of(argc, argv);
  struct stacks_bpf* skel = stacks_bpf__open();
  if (!skel) return failed("open");
  skel->rodata->tag = tag_of(argv[1]);
  if (stacks_bpf__load(skel) || stacks_bpf__attach(skel)) return failed("load");
  read_symbols();
  say_ready();
  while (*(volatile long long*)&skel->bss->calls < expected && !stopping) usleep(1000);

  const int counts = bpf_map__fd(skel->maps.counts);
  for (long long *before = NULL, id; !bpf_map_get_next_key(counts, before, &id); before = &id) {
    unsigned long long count;
    unsigned long stack[kDepth] = {0};
    const unsigned key = (unsigned)id;
    if (bpf_map_lookup_elem(counts, &id, &count)) return failed("count");
    printf("%llu times\n", count);
    if (id < 0 || bpf_map_lookup_elem(bpf_map__fd(skel->maps.stacks), &key, stack)) return failed("stack");
    for (int i = 0; i < kDepth && stack[i]; ++i) printf("  %s\n", name_of(stack[i]));
  }
  free(symbols);
  stacks_bpf__destroy(skel);
  return 0;
}
