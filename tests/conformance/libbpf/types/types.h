// Types for a program that prints them.
#pragma once

enum colour { RED, GREEN = 5, BLUE };

union number {
  int whole;
  unsigned char bytes[4];
};

struct shape {
  enum colour colour;
  union number number;
  const char* name;
  struct {
    short width : 3;
    short height : 9;
  } size;
  int corners[3];
};
