// For tests/web/lanes.test.js, as a .wasm: functions of lanes against the C library's own, number by number.

#include <emscripten.h>
#include <math.h>
#include <string.h>

#include "simd/lanes.h"
#include "micrograd.h"

enum { CHUNK = 1540 };  // more than one list of powers, and not a whole number of them
enum { TANH, EXP, LOG, SQUARE, RECIPROCAL, RECIPROCAL_SQUARE, ROOT, TANH_LOCAL };

static void by_lanes(int what, double *out, const double *x) {
  static const double EXPONENT[] = {[SQUARE] = 2.0, [RECIPROCAL] = -1.0, [RECIPROCAL_SQUARE] = -2.0, [ROOT] = 0.5};
  if (what == TANH) lanes_tanh(out, x, CHUNK);
  else if (what == EXP) lanes_exp(out, x, CHUNK);
  else if (what == LOG) lanes_log(out, x, CHUNK);
  else if (what == TANH_LOCAL) lanes_one_minus_square(out, x, CHUNK);
  else lanes_pow(out, x, EXPONENT[what], CHUNK);
}

static double by_library(int what, double x) {
  switch (what) {
    case TANH: return tanh(x);
    case EXP: return exp(x);
    case LOG: return log(x);
    case SQUARE: return pow(x, 2.0);
    case RECIPROCAL: return pow(x, -1.0);
    case RECIPROCAL_SQUARE: return pow(x, -2.0);
    case ROOT: return pow(x, 0.5);
    default: return 1.0 - pow(x, 2.0);
  }
}

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// Numbers as networks have them, of every size, near 1, any 64 bits at all, and bounds of the library's cases.
static double number(Rng *rng) {
  static const double BOUND[] = {0.0,    1.0,    0.25541281188299536, 0.5493061443340549, 20.0,     19.061547465398498,
                                 512.0,  709.78, 745.14,              0x1p-54,            0x1p-1022, 0.9375,
                                 1.0647, 0x1p53, INFINITY,            0.3465735902799727, 0x1p200,  0x1p-200,           0.17328679513998632,
                                 0.1732867956161499};
  uint64_t high = rng_random_u32(rng), low = rng_random_u32(rng), kind = rng_random_u32(rng) % 8;
  double sign = high & 1 ? -1.0 : 1.0, x = (double)(high << 21 ^ low) * 0x1p-53;
  if (kind < 3) return sign * x * 4.0;
  if (kind == 3) return sign * x * 30.0;
  if (kind == 4) return 1.0 + sign * x * 0.1;
  if (kind == 5) return sign * ldexp(1.0 + x, (int)(low % 200) - 100);
  if (kind == 6) return from_bits(high << 32 | low);
  double bound = BOUND[low % (sizeof BOUND / sizeof BOUND[0])];
  uint64_t bits;
  memcpy(&bits, &bound, sizeof bits);
  return sign * from_bits(bits + (high >> 8) % 5 - (bits > 2 ? 2 : 0));
}

static bool same(double a, double b) { return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0; }

// How many of about `count` numbers come out differently.
EMSCRIPTEN_KEEPALIVE int differ(int what, int seed, int count) {
  static _Alignas(16) double x[CHUNK], out[CHUNK];
  Rng rng = {(uint64_t)seed};
  int differing = 0;
  for (int done = 0; done < count; done += CHUNK) {
    for (int i = 0; i < CHUNK; i++) x[i] = what == TANH_LOCAL ? tanh(number(&rng)) : number(&rng);
    by_lanes(what, out, x);
    for (int i = 0; i < CHUNK; i++) differing += !same(out[i], by_library(what, x[i]));
  }
  return differing;
}
