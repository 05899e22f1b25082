// Stage 5, reduce: the gradients of the parameters, summed over the points.

#ifndef BATCH_REDUCE_H
#define BATCH_REDUCE_H

#include "batch/program.h"

// Neurons that read the same inputs.
typedef struct {
  int first, count;  // of its neurons, in `neuron`
  int inputs;
  bool biased;  // a bias follows the weights of each
} Outer;

// Which parameters are which: most are the weights of neurons that read the same inputs.
typedef struct {
  Outer *outer;
  int *neuron;  // the first weight of each
  int *other;   // parameters that are neither
  int outers, neurons, others;
} Reduction;

void reduction_plan(Reduction *reduction, const Program *program);
void reduction_free(Reduction *reduction);
// Adds the points' contributions to the gradient of every parameter, from the last point to the first.
void reduction_run(const Reduction *reduction, const Program *program, const double *parameters, const Rows *rows,
                   const int *column, int points, double *grad);

#endif
