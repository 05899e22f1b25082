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
// the reason into a Text; running out of memory ends the program.
//
// For the same bits as Python: -ffp-contract=off -fno-builtin-pow, never -ffast-math.
#ifndef MICROGRAD_H
#define MICROGRAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- memory.c: memory that grows, text that grows ---

// realloc, never NULL: without memory the program ends, with one line and status 1 natively, in WebAssembly by a trap.
void *memory_resize(void *memory, size_t count, size_t size);

typedef struct {
  char *bytes;  // zero-terminated; NULL as long as nothing was added to a fresh one
  size_t length, capacity;
} Text;

void text_clear(Text *text);
void text_add(Text *text, const char *string);
void text_add_bytes(Text *text, const char *bytes, size_t length);
void text_add_int(Text *text, int64_t number);
void text_add_uint(Text *text, uint64_t number);
bool text_refuse(Text *error, const char *const parts[]);  // the parts, up to a NULL; returns false
void text_free(Text *text);

// --- repr.c and decimal.c: a double as Python prints it, and from text ---

enum { REPR_BYTES = 32, FIXED_BYTES = 400 };
char *double_repr(double x, char out[REPR_BYTES]);                // Python's repr(x)
char *double_fixed(double x, int digits, char out[FIXED_BYTES]);  // Python's f"{x:.{digits}f}", for digits < 64
double double_parse(const char *text);  // digits with or without sign, fraction, exponent: config.c checks

// --- rng.c: the random numbers ---

typedef struct {
  uint64_t state;  // the seed at first; never 0
} Rng;

uint32_t rng_random_u32(Rng *rng);
double rng_random(Rng *rng);                       // [0, 1)
double rng_uniform(Rng *rng, double a, double b);  // [a, b)

// --- engine.c: values, operations, backward ---

typedef int32_t Value;  // a node of an arena, by its index, so that the arena may move when it grows
enum { NONE = -1 };     // no node

typedef enum { OP_LEAF, OP_ADD, OP_MUL, OP_POW, OP_RELU, OP_TANH, OP_EXP, OP_LOG, OP_COUNT } Op;
extern const char *const OPS[OP_COUNT];  // as graphs show them: '' + * ** relu tanh exp log

typedef struct {
  double data;
  double grad;
  double local[2];  // d this / d operand; `**`, which has one operand, keeps its exponent in local[1]
  Value prev[2];    // the operands; NONE where there is none
  unsigned char op;
  bool seen;  // used by topological_order, false outside of it
} Node;

// All nodes, in the order in which they were made. The parameters come first and stay; what a step adds is forgotten
// by rewinding to the mark after them.
typedef struct {
  Node *node;
  Value count, capacity;
  Value *order;  // the topological order of the graph that ends in order_root,
  Value order_count, order_root;
  bool order_holds;  // unless its structure has changed since
  Value shift;       // logsumexp's last -m: the one constant that each point has its own of, which batch.h must know
} Arena;

void arena_rewind(Arena *arena, Value mark);  // forgets the nodes from mark on
void arena_free(Arena *arena);

Value value_new(Arena *arena, double data);
Value value_add(Arena *arena, Value a, Value b);
Value value_mul(Arena *arena, Value a, Value b);
Value value_pow(Arena *arena, Value x, double k);
Value value_relu(Arena *arena, Value x);
Value value_tanh(Arena *arena, Value x);
Value value_exp(Arena *arena, Value x);
Value value_log(Arena *arena, Value x);
Value value_neg(Arena *arena, Value a);
Value value_sub(Arena *arena, Value a, Value b);
Value value_div(Arena *arena, Value a, Value b);
double value_k(const Arena *arena, Value v);  // the exponent beside `**`, else 0
double ieee_pow(double x, double k);          // power.c: pow(x, k), quicker where k is 2, -1, -2 or 0.5

void value_backward(Arena *arena, Value root);
const Value *topological_order(Arena *arena, Value root, Value *count);  // lent until the next one

// --- nn.c: neurons, layers, the multi-layer perceptron, the losses ---

enum { CLASSES = 3 };

typedef struct {
  const char *name;
  Value (*value)(Arena *arena, Value x);  // as an operation of the graph
  double (*plain)(double x);              // as a plain function, for predict.c
} Nonlin;

typedef struct {
  const char *name;
  Value (*value)(Arena *arena, const Value *logits, int label);
  double (*plain)(const double *logits, int label);
} Loss;

extern const Nonlin NONLINS[];  // tables end with a NULL name
extern const Loss LOSSES[];

typedef struct {
  Value w;  // the first of nin weights, which lie side by side in the arena
  Value b;
  int nin;
  const Nonlin *nonlin;  // NULL: linear
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

Mlp mlp_new(Arena *arena, int nin, const int *nouts, int count, const Nonlin *nonlin, Rng *rng);
const Value *mlp_call(Mlp *model, Arena *arena, const Value *x);  // the logits, lent until the next call
void mlp_free(Mlp *model);

Value value_nll(Arena *arena, const Value *logits, int label);
Value value_logsumexp(Arena *arena, const Value *logits, int label);
Value value_mean(Arena *arena, const Value *losses, int count);

// --- optim.c: the optimisers ---

typedef struct Optimizer Optimizer;
typedef struct {
  const char *name;
  void (*step)(Optimizer *optimizer, Node *parameters);
} OptimizerKind;
extern const OptimizerKind OPTIMIZERS[];
struct Optimizer {
  const OptimizerKind *kind;
  double lr, momentum, weight_decay;
  int64_t t;  // steps taken
  int count;  // of parameters
  double *m, *v;
};

Optimizer optimizer_new(int count);
void optimizer_step(Optimizer *optimizer, Arena *arena);
void optimizer_zero_grad(const Optimizer *optimizer, Arena *arena);
void optimizer_clear(Optimizer *optimizer);  // empties the moments
void optimizer_free(Optimizer *optimizer);

// --- data.c: the data sets ---

typedef enum { TRAIN, VAL, TEST, SPLIT_COUNT } Split;
extern const char *const SPLITS[SPLIT_COUNT];

typedef struct {
  double x, y;
  int label;  // 0 … CLASSES - 1
  int split;
} Point;

typedef struct {
  const char *name;
  void (*draw)(Rng *rng, int label, Point *out);
} Dataset;

extern const Dataset DATASETS[];

Point *make_dataset(const Dataset *dataset, int n, Rng *rng);  // the caller frees it

// --- config.c: what can be set, and in which ranges ---

typedef struct {
  int *size, count;
} Sizes;

typedef struct {
  uint64_t seed;
  int dataset;  // this and the other choices: the row of their table
  uint64_t n, steps;  // steps are the command line's; a session doesn't look at them
  Sizes layers;
  int nonlin, optimizer, loss;
  double lr, momentum, weight_decay;
} Config;

Config config_default(void);
// One setting from its text; `shown` is what the refusal calls it. A name without a rule is refused too.
bool config_set(Config *config, const char *name, const char *text, const char *shown, Text *error);
// Settings from lines `name=value`; with `only`, of those names only. What was read before a refusal stays set.
bool config_read(Config *config, const char *lines, const char *const *only, Text *error);
void config_free(Config *config);

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

double plain_relu(double x);
double plain_largest(const double *z);
double plain_nll(const double *z, int label);
double plain_logsumexp(const double *z, int label);

// --- graph.c: the graph as arrays, its names, its drawing ---

typedef enum { ROLE_PARAM, ROLE_INPUT, ROLE_CONST, ROLE_RESULT, ROLE_COUNT } Role;

// One entry per node; a node's id is its index, in topological order.
typedef struct {
  Value count, capacity;
  unsigned char *op, *role;
  double *k, *data, *grad;
  Value *prev;    // two per node, by id; NONE where there is no operand
  double *local;         // two per node, 0 where there is no operand
  double *contribution;  // the same: what backward added to the operand's grad, local * grad
  size_t *name;   // where the name begins in names.bytes
  Text names;     // the names, each with its terminating zero
} Graph;

// What point_names finds out, by arena index.
typedef struct {
  Value count;
  size_t *name;
  unsigned char *role;
  Text text;
} Names;

void graph_trace(Graph *graph, Arena *arena, Value root, const Names *names);
const char *graph_name_of(const Graph *graph, Value i);
void graph_free(Graph *graph);
void point_names(Names *names, const Arena *arena, const Mlp *model, const Value *inputs, Value loss, int label);
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
  double train, val;  // the losses of the last step, before its update; nan at first
  bool zero_grad;     // whether a step begins with it
  Value *losses;      // room for one loss per point
  Graph graph;
  Names names;
} Session;

void session_open(Session *session, Config *config);  // takes over what the config owns
void session_close(Session *session);
// commands
bool session_step(Session *session, Text *error);
bool session_set_points(Session *session, const Point *points, int n, Text *error);
bool session_set_hyper(Session *session, const char *lines, Text *error);
bool session_restore(Session *session, int parameters, const double *snapshot, Text *error);
// queries; more of them are in inside.h
void session_snapshot(const Session *session, double *out);  // step, train, val; then all data, grad, m, v
bool session_trace(Session *session, double x, double y, int label, Text *error);  // fills session->graph
void session_surface(Session *session, int columns, int rows, double extent, double *out);
void session_predict(Session *session, double x, double y, double out[CLASSES]);
double session_split_loss(Session *session, Split split);

#endif
