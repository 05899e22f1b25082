// C, batched: the third engine. The same graphs, the same bits, all points at a time.
//
// Every point of a label has the same graph; only the numbers in it differ. So the graph is recorded once per label, by
// the scalar engine's own functions, and compiled to a Program: a list of instructions, each over a whole array of
// points (lanes.h). What it gives up in readability is what engine.c is for: that a node is a number.
//
//     Batch batch = {0};
//     batch_step(&batch, &session, &error);  // as session_step, bit by bit
//     batch_free(&batch);
//
// Where a row of numbers lives: node v of every recorded graph has row[v], in which each label has columns of its own.

#ifndef BATCH_H
#define BATCH_H

#include "micrograd.h"

// --- batch/record.c: one point's graph per label ---

enum { ALL = CLASSES, RANGES };  // ranges of columns: those of one label, or all of them

typedef struct {
  unsigned char *op;
  Value (*prev)[2];
  double *k;            // the exponent beside `**`, the number of a leaf
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

// False where the labels' graphs differ in more than which nodes are whose operands.
bool recording_make(Recording *recording, const Recorder *recorder, Arena *arena);
void recording_free(Recording *recording);

// --- batch/compile.c: recorded graphs -> instructions ---

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
  DO_LARGEST,  // out = -max(the terms' rows)
  DO_POW_LOCAL,  // the local derivatives that are not among the data
  DO_RELU_LOCAL,
  DO_TANH_LOCAL,
  DO_LOG_LOCAL,
  DO_PASS,     // out = 0 + a*b: one contribution, for several rows
} Do;

typedef struct {
  unsigned char what, range;
  int out, a, b;  // rows; NONE where there is none
  int rows;       // how many rows one after the other, of out, a and b alike
  int first, count;  // of its terms
  double k;
} Instruction;

typedef struct {
  Instruction *list;
  int count, capacity;
} Instructions;

// Which parameters get what: most are weights of neurons that read the same inputs.
typedef struct {
  int first, count;  // of its neurons, in `neuron`
  int inputs;
  bool biased;       // a bias follows the weights of each
} Outer;
typedef struct {
  Outer *outer;
  int *neuron;  // the first weight of each
  int *other;   // parameters that are neither
  int outers, neurons, others;
} Gather;

typedef struct {
  Instructions forward, local, backward;
  Gather gather;
  int until_logits;  // so many forward instructions give the logits
  Term *terms;
  int terms_count, terms_capacity;
  int *parameter_first;  // where the terms of each parameter's gradient begin, and at the end where the last end
  int parameters, rows;
  int input_row[2], seed_row, loss_row, logit_row[CLASSES];
  Value nodes;      // of a recorded graph
  int *data_row, *local_row, *grad_row;  // by node; NONE where the number is not needed
} Program;

bool program_compile(Program *program, const Recording *recording);  // false: the scalar engine has to do it
void program_free(Program *program);

// --- batch/run.c: instructions over lanes ---

// Columns of every row: label after label, train points first, then the val points, each padded by repeating a point.
typedef struct {
  int start[RANGES], train[RANGES], all[RANGES];  // where a range starts, how long it is without and with val points
} Columns;

typedef struct {
  void *memory;
  double *rows;  // in memory, at a multiple of 16 bytes
  size_t stride;
} Rows;

void rows_resize(Rows *rows, int count, int columns);  // all zero
void rows_free(Rows *rows);
static inline double *row_at(const Rows *rows, int row) { return rows->rows + (size_t)row * rows->stride; }
void program_forward(const Program *program, int until, const double *parameters, const Rows *rows,
                     const Columns *columns);
void program_backward(const Program *program, const double *parameters, const Rows *rows, const Columns *columns);

// --- batch/gather.c: the gradients of the parameters ---

void gather_plan(Gather *gather, const Program *program);
void gather_free(Gather *gather);
// Adds the points' contributions to every parameter's gradient, from the last point to the first.
void program_gather(const Program *program, const double *parameters, const Rows *rows, const int *column, int points,
                    double *grad);

// --- batch/optim.c ---

enum { DATA, GRAD, POWER, V_HAT, PARAMETER_ROWS };  // the last two are where an update writes what it needs

// One update of every parameter, in the arena, from its row of gradients.
void batch_update(Optimizer *optimizer, Arena *arena, const Rows *parameters);

// --- batch.c: a session's verbs ---

// Some train and some val points, as many as fit into the cache.
typedef struct {
  Columns columns;
  int first[2], count[2];  // of the train and of the val points
} Tile;

typedef struct {
  Program program;
  bool compiled, holds;  // tried; with success
  int loss;              // the row of LOSSES that it is compiled for
  bool points_hold;      // the tiles are those of the session's points
  Tile *tiles;
  int tiles_count, points[2];
  int *column[2];        // of each train and each val point in its tile
  double *coordinates;   // x of every tile's columns, then y
  double *losses[2];
  const Tile *loaded;    // whose coordinates are in the rows
  Rows rows, single, picture;  // of a tile; of the one point of trace; of some points of the surface
  Rows parameters;       // a column each
} Batch;

bool batch_holds(Batch *batch, Session *session);  // whether the session runs batched, and not by the scalar engine
const double *batch_parameters(Batch *batch, const Session *session);  // their data, read anew
bool batch_step(Batch *batch, Session *session, Text *error);
bool batch_trace(Batch *batch, Session *session, double x, double y, int label, Text *error);
void batch_surface(Batch *batch, Session *session, int columns, int rows, double extent, double *out);
void batch_predict(Batch *batch, Session *session, double x, double y, double out[CLASSES]);
void batch_forget_points(Batch *batch);  // after session_set_points
void batch_free(Batch *batch);           // before another session

#endif
