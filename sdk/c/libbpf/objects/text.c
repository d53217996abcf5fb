#include <stdlib.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/results.h"

void* waggle_bytes(WaggleText get, int64_t handle, size_t* size) {
  const int32_t length = get(handle, 0, 0);
  *size = 0;
  if (length <= 0) return waggle_no_object(length ? length : -ENOENT);
  char* bytes = malloc((size_t)length + 1);
  if (!bytes) return NULL;
  if (get(handle, waggle_at(bytes), (uint32_t)length) != length) {
    free(bytes);
    return waggle_no_object(-EIO);
  }
  bytes[length] = 0;
  *size = (size_t)length;
  return bytes;
}

char* waggle_text(WaggleText get, int64_t handle) {
  size_t size;
  return waggle_bytes(get, handle, &size);
}
