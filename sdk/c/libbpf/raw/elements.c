// Elements of maps by descriptor: one import, one system call. Values that carry descriptors carry the guest's own.
#include <bpf/bpf.h>
#include <waggle/imports/libbpf.h>

#include "sdk/c/libbpf/results.h"

int bpf_map_lookup_elem(int fd, const void* key, void* value) {
  return waggle_answer(waggle_bpf_map_lookup_elem_flags(fd, waggle_at(key), waggle_at(value), 0));
}
int bpf_map_lookup_elem_flags(int fd, const void* key, void* value, __u64 flags) {
  return waggle_answer(waggle_bpf_map_lookup_elem_flags(fd, waggle_at(key), waggle_at(value), flags));
}
int bpf_map_update_elem(int fd, const void* key, const void* value, __u64 flags) {
  return waggle_answer(waggle_bpf_map_update_elem(fd, waggle_at(key), waggle_at(value), flags));
}
int bpf_map_delete_elem(int fd, const void* key) {
  return waggle_answer(waggle_bpf_map_delete_elem_flags(fd, waggle_at(key), 0));
}
int bpf_map_delete_elem_flags(int fd, const void* key, __u64 flags) {
  return waggle_answer(waggle_bpf_map_delete_elem_flags(fd, waggle_at(key), flags));
}
int bpf_map_lookup_and_delete_elem(int fd, const void* key, void* value) {
  return waggle_answer(waggle_bpf_map_lookup_and_delete_elem_flags(fd, waggle_at(key), waggle_at(value), 0));
}
int bpf_map_lookup_and_delete_elem_flags(int fd, const void* key, void* value, __u64 flags) {
  return waggle_answer(waggle_bpf_map_lookup_and_delete_elem_flags(fd, waggle_at(key), waggle_at(value), flags));
}
int bpf_map_get_next_key(int fd, const void* key, void* next) {
  return waggle_answer(waggle_bpf_map_get_next_key(fd, waggle_at(key), waggle_at(next)));
}
int bpf_map_freeze(int fd) { return waggle_answer(waggle_bpf_map_freeze(fd)); }
