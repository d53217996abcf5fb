// What zlib gives a program: streams in memory, checksums, and files of gzip. usage: zlib FILE
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { kSize = 200000 };
static unsigned char text[kSize], packed[kSize], again[kSize];

static void fill(void) {
  unsigned seed = 1;
  for (int i = 0; i < kSize; ++i) {
    seed = seed * 1664525 + 1013904223;
    text[i] = "eBPF in WebAssembly"[seed >> 28];
  }
}

// As tools unpack what is in them: in pieces, into a buffer that is too small for all.
static void streams(int window_bits) {
  z_stream out = {.next_in = text, .avail_in = kSize, .next_out = packed, .avail_out = kSize};
  printf("deflate %d", deflateInit2(&out, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY));
  printf(" %d", deflate(&out, Z_FINISH));
  printf(" %d", deflateEnd(&out));
  printf(", smaller %d\n", out.total_out < kSize / 2);

  z_stream in = {.next_in = packed, .avail_in = (uInt)out.total_out, .next_out = again, .avail_out = 1000};
  printf("inflate %d", inflateInit2(&in, window_bits));
  int code;
  while ((code = inflate(&in, Z_NO_FLUSH)) == Z_OK) in.avail_out = 1000;
  printf(" %d", code);
  printf(" %d", inflateEnd(&in));
  printf(", %lu bytes, the same %d\n", in.total_out, memcmp(text, again, kSize) == 0);
}

static void spoiled(void) {
  uLongf size = kSize;
  printf("compress %d", compress(packed, &size, text, kSize));
  packed[size / 2] ^= 0x55;
  uLongf room = kSize;
  printf(", spoiled %d\n", uncompress(again, &room, packed, size));
}

static void files(const char* path) {
  char line[64];
  gzFile file = gzopen(path, "wb9");
  printf("gzputs %d", file ? gzputs(file, "first line\nsecond line\n") : -1);
  printf(", gzprintf %d", gzprintf(file, "%s %d\n", "line", 3));
  printf(", gzclose %d\n", gzclose(file));
  file = gzopen(path, "rb");
  while (file && gzgets(file, line, sizeof line)) printf("gzgets %s", line);
  printf("gzeof %d", gzeof(file));
  printf(", gzclose %d\n", gzclose(file));
  printf("none: %d\n", gzopen("/nonexistent/file.gz", "rb") == NULL);
}

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  fill();
  printf("crc32 %08lx, adler32 %08lx\n", crc32(0, text, kSize), adler32(1, text, kSize));
  streams(MAX_WBITS);
  streams(MAX_WBITS + 16);  // with gzip's header
  spoiled();
  files(argv[1]);
  return 0;
}
