// A BPF ELF image in memory: looking up its sections and symbols. Reads only; every offset that is
// followed is checked against the image. Which programs load is decided in autoload.h.
#ifndef LIBBPF_WASM_IMAGE_H
#define LIBBPF_WASM_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "../linux/types.h"

// The structures of ELF-64 (System V ABI); wasi-libc has no elf.h.
struct libbpf_wasm__elf_header {
  unsigned char ident[16];
  __u16 type, machine;
  __u32 version;
  __u64 entry, phoff, shoff;
  __u32 flags;
  __u16 ehsize, phentsize, phnum, shentsize, shnum, shstrndx;
};

struct libbpf_wasm__section {
  __u32 name, type;
  __u64 flags, addr, offset, size;
  __u32 link, info;
  __u64 addralign, entsize;
};

struct libbpf_wasm__symbol {
  __u32 name;
  unsigned char info, other;
  __u16 section;
  __u64 value, size;
};

enum {
  LIBBPF_WASM__PROGBITS = 1,
  LIBBPF_WASM__SYMTAB = 2,
  LIBBPF_WASM__STRTAB = 3,
  LIBBPF_WASM__NOBITS = 8,
  LIBBPF_WASM__EXECINSTR = 4,  // section flag
  LIBBPF_WASM__OBJECT = 1,     // symbol types
  LIBBPF_WASM__FUNC = 2,
};

// Borrows the bytes; the pointers go into them.
struct libbpf_wasm__image {
  char* bytes;
  size_t size;
  struct libbpf_wasm__elf_header* header;
  struct libbpf_wasm__section* sections;
  struct libbpf_wasm__symbol* symbols;
  size_t symbol_count;
  const char* symbol_names;
  size_t symbol_names_size;
};

static inline bool libbpf_wasm__inside(const struct libbpf_wasm__image* image, const struct libbpf_wasm__section* s) {
  return s->offset <= image->size && s->size <= image->size - s->offset;
}

// A string of a string table; "" where the image is damaged.
static inline const char* libbpf_wasm__string(const char* table, size_t size, size_t offset) {
  return offset < size && memchr(table + offset, '\0', size - offset) ? table + offset : "";
}

static inline const char* libbpf_wasm__section_name(const struct libbpf_wasm__image* image,
                                                    const struct libbpf_wasm__section* section) {
  const struct libbpf_wasm__section* names = &image->sections[image->header->shstrndx];
  return libbpf_wasm__string(image->bytes + names->offset, (size_t)names->size, section->name);
}

static inline const char* libbpf_wasm__symbol_name(const struct libbpf_wasm__image* image,
                                                   const struct libbpf_wasm__symbol* symbol) {
  return libbpf_wasm__string(image->symbol_names, image->symbol_names_size, symbol->name);
}

static inline bool libbpf_wasm__find_symbols(struct libbpf_wasm__image* image) {
  for (unsigned i = 1; i < image->header->shnum; i++) {
    struct libbpf_wasm__section* section = &image->sections[i];
    if (section->type != LIBBPF_WASM__SYMTAB) continue;
    if (section->link >= image->header->shnum || !libbpf_wasm__inside(image, section)) return false;
    const struct libbpf_wasm__section* names = &image->sections[section->link];
    if (!libbpf_wasm__inside(image, names)) return false;
    image->symbols = (struct libbpf_wasm__symbol*)(void*)(image->bytes + section->offset);
    image->symbol_count = (size_t)section->size / sizeof(struct libbpf_wasm__symbol);
    image->symbol_names = image->bytes + names->offset;
    image->symbol_names_size = (size_t)names->size;
    return true;
  }
  return false;
}

// False for what is not a little-endian ELF-64 with sections and symbols. `bytes` is aligned to 8.
static inline bool libbpf_wasm__image_open(struct libbpf_wasm__image* image, void* bytes, size_t size) {
  static const unsigned char kIdent[] = {0x7f, 'E', 'L', 'F', 2 /* 64-bit */, 1 /* little-endian */};
  memset(image, 0, sizeof(*image));
  image->bytes = (char*)bytes;
  image->size = size;
  image->header = (struct libbpf_wasm__elf_header*)bytes;
  if (size < sizeof(*image->header) || memcmp(bytes, kIdent, sizeof(kIdent)) != 0) return false;
  const struct libbpf_wasm__elf_header* header = image->header;
  if (header->shentsize != sizeof(struct libbpf_wasm__section) || header->shstrndx >= header->shnum) return false;
  if (header->shoff > size || header->shnum > (size - header->shoff) / header->shentsize) return false;
  image->sections = (struct libbpf_wasm__section*)(void*)(image->bytes + header->shoff);
  return libbpf_wasm__inside(image, &image->sections[header->shstrndx]) && libbpf_wasm__find_symbols(image);
}

// NULL if there is none.
static inline struct libbpf_wasm__section* libbpf_wasm__section_named(const struct libbpf_wasm__image* image,
                                                                      const char* name) {
  for (unsigned i = 1; i < image->header->shnum; i++)
    if (strcmp(libbpf_wasm__section_name(image, &image->sections[i]), name) == 0) return &image->sections[i];
  return NULL;
}

// The section a symbol stands in; NULL for an undefined or absolute one.
static inline struct libbpf_wasm__section* libbpf_wasm__section_of(const struct libbpf_wasm__image* image,
                                                                   const struct libbpf_wasm__symbol* symbol) {
  return symbol->section && symbol->section < image->header->shnum ? &image->sections[symbol->section] : NULL;
}

// A program of libbpf's: a function in an executable section other than .text (those are subprograms).
static inline bool libbpf_wasm__is_program(const struct libbpf_wasm__image* image,
                                           const struct libbpf_wasm__symbol* symbol) {
  const struct libbpf_wasm__section* section = libbpf_wasm__section_of(image, symbol);
  return (symbol->info & 0xf) == LIBBPF_WASM__FUNC && section && (section->flags & LIBBPF_WASM__EXECINSTR) &&
         strcmp(libbpf_wasm__section_name(image, section), ".text") != 0;
}

static inline bool libbpf_wasm__is_map(const struct libbpf_wasm__image* image,
                                       const struct libbpf_wasm__symbol* symbol) {
  const struct libbpf_wasm__section* section = libbpf_wasm__section_of(image, symbol);
  return (symbol->info & 0xf) == LIBBPF_WASM__OBJECT && section &&
         strcmp(libbpf_wasm__section_name(image, section), ".maps") == 0;
}

// Whether libbpf makes a map of global variables of this section.
static inline bool libbpf_wasm__holds_globals(const char* name) {
  static const char* const kSections[] = {".data", ".rodata", ".bss"};
  for (size_t i = 0; i < sizeof(kSections) / sizeof(kSections[0]); i++) {
    size_t length = strlen(kSections[i]);
    if (strncmp(name, kSections[i], length) == 0 && (name[length] == '\0' || name[length] == '.')) return true;
  }
  return false;
}

#endif
