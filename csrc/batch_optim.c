// AdamW for two parameters at a time: optim.c's adamw_step, operation by operation.

#include <math.h>
#include <string.h>

#include "batch.h"
#include "lanes.h"

// x**k for each of the two: p where it is proved.
static Pair power(Pair x, double k, Pair p, Bits proved) {
  if (!POW_IS_KNOWN) proved = both_bits(0);
  for (int i = 0; i < 2 && !all_hold(proved); i++) {
    if (!proved[i]) p[i] = pow(x[i], k);
  }
  return p;
}

static void adamw(Optimizer *o, double *data, const double *grad, int i, Pair seen1, Pair seen2) {
  const double beta1 = 0.9, beta2 = 0.95, eps = 1e-8;
  Pair p = {data[i], data[i + 1]}, g = {grad[i], grad[i + 1]};
  Pair m = {o->m[i], o->m[i + 1]}, v = {o->v[i], o->v[i + 1]};
  Pair square, root;
  Bits proved = try_square(g, &square);
  square = power(g, 2.0, square, proved);
  m = both(beta1) * m + both(1.0 - beta1) * g;
  v = both(beta2) * v + both(1.0 - beta2) * square;
  Pair m_hat = m / seen1, v_hat = v / seen2;
  proved = try_root(v_hat, &root);
  root = power(v_hat, 0.5, root, proved);
  p -= both(o->lr) * (m_hat / (root + both(eps)) + both(o->weight_decay) * p);
  for (int j = 0; j < 2; j++) {
    o->m[i + j] = m[j];
    o->v[i + j] = v[j];
    data[i + j] = p[j];
  }
}

// One update of every parameter, in the arena; data and grad are copies of theirs.
void batch_update(Optimizer *optimizer, Arena *arena, double *data, const double *grad) {
  int count = optimizer->count, paired = 0;
  for (int i = 0; i < count; i++) arena->node[i].grad = grad[i];
  if (strcmp(optimizer->kind->name, "adamw") != 0) {
    optimizer_step(optimizer, arena);
    return;
  }
  // what is left over of an odd number is the scalar engine's
  Optimizer rest = *optimizer;
  paired = count / 2 * 2;
  rest.m += paired;
  rest.v += paired;
  rest.count -= paired;
  optimizer->t = ++rest.t;
  Pair seen1 = both(1.0 - pow(0.9, (double)rest.t)), seen2 = both(1.0 - pow(0.95, (double)rest.t));
  for (int i = 0; i < paired; i += 2) adamw(optimizer, data, grad, i, seen1, seen2);
  for (int i = 0; i < paired; i++) arena->node[i].data = data[i];
  rest.kind->step(&rest, arena->node + paired);
}
