// Values, operations, backward: engine.c.

#ifndef ENGINE_H
#define ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "simd/power.h"

typedef int32_t Value;  // a node of an arena, by its index, so that the arena may move when it grows
enum { NONE = -1 };     // no node

typedef enum { OP_LEAF, OP_ADD, OP_MUL, OP_POW, OP_TANH, OP_RELU, OP_EXP, OP_LOG, OP_COUNT } Op;

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
  Value reached;     // a backward has been at nodes below this one only; the gradients of all others are 0
} Arena;

// What the rest of the program knows of an operation; its value, graph and derivative are in its function.
//
// `unary` or `binary` computes the result from plain numbers, with the bits of the function; `**` takes k as b. Formula
// and derivatives (one per operand) are for a reader: {a} and {b} stand for the operands, {k} for the exponent, {out}
// for the result.
typedef struct {
  const char *name, *title, *word, *function;
  double (*unary)(double a);
  double (*binary)(double a, double b);
  const char *formula, *derivatives[2];
  Value (*nonlin)(Arena *arena, Value x);  // the function of one that a neuron may apply, else NULL
} Operation;

extern const Operation OPERATIONS[OP_COUNT];
double operation_forward(const Node *node, double a, double b);  // what a result computes from its operands' data

void arena_rewind(Arena *arena, Value mark);  // forgets the nodes from mark on
void arena_shrink(Arena *arena, Value mark);  // the same, and gives their memory back
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

void value_backward(Arena *arena, Value root);
const Value *topological_order(Arena *arena, Value root, Value *count);  // lent until the next one
int operation_arity(const Operation *operation);

#endif
