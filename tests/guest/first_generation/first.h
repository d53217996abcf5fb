// The event, packed by hand as those programs do.
#ifndef FIRST_H
#define FIRST_H

struct event {
  unsigned int number;
} __attribute__((packed));

#endif
