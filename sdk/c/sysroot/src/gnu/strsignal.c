// Names of signals in the GNU C library's words.
#define _GNU_SOURCE
#include <string.h>

#include "number_text.h"

enum { kNamed = 31, kFirstRealTime = 34, kLast = 64 };

static const char kNames[] =
    "Hangup\0"
    "Interrupt\0"
    "Quit\0"
    "Illegal instruction\0"
    "Trace/breakpoint trap\0"
    "Aborted\0"
    "Bus error\0"
    "Floating point exception\0"
    "Killed\0"
    "User defined signal 1\0"
    "Segmentation fault\0"
    "User defined signal 2\0"
    "Broken pipe\0"
    "Alarm clock\0"
    "Terminated\0"
    "Stack fault\0"
    "Child exited\0"
    "Continued\0"
    "Stopped (signal)\0"
    "Stopped\0"
    "Stopped (tty input)\0"
    "Stopped (tty output)\0"
    "Urgent I/O condition\0"
    "CPU time limit exceeded\0"
    "File size limit exceeded\0"
    "Virtual timer expired\0"
    "Profiling timer expired\0"
    "Window changed\0"
    "I/O possible\0"
    "Power failure\0"
    "Bad system call";

char* strsignal(int signal) {
  static char numbered[kNumberText];
  if (signal >= kFirstRealTime && signal <= kLast)
    return __waggle_number_text(numbered, "Real-time signal ", signal - kFirstRealTime);
  if (signal < 1 || signal > kNamed) return __waggle_number_text(numbered, "Unknown signal ", signal);
  const char* name = kNames;
  while (--signal) name += strlen(name) + 1;
  return (char*)name;
}
