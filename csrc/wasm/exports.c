// The exports that the browser calls, around one session. Python's tests load the same file as a shared library.
// Strings are zero-terminated UTF-8. A status is 0, or 1 for a refusal whose sentence is in error_text().
//
// After a query that was not refused, its reply is a list of columns, which the comment above the query names: column i
// begins at answer_column(i) and has answer_length(i) elements. Those are doubles, 32-bit ints, bytes, or text: strings
// one after the other, each with its terminating zero. A column stays valid until the next call, and memory that grows
// moves: copy what is to be kept.
//
// A call that runs out of memory is undone: the session is as it was before, and a call that would have returned a status
// returns 1. In WebAssembly it ends by proc_exit, an import that throws.

#include "inside.h"
#include "wasm/attempt.h"
#include "wasm/engine.h"
#include "wasm/reply.h"

static bool is_open;
static Text error;
static Answer answer;

// --- memory ---

// The points that set_points replaces, until it can't fail any more; {NULL} otherwise.
static struct {
  Point *points;
  int n;
} replaced;

static double *point_coordinates;  // the columns of points()
static int *point_classes;

static void put_points_back(void) {
  memory_free(session.points);
  session.points = replaced.points;
  session.n = replaced.n;
  replaced.points = NULL;
  forget_points();
}

static void undo(void) {
  if (replaced.points) put_points_back();
  if (is_open) session_shrink(&session);
  forget_batch();
  answer_free(&answer);
  point_coordinates = NULL;  // their memory goes with the rest of the call's
  point_classes = NULL;
  reply_begin();
}

// Memory for what the page hands over.
EXPORT void *buffer_alloc(int bytes) {
  attempt_init(undo, &error);
  ATTEMPT(NULL);
  memory_use(&attempt_lasting);
  void *buffer = memory_resize(NULL, bytes < 0 ? SIZE_MAX : (size_t)bytes, 1);
  memory_use(&attempt_scratch);
  return buffer;
}

EXPORT void buffer_free(void *buffer) { memory_free(buffer); }

EXPORT const char *error_text(void) { return error.bytes ? error.bytes : ""; }

// --- which engine ---

// The tables of describe.c, as JSON text.
EXPORT const char *description(void) {
  static Text text;
  attempt_init(undo, &error);
  ATTEMPT("");
  memory_use(&attempt_lasting);
  describe(&text);
  memory_use(&attempt_scratch);
  return text.bytes;
}

// Batched from now on (on = 1), or scalar again; returns whether the open session runs batched.
EXPORT int set_batched(int on) {
#ifdef MICROGRAD_SCALAR
  (void)on;
  return 0;
#else
  ATTEMPT(0);
  batched = on;
  return batched && is_open && batch_holds(&batch, &session);
#endif
}

// How an export begins that needs a session.
#define BEGIN \
  ATTEMPT(1); \
  if (!is_open) return !text_refuse(&error, (const char *[]){"there is no session: open_session makes one", NULL})

// --- commands ---

// Settings are lines `name=value` as on the command line, with `_` for `-`; what is missing takes its default. The value
// of lr and of every other number is the next of `numbers`; its text is for a refusal alone.
EXPORT int open_session(const char *settings, const double *numbers) {
  attempt_init(undo, &error);
  ATTEMPT(1);
  attempt_new_session();
  Config config = config_default();
  bool valid = config_read(&config, settings, numbers, NULL, &error);
  Session opened;
  if (valid) session_open(&opened, &config);
  else config_free(&config);
  attempt_end_session();
  if (!valid) return 1;
  forget_batch();
  prepare(&opened);
  if (is_open) session_close(&session);
  session = opened;
  is_open = true;
  attempt_keep_session();
  return 0;
}

EXPORT int set_hyper(const char *settings, const double *numbers) {
  BEGIN;
  return !session_set_hyper(&session, settings, numbers, &error);
}

EXPORT void set_variant(int zero_grad) { session_set_variant(&session, zero_grad != 0); }

EXPORT int set_points(int n, const double *x, const double *y, const int *label, const int *split) {
  BEGIN;
  if (n < 0) return !text_refuse(&error, (const char *[]){"a number of points must not be negative", NULL});
  Point *points = memory_resize(NULL, (size_t)n, sizeof(Point));
  for (int i = 0; i < n; i++) points[i] = (Point){x[i], y[i], label[i], split[i]};
  attempt_change_session();
  replaced.points = session.points;
  replaced.n = session.n;
  session.points = NULL;
  bool done = session_set_points(&session, points, n, &error);
  attempt_end_session();
  memory_free(points);
  forget_points();
  if (!done) return put_points_back(), 1;
  prepare(&session);
  memory_free(replaced.points);
  replaced.points = NULL;
  return 0;
}

EXPORT int step(void) {
  BEGIN;
  return !WITH(step, &error);
}

// The losses of the last step. No columns: a step is too short for anything around it.
EXPORT double train_loss(void) { return session.train; }

EXPORT double val_loss(void) { return session.val; }

// A snapshot's columns, one after the other.
EXPORT int restore(int parameters, const double *snapshot) {
  BEGIN;
  return !session_restore(&session, parameters, snapshot, &error);
}

// --- queries ---

// x, y: doubles; label, split: ints
EXPORT int points(void) {
  BEGIN;
  size_t n = (size_t)session.n;
  double *xy = point_coordinates = memory_resize(point_coordinates, n, 2 * sizeof(double));
  int *classes = point_classes = memory_resize(point_classes, n, 2 * sizeof(int));
  for (size_t i = 0; i < n; i++) {
    const Point *p = &session.points[i];
    xy[i] = p->x;
    xy[n + i] = p->y;
    classes[i] = p->label;
    classes[n + i] = p->split;
  }
  reply_begin();
  for (size_t i = 0; i < 2; i++) reply_add(xy + i * n, n);
  for (size_t i = 0; i < 2; i++) reply_add(classes + i * n, n);
  return 0;
}

// step, train, val, the row of the optimiser, t: a double each; data, grad, m, v: a double per parameter
EXPORT int snapshot(void) {
  BEGIN;
  size_t count = (size_t)session.parameters;
  answer_resize(&answer, SNAPSHOT_HEAD + 4 * count);
  session_snapshot(&session, answer.number);
  return reply_answer(&answer, true, (size_t[]){1, 1, 1, 1, 1, count, count, count, 0});
}

// op, role: bytes, rows of OPERATIONS and ROLES; k, data, grad: doubles; prev: two ints per node, -1 where there is no
// operand; local, contribution: two doubles per node; name: text; layer, neuron: ints; part: text; input: ints
EXPORT int trace(double x, double y, int label) {
  BEGIN;
  if (!WITH(trace, x, y, label, &error)) return 1;
  const Graph *graph = &session.graph;
  size_t n = (size_t)graph->count;
  reply_begin();
  reply_add(graph->op, n);
  reply_add(graph->role, n);
  reply_add(graph->k, n);
  reply_add(graph->data, n);
  reply_add(graph->grad, n);
  reply_add(graph->prev, 2 * n);
  reply_add(graph->local, 2 * n);
  reply_add(graph->contribution, 2 * n);
  reply_add(graph->names.bytes, n);
  reply_add(graph->layer, n);
  reply_add(graph->neuron, n);
  reply_add(graph->parts.bytes, n);
  reply_add(graph->input, n);
  return 0;
}

// probabilities: CLASSES doubles per cell
EXPORT int surface(int columns, int rows, double extent) {
  BEGIN;
  if (!check_grid(columns, rows, extent, &error)) return 1;
  answer_resize(&answer, CLASSES * (size_t)columns * (size_t)rows);
  WITH(surface, columns, rows, extent, answer.number);
  return reply_answer(&answer, true, NULL);
}

// probabilities: CLASSES doubles
EXPORT int predict(double x, double y) {
  BEGIN;
  if (!check_point(&(Point){.x = x, .y = y}, &error)) return 1;
  answer_resize(&answer, CLASSES);
  WITH(predict, x, y, answer.number);
  return reply_answer(&answer, true, NULL);
}

// --- queries that look inside a step ---

// gradient: a double per parameter
EXPORT int gradient(void) {
  BEGIN;
  return reply_answer(&answer, session_gradient(&session, &answer, &error), NULL);
}

// rate: a double
EXPORT int learning_rate(void) {
  BEGIN;
  answer_resize(&answer, 1);
  answer.number[0] = session_learning_rate(&session);
  return reply_answer(&answer, true, NULL);
}

// contributions: a double per train point
EXPORT int contributions(int parameter) {
  BEGIN;
  return reply_answer(&answer, session_contributions(&session, parameter, &answer, &error), NULL);
}

// predicted: a class per point
EXPORT int predictions(void) {
  BEGIN;
  return reply_answer(&answer, session_predictions(&session, &answer), NULL);
}

// losses: a double per train point
EXPORT int point_losses(void) {
  BEGIN;
  return reply_answer(&answer, session_point_losses(&session, &answer), NULL);
}

// losses: a double per cell
EXPORT int landscape(int first, int second, double left, double right, double bottom, double top, int columns, int rows) {
  BEGIN;
  const double edges[] = {left, right, bottom, top};
  bool done = session_landscape(&session, (const int[]){first, second}, edges, columns, rows, &answer, &error);
  return reply_answer(&answer, done, NULL);
}

// naive, grad, visits: a double per node
EXPORT int naive(double x, double y, int label, int root) {
  BEGIN;
  bool done = session_naive(&session, &(Point){x, y, label, TRAIN}, root, &answer, &error);
  return reply_answer(&answer, done, (size_t[]){answer.count / 3, answer.count / 3, 0});
}

// overwritten, grad: a double per node
EXPORT int overwritten(double x, double y, int label) {
  BEGIN;
  bool done = session_overwritten(&session, &(Point){x, y, label, TRAIN}, &answer, &error);
  return reply_answer(&answer, done, (size_t[]){answer.count / 2, 0});
}

// loss, nudged, predicted, measured: a double each; data: a double per node
EXPORT int nudge(double x, double y, int label, int node, double delta) {
  BEGIN;
  bool done = session_nudge(&session, &(Point){x, y, label, TRAIN}, node, delta, &answer, &error);
  return reply_answer(&answer, done, (size_t[]){1, 1, 1, 1, 0});
}

// field: a double per cell
EXPORT int field(int node, int label, int columns, int rows, double extent) {
  BEGIN;
  return reply_answer(&answer, session_field(&session, node, label, columns, rows, extent, &answer, &error), NULL);
}
