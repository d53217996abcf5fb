// bpf_prog_test_run_opts: a packet that comes back changed, and a context.
#include "testrun.skel.h"
#include "tests/conformance/libbpf/program.h"

int main(int argc, char** argv) {
  expected_of(argc, argv);
  struct testrun_bpf* skel = testrun_bpf__open_and_load();
  if (!skel) return failed("load");
  say_ready();
  unsigned char packet[64], answer[64] = {0};
  for (unsigned i = 0; i < sizeof(packet); ++i) packet[i] = (unsigned char)(i * 3);
  LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = packet, .data_size_in = sizeof(packet), .data_out = answer,
              .data_size_out = sizeof(answer), .repeat = 1);
  if (bpf_prog_test_run_opts(bpf_program__fd(skel->progs.shorten), &run)) return failed("run");
  printf("answer %u of %u bytes: %u %u %u, runs %lld\n", run.retval, run.data_size_out, answer[13], answer[14],
         answer[15], skel->bss->runs);
  run.data_size_out = 10;
  printf("no room: %s", strerror(-bpf_prog_test_run_opts(bpf_program__fd(skel->progs.shorten), &run)));
  printf(", %u bytes\n", run.data_size_out);
  unsigned long long context[2] = {14, 0};
  LIBBPF_OPTS(bpf_test_run_opts, call, .ctx_in = context, .ctx_size_in = sizeof(context));
  if (bpf_prog_test_run_opts(bpf_program__fd(skel->progs.multiply), &call)) return failed("call");
  printf("answer %u, context %llu %llu\n", call.retval, context[0], context[1]);
  printf("no program: %s", strerror(-bpf_prog_test_run_opts(-1, &call)));
  call.sz = 4;
  printf(", wrong size: %s\n", strerror(-bpf_prog_test_run_opts(bpf_program__fd(skel->progs.multiply), &call)));
  testrun_bpf__destroy(skel);
  return 0;
}
