// Gathering: the gradients of the parameters, summed over the points.
//
// The order is the specification's: one contribution after the other, from the last point to the first, and within a
// point in the order of its terms. An addition has to wait for the one before it, but not for those of other parameters:
// so sixteen sums are under way at once, for four inputs of four neurons, which have the same factors in common.

#include <stdlib.h>

#include "batch.h"
#include "lanes.h"

enum { BLOCK = 4, BIASES = 8 };

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

static void add_neuron(Gather *gather, const Program *program, int p, int inputs) {
  Outer *last = gather->outers ? &gather->outer[gather->outers - 1] : NULL;
  bool same = last && last->inputs == inputs && same_inputs(program, gather->neuron[last->first], p, inputs);
  if (!same) gather->outer[gather->outers++] = (Outer){gather->neurons, 0, inputs};
  gather->outer[gather->outers - 1].count++;
  gather->neuron[gather->neurons++] = p;
}

void gather_plan(Gather *gather, const Program *program) {
  size_t count = (size_t)program->parameters;
  *gather = (Gather){.outer = memory_resize(NULL, count, sizeof(Outer))};
  gather->neuron = memory_resize(NULL, count, sizeof(int));
  gather->bias = memory_resize(NULL, count, sizeof(int));
  gather->other = memory_resize(NULL, count, sizeof(int));
  for (int p = 0; p < program->parameters;) {
    int weights = weights_at(program, p);
    const Term *term = only_term(program, p);
    if (weights) add_neuron(gather, program, p, weights);
    else if (term && term->kind == TIMES_ONE) gather->bias[gather->biases++] = p;
    else gather->other[gather->others++] = p;
    p += weights ? weights : 1;
  }
}

void gather_free(Gather *gather) {
  free(gather->outer);
  free(gather->neuron);
  free(gather->bias);
  free(gather->other);
  *gather = (Gather){0};
}

// --- sums ---

typedef struct {
  const Program *program;
  const double *parameters;
  const Rows *rows;
  const int *column;
  int points;
  double *grad;
} Sums;

static int at_most(int i, int last) { return i < last ? i : last; }

// `pairs` pairs of inputs of four neurons from the i-th on. Where there are fewer, the last one is computed again.
static inline __attribute__((always_inline)) void outer_block(const Sums *sums, const Outer *outer, int i, int j,
                                                              const int pairs) {
  const Gather *gather = &sums->program->gather;
  const double *x[BLOCK], *g[BLOCK];
  int at[BLOCK][BLOCK];
  Pair s[BLOCK][BLOCK / 2];
  for (int a = 0; a < BLOCK; a++) {
    int p = gather->neuron[outer->first + at_most(i + a, outer->count - 1)];
    g[a] = row_at(sums->rows, only_term(sums->program, p)->row);
    for (int b = 0; b < 2 * pairs; b++) {
      at[a][b] = p + at_most(j + b, outer->inputs - 1);
      if (a == 0) x[b] = row_at(sums->rows, only_term(sums->program, at[a][b])->factor);
      s[a][b / 2][b % 2] = sums->grad[at[a][b]];
    }
  }
  for (int k = sums->points; k-- > 0;) {
    int c = sums->column[k];
    Pair x01 = {x[0][c], x[1][c]}, x23 = x01;
    if (pairs == 2) x23 = (Pair){x[2][c], x[3][c]};
    for (int a = 0; a < BLOCK; a++) {
      s[a][0] += x01 * both(g[a][c]);
      if (pairs == 2) s[a][1] += x23 * both(g[a][c]);
    }
  }
  for (int a = 0; a < BLOCK; a++) {
    for (int b = 0; b < 2 * pairs; b++) sums->grad[at[a][b]] = s[a][b / 2][b % 2];
  }
}

static void sum_pair(const Sums *sums, const Outer *outer, int i, int j) { outer_block(sums, outer, i, j, 1); }

static void sum_pairs(const Sums *sums, const Outer *outer, int i, int j) { outer_block(sums, outer, i, j, 2); }

static void sum_outer(const Sums *sums, const Outer *outer) {
  for (int i = 0; i < outer->count; i += BLOCK) {
    for (int j = 0; j < outer->inputs; j += BLOCK) {
      if (outer->inputs - j <= 2) sum_pair(sums, outer, i, j);
      else sum_pairs(sums, outer, i, j);
    }
  }
}

// Sums of rows as they are.
static void sum_biases(const Sums *sums, int first) {
  const Gather *gather = &sums->program->gather;
  const double *g[BIASES];
  double sum[BIASES];
  for (int i = 0; i < BIASES; i++) {
    int p = gather->bias[at_most(first + i, gather->biases - 1)];
    g[i] = row_at(sums->rows, only_term(sums->program, p)->row);
    sum[i] = sums->grad[p];
  }
  for (int k = sums->points; k-- > 0;) {
    for (int i = 0; i < BIASES; i++) sum[i] += g[i][sums->column[k]];
  }
  for (int i = 0; i < BIASES; i++) sums->grad[gather->bias[at_most(first + i, gather->biases - 1)]] = sum[i];
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

void program_gather(const Program *program, const double *parameters, const Rows *rows, const int *column, int points,
                    double *grad) {
  const Gather *gather = &program->gather;
  Sums sums = {program, parameters, rows, column, points, grad};
  for (int i = 0; i < gather->outers; i++) sum_outer(&sums, &gather->outer[i]);
  for (int i = 0; i < gather->biases; i += BIASES) sum_biases(&sums, i);
  for (int i = 0; i < gather->others; i++) sum_terms(&sums, gather->other[i]);
}
