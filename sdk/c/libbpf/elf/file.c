// Opening and closing ELF files, and their sections. Every offset in a file is checked before it is followed.
#include "file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char* failure;

static void* fail(const char* why) {
  failure = why;
  return NULL;
}

int elf_errno(void) { return failure != NULL; }

const char* elf_errmsg(int error) {
  const char* said = failure ? failure : "no error";
  if (error != -1) failure = NULL;
  return said;
}

unsigned int elf_version(unsigned int version) {
  return version == EV_NONE || version == EV_CURRENT ? EV_CURRENT : EV_NONE;
}

static bool is_inside(const Elf* elf, uint64_t offset, uint64_t size) {
  return offset <= elf->size && size <= elf->size - offset;
}

static bool read_header(Elf* elf) {
  if (elf->size < sizeof elf->header || memcmp(elf->bytes, ELFMAG, SELFMAG)) return false;
  memcpy(&elf->header, elf->bytes, sizeof elf->header);
  return elf->header.e_ident[EI_CLASS] == ELFCLASS64 && elf->header.e_ident[EI_DATA] == ELFDATA2LSB;
}

// Numbers that do not fit in the header are in section 0 (System V ABI, "ELF header").
static bool read_counts(Elf* elf) {
  const Elf64_Ehdr* header = &elf->header;
  elf->section_count = header->e_shnum;
  elf->names = header->e_shstrndx;
  if (!header->e_shoff) return true;
  Elf64_Shdr first;
  if (header->e_shentsize != sizeof first || !is_inside(elf, header->e_shoff, sizeof first)) return false;
  memcpy(&first, elf->bytes + header->e_shoff, sizeof first);
  if (!elf->section_count) elf->section_count = first.sh_size;
  if (elf->names == SHN_XINDEX) elf->names = first.sh_link;
  return elf->section_count <= elf->size / sizeof first &&
         is_inside(elf, header->e_shoff, elf->section_count * sizeof first);
}

static Elf_Type type_of(uint32_t section_type) {
  if (section_type == SHT_SYMTAB || section_type == SHT_DYNSYM) return ELF_T_SYM;
  return section_type == SHT_REL ? ELF_T_REL : ELF_T_BYTE;
}

static bool read_sections(Elf* elf) {
  elf->sections = calloc(elf->section_count ? elf->section_count : 1, sizeof *elf->sections);
  if (!elf->sections) return false;
  for (size_t i = 0; i < elf->section_count; ++i) {
    Elf_Scn* section = &elf->sections[i];
    Elf64_Shdr* header = &section->header;
    section->elf = elf;
    memcpy(header, elf->bytes + elf->header.e_shoff + i * sizeof *header, sizeof *header);
    section->data =
        (Elf_Data){.d_type = type_of(header->sh_type), .d_version = EV_CURRENT, .d_align = header->sh_addralign};
    if (header->sh_type == SHT_NOBITS || !is_inside(elf, header->sh_offset, header->sh_size)) continue;
    section->data.d_buf = elf->bytes + header->sh_offset;
    section->data.d_size = header->sh_size;
  }
  return true;
}

static Elf* open_bytes(char* bytes, size_t size, bool is_ours) {
  Elf* elf = calloc(1, sizeof *elf);
  if (!elf) return fail("out of memory");
  *elf = (Elf){.bytes = bytes, .size = size, .is_ours = is_ours};
  if (read_header(elf) && read_counts(elf) && read_sections(elf)) return elf;
  elf_end(elf);
  return fail("not a 64-bit little-endian ELF file");
}

Elf* elf_memory(char* image, size_t size) { return open_bytes(image, size, false); }

Elf* elf_begin(int fd, Elf_Cmd command, Elf* ref) {
  (void)ref;
  struct stat status;
  if (command != ELF_C_READ && command != ELF_C_READ_MMAP) return fail("files are only read");
  if (fstat(fd, &status) || status.st_size <= 0) return fail("the file cannot be read");
  char* bytes = malloc((size_t)status.st_size);
  if (!bytes) return fail("out of memory");
  size_t size = 0;
  for (ssize_t n = 1; n > 0 && size < (size_t)status.st_size; size += n > 0 ? (size_t)n : 0)
    n = pread(fd, bytes + size, (size_t)status.st_size - size, (off_t)size);
  return open_bytes(bytes, size, true);
}

int elf_end(Elf* elf) {
  if (!elf) return 0;
  if (elf->is_ours) free(elf->bytes);
  free(elf->sections);
  free(elf);
  return 0;
}

Elf_Kind elf_kind(Elf* elf) { return elf ? ELF_K_ELF : ELF_K_NONE; }

char* elf_rawfile(Elf* elf, size_t* size) {
  if (size) *size = elf->size;
  return elf->bytes;
}

Elf64_Ehdr* elf64_getehdr(Elf* elf) { return elf ? &elf->header : fail("no file"); }
Elf64_Shdr* elf64_getshdr(Elf_Scn* section) { return section ? &section->header : fail("no section"); }

Elf64_Phdr* elf64_getphdr(Elf* elf) {
  const uint64_t size = (uint64_t)elf->header.e_phnum * sizeof(Elf64_Phdr);
  if (!size || !is_inside(elf, elf->header.e_phoff, size)) return fail("no program headers");
  return (Elf64_Phdr*)(elf->bytes + elf->header.e_phoff);
}

int elf_getphdrnum(Elf* elf, size_t* count) {
  *count = elf->header.e_phnum;
  return 0;
}

int elf_getshdrnum(Elf* elf, size_t* count) {
  *count = elf->section_count;
  return 0;
}

int elf_getshdrstrndx(Elf* elf, size_t* index) {
  *index = elf->names;
  return 0;
}

Elf_Scn* elf_getscn(Elf* elf, size_t index) {
  return index < elf->section_count ? &elf->sections[index] : fail("no such section");
}

Elf_Scn* elf_nextscn(Elf* elf, Elf_Scn* before) {
  const size_t index = before ? elf_ndxscn(before) + 1 : 1;
  return index < elf->section_count ? &elf->sections[index] : NULL;
}

size_t elf_ndxscn(Elf_Scn* section) { return (size_t)(section - section->elf->sections); }

Elf_Data* elf_getdata(Elf_Scn* section, Elf_Data* before) { return section && !before ? &section->data : NULL; }
Elf_Data* elf_rawdata(Elf_Scn* section, Elf_Data* before) { return elf_getdata(section, before); }

// The text must end inside its section.
char* elf_strptr(Elf* elf, size_t section, size_t offset) {
  if (section >= elf->section_count) return fail("no such section");
  const Elf_Data* data = &elf->sections[section].data;
  if (offset >= data->d_size || !memchr((char*)data->d_buf + offset, 0, data->d_size - offset))
    return fail("no such string");
  return (char*)data->d_buf + offset;
}
