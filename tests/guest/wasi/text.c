// Functions of <string.h>, and printf without floating-point numbers.
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int sign(int n) { return (n > 0) - (n < 0); }

int main(void) {
  static const char* const kTexts[] = {"", "a", "ab", "abc", "abd", "b", "\xff", "abcdefghijklmnopqrstuvwxyz"};
  enum { kCount = sizeof(kTexts) / sizeof(kTexts[0]) };
  for (int i = 0; i < kCount; ++i) {
    const char *text = kTexts[i], *c = strchr(text, 'c'), *end = strchr(text, 0);
    const char* z = memchr(text, 'z', strlen(text));
    printf("%zu %td %td %td", strlen(text), c ? c - text : -1, end - text, z ? z - text : -1);
    for (int k = 0; k < kCount; ++k)
      for (size_t n = 0; n < 5; ++n) printf(" %d", sign(strncmp(text, kTexts[k], n)));
    putchar('\n');
  }
  printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%#X|%o|%u\n", INT_MIN, 42, 42, 42, 42, 42, 255u, 255u, 8u, UINT_MAX);
  printf("%lld|%llu|%hhd|%hd|%zu|%jd|%.3d|%.0d|%c|%%\n", LLONG_MIN, ULLONG_MAX, (signed char)-1, (short)-2, (size_t)3,
         (intmax_t)-4, 5, 0, 'x');
  printf("%s|%.2s|%8s|%-8s|%*d|%-*d|%.*s\n", "text", "text", "text", "text", 6, 1, 6, 2, 3, "text");
  printf("%2$s %1$d\n", 1, "positional");
  return 0;
}
