// What parsing and help share of a running argp_parse().
#pragma once

#include <argp.h>

// The input of an argp's parser; NULL where nothing is being parsed or the argp has no part in it.
void* argp_input(const struct argp* argp, const struct argp_state* state);
