// The exports that the browser calls, around one session. Python's tests load the same file as a shared library.
//
// Strings are zero-terminated UTF-8. A status is 0, or 1 for a refusal whose sentence is in error_text().
//
// After a query that was not refused, its reply is a list of columns, which the comment above the query names: column i
// begins at answer_column(i) and has answer_length(i) elements. Those are doubles, 32-bit ints, bytes, or text: strings
// one after the other, each with its terminating zero. A column stays valid until the next call, and memory that grows
// moves: copy what is to be kept.

#include <stdlib.h>
#include <string.h>

#include "inside.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#define EXPORT EMSCRIPTEN_KEEPALIVE
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#ifdef MICROGRAD_SCALAR  // the small .wasm, which every browser runs
#define WITH(verb, ...) session_##verb(&session, __VA_ARGS__)
#else
#include "batch/batch.h"
static Batch batch;
static bool batched;
#define WITH(verb, ...) (batched ? batch_##verb(&batch, &session, __VA_ARGS__) : session_##verb(&session, __VA_ARGS__))
#endif

static Session session;
static bool is_open;
static Text error;
static Answer answer;

// --- memory, for what the page hands over ---

EXPORT void *buffer_alloc(int bytes) { return memory_resize(NULL, bytes < 0 ? SIZE_MAX : (size_t)bytes, 1); }

EXPORT void buffer_free(void *buffer) { free(buffer); }

EXPORT const char *error_text(void) { return error.bytes ? error.bytes : ""; }

// --- the reply: a list of columns ---

enum { MOST_COLUMNS = 16 };
static struct {
  const void *column;
  size_t length;
} reply[MOST_COLUMNS];
static int reply_count;

EXPORT int answer_columns(void) { return reply_count; }

EXPORT const void *answer_column(int i) { return reply[i].column; }

EXPORT int answer_length(int i) { return (int)reply[i].length; }

static void add_column(const void *column, size_t length) {
  reply[reply_count].column = column;
  reply[reply_count++].length = length;
}

// The columns of the answer, one after the other, `lengths` up to a 0; the last one is what is left.
static int answer_in(bool done, const size_t *lengths) {
  if (!done) return 1;
  reply_count = 0;
  const double *next = answer.number, *end = answer.number + answer.count;
  for (; lengths && *lengths; lengths++) {
    add_column(next, *lengths);
    next += *lengths;
  }
  add_column(next, (size_t)(end - next));
  return 0;
}

// --- which engine ---

// The tables of describe.c, as JSON text.
EXPORT const char *description(void) {
  static Text text;
  describe(&text);
  return text.bytes;
}

// Batched from now on (on = 1), or scalar again; returns whether the open session runs batched.
EXPORT int set_batched(int on) {
#ifdef MICROGRAD_SCALAR
  (void)on;
  return 0;
#else
  batched = on;
  return batched && is_open && batch_holds(&batch, &session);
#endif
}

// --- commands ---

// Settings are lines `name=value` as on the command line, with `_` for `-`; what is missing takes its default. The value
// of lr and of every other number is the next of `numbers`; its text is for a refusal alone.
EXPORT int open_session(const char *settings, const double *numbers) {
  Config config = config_default();
  if (!config_read(&config, settings, numbers, NULL, &error)) {
    config_free(&config);
    return 1;
  }
  if (is_open) session_close(&session);
  session_open(&session, &config);
  is_open = true;
#ifndef MICROGRAD_SCALAR
  batch_free(&batch);
#endif
  return 0;
}

EXPORT int set_hyper(const char *settings, const double *numbers) {
  return !session_set_hyper(&session, settings, numbers, &error);
}

EXPORT void set_variant(int zero_grad) { session_set_variant(&session, zero_grad != 0); }

EXPORT int set_points(int n, const double *x, const double *y, const int *label, const int *split) {
  Point *points = memory_resize(NULL, (size_t)n, sizeof(Point));
  for (int i = 0; i < n; i++) points[i] = (Point){x[i], y[i], label[i], split[i]};
  bool done = session_set_points(&session, points, n, &error);
  free(points);
#ifndef MICROGRAD_SCALAR
  batch_forget_points(&batch);
#endif
  return !done;
}

EXPORT int step(void) { return !WITH(step, &error); }

// The losses of the last step. No columns: a step is too short for anything around it.
EXPORT double train_loss(void) { return session.train; }

EXPORT double val_loss(void) { return session.val; }

// A snapshot's columns, one after the other.
EXPORT int restore(int parameters, const double *snapshot) {
  return !session_restore(&session, parameters, snapshot, &error);
}

// --- queries ---

// x, y: doubles; label, split: ints
EXPORT int points(void) {
  static double *xy;
  static int *classes;
  size_t n = (size_t)session.n;
  xy = memory_resize(xy, n, 2 * sizeof(double));
  classes = memory_resize(classes, n, 2 * sizeof(int));
  for (size_t i = 0; i < n; i++) {
    const Point *p = &session.points[i];
    xy[i] = p->x;
    xy[n + i] = p->y;
    classes[i] = p->label;
    classes[n + i] = p->split;
  }
  reply_count = 0;
  for (size_t i = 0; i < 2; i++) add_column(xy + i * n, n);
  for (size_t i = 0; i < 2; i++) add_column(classes + i * n, n);
  return 0;
}

// step, train, val, the row of the optimiser, t: a double each; data, grad, m, v: a double per parameter
EXPORT int snapshot(void) {
  size_t count = (size_t)session.parameters;
  answer_resize(&answer, SNAPSHOT_HEAD + 4 * count);
  session_snapshot(&session, answer.number);
  return answer_in(true, (size_t[]){1, 1, 1, 1, 1, count, count, count, 0});
}

// op, role: bytes, rows of OPERATIONS and ROLES; k, data, grad: doubles; prev: two ints per node, -1 where there is no
// operand; local, contribution: two doubles per node; name: text; layer, neuron: ints; part: text; input: ints
EXPORT int trace(double x, double y, int label) {
  if (!WITH(trace, x, y, label, &error)) return 1;
  const Graph *graph = &session.graph;
  size_t n = (size_t)graph->count;
  reply_count = 0;
  add_column(graph->op, n);
  add_column(graph->role, n);
  add_column(graph->k, n);
  add_column(graph->data, n);
  add_column(graph->grad, n);
  add_column(graph->prev, 2 * n);
  add_column(graph->local, 2 * n);
  add_column(graph->contribution, 2 * n);
  add_column(graph->names.bytes, n);
  add_column(graph->layer, n);
  add_column(graph->neuron, n);
  add_column(graph->parts.bytes, n);
  add_column(graph->input, n);
  return 0;
}

// probabilities: CLASSES doubles per cell
EXPORT int surface(int columns, int rows, double extent) {
  answer_resize(&answer, CLASSES * (size_t)columns * (size_t)rows);
  WITH(surface, columns, rows, extent, answer.number);
  return answer_in(true, NULL);
}

// probabilities: CLASSES doubles
EXPORT int predict(double x, double y) {
  answer_resize(&answer, CLASSES);
  WITH(predict, x, y, answer.number);
  return answer_in(true, NULL);
}

// --- queries that look inside a step ---

// gradient: a double per parameter
EXPORT int gradient(void) { return answer_in(session_gradient(&session, &answer, &error), NULL); }

// contributions: a double per train point
EXPORT int contributions(int parameter) {
  return answer_in(session_contributions(&session, parameter, &answer, &error), NULL);
}

// naive, grad, visits: a double per node
EXPORT int naive(double x, double y, int label, int root) {
  bool done = session_naive(&session, &(Point){x, y, label, TRAIN}, root, &answer, &error);
  return answer_in(done, (size_t[]){answer.count / 3, answer.count / 3, 0});
}

// loss, nudged, predicted, measured: a double each; data: a double per node
EXPORT int nudge(double x, double y, int label, int node, double delta) {
  bool done = session_nudge(&session, &(Point){x, y, label, TRAIN}, node, delta, &answer, &error);
  return answer_in(done, (size_t[]){1, 1, 1, 1, 0});
}

// field: a double per cell
EXPORT int field(int node, int label, int columns, int rows, double extent) {
  return answer_in(session_field(&session, node, label, columns, rows, extent, &answer, &error), NULL);
}
