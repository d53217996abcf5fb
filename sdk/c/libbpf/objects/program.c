// Programs of objects: what they are, and what the program makes them before the load.
#include <stdlib.h>
#include <string.h>

#include "sdk/c/libbpf/objects/objects.h"
#include "sdk/c/libbpf/print.h"
#include "sdk/c/libbpf/results.h"

int waggle_program_refresh(struct bpf_program* program) {
  return waggle_program_info(program->handle, waggle_at(&program->info));
}

int waggle_program_init(struct bpf_program* program, struct bpf_object* object, int64_t handle) {
  *program = (struct bpf_program){.object = object, .handle = handle, .fd = -1};
  program->name = waggle_text(waggle_bpf_program__name, handle);
  program->section = waggle_text(waggle_bpf_program__section_name, handle);
  return program->name && program->section ? waggle_program_refresh(program) : -errno;
}

void waggle_program_free(struct bpf_program* program) {
  free(program->instructions);
  free(program->functions);
  free(program->lines);
  free(program->section);
  free(program->name);
}

static int done(int error) {
  waggle_print_host_lines();
  return waggle_answer(error);
}

static int changed(struct bpf_program* program, int error) {
  return done(error ? error : waggle_program_refresh(program));
}

int bpf_program__fd(const struct bpf_program* program) {
  if (!program) return waggle_answer(-EINVAL);
  if (program->fd < 0) {
    const int fd = waggle_bpf_program__fd(program->handle);
    if (fd < 0) return waggle_answer(fd);
    ((struct bpf_program*)program)->fd = fd;
  }
  return program->fd;
}

const char* bpf_program__name(const struct bpf_program* program) { return program->name; }
const char* bpf_program__section_name(const struct bpf_program* program) { return program->section; }
enum bpf_prog_type bpf_program__type(const struct bpf_program* program) {
  return (enum bpf_prog_type)program->info.type;
}
enum bpf_attach_type bpf_program__expected_attach_type(const struct bpf_program* program) {
  return (enum bpf_attach_type)program->info.expected_attach_type;
}
// Names of old.
enum bpf_prog_type bpf_program__get_type(const struct bpf_program* program) { return bpf_program__type(program); }
enum bpf_attach_type bpf_program__get_expected_attach_type(const struct bpf_program* program) {
  return bpf_program__expected_attach_type(program);
}

uint32_t bpf_program__flags(const struct bpf_program* program) { return program->info.flags; }
uint32_t bpf_program__log_level(const struct bpf_program* program) { return program->info.log_level; }
size_t bpf_program__insn_cnt(const struct bpf_program* program) { return program->info.insn_cnt; }
uint32_t bpf_program__func_info_cnt(const struct bpf_program* program) { return program->info.func_info_cnt; }
uint32_t bpf_program__line_info_cnt(const struct bpf_program* program) { return program->info.line_info_cnt; }
bool bpf_program__autoload(const struct bpf_program* program) { return program->info.state & WAGGLE_PROGRAM_AUTOLOAD; }
bool bpf_program__autoattach(const struct bpf_program* program) {
  return program->info.state & WAGGLE_PROGRAM_AUTOATTACH;
}

int bpf_program__set_type(struct bpf_program* program, enum bpf_prog_type type) {
  return changed(program, waggle_bpf_program__set_type(program->handle, type));
}
int bpf_program__set_expected_attach_type(struct bpf_program* program, enum bpf_attach_type type) {
  return changed(program, waggle_bpf_program__set_expected_attach_type(program->handle, type));
}
int bpf_program__set_flags(struct bpf_program* program, uint32_t flags) {
  return changed(program, waggle_bpf_program__set_flags(program->handle, flags));
}
int bpf_program__set_log_level(struct bpf_program* program, uint32_t level) {
  return changed(program, waggle_bpf_program__set_log_level(program->handle, level));
}
int bpf_program__set_autoload(struct bpf_program* program, bool autoload) {
  return changed(program, waggle_bpf_program__set_autoload(program->handle, autoload));
}
void bpf_program__set_autoattach(struct bpf_program* program, bool autoattach) {
  changed(program, waggle_bpf_program__set_autoattach(program->handle, autoattach));
}
void bpf_program__set_ifindex(struct bpf_program* program, uint32_t ifindex) {
  changed(program, waggle_bpf_program__set_ifindex(program->handle, ifindex));
}

int bpf_program__set_attach_target(struct bpf_program* program, int program_fd, const char* function) {
  if (!program || program_fd < 0) return waggle_answer(-EINVAL);
  return done(waggle_bpf_program__set_attach_target(program->handle, program_fd, waggle_at(function)));
}

// A copy that lives as long as the program, made when it is first asked for; libbpf's own changes when it is loaded.
static void* records(void** copy, WaggleText get, int64_t handle) {
  size_t size;
  if (!*copy) *copy = waggle_bytes(get, handle, &size);
  return *copy;
}

const struct bpf_insn* bpf_program__insns(const struct bpf_program* program) {
  struct bpf_program* mutable = (struct bpf_program*)program;
  return records((void**)&mutable->instructions, waggle_bpf_program__insns, program->handle);
}
struct bpf_func_info* bpf_program__func_info(const struct bpf_program* program) {
  struct bpf_program* mutable = (struct bpf_program*)program;
  return records((void**)&mutable->functions, waggle_bpf_program__func_info, program->handle);
}
struct bpf_line_info* bpf_program__line_info(const struct bpf_program* program) {
  struct bpf_program* mutable = (struct bpf_program*)program;
  return records((void**)&mutable->lines, waggle_bpf_program__line_info, program->handle);
}

int bpf_program__set_insns(struct bpf_program* program, struct bpf_insn* instructions, size_t count) {
  free(program->instructions);
  program->instructions = NULL;
  return changed(program, waggle_bpf_program__set_insns(program->handle, waggle_at(instructions),
                                                        waggle_u32(count * sizeof *instructions)));
}

// The verifier's words are written to the host's buffer, and copied to the program's when the object was loaded.
int bpf_program__set_log_buf(struct bpf_program* program, char* log, size_t size) {
  if ((size && !log) || size > UINT32_MAX) return waggle_answer(-EINVAL);
  const int error = waggle_bpf_program__set_log_buf(program->handle, (uint32_t)size);
  if (error) return waggle_answer(error);
  program->log = log;
  program->log_size = size;
  return 0;
}

const char* bpf_program__log_buf(const struct bpf_program* program, size_t* size) {
  *size = program->log_size;
  return program->log;
}

void bpf_program__unload(struct bpf_program* program) {
  if (!program) return;
  waggle_bpf_program__unload(program->handle);
  program->fd = -1;
}

int bpf_program__pin(struct bpf_program* program, const char* path) {
  return done(waggle_bpf_program__pin(program->handle, waggle_at(path)));
}
int bpf_program__unpin(struct bpf_program* program, const char* path) {
  return done(waggle_bpf_program__unpin(program->handle, waggle_at(path)));
}
