// The verbs of a session, batched. The session holds the state; what is here can be thrown away at any time.

#include "batch/batch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "batch/compile.h"
#include "batch/optim.h"
#include "batch/run.h"
#include "simd/lanes.h"

static const size_t TILE_BYTES = 256 * 1024;  // of rows: they fit into a usual second-level cache
enum { LEAST_POINTS = 48, MOST_POINTS = 1024 };

static int padded(int count) { return (count + LANES - 1) / LANES * LANES; }

// --- recording and compiling ---

static PointGraph session_graph(void *self, Arena *arena, int label) {
  return session_point_graph(self, arena, &(Point){.label = label});
}

bool batch_holds(Batch *batch, Session *session) {
  if (batch->compiled && batch->loss == session->config.loss) return batch->holds;
  batch_free(batch);
  batch->compiled = true;
  batch->loss = session->config.loss;
  Recording recording;
  Recorder recorder = {session_graph, session, LOSSES[session->config.loss].find_shift};
  Arena arena = session_arena(session);
  batch->holds = recording_make(&recording, &recorder, &arena);
  batch->holds = batch->holds && program_compile(&batch->program, &recording);
  if (batch->holds) reduction_plan(&batch->reduction, &batch->program);
  recording_free(&recording);
  arena_free(&arena);
  rows_resize(&batch->parameters, PARAMETER_ROWS, padded(session->parameters));
  return batch->holds;
}

const double *batch_parameters(Batch *batch, const Session *session) {
  double *data = row_at(&batch->parameters, DATA);
  for (int i = 0; i < session->parameters; i++) data[i] = session->arena.node[i].data;
  return data;
}

// --- points into tiles ---

// Gives each of the tile's points a column, label by label. `kind` 0 are the train, 1 the val points.
static int lay_out(Batch *batch, Tile *tile, const int *const label[2]) {
  Columns *columns = &tile->columns;
  int width = 0;
  for (int l = 0; l < CLASSES; l++) {
    columns->start[l] = width;
    for (int kind = 0; kind < 2; kind++) {
      for (int i = tile->first[kind]; i < tile->first[kind] + tile->count[kind]; i++) {
        if (label[kind][i] == l) batch->column[kind][i] = width++;
      }
      width = padded(width);
      if (kind == 0) columns->train[l] = width - columns->start[l];
    }
    columns->all[l] = width - columns->start[l];
  }
  columns->start[ALL] = 0;
  columns->train[ALL] = columns->all[ALL] = width;
  return width;
}

// The coordinates of every column; a padding one repeats its left neighbour, so that it is never a special case.
static void write_coordinates(const Tile *tile, const int *const column[2], const double *const xy[2], double *out,
                              int width) {
  for (int i = 0; i < 2 * width; i++) out[i] = NAN;
  for (int kind = 0; kind < 2; kind++) {
    for (int i = tile->first[kind]; i < tile->first[kind] + tile->count[kind]; i++) {
      out[column[kind][i]] = xy[kind][2 * i];
      out[width + column[kind][i]] = xy[kind][2 * i + 1];
    }
  }
  for (int i = 0; i < 2 * width; i++) {
    if (isnan(out[i])) out[i] = i % width ? out[i - 1] : 0.0;
  }
}

// A tile's coordinates. They lie in the order in which a step visits the tiles, from the last to the first, because a
// processor fetches ahead from ascending addresses: with 100,000 points they come from memory.
static double *coordinates_of(const Batch *batch, int tile) {
  return batch->coordinates + 2 * batch->rows.stride * (size_t)(batch->tiles_count - 1 - tile);
}

static void make_tiles(Batch *batch, const int *const label[2], const double *const xy[2]) {
  int points = batch->points[0] + batch->points[1], width = 0;
  size_t fit = TILE_BYTES / sizeof(double) / (size_t)batch->program.rows;
  int most = fit < LEAST_POINTS ? LEAST_POINTS : fit > MOST_POINTS ? MOST_POINTS : (int)fit;
  batch->tiles_count = (points + most - 1) / most;
  batch->tiles = memory_resize(batch->tiles, (size_t)batch->tiles_count, sizeof(Tile));
  for (int t = 0; t < batch->tiles_count; t++) {
    Tile *tile = &batch->tiles[t];
    for (int kind = 0; kind < 2; kind++) {
      int64_t all = batch->points[kind];
      tile->first[kind] = (int)(all * t / batch->tiles_count);
      tile->count[kind] = (int)(all * (t + 1) / batch->tiles_count) - tile->first[kind];
    }
    int columns = lay_out(batch, tile, label);
    if (columns > width) width = columns;
  }
  rows_resize(&batch->rows, batch->program.rows, width);
  batch->loaded = NULL;
  size_t coordinates = 2 * batch->rows.stride * (size_t)batch->tiles_count;
  batch->coordinates = memory_resize(batch->coordinates, coordinates, sizeof(double));
  for (int t = 0; t < batch->tiles_count; t++) {
    const int *const column[2] = {batch->column[0], batch->column[1]};
    write_coordinates(&batch->tiles[t], column, xy, coordinates_of(batch, t), (int)batch->rows.stride);
  }
}

// The val points, and the train points of the coming step.
static void read_points(Batch *batch, Session *session) {
  size_t n = (size_t)session->n;
  const int size = session_batch(session);
  batch->batch_size = session->config.batch_size;
  int place = 0;  // of a point among the train points
  int *label[2];
  double *xy[2];
  for (int kind = 0; kind < 2; kind++) {
    label[kind] = memory_resize(NULL, n, sizeof(int));
    xy[kind] = memory_resize(NULL, n, 2 * sizeof(double));
    batch->column[kind] = memory_resize(batch->column[kind], n, sizeof(int));
    batch->losses[kind] = memory_resize(batch->losses[kind], n, sizeof(double));
    batch->points[kind] = 0;
  }
  for (int i = 0; i < session->n; i++) {
    const Point *p = &session->points[i];
    if (p->split == TEST) continue;
    int kind = p->split == TRAIN ? 0 : 1;
    if (kind == 0 && (batch->points[0] == size || place++ != session->batch[batch->points[0]])) continue;
    int at = batch->points[kind]++;
    label[kind][at] = p->label;
    xy[kind][2 * at] = p->x;
    xy[kind][2 * at + 1] = p->y;
  }
  make_tiles(batch, (const int *const[2]){label[0], label[1]}, (const double *const[2]){xy[0], xy[1]});
  for (int kind = 0; kind < 2; kind++) {
    memory_free(label[kind]);
    memory_free(xy[kind]);
  }
  batch->points_hold = true;
}

// --- step ---

static void set_row(const Rows *rows, int row, double x) {
  for (size_t i = 0; i < rows->stride; i++) row_at(rows, row)[i] = x;
}

static void run_tile(Batch *batch, const Tile *tile, const double *coordinates) {
  const Program *program = &batch->program;
  const Rows *rows = &batch->rows;
  const double *data = row_at(&batch->parameters, DATA);
  for (int i = 0; i < 2 && batch->loaded != tile; i++) {
    memcpy(row_at(rows, program->input_row[i]), coordinates + (size_t)i * rows->stride, rows->stride * sizeof(double));
  }
  batch->loaded = tile;
  program_forward(program, program->forward.count, data, rows, &tile->columns);
  const double *loss = row_at(rows, program->loss_row);
  for (int kind = 0; kind < 2; kind++) {
    for (int i = tile->first[kind]; i < tile->first[kind] + tile->count[kind]; i++) {
      batch->losses[kind][i] = loss[batch->column[kind][i]];
    }
  }
  program_backward(program, data, rows, &tile->columns);
  const int *column = batch->column[0] + tile->first[0];
  reduction_run(&batch->reduction, program, data, rows, column, tile->count[0], row_at(&batch->parameters, GRAD));
}

// (0 + l0 + l1 + …) * (1/n); nan of none.
static double mean(const double *losses, int count) {
  double total = 0.0;
  for (int i = 0; i < count; i++) total += losses[i];
  return count ? total * (1.0 / count) : (double)NAN;
}

// A mini-batch has other points at every step.
static void hold_points(Batch *batch, Session *session) {
  bool same = session->config.batch_size == 0 && batch->batch_size == 0;
  if (!batch->points_hold || !same) read_points(batch, session);
}

void batch_prepare(Batch *batch, Session *session) {
  if (!batch_holds(batch, session)) session_prepare(session);
  else hold_points(batch, session);
}

bool batch_step(Batch *batch, Session *session, Text *error) {
  if (!batch_holds(batch, session)) return session_step(session, error);
  hold_points(batch, session);
  if (!batch->points[0]) return session_step(session, error);  // which refuses
  batch_parameters(batch, session);
  double *grad = row_at(&batch->parameters, GRAD);
  for (int i = 0; i < session->parameters; i++) grad[i] = session->zero_grad ? 0.0 : session->arena.node[i].grad;
  set_row(&batch->rows, batch->program.seed_row, 1.0 / batch->points[0]);
  for (int t = batch->tiles_count; t-- > 0;) run_tile(batch, &batch->tiles[t], coordinates_of(batch, t));
  session->train = mean(batch->losses[0], batch->points[0]);
  session->val = mean(batch->losses[1], batch->points[1]);
  session->optimizer.lr = session_learning_rate(session);
  batch_update(&session->optimizer, &session->arena, &batch->parameters);
  session_end_step(session);
  return true;
}

void batch_forget_points(Batch *batch) { batch->points_hold = false; }

void batch_free(Batch *batch) {
  program_free(&batch->program);
  reduction_free(&batch->reduction);
  memory_free(batch->tiles);
  memory_free(batch->coordinates);
  for (int kind = 0; kind < 2; kind++) {
    memory_free(batch->column[kind]);
    memory_free(batch->losses[kind]);
  }
  rows_free(&batch->parameters);
  rows_free(&batch->rows);
  rows_free(&batch->single);
  rows_free(&batch->picture);
  *batch = (Batch){0};
}
