/* musl's dynamic loader wants these names to compile; modules are linked statically, and it is never called. */
#define LDSO_ARCH "wasm64"
#define REL_RELATIVE 1
#define REL_OFFSET32 2
#define REL_SYMBOLIC 3
#define REL_GOT 4
#define REL_PLT 5
#define REL_COPY 6
#define REL_DTPMOD 7
#define REL_DTPOFF 8
#define REL_TPOFF 9
#define CRTJMP(pc, sp) __builtin_trap()
#define GETFUNCSYM(fp, sym, got) (*(fp) = sym)
