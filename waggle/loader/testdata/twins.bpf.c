// The same hooks in the new way and in the old one.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("fentry/do_unlinkat")
int new_enter(void* ctx) { return 0; }

SEC("kprobe/do_unlinkat")
int old_enter(void* ctx) { return 0; }

SEC("fexit/do_unlinkat")
int new_leave(void* ctx) { return 0; }

SEC("kretprobe/do_unlinkat")
int old_leave(void* ctx) { return 0; }

SEC("kprobe/vfs_read")
int single(void* ctx) { return 0; }
