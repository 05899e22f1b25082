// Functions of every lane, with the bits that the C library gives for each number.

#include "simd/lanes.h"

// --- powers ---

enum { LISTED = 1024 };  // lanes per list

// Sets p, which is near x**k, and tells where it is proved to be what pow answers.
typedef Bits Attempt(Pair x, Pair *p);
typedef Pair Finish(Pair p);

// finish(x**k) of every lane. pow is asked at the end, for all unproved lanes of a list: a branch at each lane would be
// guessed wrong at most of them, and until the guess is put right the processor has nothing else to do.
static inline __attribute__((always_inline)) void powers(double *out, const double *x, double k, size_t n,
                                                         Attempt *attempt, Finish *finish) {
  int unproved[LISTED + 1];
  for (size_t start = 0; start < n; start += LISTED) {
    size_t end = n - start < LISTED ? n : start + LISTED;
    int count = 0;
    for (size_t i = start; i < end; i += 2) {
      Pair p;
      int proved = movemask(attempt(load(x + i), &p));
      store(out + i, finish(p));
      unproved[count] = (int)i;
      count += !(proved & 1);
      unproved[count] = (int)i + 1;
      count += !(proved & 2);
    }
    for (int j = 0; j < count; j++) out[unproved[j]] = finish(splat(pow(x[unproved[j]], k)))[0];
  }
}

static inline Bits try_nothing(Pair x, Pair *p) {
  *p = x;
  return splat_bits(0);
}

static inline Pair itself(Pair p) { return p; }

static inline Pair one_minus(Pair p) { return splat(1.0) - p; }

void lanes_pow(double *out, const double *x, double k, size_t n) {
  if (POW_IS_KNOWN && k == 2.0) powers(out, x, k, n, try_square, itself);
  else if (POW_IS_KNOWN && k == -1.0) powers(out, x, k, n, try_reciprocal, itself);
  else if (POW_IS_KNOWN && k == -2.0) powers(out, x, k, n, try_reciprocal_square, itself);
  else if (POW_IS_KNOWN && k == 0.5) powers(out, x, k, n, try_root, itself);
  else powers(out, x, k, n, try_nothing, itself);
}

void lanes_one_minus_square(double *out, const double *x, size_t n) {
  powers(out, x, 2.0, n, POW_IS_KNOWN ? try_square_within_one : try_nothing, one_minus);
}

// --- tanh, exp, log: in WebAssembly lanes_musl.c has them ---

#ifndef __wasm_simd128__
void lanes_tanh(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = tanh(x[i]);
}

void lanes_exp(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = exp(x[i]);
}

void lanes_log(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = log(x[i]);
}
#endif
