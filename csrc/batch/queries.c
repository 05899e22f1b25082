// The queries of a session, batched: one point's graph as the lanes computed it, and the picture of the decision
// boundary.

#include "batch/batch.h"
#include "batch/optim.h"
#include "batch/run.h"
#include "simd/lanes.h"

enum { PICTURE_COLUMNS = 256 };  // points of the picture at a time

// --- trace ---

// The one point in every column of its label; the other labels have none.
static Columns columns_of(int label, int width) {
  Columns columns = {0};
  columns.train[label] = columns.train[ALL] = columns.all[label] = columns.all[ALL] = width;
  return columns;
}

static void run_point(Batch *batch, const double *data, double x, double y, int label) {
  const Program *program = &batch->program;
  if (!batch->single.rows) rows_resize(&batch->single, program->rows, LANES);
  for (int i = 0; i < LANES; i++) {
    row_at(&batch->single, program->input_row[0])[i] = x;
    row_at(&batch->single, program->input_row[1])[i] = y;
    row_at(&batch->single, program->seed_row)[i] = 1.0;
  }
  Columns columns = columns_of(label, LANES);
  program_forward(program, program->forward.count, data, &batch->single, &columns);
  program_backward(program, data, &batch->single, &columns);
}

static double number_in(const Batch *batch, int row) { return row_at(&batch->single, row)[0]; }

// The node as the lanes computed it. What they don't keep, products and sums inside a dot, is computed from what they
// do.
static void overlay(const Batch *batch, Arena *arena, Value v) {
  const Program *program = &batch->program;
  Node *node = &arena->node[v];
  const double a = node->prev[0] != NONE ? arena->node[node->prev[0]].data : 0.0;
  const double b = node->prev[1] != NONE ? arena->node[node->prev[1]].data : 0.0;
  if (program->data_row[v] != NONE) node->data = number_in(batch, program->data_row[v]);
  else if (node->op == OP_ADD) node->data = a + b;
  else if (node->op == OP_MUL) node->data = a * b;
  if (node->op == OP_MUL) {
    node->local[0] = b;
    node->local[1] = a;
  } else if (node->op == OP_EXP) {
    node->local[0] = node->data;
  } else if (program->local_row[v] != NONE) {
    node->local[0] = number_in(batch, program->local_row[v]);
  }
}

// Backward through what overlay wrote gives the gradients that lanes have no use for, as those of x and y.
static void overlay_grads(Batch *batch, Arena *arena, Value loss) {
  const int column = 0;
  const Value parameters = batch->program.parameters;
  double *grad = row_at(&batch->parameters, GRAD);
  for (Value v = 0; v < arena->count; v++) arena->node[v].grad = 0.0;
  value_backward(arena, loss);
  for (Value v = 0; v < parameters; v++) grad[v] = 0.0;
  reduction_run(&batch->reduction, &batch->program, row_at(&batch->parameters, DATA), &batch->single, &column, 1, grad);
  for (Value v = 0; v < arena->count; v++) {
    if (v < parameters) arena->node[v].grad = grad[v];
    else if (batch->program.grad_row[v] != NONE) arena->node[v].grad = number_in(batch, batch->program.grad_row[v]);
  }
}

bool batch_trace(Batch *batch, Session *session, double x, double y, int label, Text *error) {
  Point point = {x, y, label, TRAIN};
  if (!check_point(&point, error)) return false;
  if (!batch_holds(batch, session)) return session_trace(session, x, y, label, error);
  Arena arena = session_arena(session);
  PointGraph graph = session_point_graph(session, &arena, &point);
  run_point(batch, batch_parameters(batch, session), x, y, label);
  for (Value v = session->parameters; v < arena.count; v++) overlay(batch, &arena, v);
  overlay_grads(batch, &arena, graph.loss);
  point_names(&session->names, &arena, &session->model, &graph, &LOSSES[session->config.loss], label);
  graph_trace(&session->graph, &arena, graph.loss, &session->names);
  arena_free(&arena);
  return true;
}

// --- the picture ---

// softmax of the logits in every column, the largest subtracted; three numbers a column.
static void write_probabilities(const Batch *batch, size_t columns, double *out, size_t count) {
  const double *z[CLASSES];
  double *ex = row_at(&batch->picture, batch->program.rows);  // CLASSES rows behind those of the program
  for (int c = 0; c < CLASSES; c++) z[c] = row_at(&batch->picture, batch->program.logit_row[c]);
  for (size_t i = 0; i < columns; i += 2) {
    Pair m = load(z[0] + i);
    for (int c = 1; c < CLASSES; c++) m = bitselect((Bits)(load(z[c] + i) > m), load(z[c] + i), m);
    for (int c = 0; c < CLASSES; c++) store(ex + (size_t)c * columns + i, load(z[c] + i) - m);
  }
  lanes_exp(ex, ex, CLASSES * columns);
  for (size_t i = 0; i < count; i++) {
    double denom = ex[i];
    for (size_t c = 1; c < CLASSES; c++) denom += ex[c * columns + i];
    for (size_t c = 0; c < CLASSES; c++) *out++ = ex[c * columns + i] / denom;
  }
}

// The probabilities at `count` points, whose coordinates are in the picture's input rows.
static void run_picture(Batch *batch, size_t count, double *out) {
  Columns columns = columns_of(0, (int)batch->picture.stride);
  const double *data = row_at(&batch->parameters, DATA);
  program_forward(&batch->program, batch->program.until_logits, data, &batch->picture, &columns);
  write_probabilities(batch, batch->picture.stride, out, count);
}

static void begin_picture(Batch *batch, const Session *session, int columns) {
  batch_parameters(batch, session);
  if (batch->picture.stride != (size_t)columns) rows_resize(&batch->picture, batch->program.rows + CLASSES, columns);
}

void batch_surface(Batch *batch, Session *session, int columns, int rows, double extent, double *out) {
  if (!batch_holds(batch, session)) {
    session_surface(session, columns, rows, extent, out);
    return;
  }
  begin_picture(batch, session, PICTURE_COLUMNS);
  double *xs = row_at(&batch->picture, batch->program.input_row[0]);
  double *ys = row_at(&batch->picture, batch->program.input_row[1]);
  size_t filled = 0;
  for (int row = 0; row < rows; row++) {
    double y = (1.0 - (row + 0.5) / rows * 2.0) * extent;
    for (int column = 0; column < columns; column++) {
      xs[filled] = ((column + 0.5) / columns * 2.0 - 1.0) * extent;
      ys[filled++] = y;
      if (filled < PICTURE_COLUMNS && (row < rows - 1 || column < columns - 1)) continue;
      run_picture(batch, filled, out);
      out += CLASSES * filled;
      filled = 0;
    }
  }
}

void batch_predict(Batch *batch, Session *session, double x, double y, double out[CLASSES]) {
  if (!batch_holds(batch, session)) {
    session_predict(session, x, y, out);
    return;
  }
  begin_picture(batch, session, LANES);
  for (int i = 0; i < LANES; i++) {
    row_at(&batch->picture, batch->program.input_row[0])[i] = x;
    row_at(&batch->picture, batch->program.input_row[1])[i] = y;
  }
  run_picture(batch, 1, out);
}
