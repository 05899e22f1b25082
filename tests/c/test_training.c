// Data, networks, losses, optimisers.

#include "check.h"

static const int USUAL[SPLIT_COUNT] = {80, 10, 10};

static void the_first_points_of_seed_42_are_those_of_the_specification(void) {
  Rng rng = {42};
  Point *p = make_dataset(&DATASETS[0], 100, &rng, USUAL);
  CHECK(p[0].x == -0.6436591148376465 && p[0].y == 1.1290233135223389 && p[0].label == 0);
  CHECK(p[1].x == 1.502126693725586 && p[1].y == -1.2461860179901123 && p[1].label == 1);
  CHECK(p[2].x == 1.0598013401031494 && p[2].y == 0.09119725227355957 && p[2].label == 2);
  memory_free(p);
}

static void every_data_set_is_split_in_order_and_stays_in_its_square(void) {
  for (const Dataset *dataset = DATASETS; dataset->name; dataset++) {
    Rng rng = {1};
    int count[SPLIT_COUNT] = {0}, previous = TRAIN;
    Point *points = make_dataset(dataset, 50, &rng, USUAL);
    for (int i = 0; i < 50; i++) {
      CHECK(points[i].label == i % CLASSES && points[i].split >= previous);
      CHECK(fabs(points[i].x) <= 2.0 && fabs(points[i].y) <= 2.0);
      previous = points[i].split;
      count[previous]++;
    }
    CHECK(count[TRAIN] == 40 && count[VAL] == 5 && count[TEST] == 5);
    memory_free(points);
  }
}

// The loss at parameters that differ by h in one place.
static double loss_at(Session *session, int parameter, double h) {
  double before = session->arena.node[parameter].data;
  session->arena.node[parameter].data += h;
  double loss = session_split_loss(session, TRAIN);
  session->arena.node[parameter].data = before;
  return loss;
}

static void every_gradient_of_a_network_is_its_central_difference(void) {
  const char *const networks[] = {"n=9\n", "n=9\nloss=logsumexp\nlayers=4,3\n", "n=9\nlayers=none\n",
                                  "n=9\nnonlin=relu\nlayers=5\nseed=3\n"};
  for (int i = 0; i < 4; i++) {
    Session session;
    open_lines(&session, networks[i]);
    Text error = {0};
    const double h = 1e-5;
    double *difference = memory_resize(NULL, (size_t)session.parameters, sizeof(double));
    for (int p = 0; p < session.parameters; p++) {
      difference[p] = (loss_at(&session, p, h) - loss_at(&session, p, -h)) / (2.0 * h);
    }
    CHECK(session_step(&session, &error));
    double largest = 0.0;
    for (int p = 0; p < session.parameters; p++) {
      CHECK(near(session.arena.node[p].grad, difference[p], 1e-8));
      largest = fmax(largest, fabs(difference[p]));
    }
    CHECK(largest > 1e-3);  // gradients of nothing would pass as well
    memory_free(difference);
    text_free(&error);
    session_close(&session);
  }
}

static void the_graph_and_the_plain_forward_pass_have_the_same_bits(void) {
  for (const Loss *loss = LOSSES; loss->name; loss++) {
    for (double scale = 1.0; scale < 1e6; scale *= 10.0) {
      Arena arena = {0};
      const double logits[CLASSES] = {0.3 * scale, -0.7 * scale, 0.25 * scale};
      Value z[CLASSES];
      for (int i = 0; i < CLASSES; i++) z[i] = value_new(&arena, logits[i]);
      for (int label = 0; label < CLASSES; label++) {
        Value graph = loss->value(&arena, z, label);
        CHECK(same(arena.node[graph].data, loss->plain(logits, label)));
      }
      arena_free(&arena);
    }
  }
}

static void logsumexp_stays_finite_where_nll_overflows(void) {
  const double logits[CLASSES] = {1000.0, -1000.0, 0.0};
  CHECK(!isfinite(plain_nll(logits, 0)));
  CHECK(plain_logsumexp(logits, 0) == 0.0 && plain_logsumexp(logits, 1) == 2000.0);
}

static double after_steps(int kind, double momentum, double weight_decay, int steps, double *m) {
  Arena arena = {0};
  Value p = value_new(&arena, 3.0);
  Optimizer optimizer = optimizer_new(1);
  optimizer.kind = &OPTIMIZERS[kind];
  optimizer.lr = 0.1;
  optimizer.momentum = momentum;
  optimizer.weight_decay = weight_decay;
  optimizer.beta1 = 0.9;
  optimizer.beta2 = 0.95;
  optimizer.eps = 1e-8;
  for (int i = 0; i < steps; i++) {
    arena.node[p].grad = 2.0;
    optimizer_step(&optimizer, &arena);
  }
  double data = arena.node[p].data;
  *m = optimizer.m[0];
  CHECK(optimizer.t == steps);
  optimizer_free(&optimizer);
  arena_free(&arena);
  return data;
}

static void optimisers_do_what_their_formulas_say(void) {
  double m;
  CHECK(after_steps(1, 0.0, 0.0, 1, &m) == 2.8 && m == 2.0);            // 3 - 0.1 * 2
  CHECK(near(after_steps(1, 0.9, 0.0, 2, &m), 2.8 - 0.1 * 3.8, 1e-15));  // m = 0.9 * 2 + 2
  CHECK(near(after_steps(1, 0.0, 0.5, 1, &m), 3.0 - 0.1 * 3.5, 1e-15));
  CHECK(near(after_steps(0, 0.0, 0.0, 1, &m), 2.9, 1e-8) && near(m, 0.2, 1e-15));  // the first step of Adam is lr
  CHECK(near(after_steps(0, 0.0, 0.5, 1, &m), 2.9 - 0.1 * 1.5, 1e-8));
}

int main(void) {
  the_first_points_of_seed_42_are_those_of_the_specification();
  every_data_set_is_split_in_order_and_stays_in_its_square();
  every_gradient_of_a_network_is_its_central_difference();
  the_graph_and_the_plain_forward_pass_have_the_same_bits();
  logsumexp_stays_finite_where_nll_overflows();
  optimisers_do_what_their_formulas_say();
  return check_done();
}
