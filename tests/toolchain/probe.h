// What the program reports.
struct event {
  int pid;
  int uid;
  char comm[16];
};

struct name {
  char comm[16];
  int pid;
};
