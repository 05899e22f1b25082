// Reducing: the gradients of the parameters, summed over the points.
//
// The order is the specification's: one contribution after the other, from the last point to the first, and within a
// point in the order of its terms. An addition has to wait for the one before it, but not for those of other parameters:
// so sixteen sums are under way at once, for four inputs of four neurons, which have the same factors in common.

#include "batch/reduce.h"

#include <stdlib.h>

#include "simd/lanes.h"

enum { BLOCK = 4 };

// --- which parameter is what ---

static const Term *only_term(const Program *program, int p) {
  int first = program->parameter_first[p];
  return program->parameter_first[p + 1] == first + 1 ? &program->terms[first] : NULL;
}

// How many parameters from p on multiply rows of their own by the same row: the weights of a neuron.
static int weights_at(const Program *program, int p) {
  const Term *first = only_term(program, p);
  int count = 0;
  for (; first && p + count < program->parameters; count++) {
    const Term *term = only_term(program, p + count);
    if (!term || term->kind != TIMES_ROW || term->row != first->row) break;
  }
  return count;
}

static bool same_inputs(const Program *program, int p, int q, int inputs) {
  for (int j = 0; j < inputs; j++) {
    if (only_term(program, p + j)->factor != only_term(program, q + j)->factor) return false;
  }
  return true;
}

// Whether the parameter behind the weights gets what the neuron's sum gets, times 1.
static bool has_bias(const Program *program, int p, int inputs) {
  if (p + inputs >= program->parameters) return false;
  const Term *weight = only_term(program, p), *bias = only_term(program, p + inputs);
  return bias && bias->kind == TIMES_ONE && bias->row == weight->row;
}

static void add_neuron(Reduction *reduction, const Program *program, int p, int inputs, bool bias) {
  Outer *last = reduction->outers ? &reduction->outer[reduction->outers - 1] : NULL;
  bool same = last && last->inputs == inputs && last->biased == bias &&
              same_inputs(program, reduction->neuron[last->first], p, inputs);
  if (!same) reduction->outer[reduction->outers++] = (Outer){reduction->neurons, 0, inputs, bias};
  reduction->outer[reduction->outers - 1].count++;
  reduction->neuron[reduction->neurons++] = p;
}

void reduction_plan(Reduction *reduction, const Program *program) {
  size_t count = (size_t)program->parameters;
  *reduction = (Reduction){.outer = memory_resize(NULL, count, sizeof(Outer))};
  reduction->neuron = memory_resize(NULL, count, sizeof(int));
  reduction->other = memory_resize(NULL, count, sizeof(int));
  for (int p = 0; p < program->parameters;) {
    int weights = weights_at(program, p);
    bool bias = weights && has_bias(program, p, weights);
    if (weights) add_neuron(reduction, program, p, weights, bias);
    else reduction->other[reduction->others++] = p;
    p += weights ? weights + bias : 1;
  }
}

void reduction_free(Reduction *reduction) {
  memory_free(reduction->outer);
  memory_free(reduction->neuron);
  memory_free(reduction->other);
  *reduction = (Reduction){0};
}

// --- sums ---

typedef struct {
  const Reduction *reduction;
  const Program *program;
  const double *parameters;
  const Rows *rows;
  const int *column;
  int points;
  double *grad;
} Sums;

static int at_most(int i, int last) { return i < last ? i : last; }

// `pairs` pairs of inputs of four neurons from the i-th on, and their biases with the first. Where there are fewer, the
// last one is computed again.
static inline __attribute__((always_inline)) void outer_block(const Sums *sums, const Outer *outer, int i, int j,
                                                              const int pairs, const bool bias) {
  const Reduction *reduction = sums->reduction;
  const double *x[BLOCK], *g[BLOCK];
  int at[BLOCK][BLOCK];
  Pair s[BLOCK][BLOCK / 2], biases[BLOCK / 2];
  for (int a = 0; a < BLOCK; a++) {
    int p = reduction->neuron[outer->first + at_most(i + a, outer->count - 1)];
    g[a] = row_at(sums->rows, only_term(sums->program, p)->row);
    for (int b = 0; b < 2 * pairs; b++) {
      at[a][b] = p + at_most(j + b, outer->inputs - 1);
      if (a == 0) x[b] = row_at(sums->rows, only_term(sums->program, at[a][b])->factor);
      s[a][b / 2][b % 2] = sums->grad[at[a][b]];
    }
    if (bias) biases[a / 2][a % 2] = sums->grad[p + outer->inputs];
  }
  for (int k = sums->points; k-- > 0;) {
    int c = sums->column[k];
    Pair x01 = {x[0][c], x[1][c]}, x23 = x01;
    if (pairs == 2) x23 = (Pair){x[2][c], x[3][c]};
    for (int a = 0; a < BLOCK; a++) {
      s[a][0] += x01 * splat(g[a][c]);
      if (pairs == 2) s[a][1] += x23 * splat(g[a][c]);
    }
    for (int a = 0; bias && a < BLOCK; a += 2) biases[a / 2] += (Pair){g[a][c], g[a + 1][c]};
  }
  for (int a = 0; a < BLOCK; a++) {
    for (int b = 0; b < 2 * pairs; b++) sums->grad[at[a][b]] = s[a][b / 2][b % 2];
    if (bias) sums->grad[at[a][0] + outer->inputs] = biases[a / 2][a % 2];
  }
}

// A function for each kind of block, so that none has to hold more sums than it needs.
static void pair_block(const Sums *sums, const Outer *outer, int i, int j) { outer_block(sums, outer, i, j, 1, false); }

static void pairs_block(const Sums *sums, const Outer *outer, int i, int j) { outer_block(sums, outer, i, j, 2, false); }

static void biased_pair_block(const Sums *sums, const Outer *outer, int i) { outer_block(sums, outer, i, 0, 1, true); }

static void biased_pairs_block(const Sums *sums, const Outer *outer, int i) { outer_block(sums, outer, i, 0, 2, true); }

static void sum_outer(const Sums *sums, const Outer *outer) {
  for (int i = 0; i < outer->count; i += BLOCK) {
    for (int j = 0; j < outer->inputs; j += BLOCK) {
      bool pair = outer->inputs - j <= 2, biased = outer->biased && j == 0;
      if (biased && pair) biased_pair_block(sums, outer, i);
      else if (biased) biased_pairs_block(sums, outer, i);
      else if (pair) pair_block(sums, outer, i, j);
      else pairs_block(sums, outer, i, j);
    }
  }
}

// Any other parameter, such as one that a point uses twice.
static void sum_terms(const Sums *sums, int p) {
  double sum = sums->grad[p];
  for (int k = sums->points; k-- > 0;) {
    for (int t = sums->program->parameter_first[p]; t < sums->program->parameter_first[p + 1]; t++) {
      const Term *term = &sums->program->terms[t];
      double g = row_at(sums->rows, term->row)[sums->column[k]];
      if (term->kind == TIMES_ROW) g *= row_at(sums->rows, term->factor)[sums->column[k]];
      else if (term->kind == TIMES_PARAMETER) g *= sums->parameters[term->factor];
      sum += g;
    }
  }
  sums->grad[p] = sum;
}

void reduction_run(const Reduction *reduction, const Program *program, const double *parameters, const Rows *rows,
                   const int *column, int points, double *grad) {
  Sums sums = {reduction, program, parameters, rows, column, points, grad};
  for (int i = 0; i < reduction->outers; i++) sum_outer(&sums, &reduction->outer[i]);
  for (int i = 0; i < reduction->others; i++) sum_terms(&sums, reduction->other[i]);
}
