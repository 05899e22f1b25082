// Looking inside a step: exact sums, no mark left on the run nor on its cached order, and the naive order on a tree.

#include "check.h"
#include "inside.h"

static Text error;
static Answer answer;

static const Point PROBE = {0.5, -1.25, 2, TRAIN};

static void ask_everything(Session *session, int i) {
  CHECK(session_gradient(session, &answer, &error) && answer.count == (size_t)session->parameters);
  CHECK(session_contributions(session, i, &answer, &error) && answer.count == 16);
  CHECK(session_predictions(session, &answer) && answer.count == 20);
  CHECK(session_point_losses(session, &answer) && answer.count == 16);
  const double edges[] = {-1.0, 1.0, -1.0, 1.0};
  CHECK(session_landscape(session, (int[]){i, (i + 1) % 51}, edges, 3, 2, &answer, &error) && answer.count == 6);
  CHECK(session_naive(session, &PROBE, NONE, &answer, &error) && session_naive(session, &PROBE, i, &answer, &error));
  CHECK(session_overwritten(session, &PROBE, &answer, &error));
  CHECK(session_nudge(session, &PROBE, i, 0.125, &answer, &error));
  CHECK(session_field(session, i, 1, 5, 4, 2.0, &answer, &error) && answer.count == 20);
  CHECK(session_trace(session, PROBE.x, PROBE.y, PROBE.label, &error));
}

static void the_order_that_steps_reuse_survives_every_question(void) {
  Session session;
  open_lines(&session, "n=20");
  CHECK(session_step(&session, &error));
  const Arena before = session.arena;
  CHECK(before.order_holds);
  for (int i = 0; i < 51; i += 5) ask_everything(&session, i);
  CHECK(session.arena.order_holds && session.arena.order_root == before.order_root);
  CHECK(session.arena.order == before.order && session.arena.order_count == before.order_count);
  CHECK(session.arena.node == before.node && session.arena.count == before.count);
  CHECK(session_step(&session, &error) && session.arena.order_holds);
  session_close(&session);
}

static void the_shares_of_the_points_add_up_to_the_gradient_exactly(void) {
  Session session;
  open_lines(&session, "n=20\nlayers=4,3");
  for (int i = 0; i < 3; i++) CHECK(session_step(&session, &error));
  for (int p = 0; p < session.parameters; p++) {
    CHECK(session_contributions(&session, p, &answer, &error) && answer.count == 16);
    double total = 0.0;
    for (size_t i = answer.count; i-- > 0;) total += answer.number[i];
    CHECK(session_gradient(&session, &answer, &error) && same(total, answer.number[p]) && total != 0.0);
  }
  session_close(&session);
}

static void the_landscape_has_the_loss_of_the_next_step_where_the_parameters_are(void) {
  Session session;
  open_lines(&session, "n=20\nlayers=4,3");
  for (int i = 0; i < 3; i++) CHECK(session_step(&session, &error));
  for (int i = 0; i + 1 < session.parameters; i++) {
    double x = session.arena.node[i].data, y = session.arena.node[i + 1].data;
    CHECK(session_landscape(&session, (int[]){i, i + 1}, (double[]){x, x, y, y}, 1, 1, &answer, &error));
    CHECK(session.arena.node[i].data == x && session.arena.node[i + 1].data == y);
  }
  double here = answer.number[0];
  CHECK(session_step(&session, &error) && same(session.train, here));
  session_close(&session);
}

static void a_nudge_of_nothing_is_the_graph_itself(void) {
  Session session;
  open_lines(&session, "n=20\nloss=logsumexp");
  CHECK(session_trace(&session, PROBE.x, PROBE.y, PROBE.label, &error));
  for (Value i = 0; i < session.graph.count; i++) {
    CHECK(session_nudge(&session, &PROBE, i, 0.0, &answer, &error));
    CHECK(answer.number[2] == 0.0 && answer.number[3] == 0.0);
    for (Value j = 0; j < session.graph.count; j++) CHECK(answer.number[4 + j] == session.graph.data[j]);
  }
  session_close(&session);
}

static void the_naive_order_is_right_on_a_tree_and_wrong_where_a_node_is_used_twice(void) {
  Arena arena = {0};
  Value a = value_new(&arena, 3.0), b = value_mul(&arena, a, value_new(&arena, 2.0));
  Value tree = value_tanh(&arena, value_add(&arena, b, value_new(&arena, 1.0)));
  value_backward(&arena, tree);
  double grad = arena.node[a].grad;
  for (Value v = 0; v < arena.count; v++) arena.node[v].grad = 0.0;
  naive_backward(&arena, tree);
  CHECK(same(arena.node[a].grad, grad) && grad > 0.0);
  for (Value v = 0; v < arena.count; v++) arena.node[v].grad = 0.0;
  Value square = value_mul(&arena, b, b);
  naive_backward(&arena, square);
  CHECK(arena.node[b].grad == 12.0 && arena.node[a].grad == 48.0);
  double *visits = count_visits(&arena, square);
  CHECK(visits[square] == 1.0 && visits[b] == 2.0 && visits[a] == 2.0 && visits[tree] == 0.0);
  memory_free(visits);
  arena_free(&arena);
}

static void overwriting_leaves_the_contribution_that_comes_last(void) {
  Arena arena = {0};
  Value a = value_new(&arena, 3.0), five = value_mul(&arena, a, value_new(&arena, 5.0));
  Value root = value_add(&arena, five, value_mul(&arena, a, value_new(&arena, 7.0)));
  overwriting_backward(&arena, root);
  CHECK(arena.node[root].grad == 1.0 && arena.node[a].grad == 5.0);  // 12 by +=; backward comes to 7a first
  arena_free(&arena);
  Session session;
  open_lines(&session, "n=20");
  CHECK(session_overwritten(&session, &PROBE, &answer, &error) && answer.count == 2 * 151);
  CHECK(answer.number[150] == 1.0 && answer.number[2 * 151 - 1] == 1.0);
  session_close(&session);
}

static void what_does_not_exist_is_refused(void) {
  Session session;
  open_lines(&session, "n=10");
  CHECK(!session_contributions(&session, 51, &answer, &error));
  CHECK(strcmp(error.bytes, "a parameter must be from 0 to 50, not 51") == 0);
  CHECK(!session_naive(&session, &PROBE, 151, &answer, &error));
  CHECK(!session_nudge(&session, &PROBE, -1, 1.0, &answer, &error));
  CHECK(!session_nudge(&session, &PROBE, 0, (double)INFINITY, &answer, &error));
  CHECK(strcmp(error.bytes, "delta must be finite, not inf") == 0);
  CHECK(!session_field(&session, 0, 0, 4097, 1, 2.0, &answer, &error));
  CHECK(!session_field(&session, 151, 0, 1, 1, 2.0, &answer, &error));
  CHECK(session_set_points(&session, NULL, 0, &error) && !session_gradient(&session, &answer, &error));
  CHECK(!session_contributions(&session, 0, &answer, &error) && strstr(error.bytes, "at least one train point"));
  session_close(&session);
  open_lines(&session, "n=2\nlayers=64,64,64");
  CHECK(!session_naive(&session, &PROBE, NONE, &answer, &error) && strstr(error.bytes, "more than 3000000 visits"));
  session_close(&session);
}

int main(void) {
  the_order_that_steps_reuse_survives_every_question();
  the_shares_of_the_points_add_up_to_the_gradient_exactly();
  the_landscape_has_the_loss_of_the_next_step_where_the_parameters_are();
  a_nudge_of_nothing_is_the_graph_itself();
  the_naive_order_is_right_on_a_tree_and_wrong_where_a_node_is_used_twice();
  overwriting_leaves_the_contribution_that_comes_last();
  what_does_not_exist_is_refused();
  answer_free(&answer);
  text_free(&error);
  return check_done();
}
