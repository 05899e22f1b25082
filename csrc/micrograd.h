// micrograd in C: the twin of the Python package micrograd/, file by file, function by function, bit by bit.
//
// This header is the manual, in the order of a life: random numbers draw a data set and a network, operations build
// the graph of a loss, backward fills in the gradients, an optimiser follows them, a session does that step by step
// and answers questions about itself.
//
//     Text error = {0};
//     Config config = config_default();
//     Session session;
//     session_open(&session, &config);             // session owns the config from here on
//     while (session_step(&session, &error)) …     // session.train, session.val: the losses before the update
//     session_close(&session);
//
// Who owns what: a struct with a `_free` or `_close` function owns what its fields point to; every other pointer is
// lent. Zero bytes are a valid empty Text, Arena, Names, Graph and Predictor. What can be refused returns bool and puts
// the reason into a Text; running out of memory ends the program, or goes where memory_exhausted says.
//
// For the same bits as Python: -ffp-contract=off -fno-builtin-pow, never -ffast-math.
#ifndef MICROGRAD_H
#define MICROGRAD_H

#include "config.h"
#include "data.h"
#include "engine.h"
#include "runtime/runtime.h"

// --- nn.c: neurons, layers, the multi-layer perceptron ---

typedef struct {
  Value w;  // the first of nin weights, which lie side by side in the arena
  Value b;
  int nin;
  const Operation *nonlin;  // NULL: linear
} Neuron;

typedef struct {
  Neuron *neurons;
  int nin, nout;
  Value *out;  // the results of the last call
} Layer;

typedef struct {
  Layer *layers;
  int count;
} Mlp;

const Operation *nonlin_at(int i);  // the i-th operation that a neuron may apply, NULL behind the last
Mlp mlp_new(Arena *arena, int nin, const int *nouts, int count, const Operation *nonlin, Rng *rng);
const Value *mlp_call(Mlp *model, Arena *arena, const Value *x);  // the logits, lent until the next call
void mlp_free(Mlp *model);

// --- losses.c: how wrong the logits of one point are ---

// What a loss calls one of its nodes, and words for a reader: {neuron} stands for the number of a class, {input} for that
// of a term.
typedef struct {
  const char *part, *name, *words;
} Part;

// Which node is which part.
typedef struct {
  Value node;
  const char *part;
  int neuron, input;
} PartOf;

enum { MOST_PARTS = 32 };
// A loss twice: `value` builds its graph, `plain` computes it from plain doubles, with the same bits. `find_parts` tells
// which node is which part, and how many there are; without it (NULL) the nodes are numbered. `find_shift` finds the
// constant -max(logits), where a loss has one: it differs from point to point. `limits` says when its numbers
// fail, for a reader: a sentence about the loss, then about its gradient; NULL if they never do.
typedef struct {
  const char *name, *title, *function;
  Value (*value)(Arena *arena, const Value *logits, int label);
  double (*plain)(const double *logits, int label);
  const Part *parts;  // up to a NULL; NULL without any
  int (*find_parts)(const Arena *arena, Value loss, int label, PartOf out[MOST_PARTS]);
  Value (*find_shift)(const Arena *arena, Value loss);
  const char *const *limits;
} Loss;

extern const Loss LOSSES[];  // tables end with a NULL name

Value value_nll(Arena *arena, const Value *logits, int label);
double plain_nll(const double *z, int label);
Value value_logsumexp(Arena *arena, const Value *logits, int label);
double plain_logsumexp(const double *z, int label);
double plain_largest(const double *z);
double plain_total(const double *ex);
Value value_mean(Arena *arena, const Value *losses, int count);

// --- optim.c: the optimisers ---

enum { MOST_HYPER = 6, MOST_RULE = 6 };
typedef struct Optimizer Optimizer;

// An optimiser, and how a reader is told of it: `hyper` are the settings that it takes,
// and `m` and `v` say what these moments are (NULL where it doesn't use them). `rule` is the update of one parameter as
// assignments in order: braces stand around what has a number, and a name assigned in one line has its new number in the
// next. Lists end with a NULL.
typedef struct {
  const char *name, *title, *function;
  void (*step)(Optimizer *optimizer, Node *parameters);
  const char *hyper[MOST_HYPER];
  const char *m, *v;
  const char *rule[MOST_RULE];
} OptimizerKind;
extern const OptimizerKind OPTIMIZERS[];
extern const char *const SHRINK;  // how an update goes on with an L1 penalty: `moved` is what the rule gives
struct Optimizer {
  const OptimizerKind *kind;
  double lr, momentum, beta1, beta2, eps, weight_decay;
  int64_t t;  // the number of its own steps
  int count;  // of parameters
  double *m, *v;
};

Optimizer optimizer_new(int count);
void optimizer_step(Optimizer *optimizer, Arena *arena);
void optimizer_zero_grad(const Optimizer *optimizer, Arena *arena);
void optimizer_shrink(const Optimizer *optimizer, Arena *arena, double by);  // L1
void optimizer_clear(Optimizer *optimizer);  // no moments and no steps yet
void optimizer_free(Optimizer *optimizer);

// --- schedule.c: what depends on the number of a step ---

typedef struct {
  const char *name, *title, *function;
  double (*rate)(double lr, int64_t step, int64_t period);
} Schedule;
extern const Schedule SCHEDULES[];

// The order of the train points in an epoch. Zero bytes are a valid empty one.
typedef struct {
  uint64_t seed;
  int64_t number;
  int n, *order;
} Epoch;

int minibatch(Epoch *epoch, uint64_t seed, int64_t step, int n, uint64_t size, int *places);

// --- predict.c: the forward pass in plain doubles ---

typedef struct {
  const Mlp *model;
  double *parameters;  // copies, read by predictor_read
  double *in, *out;    // one layer's inputs and results
} Predictor;

void predictor_read(Predictor *predictor, const Mlp *model, const Arena *arena);
const double *predictor_logits(Predictor *predictor, double x, double y);
void predictor_probabilities(Predictor *predictor, double x, double y, double out[CLASSES]);
double predictor_loss(Predictor *predictor, const Point *point, const Loss *loss);
void predictor_free(Predictor *predictor);

// --- graph.c: the graph as arrays, its names, its drawing ---

typedef enum { ROLE_PARAM, ROLE_INPUT, ROLE_CONST, ROLE_RESULT, ROLE_COUNT } Role;
extern const char *const ROLES[ROLE_COUNT];
extern const Part PARTS[];  // of a network, with words for a reader

// One point's graph, by the nodes that have a meaning outside of it.
typedef struct {
  Value inputs[2], logits[CLASSES], loss;
} PointGraph;

// One entry per node; a node's id is its index, in topological order. The columns are those of Graph in graph.py.
typedef struct {
  Value count, capacity;
  unsigned char *op, *role;
  double *k, *data, *grad;
  int *layer, *neuron, *input;
  Value *prev;           // two per node, by id; NONE where there is no operand
  double *local;         // two per node, 0 where there is no operand
  double *contribution;  // the same: what backward added to the operand's grad, local * grad
  size_t *name;          // where the name begins in names.bytes
  Text names, parts;     // each with its terminating zero
} Graph;

// What a node is called, and where it is.
typedef struct {
  size_t name;  // where it begins in the text of Names
  unsigned char role;
  int layer, neuron, input;
  const char *part;
} Name;

// What point_names finds out, by arena index.
typedef struct {
  Value count, capacity;
  Name *node;
  Text text;
} Names;

void graph_trace(Graph *graph, Arena *arena, Value root, const Names *names);
const char *graph_name_of(const Graph *graph, Value i);
void graph_free(Graph *graph);
void point_names(Names *names, Arena *arena, const Mlp *model, const PointGraph *point, const Loss *loss, int label);
void names_free(Names *names);
void graph_dot(const Graph *graph, Text *out);  // in Graphviz's language

// --- session.c: one training run ---

typedef struct {
  Config config;
  Point *points;
  int n;
  Arena arena;
  Mlp model;
  Value parameters;  // how many; they are the first nodes of the arena
  Optimizer optimizer;
  Predictor predictor;
  int64_t steps;      // so far
  double train, val;  // the losses of the last one, before its update; nan at first
  bool zero_grad;     // whether a step begins with it
  Value *losses;      // room for one loss per point
  int *batch;         // and for the places of a step's train points
  Epoch epoch;
  Graph graph;
  Names names;
} Session;

void session_open(Session *session, Config *config);  // takes over what the config owns
void session_close(Session *session);
void session_prepare(Session *session);  // gets the memory that a step needs
void session_shrink(Session *session);   // gives back the memory of all that can be made again
// commands
bool session_step(Session *session, Text *error);
void session_end_step(Session *session);  // what follows an update, in every engine
bool session_set_points(Session *session, const Point *points, int n, Text *error);
bool session_set_hyper(Session *session, const char *lines, const double *numbers, Text *error);
void session_set_variant(Session *session, bool zero_grad);  // false: steps leave out zero_grad
bool session_restore(Session *session, int parameters, const double *snapshot, Text *error);
// queries; more of them are in inside.h
// step, train, val, the row of the optimiser, its t; then all data, grad, m, v
enum { SNAPSHOT_HEAD = 5 };
void session_snapshot(const Session *session, double *out);
bool session_trace(Session *session, double x, double y, int label, Text *error);  // fills session->graph
void session_surface(Session *session, int columns, int rows, double extent, double *out);
void session_predict(Session *session, double x, double y, double out[CLASSES]);
double session_learning_rate(const Session *session);
double session_split_loss(Session *session, Split split);
// graphs
int session_batch(Session *session);  // fills session->batch
bool session_training_loss(Session *session, Arena *arena, Value *loss, Text *error);
PointGraph session_point_graph(Session *session, Arena *arena, const Point *point);
Arena session_arena(const Session *session);
extern const char *const HYPER[];  // the settings that may change between two steps

// --- check.c: what may be asked of a session ---

bool check_finite(const char *what, double number, Text *error);
bool check_index(const char *what, int index, int count, Text *error);
bool check_count(const char *what, double count, Text *error);  // a number of steps
bool check_point(const Point *p, Text *error);
bool check_grid(int columns, int rows, double extent, Text *error);

// --- describe.c: what this engine is made of, as JSON text ---

void describe(Text *out);

#endif
