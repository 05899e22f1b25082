// Graphs that no network has, batched: random ones, with parameters and nodes used many times over. Their losses and
// gradients must be those of the scalar engine's training graph, or the compiler must refuse.

#include "batch/compile.h"
#include "batch/reduce.h"
#include "batch/run.h"
#include "check.h"
#include "simd/lanes.h"

enum { PARAMETERS = 6, POINTS = 13, MOST_NODES = 24 };

typedef struct {
  uint64_t seed;
  int nodes;
  Point points[POINTS];
  const Point *point;  // whose coordinates the next graph has; NULL while it is recorded
} Tape;

static int below(Rng *rng, int count) { return (int)(rng_random(rng) * count); }

// One random operation; now and then one that reads another node for each label.
static Value push(Rng *rng, Arena *arena, const Value *nodes, int count, int label) {
  bool by_label = rng_random(rng) < 0.15;
  int i = below(rng, count), j = below(rng, count);
  Value a = nodes[by_label ? (i + label) % count : i], b = nodes[j];
  static const double EXPONENTS[] = {2.0, -1.0, 3.0, 0.5, 0.0, -2.0};
  switch (below(rng, 9)) {
    case 0:
    case 1: return value_add(arena, a, b);
    case 2:
    case 3: return value_mul(arena, a, b);
    case 4: return value_pow(arena, a, EXPONENTS[below(rng, 6)]);
    case 5: return value_relu(arena, a);
    case 6: return value_exp(arena, value_tanh(arena, a));
    case 7: return value_log(arena, a);
    default: return value_add(arena, b, value_mul(arena, nodes[below(rng, PARAMETERS)], a));
  }
}

static PointGraph tape_graph(void *self, Arena *arena, int label) {
  Tape *tape = self;
  PointGraph graph;
  Rng rng = {tape->seed};
  Value nodes[PARAMETERS + 2 + MOST_NODES];
  int count = 0;
  while (count < PARAMETERS) nodes[count] = count, count++;
  for (int i = 0; i < 2; i++) {
    double coordinate = tape->point ? (i ? tape->point->y : tape->point->x) : 0.0;
    nodes[count++] = graph.inputs[i] = value_new(arena, coordinate);
  }
  for (int i = 0; i < tape->nodes; i++, count++) nodes[count] = push(&rng, arena, nodes, count, label);
  for (int c = 0; c < CLASSES; c++) graph.logits[c] = nodes[count - 1 - c];
  // everything that was made is part of the loss
  graph.loss = nodes[PARAMETERS];
  for (int i = PARAMETERS + 1; i < count; i++) graph.loss = value_add(arena, graph.loss, nodes[i]);
  return graph;
}

static void scalar(Tape *tape, Arena *arena, double *grad, double *losses) {
  Value roots[POINTS];
  for (int i = 0; i < PARAMETERS; i++) arena->node[i].grad = 0.0;
  arena_rewind(arena, PARAMETERS);
  for (int k = 0; k < POINTS; k++) {
    tape->point = &tape->points[k];
    roots[k] = tape_graph(tape, arena, tape->points[k].label).loss;
    losses[k] = arena->node[roots[k]].data;
  }
  value_backward(arena, value_mean(arena, roots, POINTS));
  for (int i = 0; i < PARAMETERS; i++) grad[i] = arena->node[i].grad;
  arena_rewind(arena, PARAMETERS);
}

static void batched(const Tape *tape, const Program *program, const Arena *arena, double *grad, double *losses) {
  Columns columns = {0};
  int column[POINTS], width = 0;
  double parameters[PARAMETERS];
  for (int i = 0; i < PARAMETERS; i++) parameters[i] = arena->node[i].data;
  for (int label = 0; label < CLASSES; label++) {
    columns.start[label] = width;
    for (int k = 0; k < POINTS; k++) {
      if (tape->points[k].label == label) column[k] = width++;
    }
    width = (width + LANES - 1) / LANES * LANES;
    columns.train[label] = columns.all[label] = width - columns.start[label];
  }
  columns.train[ALL] = columns.all[ALL] = width;
  Rows rows = {0};
  rows_resize(&rows, program->rows, width);
  for (int i = 0; i < width; i++) row_at(&rows, program->seed_row)[i] = 1.0 / POINTS;
  for (int k = 0; k < POINTS; k++) {
    row_at(&rows, program->input_row[0])[column[k]] = tape->points[k].x;
    row_at(&rows, program->input_row[1])[column[k]] = tape->points[k].y;
  }
  program_forward(program, program->forward.count, parameters, &rows, &columns);
  for (int k = 0; k < POINTS; k++) losses[k] = row_at(&rows, program->loss_row)[column[k]];
  program_backward(program, parameters, &rows, &columns);
  for (int i = 0; i < PARAMETERS; i++) grad[i] = 0.0;
  Reduction reduction;
  reduction_plan(&reduction, program);
  reduction_run(&reduction, program, parameters, &rows, column, POINTS, grad);
  reduction_free(&reduction);
  rows_free(&rows);
}

static void random_graphs_have_the_scalar_engines_bits(void) {
  int compiled = 0, finite = 0;
  for (uint64_t seed = 1; seed <= 3000; seed++) {
    Rng rng = {seed};
    Arena arena = {0};
    Tape tape = {.seed = seed * 7919, .nodes = CLASSES + below(&rng, MOST_NODES - CLASSES)};
    for (int i = 0; i < PARAMETERS; i++) value_new(&arena, rng_uniform(&rng, -1.5, 1.5));
    for (int k = 0; k < POINTS; k++) {
      tape.points[k] = (Point){rng_uniform(&rng, -2, 2), rng_uniform(&rng, -2, 2), below(&rng, CLASSES), TRAIN};
    }
    Recording recording;
    Recorder recorder = {tape_graph, &tape, NULL};
    Program program = {0};
    bool holds = recording_make(&recording, &recorder, &arena);
    if (holds && program_compile(&program, &recording)) {
      double expected[PARAMETERS], grad[PARAMETERS], losses[POINTS], expected_losses[POINTS];
      scalar(&tape, &arena, expected, expected_losses);
      batched(&tape, &program, &arena, grad, losses);
      compiled++;
      for (int i = 0; i < PARAMETERS; i++) CHECK(same(grad[i], expected[i]));
      for (int k = 0; k < POINTS; k++) CHECK(same(losses[k], expected_losses[k]));
      finite += isfinite(expected[0]) && expected[0] != 0.0;
    }
    program_free(&program);
    recording_free(&recording);
    arena_free(&arena);
  }
  printf("of 3000 graphs %d compiled, %d with a finite gradient\n", compiled, finite);
  CHECK(compiled > 500 && compiled < 3000 && finite > 100);
}

// The powers that need no pow, at random numbers of every size and at those where something changes.
static void powers_have_the_bits_of_pow(void) {
  static const double EXPONENTS[] = {2.0, -1.0, -2.0, 0.5, 3.0, 0.0};
  static const double SPECIAL[] = {0.0,      -0.0, 1.0,      -1.0,      2.0,      0.5,    3.0,    0x1p-100, 0x1p100, 0.1,
                                   0x1p-101, NAN,  INFINITY, -INFINITY, 0x1p1000, 5e-324, 1e-310, 1e308,    1e-160,  1e160};
  enum { COUNT = 4000 };
  _Alignas(16) static double x[COUNT], out[COUNT];
  Rng rng = {99};
  int differ = 0;
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < COUNT; i++) {
      int power = round % 2 ? (int)rng_uniform(&rng, -330, 330) : 0;
      x[i] = ldexp(rng_uniform(&rng, -1, 1) + rng_random(&rng) * 0x1p-30, power);
      if (round == 0 && i < 20) x[i] = SPECIAL[i];
      if (round == 2) x[i] = ldexp(1.0, i % 2000 - 1000) * (i < 2000 ? 1.0 : 1.0 + 0x1p-52);
    }
    for (int e = 0; e < 6; e++) {
      lanes_pow(out, x, EXPONENTS[e], COUNT);
      for (int i = 0; i < COUNT; i++) differ += !same(out[i], pow(x[i], EXPONENTS[e]));
    }
    for (int i = 0; i < COUNT; i++) x[i] = tanh(x[i]);
    lanes_one_minus_square(out, x, COUNT);
    for (int i = 0; i < COUNT; i++) differ += !same(out[i], 1.0 - pow(x[i], 2.0));
  }
  CHECK(differ == 0);
}

int main(void) {
  random_graphs_have_the_scalar_engines_bits();
  powers_have_the_bits_of_pow();
  return check_done();
}
