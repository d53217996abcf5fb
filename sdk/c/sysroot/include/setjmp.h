/* Not in this sysroot: jumping out of a function wants exception handling of the engine, which waggle leaves out. */
#pragma once
#error "<setjmp.h>: WebAssembly guests cannot setjmp() and longjmp(); return an error value instead"
