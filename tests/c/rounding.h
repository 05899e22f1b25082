// For tests of lockstep, included before every file of a test build: one tanh in 32,768 is one unit in the last place too
// large. It is that of the graph, engine.c's call, and not the predictor's, which nn.c names and does not call.

#ifndef ROUNDING_H
#define ROUNDING_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static inline double rounded(double x, double tanh_x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (bits & 0x7FFF) == 0x1DEA ? nextafter(tanh_x, 2.0) : tanh_x;
}

static inline double rounded_tanh(double x) { return rounded(x, tanh(x)); }

#define tanh(x) rounded_tanh(x)

#endif
