// The exports that the browser calls, around one session. Python's tests load the same file as a shared library.
//
// Strings are zero-terminated UTF-8. A status is 0, or 1 for a refusal whose sentence is in error_text(). Pointers that
// are returned stay valid until the next call; memory that grows moves: copy what is to be kept.

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
static bool is_open, orders_anew;
static Text error;
static double *surface_cells;
static double probabilities[CLASSES];
static Answer answer;

// --- memory, for what the page hands over ---

EXPORT void *buffer_alloc(int bytes) { return memory_resize(NULL, bytes < 0 ? SIZE_MAX : (size_t)bytes, 1); }

EXPORT void buffer_free(void *buffer) { free(buffer); }

EXPORT const char *error_text(void) { return error.bytes ? error.bytes : ""; }

// --- which engine ---

// The third engine from now on (on = 1), or the scalar one again; returns whether the open session runs batched.
EXPORT int set_batched(int on) {
#ifdef MICROGRAD_SCALAR
  (void)on;
  return 0;
#else
  batched = on;
  return batched && is_open && batch_holds(&batch, &session);
#endif
}

// The scalar engine, but with the topological order found again in every step: what the benchmarks compare with.
EXPORT void set_order_anew(int on) { orders_anew = on; }

// --- commands ---

// Settings are lines `name=value` as on the command line, with `_` for `-`; what is missing takes its default.
EXPORT int open_session(const char *settings) {
  Config config = config_default();
  if (!config_read(&config, settings, NULL, &error)) {
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

EXPORT int set_hyper(const char *settings) { return !session_set_hyper(&session, settings, &error); }

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

EXPORT int step(void) {
  if (orders_anew) session.arena.order_holds = false;
  return !WITH(step, &error);
}

EXPORT int restore(const double *snapshot) {
  session_restore(&session, snapshot);
  return 0;
}

// --- queries ---

EXPORT int points_count(void) { return session.n; }

EXPORT void get_points(double *x, double *y, int *label, int *split) {
  for (int i = 0; i < session.n; i++) {
    x[i] = session.points[i].x;
    y[i] = session.points[i].y;
    label[i] = session.points[i].label;
    split[i] = session.points[i].split;
  }
}

EXPORT int parameters_count(void) { return session.parameters; }

EXPORT double train_loss(void) { return session.train; }

EXPORT double val_loss(void) { return session.val; }

// 3 + 4 * parameters_count() doubles: step, train, val; then data, grad, m, v.
EXPORT void get_snapshot(double *out) { session_snapshot(&session, out); }

EXPORT int trace(double x, double y, int label) { return !WITH(trace, x, y, label, &error); }

EXPORT int graph_size(void) { return session.graph.count; }

EXPORT const unsigned char *graph_op(void) { return session.graph.op; }

EXPORT const unsigned char *graph_role(void) { return session.graph.role; }

EXPORT const double *graph_k(void) { return session.graph.k; }

EXPORT const double *graph_data(void) { return session.graph.data; }

EXPORT const double *graph_grad(void) { return session.graph.grad; }

EXPORT const int *graph_prev(void) { return session.graph.prev; }

EXPORT const double *graph_local(void) { return session.graph.local; }

EXPORT const double *graph_share(void) { return session.graph.share; }

EXPORT const char *graph_name(int i) { return graph_name_of(&session.graph, i); }

EXPORT const double *surface(int columns, int rows, double extent) {
  surface_cells = memory_resize(surface_cells, (size_t)columns * (size_t)rows, CLASSES * sizeof(double));
  WITH(surface, columns, rows, extent, surface_cells);
  return surface_cells;
}

EXPORT const double *predict(double x, double y) {
  WITH(predict, x, y, probabilities);
  return probabilities;
}

// --- queries that look inside a step: what inside.h says of an Answer is in answer_numbers() ---

EXPORT const double *answer_numbers(void) { return answer.number; }

EXPORT int answer_count(void) { return (int)answer.count; }

EXPORT int gradient(void) { return !session_gradient(&session, &answer, &error); }

EXPORT int shares(int parameter) { return !session_shares(&session, parameter, &answer, &error); }

EXPORT int naive(double x, double y, int label, int root) {
  return !session_naive(&session, &(Point){x, y, label, TRAIN}, root, &answer, &error);
}

EXPORT int nudge(double x, double y, int label, int node, double delta) {
  return !session_nudge(&session, &(Point){x, y, label, TRAIN}, node, delta, &answer, &error);
}

EXPORT int field(int node, int label, int columns, int rows, double extent) {
  return !session_field(&session, node, label, columns, rows, extent, &answer, &error);
}
