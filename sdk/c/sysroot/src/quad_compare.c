// Comparisons of `long double` (IEEE binary128). The compiler calls them with a 32-bit result; its own library for
// wasm64 has them with 64 bits, and a call of the wrong type traps.
typedef unsigned __int128 Bits;

static Bits bits_of(long double value) {
  union {
    long double value;
    Bits bits;
  } both = {value};
  return both.bits;
}

static int is_nan(Bits a) { return a << 1 > (Bits)0xfffe << 112; }

// -1, 0, 1; `unordered` where one is not a number.
static int compare(long double x, long double y, int unordered) {
  const Bits a = bits_of(x), b = bits_of(y);
  if (is_nan(a) || is_nan(b)) return unordered;
  if (((a | b) << 1) == 0) return 0;  // +0 and -0
  const __int128 s = (__int128)a, t = (__int128)b;
  // As integers, two negative numbers are in the opposite order.
  if (s < 0 && t < 0) return s < t ? 1 : s > t ? -1 : 0;
  return s < t ? -1 : s > t ? 1 : 0;
}

int __eqtf2(long double x, long double y) { return compare(x, y, 1); }
int __netf2(long double x, long double y) { return compare(x, y, 1); }
int __lttf2(long double x, long double y) { return compare(x, y, 1); }
int __letf2(long double x, long double y) { return compare(x, y, 1); }
int __cmptf2(long double x, long double y) { return compare(x, y, 1); }
int __gttf2(long double x, long double y) { return compare(x, y, -1); }
int __getf2(long double x, long double y) { return compare(x, y, -1); }
int __unordtf2(long double x, long double y) { return is_nan(bits_of(x)) || is_nan(bits_of(y)); }
