// Every operation against the central difference, and what backward does with the graph.

#include "check.h"

typedef Value (*Function)(Arena *arena, Value a, Value b);

static Value pow_3(Arena *arena, Value a, Value b) { return (void)b, value_pow(arena, a, 3.0); }
static Value pow_half(Arena *arena, Value a, Value b) { return (void)b, value_pow(arena, a, 0.5); }
static Value pow_minus_1(Arena *arena, Value a, Value b) { return (void)b, value_pow(arena, a, -1.0); }
static Value pow_0(Arena *arena, Value a, Value b) { return (void)b, value_pow(arena, a, 0.0); }
static Value relu_a(Arena *arena, Value a, Value b) { return (void)b, value_relu(arena, a); }
static Value tanh_a(Arena *arena, Value a, Value b) { return (void)b, value_tanh(arena, a); }
static Value exp_a(Arena *arena, Value a, Value b) { return (void)b, value_exp(arena, a); }
static Value log_a(Arena *arena, Value a, Value b) { return (void)b, value_log(arena, a); }
static Value neg_a(Arena *arena, Value a, Value b) { return (void)b, value_neg(arena, a); }
static Value twice(Arena *arena, Value a, Value b) { return (void)b, value_mul(arena, a, a); }

static Value expression(Arena *arena, Value a, Value b) {  // tanh(a * b + a) / (b - exp(a))
  Value above = value_tanh(arena, value_add(arena, value_mul(arena, a, b), a));
  Value below = value_sub(arena, b, value_exp(arena, a));
  return value_div(arena, above, below);
}

static double result(Function function, double a, double b) {
  Arena arena = {0};
  Value va = value_new(&arena, a), vb = value_new(&arena, b);
  double data = arena.node[function(&arena, va, vb)].data;
  arena_free(&arena);
  return data;
}

// How far backward is from (f(x + h) - f(x - h)) / 2h, the worse of both operands; `bend` falsifies the gradient.
static double gradient_error(Function function, double a, double b, double bend) {
  const double h = 1e-6;
  Arena arena = {0};
  Value va = value_new(&arena, a), vb = value_new(&arena, b);
  value_backward(&arena, function(&arena, va, vb));
  double da = (result(function, a + h, b) - result(function, a - h, b)) / (2.0 * h);
  double db = (result(function, a, b + h) - result(function, a, b - h)) / (2.0 * h);
  double error = fmax(fabs(arena.node[va].grad + bend - da), fabs(arena.node[vb].grad - db));
  arena_free(&arena);
  return error;
}

static void every_operation_has_the_central_difference_as_its_gradient(void) {
  const Function functions[] = {value_add, value_mul, value_sub, value_div, neg_a, pow_3,  pow_half,  pow_minus_1,
                                  pow_0,     relu_a,    tanh_a,    exp_a,     log_a, twice, expression};
  const double at[] = {0.3, 0.7, 1.9};
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    for (int j = 0; j < 9; j++) CHECK(gradient_error(functions[i], at[j % 3], at[j / 3], 0.0) < 1e-6);
  }
  CHECK(gradient_error(relu_a, -0.4, 1.0, 0.0) < 1e-6);
  CHECK(gradient_error(pow_3, -0.4, 1.0, 0.0) < 1e-6);
}

static void the_check_fails_for_a_gradient_that_is_wrong_by_a_thousandth(void) {
  CHECK(gradient_error(expression, 0.3, 0.7, 1e-3) > 1e-4);
  CHECK(gradient_error(value_mul, 0.3, 0.7, -1e-3) > 1e-4);
}

static void a_node_used_twice_gets_both_contributions(void) {
  Arena arena = {0};
  Value a = value_new(&arena, 3.0);
  value_backward(&arena, value_add(&arena, a, a));
  CHECK(arena.node[a].grad == 2.0);
  arena.node[a].grad = 0.0;
  value_backward(&arena, value_mul(&arena, a, a));
  CHECK(arena.node[a].grad == 6.0);
  value_backward(&arena, value_mul(&arena, a, a));
  CHECK(arena.node[a].grad == 12.0);  // it accumulates until it is set to 0
  arena_free(&arena);
}

static void numbers_are_ieee_754s_where_python_would_raise(void) {
  CHECK(same(result(exp_a, 1000.0, 0.0), (double)INFINITY));
  CHECK(same(result(log_a, 0.0, 0.0), (double)-INFINITY));
  CHECK(isnan(result(log_a, -1.0, 0.0)));
  CHECK(same(result(pow_minus_1, 0.0, 0.0), (double)INFINITY));
  CHECK(same(result(pow_minus_1, -0.0, 0.0), (double)-INFINITY));
  CHECK(isnan(result(pow_half, -8.0, 0.0)));
  CHECK(isnan(result(relu_a, (double)NAN, 0.0)));
  CHECK(same(result(relu_a, -0.0, 0.0), 0.0));
}

static void a_sum_of_5000_terms_goes_backward(void) {
  Arena arena = {0};
  enum { TERMS = 5000 };
  Value total = value_new(&arena, 0.0), first = NONE, last = NONE;
  for (int i = 0; i < TERMS; i++) {
    last = value_new(&arena, i);
    if (!i) first = last;
    total = value_add(&arena, total, last);
  }
  value_backward(&arena, total);
  CHECK(arena.node[total].data == TERMS * (TERMS - 1) / 2);
  CHECK(arena.node[first].grad == 1.0 && arena.node[last].grad == 1.0);
  Value chain = first;
  for (int i = 0; i < 1000000; i++) chain = value_neg(&arena, chain);  // a million deep: no recursion
  arena.node[first].grad = 0.0;
  value_backward(&arena, chain);
  CHECK(arena.node[first].grad == 1.0);
  arena_free(&arena);
}

static void fast_powers_have_the_bits_of_pow(void) {
  const double exponents[] = {2.0, -1.0, -2.0, 0.5, 3.0};
  const double special[] = {0.0,  -0.0,     1.0,       -2.0,    (double)NAN, (double)INFINITY, (double)-INFINITY,
                            5e-324, 0x1p-511, 0x1p-1022, 0x1p200, 0x1p-200,    0x1p100,          0x1p-100};
  for (size_t e = 0; e < sizeof exponents / sizeof exponents[0]; e++) {
    double k = exponents[e];
    Rng rng = {42};
    int differ = 0;
    for (int i = 0; i < 500000; i++) {
      double x = rng_uniform(&rng, -1.0, 1.0) + ldexp(rng_random(&rng), -24);  // 48 random bits
      double other = ldexp(x, i % 2200 - 1100);                                // down to subnormals, up to infinity
      differ += !same(ieee_pow(x, k), pow(x, k)) + !same(ieee_pow(other, k), pow(other, k));
    }
    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
      differ += !same(ieee_pow(special[i], k), pow(special[i], k));
    }
    CHECK(differ == 0);
  }
}

// The order that a fresh arena with the same nodes finds.
static bool order_is_fresh(Arena *arena, Value root) {
  Arena copy = {0};
  for (Value v = 0; v < arena->count; v++) value_new(&copy, arena->node[v].data);
  memcpy(copy.node, arena->node, (size_t)arena->count * sizeof(Node));
  copy.order_holds = false;
  Value count, copy_count;
  const Value *order = topological_order(arena, root, &count), *expected = topological_order(&copy, root, &copy_count);
  bool equal = count == copy_count && memcmp(order, expected, (size_t)count * sizeof(Value)) == 0;
  arena_free(&copy);
  return equal;
}

static void the_cached_order_is_that_of_the_graph_that_is_there(void) {
  Arena arena = {0};
  uint64_t seed = 7;
  Rng rng = {seed};
  for (int i = 0; i < 4; i++) value_new(&arena, i);
  Value roots[2] = {3, 3};
  for (int turn = 0; turn < 2000; turn++) {
    Rng again = rng;  // every graph is built twice, so that the second one meets the first one's order
    int nodes = 1 + (int)(rng_random(&rng) * 12.0);
    for (int build = 0; build < 2; build++) {
      if (build) rng = again, rng_random(&rng);
      arena_rewind(&arena, 4);
      for (int i = 0; i < nodes; i++) {
        Value a = (Value)(rng_random(&rng) * arena.count), b = (Value)(rng_random(&rng) * arena.count);
        if (rng_random(&rng) < 0.3) value_relu(&arena, a);
        else value_add(&arena, a, b);
      }
      roots[build] = (Value)(4 + rng_random(&rng) * (arena.count - 4));
      bool kept = arena.order_holds && arena.order_root == roots[build];
      if (build) CHECK(kept);
      CHECK(order_is_fresh(&arena, roots[build]));
    }
  }
  arena_free(&arena);
}

enum { ROOTS = 4 };

// The gradients of w and b after a backward from each root, in order: PyTorch's sums, whatever the order.
static void check_trunk(const int *order, int count) {
  Arena arena = {0};
  Value w = value_new(&arena, 0.5), b = value_new(&arena, -0.25), h = value_tanh(&arena, w);
  Value twice = value_mul(&arena, h, value_new(&arena, 2.0));
  Value thrice = value_add(&arena, value_mul(&arena, h, value_new(&arena, 3.0)), value_mul(&arena, b, h));
  const Value root[ROOTS] = {twice, thrice, h, w};
  const double slope = 1.0 - tanh(0.5) * tanh(0.5);
  const double dw[ROOTS] = {2.0 * slope, 2.75 * slope, slope, 1.0}, db[ROOTS] = {0.0, tanh(0.5), 0.0, 0.0};
  double w_grad = 0.0, b_grad = 0.0;
  for (int i = 0; i < count; i++) {
    value_backward(&arena, root[order[i]]);
    w_grad += dw[order[i]];
    b_grad += db[order[i]];
    CHECK(near(arena.node[w].grad, w_grad, 1e-14) && near(arena.node[b].grad, b_grad, 1e-14));
    if (order[i] != 3) CHECK(arena.node[root[order[i]]].grad == 1.0);  // a result holds that of the last backward
  }
  arena_free(&arena);
}

static void leaves_accumulate_over_backwards_from_any_roots_and_results_do_not(void) {
  for (int i = 0; i < ROOTS * ROOTS * ROOTS * ROOTS; i++) {
    const int order[ROOTS] = {i % ROOTS, i / ROOTS % ROOTS, i / ROOTS / ROOTS % ROOTS, i / ROOTS / ROOTS / ROOTS};
    check_trunk(order, ROOTS);
  }
}

static void a_graph_made_after_a_backward_starts_at_0(void) {
  Arena arena = {0};
  Value a = value_new(&arena, 3.0);
  for (int i = 1; i <= 3; i++) {
    arena_rewind(&arena, 1);
    Value b = value_mul(&arena, a, a);
    value_backward(&arena, value_add(&arena, b, b));
    CHECK(arena.node[a].grad == 12.0 * i && arena.node[b].grad == 2.0);
  }
  arena_free(&arena);
}

int main(void) {
  leaves_accumulate_over_backwards_from_any_roots_and_results_do_not();
  a_graph_made_after_a_backward_starts_at_0();
  every_operation_has_the_central_difference_as_its_gradient();
  the_check_fails_for_a_gradient_that_is_wrong_by_a_thousandth();
  a_node_used_twice_gets_both_contributions();
  numbers_are_ieee_754s_where_python_would_raise();
  a_sum_of_5000_terms_goes_backward();
  fast_powers_have_the_bits_of_pow();
  the_cached_order_is_that_of_the_graph_that_is_there();
  return check_done();
}
