// A run, what it refuses, and what looking at it leaves untouched.

#include "check.h"

static Text error;

typedef struct {
  double *numbers;
  int count;
} State;

static State state_of(const Session *session) {
  State state = {.count = SNAPSHOT_HEAD + 4 * session->parameters};
  state.numbers = memory_resize(NULL, (size_t)state.count, sizeof(double));
  session_snapshot(session, state.numbers);
  return state;
}

static bool state_is(const Session *session, const State *expected) {
  State now = state_of(session);
  bool equal = now.count == expected->count;
  for (int i = 0; equal && i < now.count; i++) equal = same(now.numbers[i], expected->numbers[i]);
  memory_free(now.numbers);
  return equal;
}

static void run(Session *session, int steps) {
  for (int i = 0; i < steps; i++) CHECK(session_step(session, &error));
}

static void a_restored_session_goes_on_with_the_same_bits(void) {
  Session one, other;
  open_lines(&one, "n=20");
  open_lines(&other, "n=20");
  run(&one, 5);
  State at_5 = state_of(&one);
  run(&one, 5);
  State at_10 = state_of(&one);
  CHECK(session_restore(&other, other.parameters, at_5.numbers, &error));
  CHECK(state_is(&other, &at_5));
  run(&other, 5);
  CHECK(state_is(&other, &at_10));
  CHECK(session_restore(&one, one.parameters, at_5.numbers, &error));
  run(&one, 5);
  CHECK(state_is(&one, &at_10));
  memory_free(at_5.numbers);
  memory_free(at_10.numbers);
  session_close(&one);
  session_close(&other);
}

static void queries_leave_the_run_untouched(void) {
  Session watched, alone;
  open_lines(&watched, "n=20");
  open_lines(&alone, "n=20");
  double cells[6 * CLASSES], probabilities[CLASSES];
  for (int i = 0; i < 10; i++) {
    State before = state_of(&watched);
    CHECK(session_trace(&watched, 0.5, -1.0, i % 3, &error) && watched.graph.count == 151);
    session_surface(&watched, 3, 2, 2.0, cells);
    session_predict(&watched, 0.5, -1.0, probabilities);
    CHECK(near(probabilities[0] + probabilities[1] + probabilities[2], 1.0, 1e-15));
    CHECK(state_is(&watched, &before));
    memory_free(before.numbers);
    run(&watched, 1);
    run(&alone, 1);
  }
  State expected = state_of(&alone);
  CHECK(state_is(&watched, &expected));
  memory_free(expected.numbers);
  session_close(&watched);
  session_close(&alone);
}

static void a_trace_names_every_node_and_ends_in_the_loss(void) {
  Session session;
  open_lines(&session, "layers=2,1");
  CHECK(session_trace(&session, 0.5, -1.0, 2, &error));
  const Graph *graph = &session.graph;
  int inputs = 0, params = 0, constants = 0;
  for (Value i = 0; i < graph->count; i++) {
    inputs += graph->role[i] == ROLE_INPUT;
    params += graph->role[i] == ROLE_PARAM;
    constants += graph->role[i] == ROLE_CONST;
    CHECK(graph_name_of(graph, i)[0] != 'v');
    CHECK((graph->op[i] == OP_LEAF) == (graph->prev[2 * i] == NONE));
    CHECK(graph->prev[2 * i] < i && graph->prev[2 * i + 1] < i);
  }
  CHECK(inputs == 2 && params == session.parameters && constants == 1);
  CHECK(strcmp(graph_name_of(graph, graph->count - 1), "loss") == 0 && graph->grad[graph->count - 1] == 1.0);
  Text dot = {0};
  graph_dot(graph, &dot);
  CHECK(strstr(dot.bytes, "h1.2.w1*x|data ") && strstr(dot.bytes, "[label=\"**-1\""));
  CHECK(strstr(dot.bytes, "|grad 1.0000}"));
  text_free(&dot);
  session_close(&session);
}

static void what_is_refused_changes_nothing(void) {
  Session session;
  open_lines(&session, "n=10");
  run(&session, 2);
  State before = state_of(&session);
  const Point wrong[] = {{(double)NAN, 0, 0, 0}, {0, (double)-INFINITY, 0, 0}, {0, 0, 3, 0}, {0, 0, 0, 3}};
  for (int i = 0; i < 4; i++) CHECK(!session_set_points(&session, &wrong[i], 1, &error) && session.n == 10);
  CHECK(strcmp(error.bytes, "a split must be one of train, val, test, not 3") == 0);
  CHECK(!session_set_hyper(&session, "lr=0.5\nmomentum=-1", (double[]){0.5, -1.0}, &error) && session.optimizer.lr == 0.1);
  CHECK(!session_set_hyper(&session, "seed=5", NULL, &error));
  const char *refusal = "seed can't change during a run: only batch_size, loss, optimizer, lr, schedule, schedule_steps, "
                        "momentum, beta1, beta2, eps, weight_decay, l1 can";
  CHECK(strcmp(error.bytes, refusal) == 0);
  CHECK(!session_trace(&session, 0.0, 0.0, -1, &error));
  CHECK(session_set_points(&session, NULL, 0, &error) && !session_step(&session, &error));
  CHECK(state_is(&session, &before) && isnan(session_split_loss(&session, VAL)));
  memory_free(before.numbers);
  session_close(&session);
}

static void another_optimiser_starts_with_empty_moments_and_the_steps_go_on(void) {
  Session session;
  open_lines(&session, "n=10");
  run(&session, 3);
  CHECK(session_set_hyper(&session, "lr=0.01\nloss=logsumexp\n", (double[]){0.01}, &error) && session.optimizer.m[0] != 0.0);
  CHECK(session_set_hyper(&session, "optimizer=sgd", NULL, &error) && session.optimizer.m[0] == 0.0);
  CHECK(session.optimizer.t == 0 && session.steps == 3);
  run(&session, 1);
  CHECK(session.optimizer.t == 1 && session.steps == 4 && session.optimizer.v[0] == 0.0 && session.optimizer.m[0] != 0.0);
  session_close(&session);
}

static void networks_may_be_deep_or_wide_or_have_no_hidden_layer(void) {
  const char *const networks[] = {"n=5\nlayers=none", "n=5\nlayers=1024", "n=3\nlayers=64,64",
                                  "n=5\nlayers=2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2"};
  const int parameters[] = {9, 6147, 4547, 237};
  for (int i = 0; i < 4; i++) {
    Session session;
    open_lines(&session, networks[i]);
    CHECK(session.parameters == parameters[i]);
    run(&session, 2);
    CHECK(isfinite(session.train));
    CHECK(session_trace(&session, 0.0, 1.0, 0, &error) && session.graph.count > session.parameters);
    run(&session, 1);
    session_close(&session);
  }
}

static void a_run_may_leave_the_finite_numbers(void) {
  Session session;
  open_lines(&session, "n=10\nlr=1e300\nloss=logsumexp");
  run(&session, 12);
  CHECK(!isfinite(session.train));
  double cells[CLASSES];
  session_surface(&session, 1, 1, 2.0, cells);
  CHECK(session_trace(&session, 0.5, 0.5, 1, &error));
  Text dot = {0};
  graph_dot(&session.graph, &dot);
  CHECK(strstr(dot.bytes, "nan") && !strstr(dot.bytes, "-nan"));
  text_free(&dot);
  session_close(&session);
}

int main(void) {
  a_restored_session_goes_on_with_the_same_bits();
  queries_leave_the_run_untouched();
  a_trace_names_every_node_and_ends_in_the_loss();
  what_is_refused_changes_nothing();
  another_optimiser_starts_with_empty_moments_and_the_steps_go_on();
  networks_may_be_deep_or_wide_or_have_no_hidden_layer();
  a_run_may_leave_the_finite_numbers();
  text_free(&error);
  return check_done();
}
