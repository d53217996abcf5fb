// Headers, symbols, relocations and notes, copied out one at a time: in the file they may lie anywhere.
#include <gelf.h>
#include <string.h>

#include "file.h"

static void* copy(void* to, const void* from, size_t count, size_t size, int index) {
  if (!from || !to || index < 0 || (size_t)index >= count) return NULL;
  return memcpy(to, (const char*)from + (size_t)index * size, size);
}

static void* copy_entry(void* to, const Elf_Data* data, size_t size, int index) {
  return data ? copy(to, data->d_buf, data->d_size / size, size, index) : NULL;
}

int gelf_getclass(Elf* elf) { return elf ? ELFCLASS64 : ELFCLASSNONE; }

GElf_Ehdr* gelf_getehdr(Elf* elf, GElf_Ehdr* header) {
  return elf ? copy(header, &elf->header, 1, sizeof *header, 0) : NULL;
}
GElf_Phdr* gelf_getphdr(Elf* elf, int index, GElf_Phdr* header) {
  return copy(header, elf64_getphdr(elf), elf->header.e_phnum, sizeof *header, index);
}
GElf_Shdr* gelf_getshdr(Elf_Scn* section, GElf_Shdr* header) {
  return section ? copy(header, &section->header, 1, sizeof *header, 0) : NULL;
}
GElf_Sym* gelf_getsym(Elf_Data* data, int index, GElf_Sym* symbol) {
  return copy_entry(symbol, data, sizeof *symbol, index);
}
GElf_Rel* gelf_getrel(Elf_Data* data, int index, GElf_Rel* relocation) {
  return copy_entry(relocation, data, sizeof *relocation, index);
}
GElf_Rela* gelf_getrela(Elf_Data* data, int index, GElf_Rela* relocation) {
  return copy_entry(relocation, data, sizeof *relocation, index);
}

static size_t padded(size_t size, size_t to) { return (size + to - 1) & -to; }

size_t gelf_getnote(Elf_Data* data, size_t offset, GElf_Nhdr* note, size_t* name_offset, size_t* text_offset) {
  if (!data || offset > data->d_size || data->d_size - offset < sizeof *note) return 0;
  memcpy(note, (char*)data->d_buf + offset, sizeof *note);
  const size_t align = data->d_align == 8 ? 8 : 4;  // GNU property notes are the ones with 8
  *name_offset = offset + sizeof *note;
  *text_offset = padded(*name_offset + note->n_namesz, align);
  if (*text_offset > data->d_size || note->n_descsz > data->d_size - *text_offset) return 0;
  return padded(*text_offset + note->n_descsz, align);
}
