/* Programs that the kernel calls through a trampoline; their targets are compiled in. */
#include "count.h"

SEC("fentry/vfs_unlink")
int on_entry(__u64* ctx) {
  hit_if_mine();
  return 0;
}

SEC("fexit/vfs_unlink")
int on_exit(__u64* ctx) {
  hit_if_mine();
  return 0;
}

SEC("fmod_ret/security_path_rmdir")
int instead_of_rmdir(__u64* ctx) {
  hit_if_mine();
  return 0;
}

SEC("lsm/path_rmdir")
int may_rmdir(__u64* ctx) {
  hit_if_mine();
  return 0;
}

SEC("lsm_cgroup/socket_bind")
int may_bind(__u64* ctx) {
  hit();
  return 1;
}
