// Which programs of an object load. The host loads a whole ELF image, and libbpf leaves out the
// programs of a section whose name begins with '?'; so the choice is written into a copy of the
// image. A program that shall load loses the '?' of its section (also where .BTF.ext names it); one
// that shall not moves to a new section header, same bytes, whose name has the '?'.
#ifndef LIBBPF_WASM_AUTOLOAD_H
#define LIBBPF_WASM_AUTOLOAD_H

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "types.h"

static inline size_t libbpf_wasm__align8(size_t size) { return (size + 7) & ~(size_t)7; }

static inline const char* libbpf_wasm__program_section_name(const struct libbpf_wasm__image* image,
                                                            const struct libbpf_wasm__symbol* symbol) {
  return libbpf_wasm__section_name(image, &image->sections[symbol->section]);
}

static inline bool libbpf_wasm__autoload_as_written(const struct bpf_object* obj) {
  for (size_t i = 0; i < obj->program_count; i++) {
    const struct bpf_program* prog = &obj->programs[i];
    bool written = libbpf_wasm__program_section_name(&obj->image, prog->symbol)[0] != '?';
    if (prog->autoload != written) return false;
  }
  return true;
}

// Lets the records of one .BTF.ext table that belong to section "?name" belong to "name": the
// shorter name is the tail of the longer one's string. Format: record size, then per section its
// name, a count, and the records.
static inline void libbpf_wasm__rename_records(char* at, const char* end, const char* strings, size_t strings_size,
                                               const char* name) {
  __u32 head[2], record_size;
  if (end - at < (ptrdiff_t)sizeof(record_size)) return;
  memcpy(&record_size, at, sizeof(record_size));
  at += sizeof(record_size);
  while (end - at >= (ptrdiff_t)sizeof(head)) {
    memcpy(head, at, sizeof(head));
    if (strcmp(libbpf_wasm__string(strings, strings_size, head[0]), name) == 0) {
      head[0]++;
      memcpy(at, head, sizeof(head));
    }
    __u64 length = sizeof(head) + (__u64)head[1] * record_size;
    if (length > (__u64)(end - at)) return;
    at += length;
  }
}

// For all three tables: function, line and CO-RE records (Documentation/bpf/btf.rst).
static inline void libbpf_wasm__rename_in_btf_ext(const struct libbpf_wasm__image* image, const char* name) {
  struct {
    __u32 start, length, type_off, type_len, str_off, str_len;
  } btf;
  struct {
    __u32 start, length, tables[3][2];
  } ext;
  const struct libbpf_wasm__section* btf_section = libbpf_wasm__section_named(image, ".BTF");
  const struct libbpf_wasm__section* ext_section = libbpf_wasm__section_named(image, ".BTF.ext");
  if (!btf_section || !ext_section || !libbpf_wasm__inside(image, btf_section) ||
      !libbpf_wasm__inside(image, ext_section) || btf_section->size < sizeof(btf) || ext_section->size < sizeof(ext))
    return;
  memcpy(&btf, image->bytes + btf_section->offset, sizeof(btf));
  memcpy(&ext, image->bytes + ext_section->offset, sizeof(ext));
  __u64 strings = (__u64)btf.length + btf.str_off;
  if (strings > btf_section->size || btf.str_len > btf_section->size - strings) return;
  for (int i = 0; i < 3; i++) {
    __u64 start = (__u64)ext.length + ext.tables[i][0];
    if (start > ext_section->size || ext.tables[i][1] > ext_section->size - start) return;
    char* table = image->bytes + ext_section->offset + start;
    libbpf_wasm__rename_records(table, table + ext.tables[i][1], image->bytes + btf_section->offset + strings,
                                btf.str_len, name);
  }
}

// EOPNOTSUPP when the object has sections "?name" and "name" both: their records could not be told apart.
static inline int libbpf_wasm__enable_section(const struct libbpf_wasm__image* image,
                                              struct libbpf_wasm__section* section) {
  const char* name = libbpf_wasm__section_name(image, section);
  if (name[0] != '?') return 0;
  if (libbpf_wasm__section_named(image, name + 1)) return -EOPNOTSUPP;
  libbpf_wasm__rename_in_btf_ext(image, name);
  section->name++;
  return 0;
}

// Room for the new names and headers behind the image, in the worst case.
static inline size_t libbpf_wasm__room_to_disable(const struct bpf_object* obj) {
  const struct libbpf_wasm__image* image = &obj->image;
  size_t names = (size_t)image->sections[image->header->shstrndx].size;
  size_t headers = image->header->shnum + 1;
  for (size_t i = 0; i < obj->program_count; i++) {
    names += strlen("?") + strlen(obj->programs[i].section) + 1;
    headers++;
  }
  return libbpf_wasm__align8(image->size) + libbpf_wasm__align8(names) + headers * sizeof(struct libbpf_wasm__section);
}

// Moves the programs that shall not load to sections of their own, appended to `image`; returns the
// new size.
static inline size_t libbpf_wasm__disable_programs(const struct bpf_object* obj, struct libbpf_wasm__image* image) {
  const struct libbpf_wasm__section* old_names = &image->sections[image->header->shstrndx];
  char* names = image->bytes + libbpf_wasm__align8(image->size);
  size_t names_size = (size_t)old_names->size;
  memcpy(names, image->bytes + old_names->offset, names_size);

  size_t count = 0;
  struct libbpf_wasm__section* added =
      (struct libbpf_wasm__section*)calloc(obj->program_count + 1, sizeof(struct libbpf_wasm__section));
  if (!added) return 0;
  for (size_t i = 0; i < obj->program_count; i++) {
    const struct bpf_program* prog = &obj->programs[i];
    struct libbpf_wasm__symbol* symbol = &image->symbols[prog->symbol - obj->image.symbols];
    const char* name = libbpf_wasm__program_section_name(image, symbol);
    if (prog->autoload || name[0] == '?') continue;
    added[count] = image->sections[symbol->section];
    added[count].name = (__u32)names_size;
    names[names_size++] = '?';
    memcpy(names + names_size, name, strlen(name) + 1);
    names_size += strlen(name) + 1;
    symbol->section = (__u16)(image->header->shnum + count++);
  }
  added[count].type = LIBBPF_WASM__STRTAB;
  added[count].offset = (__u64)(names - image->bytes);
  added[count].size = names_size;
  added[count].addralign = 1;
  count++;

  char* headers = names + libbpf_wasm__align8(names_size);
  size_t old_count = image->header->shnum;
  memcpy(headers, image->sections, old_count * sizeof(*added));
  memcpy(headers + old_count * sizeof(*added), added, count * sizeof(*added));
  free(added);
  image->header->shoff = (__u64)(headers - image->bytes);
  image->header->shnum = (__u16)(old_count + count);
  image->header->shstrndx = (__u16)(old_count + count - 1);
  return (size_t)(headers - image->bytes) + (old_count + count) * sizeof(*added);
}

// A copy of the object's image, to be freed, that says which programs load; NULL with errno.
static inline char* libbpf_wasm__image_with_choice(const struct bpf_object* obj, size_t* size) {
  char* copy = (char*)calloc(1, libbpf_wasm__room_to_disable(obj));
  if (!copy) return NULL;
  memcpy(copy, obj->image.bytes, obj->image.size);
  struct libbpf_wasm__image image;
  int err = libbpf_wasm__image_open(&image, copy, obj->image.size) ? 0 : -EINVAL;
  for (size_t i = 0; !err && i < obj->program_count; i++) {
    const struct bpf_program* prog = &obj->programs[i];
    if (prog->autoload) err = libbpf_wasm__enable_section(&image, &image.sections[prog->symbol->section]);
  }
  if (!err) {
    *size = libbpf_wasm__disable_programs(obj, &image);
    if (*size) return copy;
    err = -ENOMEM;
  }
  free(copy);
  errno = -err;
  return NULL;
}

static inline int libbpf_wasm__load_image(struct bpf_object* obj, const char* image, size_t size) {
  obj->handle = wasm_load_bpf_object(image, (int)size);
  return obj->handle ? 0 : -EINVAL;
}

static inline int libbpf_wasm__load_chosen(struct bpf_object* obj) {
  if (libbpf_wasm__autoload_as_written(obj)) return libbpf_wasm__load_image(obj, obj->image.bytes, obj->image.size);
  size_t size;
  char* image = libbpf_wasm__image_with_choice(obj, &size);
  if (!image) return -errno;
  int err = libbpf_wasm__load_image(obj, image, size);
  free(image);
  return err;
}

#endif
