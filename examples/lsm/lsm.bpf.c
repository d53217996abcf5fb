// Forbids the removal of folders with one name, for everybody, and reports who tried.
#include <linux/bpf.h>
#include <linux/errno.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "lsm.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct qstr {
  const unsigned char* name;
} __attribute__((preserve_access_index));

struct dentry {
  struct qstr d_name;
} __attribute__((preserve_access_index));

struct path;

// Set by the guest before load.
const volatile char protected_name[NAME_SIZE] = "";

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

SEC("lsm/path_rmdir")
int BPF_PROG(path_rmdir, const struct path* dir, struct dentry* dentry) {
  char name[NAME_SIZE] = "";
  bpf_probe_read_kernel_str(name, sizeof(name), dentry->d_name.name);
  if (bpf_strncmp(name, sizeof(name), (const char*)protected_name) != 0) return 0;

  struct event* e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
  if (e) {
    e->pid = bpf_get_current_pid_tgid() >> 32;
    e->uid = bpf_get_current_uid_gid();
    bpf_get_current_comm(e->comm, sizeof(e->comm));
    bpf_ringbuf_submit(e, 0);
  }
  return -EPERM;
}
