// The optimisers: what to do with a gradient once it is there.

#include <math.h>
#include <stdlib.h>

#include "micrograd.h"

// What all optimisers have: the parameters, two moments each (m and v), and t, its own steps so far.

Optimizer optimizer_new(int count) {
  Optimizer optimizer = {.kind = &OPTIMIZERS[0], .count = count};
  optimizer.m = memory_resize(NULL, (size_t)count, sizeof(double));
  optimizer.v = memory_resize(NULL, (size_t)count, sizeof(double));
  optimizer_clear(&optimizer);
  return optimizer;
}

// One update of every parameter from its gradient.
void optimizer_step(Optimizer *optimizer, Arena *arena) {
  optimizer->t++;
  optimizer->kind->step(optimizer, arena->node);
}

// Sets every gradient to 0, since backward adds to what is there.
void optimizer_zero_grad(const Optimizer *optimizer, Arena *arena) {
  for (int i = 0; i < optimizer->count; i++) arena->node[i].grad = 0.0;
}

// Brings every parameter nearer to 0 by `by`, and to 0 if it is that near: L1 that gives exact zeros.
//
// It is the proximal operator of by * |p|. Source: N. Parikh and S. Boyd, "Proximal algorithms" (2014), 6.5.2.
void optimizer_shrink(const Optimizer *optimizer, Arena *arena, double by) {
  for (int i = 0; i < optimizer->count; i++) {
    double *p = &arena->node[i].data;
    if (*p > by) *p -= by;
    else if (*p < -by) *p += by;
    else if (*p == *p) *p = 0.0;  // nan stays
  }
}

const char *const SHRINK = "{data} = sign(moved)·max(|moved| − {lr}·{l1}, 0)";

// Another optimiser's moments mean something else: this one starts anew.
void optimizer_clear(Optimizer *optimizer) {
  optimizer->t = 0;
  for (int i = 0; i < optimizer->count; i++) optimizer->m[i] = optimizer->v[i] = 0.0;
}

void optimizer_free(Optimizer *optimizer) {
  memory_free(optimizer->m);
  memory_free(optimizer->v);
  *optimizer = (Optimizer){0};
}

// Adam with decoupled weight decay: a running mean of the gradient over that of its square.
//
// The weight decay applies to biases too. Source: I. Loshchilov and F. Hutter, "Decoupled weight decay regularization"
// (2019), algorithm 2.
static void adamw_step(Optimizer *o, Node *parameters) {
  const double beta1 = o->beta1, beta2 = o->beta2, eps = o->eps;
  // m and v start at 0; dividing by what they have seen so far takes that bias away
  double seen1 = 1.0 - ieee_pow(beta1, (double)o->t);
  double seen2 = 1.0 - ieee_pow(beta2, (double)o->t);
  for (int i = 0; i < o->count; i++) {
    Node *p = &parameters[i];
    double g = p->grad;
    o->m[i] = beta1 * o->m[i] + (1.0 - beta1) * g;
    o->v[i] = beta2 * o->v[i] + (1.0 - beta2) * ieee_pow(g, 2.0);
    double m_hat = o->m[i] / seen1;
    double v_hat = o->v[i] / seen2;
    p->data -= o->lr * (m_hat / (ieee_pow(v_hat, 0.5) + eps) + o->weight_decay * p->data);
  }
}

// Gradient descent with momentum: m adds up the gradients and is multiplied by momentum at each step.
static void sgd_step(Optimizer *o, Node *parameters) {
  for (int i = 0; i < o->count; i++) {
    Node *p = &parameters[i];
    o->m[i] = o->momentum * o->m[i] + p->grad;
    p->data -= o->lr * (o->m[i] + o->weight_decay * p->data);
  }
}

const OptimizerKind OPTIMIZERS[] = {
    {
        .name = "adamw",
        .title = "AdamW",
        .function = "adamw_step",
        .step = adamw_step,
        .hyper = {"lr", "beta1", "beta2", "eps", "weight_decay"},
        .m = "running mean of the gradient",
        .v = "running mean of its square",
        .rule =
            {
                "{m} = {beta1}·{m} + (1 − {beta1})·{grad}",
                "{v} = {beta2}·{v} + (1 − {beta2})·{grad}²",
                "m_hat = {m} / (1 − {beta1}^{t})",
                "v_hat = {v} / (1 − {beta2}^{t})",
                "{data} −= {lr}·(m_hat / (√v_hat + {eps}) + {weight_decay}·{data})",
            },
    },
    {
        .name = "sgd",
        .title = "SGD with momentum",
        .function = "sgd_step",
        .step = sgd_step,
        .hyper = {"lr", "momentum", "weight_decay"},
        .m = "sum of the gradients, the earlier ones multiplied by momentum at each step",
        .rule = {"{m} = {momentum}·{m} + {grad}", "{data} −= {lr}·({m} + {weight_decay}·{data})"},
    },
    {.name = NULL},
};
