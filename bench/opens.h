// What the program that makes events to be printed, and the native one that prints them, share.
#pragma once

// As opensnoop's: six fields, 96 bytes.
struct open_event {
  int pid;
  unsigned int uid;
  int ret;
  int flags;
  char comm[16];
  char fname[64];
};
