// Where the printf of programs that print no floating-point numbers ends if one is to be printed after all: nothing in
// the program showed it when it was linked. Needs no system calls that such programs do not have anyway.
#include <stdio.h>

_Noreturn void __waggle_no_floats(void) {
  fputs("printf: a floating-point number, and no sign of any when this was linked; -fwaggle-print-floats links all\n",
        stderr);
  __builtin_trap();
}
