// Every function of the libc that first guests import, each with its plain and its odd uses; compared with what a
// native program prints of the same source.
#include "ewasm.h"

static int order(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
static int sign(int value) { return (value > 0) - (value < 0); }

static void print(void) {
  char text[64];
  int size =
      printf("%d|%5d|%-5d|%05d|%+d|% d|%u|%x|%#X|%o|%c|%%|\n", -1, 42, 42, 42, 42, 42, 4000000000u, 255, 255, 8, 'w');
  printf("%d %hd %hhd %hu %hhu\n", size, 70000, 300, 70000, 300);
  printf("%lld %llu %llx\n", -5000000000LL, 18446744073709551615ULL, 0x123456789abcdefULL);
  printf("%s|%10s|%-10s|%.2s|%*s|%-*s|%.*s|\n", "bee", "bee", "bee", "bee", 6, "bee", 6, "bee", 1, "bee");
  printf("%f %.2f %e %g %8.3f|%G\n", 1.5, 2.345, 12345.678, 0.0001, 3.14159, 1e10);
  printf("%d %lld %d %f %d\n", 1, 2LL, 3, 4.0, 5);
  printf("%.3d|%8.3d|%-8.3x|%+.0e\n", 7, 7, 10, 5.0);
  printf("%d ", sprintf(text, "%s-%d", "waggle", 7));
  puts(text);
  printf("%d ", snprintf(text, 4, "%s", "too long"));
  puts(text);
  printf("%d\n", snprintf(NULL, 0, "%d", 12345));
  putchar('x');
  putchar('\n');
}

static void strings(void) {
  char text[32] = "honey", *copy = strdup(text);
  printf("%d %d %d\n", (int)strlen(""), (int)strlen(text), strcmp(copy, text));
  printf("%d %d %d\n", sign(strcmp("a", "b")), sign(strcmp("b", "a")), sign(strcmp("ab", "a")));
  printf("%d %d %d\n", sign(strncmp("abc", "abd", 2)), sign(strncmp("abc", "abd", 3)), sign(strncmp("", "", 0)));
  printf("%d %d\n", sign(strncasecmp("HoNey", "honEY", 5)), sign(strncasecmp("a", "B", 1)));
  printf("%d %d %d\n", (int)(strchr(text, 'n') - text), strchr(text, 'z') == NULL, (int)(strchr(text, 0) - text));
  printf("%d %d %d\n", (int)strspn(text, "ohn"), (int)strcspn(text, "ey"), (int)strcspn(text, "z"));
  printf("%s %d %d\n", strstr(text, "ne"), strstr(text, "nn") == NULL, strstr(text, "") == text);
  strcpy(text, "wax");
  memset(text + 4, 'x', 8);
  strncpy(text + 4, "ab", 4);
  printf("%s %s %d %c\n", text, text + 4, text[7], text[8]);
  memmove(text + 1, text, 4);
  printf("%s %d %d\n", text, sign(memcmp("ab", "ac", 2)), memcmp("a", "b", 0));
  memcpy(text, "12345678", 9);
  printf("%s %d %d\n", text, (int)((char*)memchr(text, '5', 8) - text), memchr(text, '9', 8) == NULL);
  free(copy);
}

static void numbers(void) {
  char* end;
  printf("%d %d %d %d\n", atoi("42"), atoi(" -7x"), atoi("x"), atoi("+3"));
  printf("%d", (int)strtol("  0x1fz", &end, 0));
  printf(" %s %d %d %d\n", end, (int)strtol("077", NULL, 0), (int)strtol("zz", NULL, 36), (int)strtol("12", NULL, 2));
  const char* none = "none";
  strtol(none, &end, 10);
  printf("%d %u %d\n", end == none, (unsigned)strtoul("4294967295", NULL, 10), (int)strtol("-2147483648", NULL, 10));
  strtol("0x", &end, 16);
  printf("%s\n", end);
  int sorted[] = {1, 3, 5, 7, 9}, key = 7, missing = 4;
  printf("%d %d\n", (int)((int*)bsearch(&key, sorted, 5, sizeof key, order) - sorted),
         bsearch(&missing, sorted, 5, sizeof key, order) == NULL);
}

static void characters(void) {
  for (int c = 0; c < 128; ++c)
    printf("%d%d%d%d%d%d%d%d%c%c", !!isupper(c), !!isalpha(c), !!isspace(c), !!isgraph(c), !!isprint(c), !!isdigit(c),
           !!isxdigit(c), !!isalnum(c), isprint(c) ? tolower(c) : '.', isprint(c) ? toupper(c) : '.');
  putchar('\n');
}

static void memory(void) {
  char* blocks[64];
  for (int i = 0; i < 64; ++i) memset(blocks[i] = malloc(1 + i * 100), i, 1 + i * 100);
  for (int i = 0; i < 64; i += 2) free(blocks[i]);
  for (int i = 1; i < 64; i += 2) blocks[i] = realloc(blocks[i], 20000);
  int wrong = 0;
  for (int i = 1; i < 64; i += 2)
    for (int j = 0; j < 1 + i * 100; ++j) wrong += blocks[i][j] != i;
  int* zero = calloc(1000, sizeof(int));
  for (int i = 0; i < 1000; ++i) wrong += zero[i] != 0;
  char* empty = malloc(0);
  printf("wrong %d, one more %d\n", wrong, empty != NULL);
  free(empty);
  free(NULL);
}

int bpf_main(char* env_json, int length) {
  print();
  strings();
  numbers();
  characters();
  memory();
  exit(0);
  return 1;
}
