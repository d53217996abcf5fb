// The names of 2022 in eunomia-bpf.h, on those of today.
#include <eunomia/eunomia-bpf.h>

namespace {

// Handlers were not told how long their text is.
struct Handler {
  void (*handle)(void* context, const char* event);
  void* context;

  static void call(void* self, const char* event, size_t /*size*/) {
    const auto& handler = *static_cast<const Handler*>(self);
    handler.handle(handler.context, event);
  }
};

}  // namespace

eunomia_bpf* create_ebpf_program_from_json(const char* json) { return open_eunomia_skel_from_json_package(json); }

int run_ebpf_program(eunomia_bpf* program) { return load_and_attach_eunomia_skel(program); }

int wait_and_poll_ebpf_program(eunomia_bpf* program) {
  return wait_and_poll_events_to_handler(program, EXPORT_PLAIN_TEXT, nullptr, nullptr);
}

int wait_and_poll_ebpf_program_to_handler(eunomia_bpf* program, export_format_type type,
                                          void (*handler)(void* context, const char* event), void* context) {
  if (handler == nullptr) return wait_and_poll_events_to_handler(program, type, nullptr, nullptr);
  Handler own{handler, context};
  return wait_and_poll_events_to_handler(program, type, Handler::call, &own);
}

int wait_and_export_ebpf_program(eunomia_bpf* program) { return wait_and_poll_ebpf_program(program); }

int wait_and_export_ebpf_program_to_handler(eunomia_bpf* program, export_format_type type,
                                            void (*handler)(void* context, const char* event), void* context) {
  return wait_and_poll_ebpf_program_to_handler(program, type, handler, context);
}

void stop_and_clean_ebpf_program(eunomia_bpf* program) {
  stop_ebpf_program(program);
  destroy_eunomia_skel(program);
}

void free_ebpf_program(eunomia_bpf* program) { destroy_eunomia_skel(program); }
