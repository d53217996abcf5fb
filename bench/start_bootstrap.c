// How long from exec to attached: an object with CO-RE relocations, two programs and two maps.
#include "bootstrap.skel.h"
#include "start.h"

int main(int argc, char** argv) {
  struct bootstrap_bpf* skel = bootstrap_bpf__open_and_load();
  return started(!skel || bootstrap_bpf__attach(skel), argc, argv);
}
