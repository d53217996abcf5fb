#include "waggle/abi/words.hh"

namespace waggle::abi::wasm_bpf {
namespace {

constexpr std::string_view kText =
    R"(The interface of first-generation modules. Its six original functions are frozen to the byte:
names, wasm types, argument meaning. A guest exports `memory`, `_start`, and, for callbacks, its
function table (`-Wl,--export-table`).

**Errors.** `wasm_load_bpf_object` answers 0 when it fails; the reason, with the verifier's log,
is on standard error. Every other function answers a negative Linux errno: an address outside of
memory is `-EFAULT`, a missing grant `-EPERM`, an unknown object `-EINVAL`, a descriptor that is
not an open map of this guest `-EBADF`. `errno` in the guest is not touched.

**Handles and descriptors.** An object is a positive number below 2^31, never an address; once
closed it never becomes valid again. Map descriptors are entries of the guest's own descriptor
table, shared with its files: the lowest free number first, `close` works on them, and they end
with their object.

**Targets.** A null or empty target attaches as the program's section says. Any other target is
read by the grammar of the program's kind; see the attach guide.)";

const std::vector<ParameterWords> kMapOperands{
    {"fd", "the map's descriptor"},
    {"cmd", "1 lookup, 2 update, 3 delete, 4 next key; anything else is -EINVAL"},
    {"key", "the key; for the next key, 0 asks for the first"},
    {"value",
     "receives (lookup) or gives (update) the value; for per-CPU maps the value size rounded up to 8, times the "
     "possible CPUs"},
    {"next_key", "receives the next key"},
    {"flags", "BPF_ANY 0, BPF_NOEXIST 1, BPF_EXIST 2, BPF_F_LOCK 4"},
};

constexpr std::string_view kOperateText =
    "One operation on a map's element: one system call. In values that carry descriptors (a cgroup array, a program "
    "array, maps of maps, ...) the guest writes its own numbers.";

}  // namespace

ModuleWords words() {
  return {
      "wasm_bpf",
      "wasm_bpf",
      "The import module `wasm_bpf`",
      kText,
      true,
      {
          {"wasm_load_bpf_object",
           "0.1",
           "Opens an ELF image, relocates it for the running kernel (CO-RE), and loads its programs and maps.",
           "the object, or 0",
           {{"obj_buf", "the ELF image"}, {"obj_buf_sz", "its length in bytes"}}},
          {"wasm_close_bpf_object",
           "0.1",
           "Detaches everything that was attached through the object, closes its maps' descriptors, and frees it. "
           "Inside "
           "a callback of the object's own buffer, the object is gone for the guest at once and freed when the poll "
           "ends.",
           "0",
           {{"obj", "the object"}}},
          {"wasm_attach_bpf_program",
           "0.1",
           "Attaches one program. The link lives as long as the object.",
           "0",
           {{"obj", "the object"},
            {"name", "the program's function name"},
            {"attach_target", "where to attach; 0 or \"\" for what the section says"}}},
          {"wasm_attach_bpf_program_fd",
           "0.1",
           "Attaches one program to a directory that the guest has open, such as a cgroup granted with --dir.",
           "0",
           {{"obj", "the object"},
            {"name", "the program's function name"},
            {"target_fd", "a descriptor of the guest; negative for what the section says"}}},
          {"wasm_bpf_map_fd_by_name",
           "0.1",
           "The descriptor of a map, the same one for as long as it stays open. Global variables are the maps `.bss`, "
           "`.data`, `.rodata` and `.kconfig`, also by the names of skeletons (`bootstra.rodata`).",
           "a descriptor",
           {{"obj", "the object"}, {"name", "the map's name"}}},
          {"wasm_bpf_map_operate", "0.1", kOperateText, "0", kMapOperands},
          {"wasm_bpf_map_operate", "0.1", "The same for languages whose bindings pass addresses as 64-bit integers.",
           "0", kMapOperands, "wasm_bpf_map_operate_64"},
          {"wasm_bpf_buffer_poll",
           "0.1",
           "Waits until a ring or perf buffer has records, then gives each one to the callback, once and in order: "
           "copied "
           "to `data`, at most `max_size` bytes of it. A negative answer of the callback stops the poll; that record "
           "counts as taken, the ones behind it stay. Several buffers of one object may be polled in turn. Polling a "
           "buffer inside its own callback is -EBUSY.",
           "the number of records, 0 at the timeout, the callback's negative answer, or -EINTR when the guest shall "
           "end",
           {{"obj", "the object"},
            {"fd", "a ring buffer or perf event array of the object"},
            {"sample_func", "table index of int (*)(void *ctx, void *data, size_t size)"},
            {"ctx", "handed to the callback"},
            {"data", "receives each record"},
            {"max_size", "bytes at `data`"},
            {"timeout_ms", "0 does not wait, negative waits for ever"}}},
      }};
}

ModuleWords callback_wrapper_words() {
  return {"callback-wrapper",
          "callback_wrapper",
          "The import module `callback-wrapper`",
          "For guests that have no function table (TinyGo). The callback is the guest's export `go-callback`, of type "
          "(i32 ctx, i32 data, i32 size) -> i32.",
          true,
          {{"wasm_bpf_buffer_poll",
            "0.1",
            "As `wasm_bpf.wasm_bpf_buffer_poll`.",
            "as there",
            {{"obj", "the object"},
             {"fd", "a ring buffer or perf event array of the object"},
             {"ctx", "handed to the callback"},
             {"data", "receives each record"},
             {"max_size", "bytes at `data`"},
             {"timeout_ms", "0 does not wait, negative waits for ever"}},
            "wasm_bpf_buffer_poll_export"}}};
}

}  // namespace waggle::abi::wasm_bpf
