// Functions of every lane, with the bits that the C library gives for each number.

#include "lanes.h"

#include "lanes_exact.h"

// --- powers ---

// pow for each of two lanes, where p is not proved.
static __attribute__((noinline)) Pair pow_where_unproved(Bits proved, Pair p, Pair x, double k) {
  for (int i = 0; i < 2; i++) {
    if (!proved[i]) p[i] = pow(x[i], k);
  }
  return p;
}

static void square(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i), p = a * a;
    Bits proved = square_is(a, p);
    if (!all_hold(proved)) p = pow_where_unproved(proved, p, a, 2.0);
    store(out + i, p);
  }
}

static void reciprocal(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i), p = both(1.0) / a;
    Bits proved = reciprocal_is(a, p);
    if (!all_hold(proved)) p = pow_where_unproved(proved, p, a, -1.0);
    store(out + i, p);
  }
}

// x**-2: (1/x)^2 is a unit or two off; what 1 - p*x^2 says is wrong with it is put right, and asked again.
static void reciprocal_square(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i), inverse = both(1.0) / a, p = inverse * inverse;
    Pair s = a * a, rest = remainder_of_square(a, s);
    p += p * (remainder_of(both(1.0), s, p) - p * rest);
    Pair missing = remainder_of(both(1.0), s, p) - p * rest;
    Bits proved = (Bits)(magnitude(missing) < tolerance_at(p) * s) & is_moderate(p);
    if (!all_hold(proved)) p = pow_where_unproved(proved, p, a, -2.0);
    store(out + i, p);
  }
}

static void root(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i), p = square_root(a);
    Bits proved = root_is(a, p);
    if (!all_hold(proved)) p = pow_where_unproved(proved, p, a, 0.5);
    store(out + i, p);
  }
}

void lanes_pow(double *out, const double *x, double k, size_t n) {
  if (POW_IS_KNOWN && k == 2.0) square(out, x, n);
  else if (POW_IS_KNOWN && k == -1.0) reciprocal(out, x, n);
  else if (POW_IS_KNOWN && k == -2.0) reciprocal_square(out, x, n);
  else if (POW_IS_KNOWN && k == 0.5) root(out, x, n);
  else
    for (size_t i = 0; i < n; i++) out[i] = pow(x[i], k);
}

void lanes_one_minus_square(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i), p = a * a;
    Bits proved = square_is_within_one(a, p);
    if (!POW_IS_KNOWN) proved = both_bits(0);
    if (!all_hold(proved)) p = pow_where_unproved(proved, p, a, 2.0);
    store(out + i, both(1.0) - p);
  }
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
