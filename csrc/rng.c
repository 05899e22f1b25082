// The random numbers: one generator for the data and the parameters, the same in Python and C.

#include "micrograd.h"

// Marsaglia's xorshift with Vigna's multiplier (xorshift64*), seeded with its 64-bit state.
//
// The state walks through all 2^64 - 1 non-zero values; the product scrambles what is returned. Seed 42 gives
// 1456360119, 3359763283, …
//
// Source: S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled" (2016).

// The next whole number from 0 to 2^32 - 1: the upper half of the scrambled state.
uint32_t rng_random_u32(Rng *rng) {
  uint64_t s = rng->state;
  s ^= s >> 12;
  s ^= s << 25;
  s ^= s >> 27;
  rng->state = s;
  return (uint32_t)((s * UINT64_C(0x2545F4914F6CDD1D)) >> 32);
}

// The next number of [0, 1): 24 random bits over 2^24, exact in single precision too.
double rng_random(Rng *rng) { return (rng_random_u32(rng) >> 8) / 16777216.0; }

// The next number of [a, b).
double rng_uniform(Rng *rng, double a, double b) { return a + (b - a) * rng_random(rng); }
