/* Reading 64-bit little-endian ELF files, with the names that programs beside libbpf use for it. What libelf has for
 * writing files, for other classes and for archives is not here. */
#pragma once

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Elf Elf;
typedef struct Elf_Scn Elf_Scn;

typedef enum { ELF_C_NULL, ELF_C_READ, ELF_C_RDWR, ELF_C_WRITE, ELF_C_CLR, ELF_C_SET, ELF_C_READ_MMAP } Elf_Cmd;
#define ELF_C_READ_MMAP ELF_C_READ_MMAP
typedef enum { ELF_K_NONE, ELF_K_AR, ELF_K_COFF, ELF_K_ELF } Elf_Kind;
typedef enum { ELF_T_BYTE, ELF_T_SYM = 11, ELF_T_REL = 9 } Elf_Type;

typedef struct {
  void* d_buf; /* borrowed from the file */
  Elf_Type d_type;
  unsigned int d_version;
  size_t d_size;
  off_t d_off;
  size_t d_align;
} Elf_Data;

unsigned int elf_version(unsigned int version);
Elf* elf_begin(int fd, Elf_Cmd command, Elf* ref); /* reads all of the file; the descriptor stays the caller's */
Elf* elf_memory(char* image, size_t size);         /* borrows `image` */
int elf_end(Elf* elf);
Elf_Kind elf_kind(Elf* elf);
int elf_errno(void);
const char* elf_errmsg(int error);
char* elf_rawfile(Elf* elf, size_t* size);

Elf64_Ehdr* elf64_getehdr(Elf* elf);
Elf64_Phdr* elf64_getphdr(Elf* elf);
Elf64_Shdr* elf64_getshdr(Elf_Scn* section);
int elf_getphdrnum(Elf* elf, size_t* count);
int elf_getshdrnum(Elf* elf, size_t* count);
int elf_getshdrstrndx(Elf* elf, size_t* index);

Elf_Scn* elf_getscn(Elf* elf, size_t index);
Elf_Scn* elf_nextscn(Elf* elf, Elf_Scn* before); /* never the section 0 */
size_t elf_ndxscn(Elf_Scn* section);
Elf_Data* elf_getdata(Elf_Scn* section, Elf_Data* before); /* a section has one */
Elf_Data* elf_rawdata(Elf_Scn* section, Elf_Data* before);
char* elf_strptr(Elf* elf, size_t section, size_t offset);

#ifdef __cplusplus
}
#endif
