// What the programs of this folder watch, done by a thread whose name is the tag.
// usage: work TAG WHAT COUNT [ARGUMENT]
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in loopback(const char* port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static int call(const char* argument) {
  (void)argument;
  return syscall(SYS_getppid) < 0;
}

static int call_slowly(const char* argument) {
  usleep(1000);
  return call(argument);
}

// A child of another name, so that its exec is of a file of ours.
static int run(const char* argument) {
  const pid_t child = fork();
  if (child == 0) {
    execl(argument, argument, NULL);
    _exit(127);
  }
  int status;
  return child < 0 || waitpid(child, &status, 0) != child || status != 0;
}

static int send_packet(const char* argument) {
  const struct sockaddr_in to = loopback(argument);
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  const int bad = sendto(fd, "payload", 7, 0, (const struct sockaddr*)&to, sizeof(to)) != 7;
  close(fd);
  return bad;
}

// A connection to a listener of our own, by the congestion control that the argument names, if any.
static int connect_to_self(const char* argument) {
  struct sockaddr_in at = loopback("0");
  socklen_t length = sizeof(at);
  const int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
  if (*argument && setsockopt(client, IPPROTO_TCP, TCP_CONGESTION, argument, strlen(argument))) return 1;
  if (bind(listener, (struct sockaddr*)&at, sizeof(at)) || listen(listener, 1) ||
      getsockname(listener, (struct sockaddr*)&at, &length) || connect(client, (struct sockaddr*)&at, sizeof(at)))
    return 1;
  const int server = accept(listener, NULL, NULL);
  char byte = 'x';
  const int bad = write(client, &byte, 1) != 1 || read(server, &byte, 1) != 1;
  close(client), close(server), close(listener);
  return bad;
}

// A millisecond of the processor.
static int compute(const char* argument) {
  (void)argument;
  struct timespec start, now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
  do clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  while ((now.tv_sec - start.tv_sec) * 1000000000LL + now.tv_nsec - start.tv_nsec < 1000000);
  return 0;
}

// Functions that uprobes find in this program, and a static probe (the format of systemtap's sdt.h, version 3).
__attribute__((noinline)) int waggle_probed(int number) {
  __asm__ volatile("" : "+r"(number));
  return number * 2;
}

static int probed(const char* argument) {
  (void)argument;
  static int number;
  ++number;
  return waggle_probed(number) != 2 * number;
}

static int usdt(const char* argument) {
  (void)argument;
  static int number;
  ++number;
  __asm__ volatile(
      "990: nop\n"
      ".pushsection .note.stapsdt,\"?\",\"note\"\n"
      ".balign 4\n"
      ".4byte 992f-991f,994f-993f,3\n"
      "991: .asciz \"stapsdt\"\n"
      "992: .balign 4\n"
      "993: .8byte 990b\n"
      ".8byte _.stapsdt.base\n"
      ".8byte 0\n"
      ".asciz \"waggle\"\n"
      ".asciz \"work\"\n"
      ".asciz \"-4@%0\"\n"
      "994: .balign 4\n"
      ".popsection\n"
      ".ifndef _.stapsdt.base\n"
      ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"
      ".weak _.stapsdt.base\n"
      ".hidden _.stapsdt.base\n"
      "_.stapsdt.base: .space 1\n"
      ".size _.stapsdt.base,1\n"
      ".popsection\n"
      ".endif\n" ::"r"(number));
  return 0;
}

static const struct {
  const char* name;
  int (*once)(const char* argument);
} kKinds[] = {
    {"call", call},       {"pace", call_slowly}, {"run", run},  {"send", send_packet}, {"connect", connect_to_self},
    {"compute", compute}, {"probe", probed},     {"usdt", usdt}};

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  prctl(PR_SET_NAME, argv[1]);
  for (size_t i = 0; i < sizeof(kKinds) / sizeof(kKinds[0]); ++i) {
    if (strcmp(kKinds[i].name, argv[2])) continue;
    for (long n = atol(argv[3]); n > 0; --n)
      if (kKinds[i].once(argc > 4 ? argv[4] : "")) return perror(argv[2]), 1;
    return 0;
  }
  return 2;
}
