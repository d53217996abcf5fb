// The same programs with their debug information.
#include "sends.bpf.c"
