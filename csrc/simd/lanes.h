// Lanes: the same operation for many points at a time, two doubles per register.
//
// An array of lanes holds one number per point, begins on a multiple of 16 bytes, and has a multiple of LANES entries.
// The arithmetic is IEEE-754's, number by number, so the bits are those of a loop over single doubles. The pairs are
// the compiler's own vectors: SIMD where the machine has it (simd128 in WebAssembly, SSE2, NEON), pairs of doubles
// elsewhere.

#ifndef LANES_H
#define LANES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __wasm_simd128__
#include <wasm_simd128.h>
#endif

enum { LANES = 4 };  // two pairs: so short that padding costs little, so long that two additions are under way at once

typedef double Pair __attribute__((vector_size(16), may_alias));
typedef int64_t Bits __attribute__((vector_size(16), may_alias));

#define SIGN_BIT ((int64_t)UINT64_C(0x8000000000000000))

static inline Pair load(const double *lane) { return *(const Pair *)lane; }

static inline void store(double *lane, Pair x) { *(Pair *)lane = x; }

static inline Pair splat(double x) { return (Pair){x, x}; }

static inline Bits splat_bits(int64_t x) { return (Bits){x, x}; }

static inline Pair magnitude(Pair x) { return (Pair)((Bits)x & ~splat_bits(SIGN_BIT)); }

// a where the mask is all ones, b where it is all zeros.
static inline Pair bitselect(Bits mask, Pair a, Pair b) {
#ifdef __wasm_simd128__
  return (Pair)wasm_v128_bitselect((v128_t)a, (v128_t)b, (v128_t)mask);
#else
  return (Pair)((mask & (Bits)a) | (~mask & (Bits)b));
#endif
}

static inline bool all_true(Bits mask) {
#ifdef __wasm_simd128__
  return wasm_i64x2_all_true((v128_t)mask);
#else
  return mask[0] && mask[1];
#endif
}

// One bit per number: 1 where the first mask is all ones, 2 where the second is.
static inline int movemask(Bits mask) {
#ifdef __wasm_simd128__
  return (int)wasm_i64x2_bitmask((v128_t)mask);
#else
  return (mask[0] ? 1 : 0) | (mask[1] ? 2 : 0);
#endif
}

static inline Pair square_root(Pair x) {
#ifdef __wasm_simd128__
  return (Pair)wasm_f64x2_sqrt((v128_t)x);
#else
  return (Pair){sqrt(x[0]), sqrt(x[1])};
#endif
}

// lanes_math.c: functions of every lane, with the bits of the C library's for each. n is a multiple of LANES; out may be
// x, but not for powers.
void lanes_tanh(double *out, const double *x, size_t n);
void lanes_exp(double *out, const double *x, size_t n);
void lanes_log(double *out, const double *x, size_t n);
void lanes_pow(double *out, const double *x, double k, size_t n);
void lanes_one_minus_square(double *out, const double *x, size_t n);  // 1 - pow(x, 2) for |x| <= 1: of tanh

// What power_proofs.h asks for.
typedef Pair Number;
typedef Bits Mask;
static inline Bits bits_of(Pair x) { return (Bits)x; }
static inline Pair number_of(Bits bits) { return (Pair)bits; }

#include "simd/power_proofs.h"

#endif
