// The forward pass once more, on a graph that is there: with one node nudged, or over the whole plane.
//
// Queries over a session, which they leave as it is; nodes are identified by id in the graph of session_trace.

#include "inside.h"

#include <stdlib.h>
#include <string.h>

// --- the forward pass once more, on the graph that is there ---

// One point's loss when a node's data is changed by delta and all that depends on it computed anew.
//
// The change predicted is grad * delta, the change measured the difference of the losses. Constants stay what they are,
// also logsumexp's -m. Refuses a node that does not exist and a delta that is not finite.
bool session_nudge(Session *session, const Point *point, int node, double delta, Answer *answer, Text *error) {
  if (!check_point(point, error)) return false;
  if (!check_finite("delta", delta, error)) return false;
  Arena arena = session_arena(session);
  Value count, loss = session_point_graph(session, &arena, point).loss;
  const Value *order = topological_order(&arena, loss, &count);
  bool done = check_index("a node", node, count, error);
  if (done) {
    value_backward(&arena, loss);
    double before = arena.node[loss].data, predicted = arena.node[order[node]].grad * delta;
    answer_resize(answer, 4 + (size_t)count);
    for (Value i = 0; i < count; i++) {
      Node *v = &arena.node[order[i]];
      double kept = v->data;
      double a = v->prev[0] == NONE ? 0.0 : arena.node[v->prev[0]].data;
      double b = v->prev[1] == NONE ? 0.0 : arena.node[v->prev[1]].data;
      v->data = i == node ? kept + delta : operation_forward(v, a, b);
      answer->number[4 + i] = v->data;
    }
    double nudged = arena.node[loss].data;
    answer->number[0] = before;
    answer->number[1] = nudged;
    answer->number[2] = predicted;
    answer->number[3] = nudged - before;
  }
  arena_free(&arena);
  return done;
}

// --- a node's data over the plane ---

enum { ROOM = 1 << 16 };  // doubles that are worked on at a time, so that they stay in a processor's cache

// The nodes that `wanted` depends on, in an order in which they can be computed, each with a row of `lanes` doubles.
typedef struct {
  int columns, rows;
  double extent;
  PointGraph point;
  Value wanted, shift;  // shift is NONE without one
  Value *plan, count;
  Value *row;  // by arena index; NONE for a node that is not needed
  size_t lanes;
  double *data;
} Field;

static void field_plan(Field *field, const Arena *arena);
static void field_row(const Field *field, const Node *node, Value v, size_t start, size_t n);
static double *row_of(const Field *field, Value v);

// A node's data over [-extent, extent]^2, at the centres of columns x rows cells.
//
// Row by row from the top, with the bits that session_trace would show at each place. Computed node by node over many
// places at once: what a graph does at one place is done to whole rows. Refuses a node, a label or a grid that does not
// exist.
bool session_field(Session *session, int node, int label, int columns, int rows, double extent, Answer *answer,
                   Text *error) {
  Point point = {0.0, 0.0, label, TRAIN};
  if (!check_point(&point, error)) return false;
  if (!check_grid(columns, rows, extent, error)) return false;
  Arena arena = session_arena(session);
  Field field = {.columns = columns, .rows = rows, .extent = extent};
  field.point = session_point_graph(session, &arena, &point);
  Value count;
  const Value *order = topological_order(&arena, field.point.loss, &count);
  bool done = check_index("a node", node, count, error);
  if (done) {
    field.wanted = order[node];
    const Loss *loss = &LOSSES[session->config.loss];
    field.shift = loss->find_shift ? loss->find_shift(&arena, field.point.loss) : NONE;
    field_plan(&field, &arena);
    size_t cells = (size_t)columns * (size_t)rows;
    answer_resize(answer, cells);
    for (size_t start = 0; start < cells; start += field.lanes) {
      size_t n = cells - start < field.lanes ? cells - start : field.lanes;
      for (Value i = 0; i < field.count; i++) field_row(&field, arena.node, field.plan[i], start, n);
      memcpy(answer->number + start, row_of(&field, field.wanted), n * sizeof(double));
    }
    memory_free(field.plan);
    memory_free(field.row);
    memory_free(field.data);
  }
  arena_free(&arena);
  return done;
}

// Fills in the plan. -m is a leaf, yet depends on all logits, which are made before it.
static void field_plan(Field *field, const Arena *arena) {
  size_t room = (size_t)field->wanted + 1;
  field->row = memory_resize(NULL, room, sizeof(Value));
  field->plan = memory_resize(NULL, room, sizeof(Value));
  for (Value v = 0; v < field->wanted; v++) field->row[v] = NONE;
  field->row[field->wanted] = 0;
  for (Value v = field->wanted; v >= 0; v--) {  // operands are made before their results
    if (field->row[v] == NONE) continue;
    for (int j = 0; j < 2 && arena->node[v].prev[j] != NONE; j++) field->row[arena->node[v].prev[j]] = 0;
    for (int j = 0; j < CLASSES && v == field->shift; j++) field->row[field->point.logits[j]] = 0;
  }
  for (Value v = 0; v <= field->wanted; v++) {
    if (field->row[v] == NONE) continue;
    field->row[v] = field->count;
    field->plan[field->count++] = v;
  }
  size_t lanes = ROOM / (size_t)field->count;
  field->lanes = lanes ? lanes : 1;
  field->data = memory_resize(NULL, field->lanes * (size_t)field->count, sizeof(double));
}

static double *row_of(const Field *field, Value v) { return field->data + field->lanes * (size_t)field->row[v]; }

static void place_row(const Field *field, bool is_x, size_t start, double *out, size_t n);
static void shift_row(const Field *field, double *out, size_t n);

// The data of one node at n places, from the start-th on.
static void field_row(const Field *field, const Node *node, Value v, size_t start, size_t n) {
  double *out = row_of(field, v);
  const Value *prev = node[v].prev;
  if (v == field->point.inputs[0] || v == field->point.inputs[1]) {
    place_row(field, v == field->point.inputs[0], start, out, n);
  } else if (v == field->shift) {
    shift_row(field, out, n);
  } else if (prev[0] == NONE) {
    for (size_t i = 0; i < n && start == 0; i++) out[i] = node[v].data;  // and it stays so
  } else {
    const double *a = row_of(field, prev[0]), *b = row_of(field, prev[prev[1] == NONE ? 0 : 1]);
    // the two that a network mostly consists of have loops of their own: 2 to 5 times as fast, measured
    if (node[v].op == OP_ADD) {
      for (size_t i = 0; i < n; i++) out[i] = a[i] + b[i];
    } else if (node[v].op == OP_MUL) {
      for (size_t i = 0; i < n; i++) out[i] = a[i] * b[i];
    } else {
      for (size_t i = 0; i < n; i++) out[i] = operation_forward(&node[v], a[i], b[i]);
    }
  }
}

// x or y of the cells' centres.
static void place_row(const Field *field, bool is_x, size_t start, double *out, size_t n) {
  size_t columns = (size_t)field->columns;
  for (size_t i = 0; i < n; i++) {
    double column = (double)((start + i) % columns), row = (double)((start + i) / columns);
    out[i] = is_x ? ((column + 0.5) / field->columns * 2.0 - 1.0) * field->extent
                  : (1.0 - (row + 0.5) / field->rows * 2.0) * field->extent;
  }
}

// -m at n places.
static void shift_row(const Field *field, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) {
    double z[CLASSES];
    for (int j = 0; j < CLASSES; j++) z[j] = row_of(field, field->point.logits[j])[i];
    out[i] = -plain_largest(z);
  }
}
