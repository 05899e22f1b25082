// The random numbers and the data sets: rng.c and data.c.

#ifndef DATA_H
#define DATA_H

#include <stdint.h>

// --- rng.c: the random numbers ---

typedef struct {
  uint64_t state;  // the seed at first; never 0
} Rng;

uint32_t rng_random_u32(Rng *rng);
double rng_random(Rng *rng);                       // [0, 1)
double rng_uniform(Rng *rng, double a, double b);  // [a, b)

// --- data.c: the data sets ---

enum { CLASSES = 3 };

typedef enum { TRAIN, VAL, TEST, SPLIT_COUNT } Split;
extern const char *const SPLITS[SPLIT_COUNT];

typedef struct {
  double x, y;
  int label;  // 0 … CLASSES - 1
  int split;
} Point;

typedef struct {
  const char *name, *title, *function;
  void (*draw)(Rng *rng, int label, Point *out);
} Dataset;

extern const Dataset DATASETS[];

Point *make_dataset(const Dataset *dataset, int n, Rng *rng, const int shares[SPLIT_COUNT]);  // the caller frees it
void add_noise(Point *points, int n, double noise, Rng *rng);

#endif
