/* A file as both parts of this library see it. */
#pragma once

#include <libelf.h>
#include <stdbool.h>

struct Elf_Scn {
  Elf* elf;
  Elf64_Shdr header;
  Elf_Data data;
};

struct Elf {
  char* bytes;
  size_t size;
  bool is_ours;  // read from a descriptor: elf_end frees it
  Elf64_Ehdr header;
  Elf_Scn* sections;
  size_t section_count;
  size_t names;  // the section with the sections' names
};
