// What depends on the number of a step: the learning rate, and which train points the step sees.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

static const double PI = 3.141592653589793;

// --- the learning rate ---

// lr at every step.
static double constant(double lr, int64_t step, int64_t period) {
  (void)step;
  (void)period;
  return lr;
}

// Half a cosine from lr down to 0 in `period` steps, then 0.
//
// Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic gradient descent with warm restarts" (2017), without the restarts.
static double cosine(double lr, int64_t step, int64_t period) {
  return step < period ? lr * (0.5 * (1.0 + cos(PI * (double)step / (double)period))) : 0.0;
}

// A tenth of it after every `period` steps.
static double step_down(double lr, int64_t step, int64_t period) { return lr * ieee_pow(0.1, (double)(step / period)); }

const Schedule SCHEDULES[] = {
    {"constant", "Constant", "constant", constant},
    {"cosine", "Cosine", "cosine", cosine},
    {"step", "Step", "step_down", step_down},
    {.name = NULL},
};

// --- mini-batches ---

// 2**64 divided by the golden ratio: the seeds of two epochs have little in common.
static const uint64_t GOLDEN = 0x9E3779B97F4A7C15;

// 0 … n - 1 in the order of an epoch: shuffled by a generator of its own, after Fisher and Yates.
static void shuffle(Epoch *epoch, uint64_t seed, int64_t number, int n) {
  if (epoch->seed == seed && epoch->number == number && epoch->n == n) return;
  epoch->order = memory_resize(epoch->order, (size_t)n, sizeof(int));
  Rng rng = {seed ^ ((uint64_t)number + 1) * GOLDEN};
  if (!rng.state) rng.state = GOLDEN;
  for (int i = 0; i < n; i++) epoch->order[i] = i;
  for (int i = n - 1; i > 0; i--) {
    int j = (int)(rng_random_u32(&rng) % (uint32_t)(i + 1)), held = epoch->order[i];
    epoch->order[i] = epoch->order[j];
    epoch->order[j] = held;
  }
  *epoch = (Epoch){.seed = seed, .number = number, .n = n, .order = epoch->order};
}

static int in_order(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

// Which of n train points a step sees, in their order: `size` of them, fewer at the end of an epoch. Returns how many.
//
// An epoch sees every point once. All of them if size is 0, or n or more.
int minibatch(Epoch *epoch, uint64_t seed, int64_t step, int n, uint64_t size, int *places) {
  if (size == 0 || size >= (uint64_t)n) {
    for (int i = 0; i < n; i++) places[i] = i;
    return n;
  }
  int most = (int)size, batches = (n + most - 1) / most;
  shuffle(epoch, seed, step / batches, n);
  int first = (int)(step % batches) * most, count = n - first < most ? n - first : most;
  memcpy(places, epoch->order + first, (size_t)count * sizeof(int));
  qsort(places, (size_t)count, sizeof(int), in_order);
  return count;
}
