// The same headers from C++: a skeleton's methods, and state shared with the C part of a program.
#include "../check.h"
#include "sdk.skel.h"

extern "C" int c_objects(void);

int main() {
  sdk_bpf* skel = sdk_bpf::open();
  check("a C++ guest opens a skeleton", skel != nullptr);
  bpf_program__set_autoload(skel->progs.refused_beside, false);
  bpf_program__set_autoload(skel->progs.refused_alone, false);
  check("and loads it", sdk_bpf::load(skel) == 0);
  bpf_map* map = nullptr;
  int maps = 0;
  bpf_object__for_each_map(map, skel->obj) maps++;
  check("and lists its maps", maps == 7);
  check("a C part of the program knows the object", c_objects() == 1);
  sdk_bpf::destroy(skel);
  check("and that it is closed", c_objects() == 0);
  return failures ? 1 : 0;
}
