// tanh, exp and log of two lanes at a time, for WebAssembly: the very operations of its C library, in their order.
//
// The algorithms and constants are musl's (https://musl.libc.org, MIT licence): tanh.c, expm1.c (there from FreeBSD's
// msun: Copyright 1993 by Sun Microsystems, "freely granted, provided that this notice is preserved"), exp.c and log.c
// (Copyright 2018, Arm Limited, MIT). What is new is that masks stand for branches, and that a chain of operations
// which depend on each other is cut into short passes over an array: a processor works on several lanes at once only
// if it can see where the next one begins.
//
// tests/web/lanes.test.js compares them with the library's own over many numbers.

#include "simd/lanes.h"

#ifdef __wasm_simd128__

static inline Pair pair(double x) { return splat(x); }

// --- tanh ---
//
// tanh(x) = t / (t + 2) with t = expm1(2|x|): as 1 - 2 / (t + 2) for |x| > log(3)/2, with t = expm1(-2|x|) for
// |x| <= log(5/3)/2, and with the sign of x.
//
// expm1(a) = 2^k * (expm1(r) + 1) - 1 with a = k*ln2 + r. musl treats k = -1, 0, 1 apart and k < 20 as
// ((r - e) + (1 - 2^-k)) * 2^k: the four are one formula, because scaling by a power of two is exact. k = 1 with
// r < -1/4 would be another, but no 2|x| > 0.51 has it. Beyond |x| = 20 the result is 1, as it is from 19.1 on.

enum { CHUNK = 64 };  // lanes per pass: their intermediate numbers stay in the nearest cache

static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;
static const double INVERSE_LN2 = 1.44269504088896338700e+00, SHIFT = 0x1.8p52;
static const double Q1 = -3.33333333333331316428e-02, Q2 = 1.58730158725481460165e-03, Q3 = -7.93650757867487942473e-05,
                    Q4 = 4.00821782732936239552e-06, Q5 = -2.01099218183624371326e-07;

static inline Pair from_bits(int64_t bits) { return (Pair)splat_bits(bits); }

// 2^k for whole numbers k.
static inline Pair power_of_two(Pair k) { return (Pair)((Bits)(k + pair(SHIFT + 1023.0)) << 52); }

// a = k*ln2 + r + c
static void reduce(const double *x, double *k, double *r, double *c, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair size = (Pair)wasm_f64x2_pmin((v128_t)magnitude(load(x + i)), (v128_t)pair(20.0)), twice = size + size;
    Bits sign = (Bits)(size - from_bits(INT64_C(0x3fd058af00000000))) & splat_bits(SIGN_BIT);  // -: |x| <= log(5/3)/2
    Pair a = (Pair)((Bits)twice ^ sign), half = (Pair)((Bits)pair(0.5) | sign);
    Pair whole = (Pair)wasm_f64x2_trunc((v128_t)(pair(INVERSE_LN2) * a + half));
    whole = bitselect((Bits)(twice < from_bits(INT64_C(0x3fd62e4300000000))), pair(0.0), whole);
    Pair high = a - whole * pair(LN2_HIGH), low = whole * pair(LN2_LOW);
    Pair rest = high - low;
    store(k + i, whole);
    store(r + i, rest);
    store(c + i, (high - rest) - low);
  }
}

// r1 = 1 - r^2/60 + …, in half squares of r
static void series(const double *r, double *r1, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair x = load(r + i), hxs = x * (pair(0.5) * x);
    Pair q = pair(Q3) + hxs * (pair(Q4) + hxs * pair(Q5));
    store(r1 + i, pair(1.0) + hxs * (pair(Q1) + hxs * (pair(Q2) + hxs * q)));
  }
}

// e = r - expm1(r), corrected by c; into r1
static void correction(const double *r, const double *c, double *r1, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair x = load(r + i), hfx = pair(0.5) * x, hxs = x * hfx, lost = load(c + i);
    Pair t = pair(3.0) - load(r1 + i) * hfx;
    Pair e = hxs * ((load(r1 + i) - t) / (pair(6.0) - x * t));
    e = x * (e - lost) - lost;
    store(r1 + i, e - hxs);
  }
}

// t = expm1(a), into r
static void scale_back(const double *k, const double *e, double *r, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair x = load(r + i), whole = load(k + i), inverse = power_of_two(-whole);
    Pair near = (x - load(e + i)) + (pair(1.0) - inverse);
    Pair far = (x - (load(e + i) + inverse)) + pair(1.0);
    store(r + i, bitselect((Bits)(whole < pair(20.0)), near, far) * power_of_two(whole));
  }
}

static void quotient(double *out, const double *x, const double *t, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair value = load(x + i), size = magnitude(value);
    Bits is_large = (Bits)(size >= from_bits(INT64_C(0x3fe193eb00000000)));
    Pair q = bitselect(is_large, pair(2.0), magnitude(load(t + i))) / (load(t + i) + pair(2.0));
    q = bitselect(is_large, pair(1.0) - q, q);
    store(out + i, (Pair)((Bits)q | ((Bits)value & splat_bits(SIGN_BIT))));
  }
}

void lanes_tanh(double *out, const double *x, size_t n) {
  _Alignas(16) double k[CHUNK], r[CHUNK], c[CHUNK], e[CHUNK];
  for (size_t i = 0; i < n; i += CHUNK) {
    size_t m = n - i < CHUNK ? n - i : CHUNK;
    reduce(x + i, k, r, c, m);
    series(r, e, m);
    correction(r, c, e, m);
    scale_back(k, e, r, m);
    quotient(out + i, x + i, r, m);
  }
}

// --- exp ---
//
// e**x = 2^(k/128) * e**r, with 2^(k/128) from the library's own table.

extern const struct {
  double invln2N, shift, negln2hiN, negln2loN, poly[4], exp2_shift, exp2_poly[5];
  uint64_t tab[2 * 128];
} __exp_data;

static __attribute__((noinline)) Pair exp_of_each(Pair x) { return (Pair){exp(x[0]), exp(x[1])}; }

void lanes_exp(double *out, const double *x, size_t n) {
  const double *poly = __exp_data.poly;
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i);
    if (!all_true((Bits)(magnitude(a) < pair(512.0)))) {  // near overflow or underflow, or nan
      store(out + i, exp_of_each(a));
      continue;
    }
    Pair shifted = pair(__exp_data.invln2N) * a + pair(__exp_data.shift);
    Bits ki = (Bits)shifted;
    Pair k = shifted - pair(__exp_data.shift);
    Pair r = a + k * pair(__exp_data.negln2hiN) + k * pair(__exp_data.negln2loN);
    size_t at0 = 2 * ((size_t)ki[0] % 128), at1 = 2 * ((size_t)ki[1] % 128);
    Pair tail = (Pair)(Bits){(int64_t)__exp_data.tab[at0], (int64_t)__exp_data.tab[at1]};
    Bits scale_bits = (Bits){(int64_t)__exp_data.tab[at0 + 1], (int64_t)__exp_data.tab[at1 + 1]};
    Pair scale = (Pair)(scale_bits + (ki << 45));
    Pair r2 = r * r;
    Pair rest = tail + r + r2 * (pair(poly[0]) + r * pair(poly[1])) + r2 * r2 * (pair(poly[2]) + r * pair(poly[3]));
    store(out + i, scale + scale * rest);
  }
}

// --- log ---
//
// log(x) = k*ln2 + log(c) + log1p(z/c - 1), where x = 2^k * z and c is near z, from the library's own table; near 1 it is
// a polynomial in x - 1, or cancellation would eat the digits.

extern const struct {
  double ln2hi, ln2lo, poly[5], poly1[11];
  struct {
    double invc, logc;
  } tab[128];
  struct {
    double chi, clo;
  } tab2[128];
} __log_data;

static Pair log_near_one(Pair x) {
  const double *b = __log_data.poly1;
  Pair r = x - pair(1.0), r2 = r * r, r3 = r * r2;
  Pair high = pair(b[7]) + r * pair(b[8]) + r2 * pair(b[9]) + r3 * pair(b[10]);
  Pair middle = pair(b[4]) + r * pair(b[5]) + r2 * pair(b[6]) + r3 * high;
  Pair y = r3 * (pair(b[1]) + r * pair(b[2]) + r2 * pair(b[3]) + r3 * middle);
  Pair w = r * pair(0x1p27), r_high = r + w - w, r_low = r - r_high;
  w = r_high * r_high * pair(b[0]);
  Pair hi = r + w, lo = r - hi + w;
  lo += pair(b[0]) * r_low * (r_high + r);
  return (y + lo) + hi;
}

static Pair log_elsewhere(Pair x) {
  const double *a = __log_data.poly;
  Bits from = (Bits)x - splat_bits(INT64_C(0x3fe6000000000000));
  Pair k = {(double)(from[0] >> 52), (double)(from[1] >> 52)};
  size_t i0 = (size_t)(from[0] >> 45) % 128, i1 = (size_t)(from[1] >> 45) % 128;
  Pair z = (Pair)((Bits)x - (from & splat_bits((int64_t)(UINT64_C(0xfff) << 52))));
  Pair inverse = {__log_data.tab[i0].invc, __log_data.tab[i1].invc};
  Pair log_c = {__log_data.tab[i0].logc, __log_data.tab[i1].logc};
  Pair c_high = {__log_data.tab2[i0].chi, __log_data.tab2[i1].chi};
  Pair c_low = {__log_data.tab2[i0].clo, __log_data.tab2[i1].clo};
  Pair r = (z - c_high - c_low) * inverse;
  Pair w = k * pair(__log_data.ln2hi) + log_c, hi = w + r;
  Pair lo = w - hi + r + k * pair(__log_data.ln2lo), r2 = r * r;
  return lo + r2 * pair(a[0]) + r * r2 * (pair(a[1]) + r * pair(a[2]) + r2 * (pair(a[3]) + r * pair(a[4]))) + hi;
}

static __attribute__((noinline)) Pair log_of_each(Pair x) { return (Pair){log(x[0]), log(x[1])}; }

void lanes_log(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) {
    Pair a = load(x + i);
    Bits is_normal = (Bits)(a >= pair(0x1p-1022)) & (Bits)(a < pair(INFINITY));
    Bits is_near = (Bits)(a >= pair(1.0 - 0x1p-4)) & (Bits)(a < pair(1.0 + 0x1.09p-4));
    if (all_true(is_near)) store(out + i, log_near_one(a));
    else if (!all_true(is_normal)) store(out + i, log_of_each(a));
    else store(out + i, bitselect(is_near, log_near_one(a), log_elsewhere(a)));
  }
}

#endif
