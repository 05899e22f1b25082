// AdamW for all parameters at a time: optim.c's adamw_step, operation by operation.

#include "batch/optim.h"

#include <string.h>

#include "simd/lanes.h"

static void adamw(const Optimizer *o, const Rows *parameters) {
  const double beta1 = o->beta1, beta2 = o->beta2, eps = o->eps;
  const double seen1 = 1.0 - ieee_pow(beta1, (double)o->t), seen2 = 1.0 - ieee_pow(beta2, (double)o->t);
  const double lr = o->lr, decay = o->weight_decay;
  double *restrict data = row_at(parameters, DATA), *restrict grad = row_at(parameters, GRAD);
  double *restrict power = row_at(parameters, POWER), *restrict v_hat = row_at(parameters, V_HAT);
  double *restrict m = o->m, *restrict v = o->v;
  lanes_pow(power, grad, 2.0, parameters->stride);
  for (int i = 0; i < o->count; i++) {
    m[i] = beta1 * m[i] + (1.0 - beta1) * grad[i];
    v[i] = beta2 * v[i] + (1.0 - beta2) * power[i];
    v_hat[i] = v[i] / seen2;
  }
  lanes_pow(power, v_hat, 0.5, parameters->stride);
  for (int i = 0; i < o->count; i++) data[i] -= lr * (m[i] / seen1 / (power[i] + eps) + decay * data[i]);
}

void batch_update(Optimizer *optimizer, Arena *arena, const Rows *parameters) {
  const double *data = row_at(parameters, DATA), *grad = row_at(parameters, GRAD);
  for (int i = 0; i < optimizer->count; i++) arena->node[i].grad = grad[i];
  if (strcmp(optimizer->kind->name, "adamw") != 0) {
    optimizer_step(optimizer, arena);
    return;
  }
  optimizer->t++;
  adamw(optimizer, parameters);
  for (int i = 0; i < optimizer->count; i++) arena->node[i].data = data[i];
}
