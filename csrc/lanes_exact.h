// Powers without pow: the rounded result of one or two operations, wherever it is proved to be what pow answers.
//
// pow(x, k) is not always the double nearest to x**k, but close: glibc's and musl's, which share one algorithm,
// document an error of 0.511 units in the last place plus 1/20,000 for every e-fold of the result, of which 0.5 are the
// final rounding. So their unrounded result is within 0.02 units of the true one for results between 2^-200 and 2^200.
// Let p be a double whose distance from the true power is known: where that is less than 0.48 units, pow has no choice
// but p.
//
// The distance comes from a remainder that is known exactly (as good as: to 2^-26 units). With a and b split into
// halves of 26 and 27 bits, the products of the halves are exact (T. J. Dekker, 1971).
//
// Elsewhere, about once in 25 numbers, and for zeros, huge and tiny numbers, nan, and with another libm: pow itself.

#ifndef LANES_EXACT_H
#define LANES_EXACT_H

#include "lanes.h"

#if defined(__GLIBC__) || defined(__EMSCRIPTEN__)
#define POW_IS_KNOWN 1
#else
#define POW_IS_KNOWN 0
#endif

// (c - a*b) with c near a*b, as if rounded once.
static inline Pair remainder_of(Pair c, Pair a, Pair b) {
  Pair a_high = (Pair)((Bits)a & both_bits(HIGH_BITS)), a_low = a - a_high;
  Pair b_high = (Pair)((Bits)b & both_bits(HIGH_BITS)), b_low = b - b_high;
  return ((c - a_high * b_high) - (a_high * b_low + a_low * b_high)) - a_low * b_low;
}

// (a*a - p)
static inline Pair remainder_of_square(Pair a, Pair p) {
  Pair high = (Pair)((Bits)a & both_bits(HIGH_BITS)), low = a - high;
  return ((high * high - p) + (high + high) * low) + low * low;
}

// 0.48 units in the last place of p: of the lower neighbours where p is a power of two.
static inline Pair tolerance_at(Pair p) {
  Bits below = ((Bits)p & ~both_bits(SIGN_BIT)) - 1;
  return (Pair)(below & both_bits(EXPONENT_BITS)) * both(0.48 * 0x1p-52);
}

static inline Bits is_moderate(Pair p) {
  Pair size = magnitude(p);
  return (Bits)(size > both(0x1p-200)) & (Bits)(size < both(0x1p200));
}

// Each tells where p = pow(x, k) is proved.

static inline Bits square_is(Pair x, Pair p) {
  Bits zero = (Bits)(x == both(0.0));
  return zero | ((Bits)(magnitude(remainder_of_square(x, p)) < tolerance_at(p)) & is_moderate(p));
}

// The same for x within [-1, 1] and 1 - p instead of p: what is below 2^-60 does not show, and between that and 1 pow's
// unrounded result is within 0.014 units.
static inline Bits square_is_within_one(Pair x, Pair p) {
  Bits unseen = (Bits)(p < both(0x1p-60));
  Bits near = (Bits)(magnitude(remainder_of_square(x, p)) < tolerance_at(p) * both(0.485 / 0.48));
  return unseen | (near & (Bits)(p <= both(1.0)));
}

static inline Bits root_is(Pair x, Pair p) {  // |x - p*p| / 2p
  return (Bits)(magnitude(remainder_of(x, p, p)) < tolerance_at(p) * (p + p)) & is_moderate(p);
}

static inline Bits reciprocal_is(Pair x, Pair p) {  // |1 - x*p| / |x|
  return (Bits)(magnitude(remainder_of(both(1.0), x, p)) < tolerance_at(p) * magnitude(x)) & is_moderate(p) &
         is_moderate(x);
}

#endif
