// What the C library gives a program: the output is the same natively and as a guest, but for what differs between
// one run and the next, which is not printed. usage: libc -v --pid N WORD
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <libgen.h>
#include <locale.h>
#include <math.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static void options(int argc, char** argv) {
  static const struct option names[] = {{"verbose", 0, 0, 'v'}, {"pid", 1, 0, 'p'}, {0}};
  for (int c; (c = getopt_long(argc, argv, "vp:", names, 0)) != -1;) printf("option %c %s\n", c, optarg ? optarg : "-");
  for (int i = optind; i < argc; ++i) printf("argument %s\n", argv[i]);
}

static void numbers(void) {
  printf("%llu %lld %zu %#lx %5.2f|%-8s|%08.3e|%g|%Lf|%a|%jd\n", 18446744073709551615ull, -5ll, sizeof(long),
         0x123456789abul, 3.14159, "ab", 12345.678, 1e-5, 2.5L, 1.0 / 3, (intmax_t)-7);
  printf("%" PRIu64 " %" PRIx64 " %td %'d %+.3d %x\n", UINT64_MAX, INT64_MAX, (ptrdiff_t)-1, 1234567, 5, -1);
  printf("%d %d %d %d\n", 0.1 + 0.2 > 0.3, 1.0L / 3 > 0.3L, -0.0L == 0.0L, (long double)NAN != (long double)NAN);
  printf("%.20Lg %.3Lf %Le\n", 1.0L / 8, -12345.6789L, 1e300L);
  double d;
  long long n;
  printf("%d ", sscanf("6.25e2 -77 rest", "%lf %lld", &d, &n));
  printf("%g %lld %g %g %ld %lu\n", d, n, strtod("0x1.8p3", 0), sqrt(2), strtol("-0x7f", 0, 0), strtoul("777", 0, 8));
  printf("%g %g %g %g\n", pow(2, 0.5), sin(1), exp(1), log2(10));
}

// What is no number is 0, and errno is as it was: all that many programs ask.
static void no_numbers(void) {
  static const char* const texts[] = {
      "abc", "", "-", " + ", "0x", "12abc", "99999999999999999999", "-99999999999999999999"};
  char* end;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    errno = 0;
    printf("[%s] %ld", texts[i], strtol(texts[i], &end, 0));
    printf(" %td, %lu", end - texts[i], strtoul(texts[i], NULL, 10));
    printf(" %llx", strtoull(texts[i], &end, 16));
    printf(" %td, %lld", end - texts[i], strtoll(texts[i], NULL, 8));
    printf(", errno %d", errno);
    errno = 0;
    printf(", %g", strtod(texts[i], &end));
    printf(" %td, errno %d\n", end - texts[i], errno);
  }
  errno = ENOENT;
  printf("%ld", strtol("x", NULL, 10));
  printf(" errno %d, %ld", errno, strtol("7", NULL, 10));
  printf(" base 1: %ld", strtol("1", NULL, 1));
  printf(" errno %d\n", errno);
  int n = 5;
  errno = 0;
  printf("sscanf %d", sscanf("abc", "%d", &n));
  printf(" %d", sscanf("12abc", "%d", &n));
  printf(" %d errno %d\n", n, errno);
}

static int ascending(const void* a, const void* b) {
  const unsigned x = *(const unsigned*)a, y = *(const unsigned*)b;
  return x < y ? -1 : x > y;
}

static void memory(void) {
  static unsigned values[1000];
  unsigned seed = 1;
  for (int i = 0; i < 1000; ++i) values[i] = seed = seed * 1664525 + 1013904223;
  qsort(values, 1000, sizeof values[0], ascending);
  int sorted = 1;
  for (int i = 1; i < 1000; ++i) sorted &= values[i - 1] <= values[i];
  printf("sorted %d %u\n", sorted, values[500]);

  void* blocks[200];
  unsigned long sum = 0;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 200; ++i) memset(blocks[i] = malloc((i * 7919) % 300000 + 1), i, (i * 7919) % 300000 + 1);
    for (int i = 0; i < 200; ++i) {
      sum += *(unsigned char*)blocks[(i * 37) % 200];
      free(blocks[(i * 37) % 200]);
    }
  }
  char* zeros = calloc(1, 1 << 20);
  for (int i = 0; i < 1 << 20; ++i) sum += zeros[i];
  zeros = realloc(zeros, 3 << 20);
  printf("malloc %lu %d\n", sum, zeros != NULL);
  free(zeros);
  char* pages = mmap(0, 100000, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  pages[99999] = 1;
  printf("mmap %d aligned %d", pages[0], (unsigned long)pages % 4096 == 0);
  printf(", munmap %d\n", munmap(pages, 100000));
}

static void times(void) {
  const time_t at = 1700000000;
  struct tm tm;
  char text[128];
  localtime_r(&at, &tm);
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %Z %z %a %j", &tm);
  puts(text);
  setenv("TZ", "Asia/Tokyo", 1);
  tzset();
  localtime_r(&at, &tm);
  strftime(text, sizeof text, "%c %Z", &tm);
  printf("%s %ld\n", text, tm.tm_gmtoff);
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  const int slept = usleep(20000);
  clock_gettime(CLOCK_MONOTONIC, &after);
  const long ns = (after.tv_sec - before.tv_sec) * 1000000000 + after.tv_nsec - before.tv_nsec;
  printf("usleep %d, long enough %d\n", slept, ns >= 20000000);
  printf("clock_getres %d\n", clock_getres(CLOCK_BOOTTIME, &after));
}

static void waiting(void) {
  printf("poll %d\n", poll(0, 0, 10));
  const int epoll = epoll_create1(EPOLL_CLOEXEC), event = eventfd(0, EFD_CLOEXEC);
  struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT, .data.u64 = 0x1122334455667788}, got[4];
  printf("epoll_wait %d", epoll_wait(epoll, got, 4, 10));
  printf(" ctl %d", epoll_ctl(epoll, EPOLL_CTL_ADD, event, &wanted));
  printf(" wait %d", epoll_wait(epoll, got, 4, 1000));
  printf(" %x %llx\n", got[0].events, (unsigned long long)got[0].data.u64);
  eventfd_write(event, 5);
  eventfd_t value = 0;
  eventfd_read(event, &value);
  printf("eventfd %llu\n", (unsigned long long)value);
  close(event);
  close(epoll);
}

static int entries(const char* path) {
  DIR* folder = opendir(path);
  int n = 0;
  while (folder && readdir(folder)) ++n;
  if (folder) closedir(folder);
  return n;
}

static void files(void) {
  char line[256], name[] = "/tmp/waggle-libc-XXXXXX";
  FILE* file = fopen("/proc/version", "r");
  printf("[%.14s]\n", file && fgets(line, sizeof line, file) ? line : strerror(errno));
  if (file) fclose(file);
  file = fopen("/nonexistent/file", "r");
  printf("%d %s\n", errno, strerror(errno));
  struct stat st;
  printf("stat %d", stat("/proc", &st));
  printf(" directory %d\n", S_ISDIR(st.st_mode));
  printf("entries of /proc/sys: %d\n", entries("/proc/sys"));

  const int fd = mkstemp(name);
  printf("mkstemp %d, write %zd", fd >= 0, write(fd, "hello, world", 12));
  printf(", end %ld", (long)lseek(fd, 0, SEEK_END));
  printf(", pread %zd [%.5s]", pread(fd, line, 5, 7), line);
  printf(", ftruncate %d", ftruncate(fd, 5));
  printf(", fstat %d", fstat(fd, &st));
  printf(", size %ld, mode %o\n", (long)st.st_size, st.st_mode);
  char* copy = mmap(0, 5, PROT_READ, MAP_PRIVATE, fd, 0);
  printf("mapped [%.5s]; ", copy == MAP_FAILED ? "?" : copy);
  printf("dup %d\n", (close(dup(fd)), fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR);
  char other[64];
  snprintf(other, sizeof other, "%s.moved", name);
  umask(077);
  const int private = openat(AT_FDCWD, other, O_CREAT | O_EXCL | O_WRONLY, 0666);
  printf("umask %o", umask(022));
  printf(", mode %o\n", fstat(private, &st) ? 0 : st.st_mode);
  close(private);
  printf("rename %d", rename(name, other));
  printf(", access %d", access(name, F_OK));
  printf(" %s", strerror(errno));
  printf(", unlink %d\n", unlink(other));
  close(fd);
  file = fmemopen((char[]){"a b\nc d\n"}, 8, "r");
  char* text = NULL;
  size_t room = 0;
  for (ssize_t n; (n = getline(&text, &room, file)) > 0;) printf("getline %zd %s", n, text);
  free(text);
  fclose(file);
}

static void identity(void) {
  struct utsname names;
  struct sysinfo info;
  struct rlimit limit;
  printf("uname %d", uname(&names));
  printf(" %s %s\n", names.sysname, names.release);
  printf("sysinfo %d", sysinfo(&info));
  printf(", memory %lu\n", info.totalram * info.mem_unit);
  printf("cpus %ld, page %d %ld\n", sysconf(_SC_NPROCESSORS_ONLN), getpagesize(), sysconf(_SC_PAGESIZE));
  printf("uid %d %d gid %d %d\n", getuid(), geteuid(), getgid(), getegid());
  printf("pid %d tid %d\n", getpid() > 1, gettid() == getpid());
  char name[IF_NAMESIZE], comm[16] = "";
  printf("PR_SET_NAME %d", prctl(PR_SET_NAME, "a name that is cut off"));
  printf(", PR_GET_NAME %d %s\n", prctl(PR_GET_NAME, comm), comm);
  const unsigned lo = if_nametoindex("lo");
  printf("lo %d %s", lo > 0, if_indextoname(lo, name));
  printf(", %u", if_nametoindex("no such"));
  printf(" %s", strerror(errno));
  printf(", %d", if_indextoname(999999, name) == NULL);
  printf(" %s\n", strerror(errno));
  printf("getrlimit %d", getrlimit(RLIMIT_NOFILE, &limit));
  printf(" %d\n", limit.rlim_cur > 0);
}

static void texts(void) {
  char ip[INET6_ADDRSTRLEN];
  const unsigned char address[16] = {0x20, 1, 0xd, 0xb8};
  printf("%s %x\n", inet_ntop(AF_INET6, address, ip, sizeof ip), htonl(0x01020304));
  printf("%s %s %s\n", strsignal(SIGINT), strerror(EPERM), basename((char[]){"/usr/bin/env"}));
  printf("%s ", setlocale(LC_ALL, "C.UTF-8") ? "UTF-8" : "C");
  printf("%zu %ls\n", mbstowcs(NULL, "h\xc3\xa9", 0), L"wide");
  printf("%d %d %d\n", strverscmp("a9", "a10") < 0, strcasecmp("ABC", "abc"), fputs("fputs\n", stdout) >= 0);
}

int main(int argc, char** argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  options(argc, argv);
  numbers();
  no_numbers();
  memory();
  times();
  waiting();
  files();
  identity();
  texts();
  fprintf(stderr, "to standard error\n");
  return 3;
}
