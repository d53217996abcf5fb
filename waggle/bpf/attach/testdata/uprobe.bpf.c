/* One counting program for each way to probe a program or library. */
#include "count.h"

SEC("uprobe")
int on_uprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uprobe//proc/self/exe:waggle_probed_one")
int on_named_uprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uprobe.s")
int on_sleepable_uprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uretprobe")
int on_uretprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uprobe.multi")
int on_uprobe_multi(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uretprobe.multi//proc/self/exe:waggle_probed_*")
int on_uretprobe_multi(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("uprobe.session")
int on_uprobe_session(void* ctx) {
  hit_if_mine();
  return 0;
}
