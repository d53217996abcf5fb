#include "waggle/bpf/ring_guard.hh"

#include <bpf/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <iterator>

#include "waggle/base/defer.hh"
#include "waggle/base/fd.hh"
#include "waggle/bpf/host.hh"
#include "waggle/bpf/libbpf_log.hh"

namespace waggle::bpf {
namespace {

constexpr KernelVersion kMended{6, 10};

// Two records that do not fit into the ring together, but do behind a consumer who claims to have read the first.
constexpr std::uint32_t kRing = 0x4000;
constexpr std::int32_t kRecord = 0x3000;

constexpr bpf_insn move(std::uint8_t to, std::uint8_t from) {
  return {.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = to, .src_reg = from, .off = 0, .imm = 0};
}
constexpr bpf_insn set(std::uint8_t to, std::int32_t value) {
  return {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = to, .src_reg = 0, .off = 0, .imm = value};
}
constexpr bpf_insn call(std::int32_t helper) {
  return {.code = BPF_JMP | BPF_CALL, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = helper};
}
constexpr bpf_insn skip_if_null(std::uint8_t what, std::int16_t instructions) {
  return {.code = BPF_JMP | BPF_JEQ | BPF_K, .dst_reg = what, .src_reg = 0, .off = instructions, .imm = 0};
}
constexpr bpf_insn load_map(std::int32_t fd) {
  constexpr std::uint8_t kLoad64 = BPF_LD | BPF_DW;  // the third part of the code, BPF_IMM, is 0
  return {.code = kLoad64, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .off = 0, .imm = fd};
}
constexpr bpf_insn kSecondHalf{.code = 0, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = 0};

// Reserves twice, discards what it got, and returns whether the second was given.
Result<UniqueFd> load_trial(int ring) {
  const bpf_insn code[] = {
      load_map(ring),
      kSecondHalf,
      set(2, kRecord),
      set(3, 0),
      call(BPF_FUNC_ringbuf_reserve),
      move(6, 0),
      load_map(ring),
      kSecondHalf,
      set(2, kRecord),
      set(3, 0),
      call(BPF_FUNC_ringbuf_reserve),
      move(7, 0),
      set(8, 0),
      skip_if_null(6, 3),
      move(1, 6),
      set(2, BPF_RB_NO_WAKEUP),
      call(BPF_FUNC_ringbuf_discard),
      skip_if_null(7, 4),
      set(8, 1),
      move(1, 7),
      set(2, BPF_RB_NO_WAKEUP),
      call(BPF_FUNC_ringbuf_discard),
      move(0, 8),
      {.code = BPF_JMP | BPF_EXIT, .dst_reg = 0, .src_reg = 0, .off = 0, .imm = 0},
  };
  UniqueFd program(::bpf_prog_load(BPF_PROG_TYPE_RAW_TRACEPOINT, "waggle_ring", "GPL", code, std::size(code), nullptr));
  if (!program) return errno_error("loading the trial of a ring buffer");
  return program;
}

}  // namespace

Result<bool> try_ring_consumers() {
  const LibbpfLog log;
  const UniqueFd ring(::bpf_map_create(BPF_MAP_TYPE_RINGBUF, "waggle_ring", 0, 0, kRing, nullptr));
  if (!ring) return errno_error("making a ring buffer");
  WAGGLE_TRY(const UniqueFd trial, load_trial(ring.get()));
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const consumer = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_SHARED, ring.get(), 0);
  if (consumer == MAP_FAILED) return errno_error("mapping a ring buffer");
  const Defer unmap([&] { ::munmap(consumer, page); });
  std::atomic_ref(*static_cast<std::uint64_t*>(consumer)).store(kRecord);
  bpf_test_run_opts run{};
  run.sz = sizeof run;
  if (const int result = ::bpf_prog_test_run_opts(trial.get(), &run); result < 0)
    return Error(-result).context("trying a ring buffer");
  return run.retval == 0;
}

Result<bool> kernel_checks_ring_consumers() {
  if (KernelVersion::running() >= kMended) return true;
  return try_ring_consumers();
}

}  // namespace waggle::bpf
