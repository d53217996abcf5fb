// The compiler names main after its parameters: __main_void, __main_argc_argv, and plain main where it has three.
// _start calls the first; where the program has another, the library's main_*.c lead there, each linked only if needed.
#pragma once

extern int __waggle_argc;
extern char** __waggle_argv;

int __main_void(void);
int __main_argc_argv(int argc, char** argv);
int __waggle_main(int argc, char** argv, char** envp) __asm__("main");
