// Value: a number that remembers how it was made. This file is the whole of backpropagation.
//
//     Value a = value_new(&arena, 2.0), b = value_new(&arena, -3.0);
//     Value loss = value_add(&arena, value_mul(&arena, a, b), value_pow(&arena, a, 2.0));  // -6 + 4
//     value_backward(&arena, loss);
//     arena.node[a].grad;  // d/da = b + 2a = 1, and d/db = a = 2
//
// Every operation computes three things at once: its result, the operands it came from, and one local derivative per
// operand. value_backward then needs nothing but multiplication and addition.

#include <math.h>
#include <stdlib.h>

#include "engine.h"
#include "runtime/runtime.h"

// --- Value: one node of the graph ---

// Room for more nodes. Fresh ones get operands that no node has: see arena_push. Rare: not copied into every operation.
static __attribute__((noinline)) void arena_grow(Arena *arena) {
  size_t capacity = arena->capacity ? 2 * (size_t)arena->capacity : 1024;
  if (capacity > INT32_MAX) capacity = INT32_MAX;  // 2,147,483,647 nodes are 100 GB
  if (capacity == (size_t)arena->capacity) capacity = SIZE_MAX;
  arena->node = memory_resize(arena->node, capacity, sizeof(Node));
  for (Value i = arena->capacity; i < (Value)capacity; i++) arena->node[i].prev[0] = arena->node[i].prev[1] = -2;
  arena->capacity = (Value)capacity;
}

// The next node, with grad 0.
//
// A graph is rebuilt at every step, at the same indices after a rewind, and what the slot held before is still there.
// While every new node finds its own operands in its slot, the structure is that of the last graph, and so is the
// topological order, which takes longer to find than backward itself.
static inline Value arena_push(Arena *arena, Op op, double data, Value a, double local_a, Value b, double local_b) {
  if (arena->count == arena->capacity) arena_grow(arena);
  Node *node = &arena->node[arena->count];
  if (node->prev[0] != a || node->prev[1] != b) {
    arena->order_holds = false;
    node->prev[0] = a;
    node->prev[1] = b;
  }
  node->data = data;
  node->grad = 0.0;
  node->local[0] = local_a;
  node->local[1] = local_b;
  node->op = (unsigned char)op;
  node->seen = false;
  return arena->count++;
}

void arena_rewind(Arena *arena, Value mark) {
  arena->count = mark;
  if (arena->reached > mark) arena->reached = mark;
}

void arena_shrink(Arena *arena, Value mark) {
  arena_rewind(arena, mark);
  memory_free(arena->order);
  arena->order = NULL;
  arena->order_holds = false;
  arena->node = memory_resize(arena->node, (size_t)mark, sizeof(Node));
  arena->capacity = mark;
}

void arena_free(Arena *arena) {
  memory_free(arena->node);
  memory_free(arena->order);
  *arena = (Arena){0};
}

Value value_new(Arena *arena, double data) { return arena_push(arena, OP_LEAF, data, NONE, 0.0, NONE, 0.0); }

static inline double data_of(const Arena *arena, Value v) { return arena->node[v].data; }

// --- operations: result, operands, local derivatives ---

// a + b; d/da = 1, d/db = 1.
Value value_add(Arena *arena, Value a, Value b) {
  return arena_push(arena, OP_ADD, data_of(arena, a) + data_of(arena, b), a, 1.0, b, 1.0);
}

// a * b; d/da = b, d/db = a.
Value value_mul(Arena *arena, Value a, Value b) {
  double da = data_of(arena, a), db = data_of(arena, b);
  return arena_push(arena, OP_MUL, da * db, a, db, b, da);
}

// x**k for a plain number k; d/dx = k * x**(k-1), and 0 where k = 0.
Value value_pow(Arena *arena, Value x, double k) {
  double data = data_of(arena, x);
  double local = k != 0.0 ? k * ieee_pow(data, k - 1.0) : 0.0;
  return arena_push(arena, OP_POW, ieee_pow(data, k), x, local, NONE, k);
}

// The hyperbolic tangent; d/dx = 1 - tanh(x)**2.
Value value_tanh(Arena *arena, Value x) {
  double out = tanh(data_of(arena, x));
  return arena_push(arena, OP_TANH, out, x, 1.0 - ieee_pow(out, 2.0), NONE, 0.0);
}

// max(x, 0); d/dx = 1 where the result is positive, else 0. A nan stays nan.
Value value_relu(Arena *arena, Value x) {
  double data = data_of(arena, x);
  double out = data <= 0.0 ? 0.0 : data;
  return arena_push(arena, OP_RELU, out, x, out > 0.0 ? 1.0 : 0.0, NONE, 0.0);
}

// e**x; its own derivative.
Value value_exp(Arena *arena, Value x) {
  double out = exp(data_of(arena, x));
  return arena_push(arena, OP_EXP, out, x, out, NONE, 0.0);
}

// The natural logarithm; d/dx = 1/x.
Value value_log(Arena *arena, Value x) {
  double data = data_of(arena, x);
  return arena_push(arena, OP_LOG, log(data), x, 1.0 / data, NONE, 0.0);
}

// --- the rest of arithmetic, out of the same three operations ---

Value value_neg(Arena *arena, Value a) { return value_mul(arena, a, value_new(arena, -1.0)); }

Value value_sub(Arena *arena, Value a, Value b) { return value_add(arena, a, value_neg(arena, b)); }

Value value_div(Arena *arena, Value a, Value b) { return value_mul(arena, a, value_pow(arena, b, -1.0)); }

double value_k(const Arena *arena, Value v) {
  return arena->node[v].op == OP_POW ? arena->node[v].local[1] : 0.0;
}

// --- backward ---

static Value unseen_operand(const Arena *arena, Value node);
static void clear_results(Arena *arena, const Value *order, Value count);

// Computes d root / d v for every node v of the graph that ends in root; leaves accumulate it in grad.
//
// The chain rule, from the result back to the leaves, in reverse topological order: when a node's turn comes, every node
// that uses it has passed on its contribution, so its grad is complete. The `+=` is the sum over the uses: a * a is one
// node used twice and gets both contributions.
//
// Results start at 0 each time: what an earlier backward left there has been passed on already.
void value_backward(Arena *arena, Value root) {
  Value count;
  const Value *order = topological_order(arena, root, &count);
  Node *node = arena->node;
  clear_results(arena, order, count);
  node[root].grad += 1.0;
  if (arena->reached <= root) arena->reached = root + 1;
  while (count-- > 0) {
    const Node *out = &node[order[count]];
    double grad = out->grad;
    if (out->prev[0] != NONE) node[out->prev[0]].grad += out->local[0] * grad;
    if (out->prev[1] != NONE) node[out->prev[1]].grad += out->local[1] * grad;
  }
}

// Sets the gradients of results to 0, unless all are fresh, as they are in a training step: this would take a tenth of it.
static void clear_results(Arena *arena, const Value *order, Value count) {
  Value v = 0;
  while (v < arena->reached && arena->node[v].prev[0] == NONE) v++;
  if (v == arena->reached) return;
  for (Value i = 0; i < count; i++) {
    Node *node = &arena->node[order[i]];
    if (node->prev[0] != NONE) node->grad = 0.0;
  }
}

// Every node that root depends on, operands before results, root last.
//
// Depth-first postorder, operands in order: the order that decides how floating-point sums round. The path from root to
// node is an explicit array, not the call stack, because a sum of 5,000 terms is a graph 5,000 deep.
const Value *topological_order(Arena *arena, Value root, Value *count) {
  if (!arena->order_holds || arena->order_root != root) {
    size_t room = (size_t)root + 1, length = 0;  // operands are made before their results
    arena->order = memory_resize(arena->order, room, sizeof(Value));
    arena->order_holds = false;
    arena->order_count = 0;
    Value *path = memory_resize(NULL, room, sizeof(Value)), node = root;
    for (;;) {
      Value operand = unseen_operand(arena, node);
      if (operand != NONE) {
        path[length++] = node;
        node = operand;
      } else {
        arena->node[node].seen = true;
        arena->order[arena->order_count++] = node;
        if (!length) break;
        node = path[--length];
      }
    }
    memory_free(path);
    for (Value i = 0; i < arena->order_count; i++) arena->node[arena->order[i]].seen = false;
    arena->order_root = root;
    arena->order_holds = true;
  }
  *count = arena->order_count;
  return arena->order;
}

// The first operand that is not in the order yet, or NONE.
static Value unseen_operand(const Arena *arena, Value node) {
  for (int i = 0; i < 2; i++) {
    Value operand = arena->node[node].prev[i];
    if (operand != NONE && !arena->node[operand].seen) return operand;
  }
  return NONE;
}

// --- the boundary: what may stand beside a Value ---
//
// C's types are that boundary: an operand is a Value, an exponent a double.

// --- IEEE-754 arithmetic: what the hardware answers where Python raises ---
//
// In C exp, log, pow and 1/x already answer so: inf, -inf or nan, and the program goes on. ieee_pow is pow, only quicker:
// simd/power.c.

static double plain_add(double a, double b) { return a + b; }

static double plain_mul(double a, double b) { return a * b; }

// max(x, 0); a nan stays nan.
static double plain_relu(double x) { return x <= 0.0 ? 0.0 : x; }

// --- the table of operations ---

const Operation OPERATIONS[OP_COUNT] = {
    [OP_LEAF] = {"", "leaf", "leaf", "value_new", NULL, NULL, "", {NULL}, NULL},
    [OP_ADD] = {"+", "+", "sum", "value_add", NULL, plain_add, "{a} + {b}", {"1", "1"}, NULL},
    [OP_MUL] = {"*", "*", "product", "value_mul", NULL, plain_mul, "{a} * {b}", {"{b}", "{a}"}, NULL},
    [OP_POW] = {"**", "**", "power", "value_pow", NULL, ieee_pow, "{a}**{k}", {"{k} · {a}**{k-1}"}, NULL},
    [OP_TANH] = {"tanh", "tanh", "tanh", "value_tanh", tanh, NULL, "tanh({a})", {"1 − {out}²"}, value_tanh},
    [OP_RELU] = {"relu", "ReLU", "relu", "value_relu", plain_relu, NULL, "relu({a})", {"1 if {out} > 0, else 0"},
                 value_relu},
    [OP_EXP] = {"exp", "exp", "exponential", "value_exp", exp, NULL, "exp({a})", {"{out}"}, NULL},
    [OP_LOG] = {"log", "log", "logarithm", "value_log", log, NULL, "log({a})", {"1 / {a}"}, NULL},
};

// The number of operands.
int operation_arity(const Operation *operation) {
  int count = 0;
  while (count < 2 && operation->derivatives[count]) count++;
  return count;
}

double operation_forward(const Node *node, double a, double b) {
  const Operation *operation = &OPERATIONS[node->op];
  if (operation->unary) return operation->unary(a);
  if (operation->binary) return operation->binary(a, node->op == OP_POW ? node->local[1] : b);
  return node->data;
}
