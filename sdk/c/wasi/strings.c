// Functions of <string.h> that guests with 4-byte pointers use most, a letter at a time: wasi-libc's take whole words,
// and five times the room.
#include <string.h>

size_t strlen(const char* text) {
  const char* at = text;
  while (*at) ++at;
  return (size_t)(at - text);
}

char* __strchrnul(const char* text, int c) {
  while (*text && *text != (char)c) ++text;
  return (char*)text;
}

char* strchr(const char* text, int c) {
  char* at = __strchrnul(text, c);
  return *at == (char)c ? at : NULL;
}

void* memchr(const void* bytes, int c, size_t n) {
  for (const unsigned char* at = bytes; n; --n, ++at)
    if (*at == (unsigned char)c) return (void*)at;
  return NULL;
}

int strncmp(const char* a, const char* b, size_t n) {
  for (; n && *a && *a == *b; --n) ++a, ++b;
  return n ? (unsigned char)*a - (unsigned char)*b : 0;
}
