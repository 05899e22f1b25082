// Stage 2, plan: what the compiler finds out about the recorded graphs before it writes instructions.

#ifndef BATCH_PLAN_H
#define BATCH_PLAN_H

#include "batch/record.h"

// Who uses a node in one label's graph, in the order in which backward adds the contributions: 2 * user + operand.
typedef struct {
  int *first, *user;  // first[v] … first[v + 1]
} Uses;

typedef struct {
  const Recording *recording;
  const Recorded *graph;  // of label 0: for what all labels have in common
  Value nodes, parameters;
  Uses uses[CLASSES];
  bool *needs_grad;   // a parameter, or depends on one
  bool *is_step;      // base + w*x, with a product that no other node uses
  bool *is_absorbed;  // computed inside another node's dot instruction
  int *level;         // leaves have 0
  Value *sorted;      // the nodes that the roots depend on, without parameters: by level, operation, index
  int sorted_count;
} Plan;

void plan_make(Plan *plan, const Recording *recording);
bool plan_same_operands(const Plan *plan, Value v);    // in every label's graph
bool plan_same_group(const Plan *plan, int i, int j);  // of sorted: same level and operation
void plan_free(Plan *plan);

#endif
