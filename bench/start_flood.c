// How long from exec to attached: an object with one program and nothing to relocate against the kernel.
#include "flood.skel.h"
#include "start.h"

int main(int argc, char** argv) {
  struct flood_bpf* skel = flood_bpf__open_and_load();
  return started(!skel || flood_bpf__attach(skel), argc, argv);
}
