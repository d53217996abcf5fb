/* libelf's names that do not depend on the class of the file; here there is one class. */
#pragma once

#include <libelf.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef Elf64_Ehdr GElf_Ehdr;
typedef Elf64_Phdr GElf_Phdr;
typedef Elf64_Shdr GElf_Shdr;
typedef Elf64_Sym GElf_Sym;
typedef Elf64_Rel GElf_Rel;
typedef Elf64_Rela GElf_Rela;
typedef Elf64_Nhdr GElf_Nhdr;
typedef Elf64_Addr GElf_Addr;
typedef Elf64_Off GElf_Off;
typedef Elf64_Xword GElf_Xword;
typedef Elf64_Word GElf_Word;
#define GELF_ST_TYPE ELF64_ST_TYPE
#define GELF_ST_BIND ELF64_ST_BIND
#define GELF_R_SYM ELF64_R_SYM
#define GELF_R_TYPE ELF64_R_TYPE

/* Each copies into the caller's structure and answers it; NULL where there is no such thing. */
int gelf_getclass(Elf* elf);
GElf_Ehdr* gelf_getehdr(Elf* elf, GElf_Ehdr* header);
GElf_Phdr* gelf_getphdr(Elf* elf, int index, GElf_Phdr* header);
GElf_Shdr* gelf_getshdr(Elf_Scn* section, GElf_Shdr* header);
GElf_Sym* gelf_getsym(Elf_Data* data, int index, GElf_Sym* symbol);
GElf_Rel* gelf_getrel(Elf_Data* data, int index, GElf_Rel* relocation);
GElf_Rela* gelf_getrela(Elf_Data* data, int index, GElf_Rela* relocation);
/* The note at `offset` of a note section: where its name and its text are. Answers the next note's offset; 0 in the
 * end. */
size_t gelf_getnote(Elf_Data* data, size_t offset, GElf_Nhdr* note, size_t* name_offset, size_t* text_offset);

#ifdef __cplusplus
}
#endif
