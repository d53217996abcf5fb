#include "part.h"

#include <math.h>

double root(double of) { return sqrt(of) + cbrt(of); }
