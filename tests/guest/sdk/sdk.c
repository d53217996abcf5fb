// The promises of libbpf-wasm.h to a program written for libbpf, with a stock skeleton.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../check.h"
#include "sdk.h"
#include "sdk.skel.h"

// A number that no other guest on this machine has at the same time, nearly.
static unsigned int new_door(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (unsigned int)now.tv_nsec | 1;
}

static void knock(struct sdk_bpf* skel, unsigned int number) {
  unsigned long long key = (unsigned long long)skel->rodata->door << 32 | number;
  unsigned int value = 0;
  int fd = bpf_map__fd(skel->maps.knocks);
  check("knock", bpf_map_update_elem(fd, &key, &value, BPF_ANY) == 0);
}

static int take(void* ctx, void* data, size_t size) {
  memcpy(ctx, data, size < sizeof(struct answer) ? size : sizeof(struct answer));
  return 0;
}

static int refuse(void* ctx, void* data, size_t size) {
  take(ctx, data, size);
  return -ECANCELED;
}

static void take_perf(void* ctx, int cpu, void* data, __u32 size) { take(ctx, data, size); }

static void check_open_errors(void) {
  errno = 0;
  check("an object of garbage is EINVAL", !bpf_object__open_mem("garbage", 7, NULL) && errno == EINVAL);
  check("an empty object is EINVAL", !bpf_object__open_mem("", 0, NULL) && errno == EINVAL);
  check("freeing nothing is allowed", (bpf_object__close(NULL), ring_buffer__free(NULL), perf_buffer__free(NULL),
                                       bpf_buffer__free(NULL), bpf_link__destroy(NULL) == 0));
}

// As written, the object holds programs that the verifier refuses.
static void check_refusal(void) {
  struct sdk_bpf* skel = sdk_bpf__open();
  errno = 0;
  check("a refused program fails the load", skel && sdk_bpf__load(skel) == -EINVAL && errno == EINVAL);
  check("maps have no descriptor before load", bpf_map__fd(skel->maps.answers) == -EINVAL);
  check("nothing is attached before load", !bpf_program__attach(skel->progs.answer) && errno == EINVAL);
  bpf_program__set_autoload(skel->progs.refused_beside, false);
  bpf_program__set_autoload(skel->progs.refused_alone, false);
  bpf_program__set_autoload(skel->progs.ambiguous, true);
  check("a choice that cannot be said to the host is EOPNOTSUPP", sdk_bpf__load(skel) == -EOPNOTSUPP);
  sdk_bpf__destroy(skel);
}

static struct sdk_bpf* check_choice(void) {
  struct sdk_bpf* skel = sdk_bpf__open();
  struct bpf_object* obj = skel->obj;
  struct bpf_map* extra = bpf_object__find_map_by_name(obj, ".data.extra");
  const unsigned int six = 6;
  size_t size = 0;
  check("a program is known by its section",
        !strcmp(bpf_program__section_name(skel->progs.optional), "raw_tp/sys_enter"));
  check("'?' means not loaded", !bpf_program__autoload(skel->progs.optional));
  check("globals show what is written in the source", skel->data->step == 10 && skel->bss->start == 0);
  check("also those of a section of their own",
        extra && *(unsigned int*)bpf_map__initial_value(extra, &size) == 5 && size == sizeof(six));
  check("they can be set", bpf_map__set_initial_value(extra, &six, sizeof(six)) == 0);
  check("but not with another size", bpf_map__set_initial_value(extra, &six, 2) == -EINVAL);

  skel->rodata->door = new_door();
  skel->data->step = 11;
  skel->bss->start = 12;
  bpf_program__set_autoload(skel->progs.refused_beside, false);
  bpf_program__set_autoload(skel->progs.refused_alone, false);
  bpf_program__set_autoload(skel->progs.optional, true);
  check("load leaves out what shall not load", sdk_bpf__load(skel) == 0);
  check("the choice is over then", bpf_program__set_autoload(skel->progs.optional, false) == -EINVAL);
  check("attach takes the others, and skips what names no target", sdk_bpf__attach(skel) == 0);
  check("a link for each attached program", skel->links.answer && skel->links.optional && !skel->links.everywhere &&
                                                !skel->links.refused_alone && !skel->links.refused_beside);
  return skel;
}

static void check_globals(struct sdk_bpf* skel) {
  struct answer a = {0};
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.answers), take, &a, NULL);
  check("an empty ring gives 0", ring_buffer__consume(rb) == 0);
  knock(skel, 1);
  check("a record arrives", ring_buffer__poll(rb, 1000) >= 0 && a.number == 1);
  check("programs start with the globals that were set", a.step == 11 && a.start == 12 && a.extra == 6);

  check("the guest's view stands still", skel->bss->answered == 0);
  check("until it is refreshed", bpf_map__refresh_globals(skel->maps.bss) == 0 && skel->bss->answered == 1);
  skel->data->step = 13;
  check("a view can be stored", bpf_map__store_globals(skel->maps.data) == 0);
  knock(skel, 2);
  check("and the programs see it", ring_buffer__poll(rb, 1000) >= 0 && a.number == 2 && a.step == 13);
  check("but not .rodata", bpf_map__store_globals(skel->maps.rodata) == -EPERM);
  check("nor a map without globals", bpf_map__refresh_globals(skel->maps.answers) == -EINVAL);
  ring_buffer__free(rb);
  check("a program that '?' had left out is relocated",
        skel->bss->tgid_by_core == skel->bss->tgid_by_kernel && skel->bss->tgid_by_kernel != 0);
}

static void check_buffers(struct sdk_bpf* skel) {
  struct answer a = {0}, b = {0};
  struct ring_buffer* rb = ring_buffer__new(bpf_map__fd(skel->maps.answers), refuse, &a, NULL);
  struct perf_buffer* pb = perf_buffer__new(bpf_map__fd(skel->maps.perf_answers), 8, take_perf, NULL, &b, NULL);
  perf_buffer__consume(pb);
  knock(skel, 3);
  check("the callback's result becomes the poll's", ring_buffer__poll(rb, 1000) == -ECANCELED && errno == ECANCELED);
  check("the record has been delivered", a.number == 3);
  check("a perf buffer delivers too", perf_buffer__poll(pb, 1000) >= 0 && b.number == 3 && b.step == 13);
  check("no buffer of a foreign descriptor", !ring_buffer__new(4321, take, NULL, NULL) && errno == EBADF);
  ring_buffer__free(rb);
  perf_buffer__free(pb);
}

static void check_maps(struct sdk_bpf* skel) {
  struct bpf_map* map = skel->maps.knocks;
  unsigned long long key = 77, next = 0;
  unsigned int value = 7, got = 0;
  errno = 0;
  check("a missing key is the libc's ENOENT",
        bpf_map__lookup_elem(map, &key, sizeof(key), &got, sizeof(got), 0) == -ENOENT && errno == ENOENT);
  check("update", bpf_map__update_elem(map, &key, sizeof(key), &value, sizeof(value), BPF_NOEXIST) == 0);
  check("update again is EEXIST", bpf_map_update_elem(bpf_map__fd(map), &key, &value, BPF_NOEXIST) == -EEXIST);
  check("lookup", bpf_map_lookup_elem(bpf_map__fd(map), &key, &got) == 0 && got == 7);
  int keys = 0;
  for (int err = bpf_map__get_next_key(map, NULL, &next, sizeof(next)); !err; keys++)
    err = bpf_map__get_next_key(map, &next, &next, sizeof(next));
  check("the keys can be walked", keys == 4 && errno == ENOENT);
  check("delete", bpf_map__delete_elem(map, &key, sizeof(key), 0) == 0);
  check("delete again is ENOENT", bpf_map_delete_elem(bpf_map__fd(map), &key) == -ENOENT);
}

static void check_names(struct bpf_object* obj) {
  struct bpf_program* prog;
  struct bpf_map* map;
  int programs = 0, maps = 0;
  bpf_object__for_each_program(prog, obj) programs++;
  bpf_object__for_each_map(map, obj) maps += bpf_map__fd(map) >= 0;
  check("every program is listed", programs == 6);
  check("every map is listed, those of globals too", maps == 7);
  check("an unknown map is ENOENT", !bpf_object__find_map_by_name(obj, "nope") && errno == ENOENT);
  check("an unknown program is ENOENT", !bpf_object__find_program_by_name(obj, "nope") && errno == ENOENT);
}

static void check_attach_errors(struct sdk_bpf* skel) {
  check("a program that was left out is not attached", !bpf_program__attach(skel->progs.refused_alone));
  check("an interface that is not there is ENODEV",
        !bpf_program__attach_target(skel->progs.everywhere, "no_such_if0") && errno == ENODEV);
  bpf_set_prog_attach_target(skel->progs.everywhere, "no_such_if0");
  check("the skeleton attaches to a target that was set", sdk_bpf__attach(skel) == -ENODEV);
  struct bpf_link* link = skel->links.optional;
  skel->links.optional = NULL;
  check("one link cannot be undone, and says so", bpf_link__destroy(link) == -EOPNOTSUPP);
}

int main(int argc, char** argv) {
  int cpus = argc > 1 ? atoi(argv[1]) : 0;
  check("the possible CPUs are counted", libbpf_num_possible_cpus() == cpus);
  check_open_errors();
  check_refusal();
  struct sdk_bpf* skel = check_choice();
  if (failures) return 1;
  check_globals(skel);
  check_buffers(skel);
  check_maps(skel);
  check_names(skel->obj);
  check_attach_errors(skel);
  sdk_bpf__destroy(skel);
  return failures ? 1 : 0;
}
