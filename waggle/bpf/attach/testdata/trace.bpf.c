/* One counting program for each way to trace the kernel without a trampoline. */
#include "count.h"

SEC("tp/syscalls/sys_enter_getppid")
int on_tracepoint(void* ctx) {
  hit_if_mine();
  return 0;
}

/* syscalls/sys_enter_getppid has no arguments: there is nothing at this offset. */
SEC("tp/syscalls/sys_enter_getppid")
int reads_too_far(void* ctx) {
  test.hits += *(__u64*)(ctx + 4000);
  return 0;
}

SEC("tp")
int without_target(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("raw_tp/sys_enter")
int on_raw_tracepoint(struct bpf_raw_tracepoint_args* ctx) {
  if (ctx->args[1] == test.number) hit_if_mine();
  return 0;
}

SEC("tp_btf/sys_enter")
int on_btf_tracepoint(__u64* ctx) {
  if (ctx[1] == test.number) hit_if_mine();
  return 0;
}

SEC("kprobe/vfs_unlink")
int on_kprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("kretprobe/vfs_unlink")
int on_kretprobe(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("ksyscall/getppid")
int on_ksyscall(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("kretsyscall/getppid")
int on_kretsyscall(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("kprobe.multi/vfs_unlink")
int on_kprobe_multi(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("kretprobe.multi/vfs_unlin*")
int on_kretprobe_multi(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("kprobe.session/vfs_unlink")
int on_kprobe_session(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("perf_event")
int on_sample(void* ctx) {
  hit_if_mine();
  return 0;
}

SEC("syscall")
int not_attachable(void* ctx) {
  hit();
  return 0;
}
