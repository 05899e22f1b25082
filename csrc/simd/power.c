// ieee_pow: pow(x, k) to the last bit, in a fraction of the time for the exponents that training asks for. A step of
// the defaults takes 900 powers: squares for tanh and the optimiser, roots there, reciprocals for the quotient of the loss.

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "simd/power.h"

typedef double Number;
typedef int64_t Mask;

static inline int64_t bits_of(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline double number_of(int64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline double splat(double x) { return x; }

static inline int64_t splat_bits(int64_t x) { return x; }

static inline double magnitude(double x) { return fabs(x); }

static inline double square_root(double x) { return sqrt(x); }

#include "simd/power_proofs.h"

double ieee_pow(double x, double k) {
  double p;
  if (POW_IS_KNOWN) {
    if (k == 2.0 && try_square(x, &p)) return p;
    if (k == -1.0 && try_reciprocal(x, &p)) return p;
    if (k == -2.0 && try_reciprocal_square(x, &p)) return p;
    if (k == 0.5 && try_root(x, &p)) return p;
  }
  return pow(x, k);
}
