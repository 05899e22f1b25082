// One neuron, tanh((b + w1*x) + w2*y), through all stages of the batched engine: every line of csrc/batch/README.md.

#include "batch/compile.h"
#include "batch/plan.h"
#include "batch/reduce.h"
#include "batch/run.h"
#include "check.h"

enum { W1, W2, B, X, Y, W1_X, SUM_1, W2_Y, SUM_2, OUT, NODES };

static PointGraph neuron(void *self, Arena *arena, int label) {
  (void)self, (void)label;
  Value x = value_new(arena, 0.0), y = value_new(arena, 0.0);
  Value sum = value_add(arena, B, value_mul(arena, W1, x));
  sum = value_add(arena, sum, value_mul(arena, W2, y));
  Value out = value_tanh(arena, sum);
  return (PointGraph){{x, y}, {out, out, out}, out};
}

static const double PARAMETERS[] = {0.5, -0.25, 0.1};
static Arena arena;
static Recording recording;
static Program program;

static void the_recording_is_the_graph_in_the_order_of_the_arena(void) {
  for (int i = 0; i < 3; i++) value_new(&arena, PARAMETERS[i]);
  Recorder recorder = {neuron, NULL, NULL};
  CHECK(recording_make(&recording, &recorder, &arena));
  const Recorded *r = &recording.label[2];
  static const Value PREV[NODES][2] = {[W1_X] = {W1, X}, [SUM_1] = {B, W1_X}, [W2_Y] = {W2, Y}, [SUM_2] = {SUM_1, W2_Y}};
  CHECK(r->count == NODES && r->root == OUT && r->op[OUT] == OP_TANH && r->prev[OUT][0] == SUM_2);
  for (Value v = W1_X; v <= SUM_2; v++) CHECK(r->prev[v][0] == PREV[v][0] && r->prev[v][1] == PREV[v][1]);
}

static void the_plan_folds_both_products_and_the_first_sum_into_the_second(void) {
  static const int LEVEL[NODES] = {[W1_X] = 1, [SUM_1] = 2, [W2_Y] = 1, [SUM_2] = 3, [OUT] = 4};
  static const Value SORTED[] = {X, Y, W1_X, W2_Y, SUM_1, SUM_2, OUT};
  Plan plan;
  plan_make(&plan, &recording);
  for (Value v = 0; v < NODES; v++) {
    CHECK(plan.level[v] == LEVEL[v] && plan.needs_grad[v] == (v != X && v != Y));
    CHECK(plan.is_step[v] == (v == SUM_1 || v == SUM_2));
    CHECK(plan.is_absorbed[v] == (v == W1_X || v == W2_Y || v == SUM_1));
  }
  CHECK(plan.sorted_count == 7 && memcmp(plan.sorted, SORTED, sizeof SORTED) == 0);
  plan_free(&plan);
}

static bool is(const Instruction *i, Do what, int out, int a, int b, int terms) {
  return i->what == what && i->range == ALL && i->out == out && i->a == a && i->b == b && i->count == terms;
}

static bool term_is(int at, Factor kind, int factor, int row) {
  const Term *term = &program.terms[at];
  return term->kind == (int)kind && term->factor == factor && term->row == row;
}

static void the_program_is_four_instructions(void) {
  CHECK(program_compile(&program, &recording));
  CHECK(program.forward.count == 2 && program.local.count == 1 && program.backward.count == 1 && program.rows == 7);
  CHECK(is(&program.forward.list[0], DO_DOT, 3, B, NONE, 2) && is(&program.forward.list[1], DO_TANH, 4, 3, NONE, 0));
  CHECK(is(&program.local.list[0], DO_TANH_LOCAL, 5, 4, NONE, 0) && is(&program.backward.list[0], DO_PASS, 6, 5, 2, 0));
  int first = program.forward.list[0].first;
  CHECK(term_is(first, TIMES_PARAMETER, W1, 0) && term_is(first + 1, TIMES_PARAMETER, W2, 1));
  CHECK(program.input_row[0] == 0 && program.input_row[1] == 1 && program.seed_row == 2 && program.loss_row == 4);
  for (Value v = W1_X; v <= SUM_2; v++) CHECK(program.grad_row[v] == 6);
  CHECK(term_is(program.parameter_first[W1], TIMES_ROW, 0, 6) && term_is(program.parameter_first[W2], TIMES_ROW, 1, 6));
  CHECK(term_is(program.parameter_first[B], TIMES_ONE, NONE, 6) && program.parameter_first[3] == program.parameter_first[0] + 3);
}

static void three_points_give_the_numbers_of_the_readme(void) {
  static const double ROWS[7][4] = {
      {1, 2, -1, -1}, {2, 0, 1, 1}, {1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3}, {0.1, 1.1, -0.65, -0.65},
      {0.099668, 0.800499, -0.571670, -0.571670}, {0.990066, 0.359201, 0.673193, 0.673193},
      {0.330022, 0.119734, 0.224398, 0.224398},
  };
  static const double GRAD[] = {0.345092, 0.884442, 0.674154};
  Rows rows = {0};
  Columns columns = {.train[ALL] = 4, .all[ALL] = 4};
  rows_resize(&rows, program.rows, 4);
  for (int i = 0; i < 3; i++) memcpy(row_at(&rows, i), ROWS[i], sizeof ROWS[i]);
  program_forward(&program, program.forward.count, PARAMETERS, &rows, &columns);
  program_backward(&program, PARAMETERS, &rows, &columns);
  for (int i = 0; i < 28; i++) CHECK(near(row_at(&rows, i / 4)[i % 4], ROWS[i / 4][i % 4], 1e-6));
  Reduction reduction;
  reduction_plan(&reduction, &program);
  CHECK(reduction.neurons == 1 && reduction.others == 0 && reduction.outer[0].inputs == 2 && reduction.outer[0].biased);
  double grad[3] = {0.0};
  reduction_run(&reduction, &program, PARAMETERS, &rows, (int[]){0, 1, 2}, 3, grad);
  for (int i = 0; i < 3; i++) CHECK(near(grad[i], GRAD[i], 1e-6));
  reduction_free(&reduction);
  rows_free(&rows);
}

int main(void) {
  the_recording_is_the_graph_in_the_order_of_the_arena();
  the_plan_folds_both_products_and_the_first_sum_into_the_second();
  the_program_is_four_instructions();
  three_points_give_the_numbers_of_the_readme();
  program_free(&program);
  recording_free(&recording);
  arena_free(&arena);
  return check_done();
}
