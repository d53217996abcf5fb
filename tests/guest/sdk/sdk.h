// One answer of the BPF program to a knock.
#ifndef SDK_H
#define SDK_H

struct answer {
  unsigned int number;
  unsigned int step;
  unsigned int start;
  unsigned int extra;
};

#endif
