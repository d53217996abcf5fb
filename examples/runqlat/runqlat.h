// The histogram that BPF programs and guest share through a map.
#ifndef RUNQLAT_H
#define RUNQLAT_H

enum { COMM_SIZE = 16, SLOTS = 26 };

// slots[0] counts 0 and 1 microseconds, slots[i] those from 2^i to 2^(i+1)-1, the last one all above.
struct histogram {
  unsigned int slots[SLOTS];
  char comm[COMM_SIZE];  // of one of the tasks counted
};

#endif
