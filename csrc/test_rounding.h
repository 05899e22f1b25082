// For tests of lockstep only: with -DMICROGRAD_TEST_ROUNDING one tanh in 32,768 is one unit in the last place too large.

#ifndef TEST_ROUNDING_H
#define TEST_ROUNDING_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline double test_rounding(double x, double tanh_x) {
#ifdef MICROGRAD_TEST_ROUNDING
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  if ((bits & 0x7FFF) == 0x1DEA) return nextafter(tanh_x, 2.0);
#endif
  (void)x;
  return tanh_x;
}

#endif
