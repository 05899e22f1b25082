// Powers without pow: the rounded result of a few operations, wherever it is proved to be what pow answers.
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
//
// One text for two kinds of number: power.c includes it for doubles, lanes.h's users for pairs of them. Who includes it
// has defined Number, Mask (of whole bits, or for a double just true), bits_of, number_of, splat, splat_bits, magnitude
// and square_root.

#ifndef POWER_PROOFS_H
#define POWER_PROOFS_H

#if defined(__GLIBC__) || defined(__EMSCRIPTEN__)
#define POW_IS_KNOWN 1
#else
#define POW_IS_KNOWN 0
#endif

#define EXPONENT_BITS INT64_C(0x7FF0000000000000)
#define HIGH_BITS ((int64_t)UINT64_C(0xFFFFFFFFF8000000))  // sign, exponent and 26 significant bits

static inline Number high_half(Number x) { return number_of(bits_of(x) & splat_bits(HIGH_BITS)); }

// (c - a*b) with c near a*b, as if rounded once.
static inline Number remainder_of(Number c, Number a, Number b) {
  Number a_high = high_half(a), a_low = a - a_high, b_high = high_half(b), b_low = b - b_high;
  return ((c - a_high * b_high) - (a_high * b_low + a_low * b_high)) - a_low * b_low;
}

// (a*a - p)
static inline Number remainder_of_square(Number a, Number p) {
  Number high = high_half(a), low = a - high;
  return ((high * high - p) + (high + high) * low) + low * low;
}

// So many units in the last place of p >= 0: of the lower neighbours where p is a power of two.
static inline Number units_at(Number p, double units) {
  return number_of((bits_of(p) - 1) & splat_bits(EXPONENT_BITS)) * splat(units * 0x1p-52);
}

static inline Number tolerance_at(Number p) { return units_at(magnitude(p), 0.48); }

static inline Mask is_moderate(Number p) {
  Number size = magnitude(p);
  return (Mask)(size > splat(0x1p-200)) & (Mask)(size < splat(0x1p200));
}

// Each sets p, which is near the power of x, and tells where it is proved to be pow's.

static inline Mask try_square(Number x, Number *p) {
  *p = x * x;
  Mask near = (Mask)(magnitude(remainder_of_square(x, *p)) < tolerance_at(*p));
  return (Mask)(x == splat(0.0)) | (near & is_moderate(*p));
}

// The same for |x| <= 1 where only 1 - p is asked for: what is below 2^-60 does not show, be it proved or not, and from
// there to 1 pow's unrounded result is within 0.014 units.
static inline Mask try_square_within_one(Number x, Number *p) {
  *p = x * x;
  return (Mask)(magnitude(remainder_of_square(x, *p)) < units_at(*p, 0.485));
}

static inline Mask try_reciprocal(Number x, Number *p) {  // |1 - x*p| / |x|
  *p = splat(1.0) / x;
  Mask near = (Mask)(magnitude(remainder_of(splat(1.0), x, *p)) < tolerance_at(*p) * magnitude(x));
  return near & is_moderate(*p) & is_moderate(x);
}

// (1/x)^2 is a unit or two off x**-2; what 1 - p*x^2 says is wrong with it is put right, and asked again.
static inline Mask try_reciprocal_square(Number x, Number *p) {
  Number square = x * x, rest = remainder_of_square(x, square);
  Number inverse = splat(1.0) / x, near = inverse * inverse;
  near += near * (remainder_of(splat(1.0), square, near) - near * rest);
  Number missing = remainder_of(splat(1.0), square, near) - near * rest;
  *p = near;
  return (Mask)(magnitude(missing) < tolerance_at(near) * square) & is_moderate(near);
}

static inline Mask try_root(Number x, Number *p) {  // |x - p*p| / 2p
  *p = square_root(x) + splat(0.0);  // of -0 it is +0
  Mask near = (Mask)(magnitude(remainder_of(x, *p, *p)) < tolerance_at(*p) * (*p + *p));
  return (Mask)(x == splat(0.0)) | (near & is_moderate(*p));
}

#endif
