// Stage 1, record: the graph of one point per label, as the scalar engine builds it, kept without its numbers.

#ifndef BATCH_RECORD_H
#define BATCH_RECORD_H

#include "micrograd.h"

// One label's graph. Nodes have the same index in every label's graph.
typedef struct {
  unsigned char *op;
  Value (*prev)[2];
  double *k;  // the exponent of `**`, the number of a leaf
  Value count, root;
  Value *order, ordered;  // topological
  int *uses;              // how often a node is an operand of nodes that the root depends on
  bool *alive;            // whether the root depends on it
} Recorded;

// What is recorded: `graph` builds the graph of one point into the arena, whose first nodes are the parameters;
// `find_shift` is the loss's, or NULL.
typedef struct {
  PointGraph (*graph)(void *self, Arena *arena, int label);
  void *self;
  Value (*find_shift)(const Arena *arena, Value loss);
} Recorder;

typedef struct {
  Recorded label[CLASSES];
  Value parameters, inputs[2], logits[CLASSES];
  Value shift;  // the constant -max(logits), NONE without one
} Recording;

// False if the labels' graphs differ in more than in which nodes are the operands of which.
bool recording_make(Recording *recording, const Recorder *recorder, Arena *arena);
void recording_free(Recording *recording);

#endif
