#include "sdk/c/libbpf/results.h"

int waggle_options_valid(const void* options, size_t known) {
  if (!options) return 1;
  const size_t size = *(const size_t*)options;
  if (size < sizeof size) return 0;
  const char* bytes = options;
  for (size_t i = known; i < size; ++i)
    if (bytes[i]) return 0;
  return 1;
}
