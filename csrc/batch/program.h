// Stage 3, the program: instructions, each over a row of numbers, one number per point.

#ifndef BATCH_PROGRAM_H
#define BATCH_PROGRAM_H

#include "batch/rows.h"

// factor * row: the factor is 1, a parameter, or another row.
typedef enum { TIMES_ONE, TIMES_PARAMETER, TIMES_ROW } Factor;
typedef struct {
  int kind, factor, row;
} Term;

typedef enum {
  DO_NOTHING,  // there is no instruction for it
  DO_FILL,     // out = k
  DO_SPREAD,   // out = parameter a
  DO_DOT,      // out = ((start + term) + term) + …, from parameter a, row b, or 0; all factors are parameters
  DO_SUM,      // the same from 0, with any factors
  DO_ADD,      // out = a + b
  DO_MUL,      // out = a * b
  DO_POW,      // out = a**k
  DO_RELU,
  DO_TANH,
  DO_EXP,
  DO_LOG,
  DO_LARGEST,    // out = -max(the terms' rows)
  DO_POW_LOCAL,  // the local derivatives that are not among the data
  DO_RELU_LOCAL,
  DO_TANH_LOCAL,
  DO_LOG_LOCAL,
  DO_PASS,  // out = 0 + a*b: one contribution, for several rows
} Do;

typedef struct {
  unsigned char what, range;
  int out, a, b;     // rows; NONE where there is none
  int rows;          // how many adjacent rows, of out, a and b alike
  int first, count;  // of its terms
  double k;
} Instruction;

typedef struct {
  Instruction *list;
  int count, capacity;
} Instructions;

typedef struct {
  Instructions forward, local, backward;
  int until_logits;  // so many forward instructions give the logits
  Term *terms;
  int terms_count, terms_capacity;
  int *parameter_first;  // where the terms of each parameter's gradient begin; the last entry is their end
  int parameters, rows;
  int input_row[2], seed_row, loss_row, logit_row[CLASSES];
  Value nodes;                           // of a recorded graph
  int *data_row, *local_row, *grad_row;  // by node; NONE where the number is not needed
} Program;

void program_push(Instructions *to, Instruction instruction);
void program_push_term(Program *program, Term term);
void program_free(Program *program);

#endif
