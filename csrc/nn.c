// Neurons, layers, the multi-layer perceptron, and the losses: everything a network is, out of Values.
//
//     Mlp model = mlp_new(&arena, 2, (int[]){8, 3}, 2, &NONLINS[0], &rng);  // 8 * (2 + 1) + 3 * (8 + 1) parameters
//     Value loss = value_nll(&arena, mlp_call(&model, &arena, inputs), 2);
//     value_backward(&arena, loss);

#include <math.h>
#include <stdlib.h>

#include "micrograd.h"

const Nonlin NONLINS[] = {{"tanh", value_tanh, tanh}, {"relu", value_relu, plain_relu}, {NULL, NULL, NULL}};

// nonlin(((b + w0*x0) + w1*x1) + …), with weights from uniform(-1, 1) / sqrt(nin) and b = 0.
static Neuron neuron_new(Arena *arena, int nin, const Nonlin *nonlin, Rng *rng) {
  Neuron neuron = {.w = arena->count, .nin = nin, .nonlin = nonlin};
  for (int i = 0; i < nin; i++) value_new(arena, rng_uniform(rng, -1.0, 1.0) * pow(nin, -0.5));
  neuron.b = value_new(arena, 0.0);
  return neuron;
}

static Value neuron_call(const Neuron *neuron, Arena *arena, const Value *x) {
  Value act = neuron->b;
  for (int i = 0; i < neuron->nin; i++) act = value_add(arena, act, value_mul(arena, neuron->w + i, x[i]));
  return neuron->nonlin ? neuron->nonlin->value(arena, act) : act;
}

// nout neurons that read the same nin inputs.
static Layer layer_new(Arena *arena, int nin, int nout, const Nonlin *nonlin, Rng *rng) {
  Layer layer = {.nin = nin, .nout = nout};
  layer.neurons = memory_resize(NULL, (size_t)nout, sizeof(Neuron));
  layer.out = memory_resize(NULL, (size_t)nout, sizeof(Value));
  for (int i = 0; i < nout; i++) layer.neurons[i] = neuron_new(arena, nin, nonlin, rng);
  return layer;
}

static const Value *layer_call(const Layer *layer, Arena *arena, const Value *x) {
  for (int i = 0; i < layer->nout; i++) layer->out[i] = neuron_call(&layer->neurons[i], arena, x);
  return layer->out;
}

// A multi-layer perceptron: nouts are the sizes of its layers. Hidden layers apply `nonlin`, the last layer is linear.
Mlp mlp_new(Arena *arena, int nin, const int *nouts, int count, const Nonlin *nonlin, Rng *rng) {
  Mlp model = {.count = count, .layers = memory_resize(NULL, (size_t)count, sizeof(Layer))};
  for (int i = 0; i < count; i++) {
    model.layers[i] = layer_new(arena, i ? nouts[i - 1] : nin, nouts[i], i < count - 1 ? nonlin : NULL, rng);
  }
  return model;
}

const Value *mlp_call(Mlp *model, Arena *arena, const Value *x) {
  for (int i = 0; i < model->count; i++) x = layer_call(&model->layers[i], arena, x);
  return x;
}

void mlp_free(Mlp *model) {
  for (int i = 0; i < model->count; i++) {
    free(model->layers[i].neurons);
    free(model->layers[i].out);
  }
  free(model->layers);
  *model = (Mlp){0};
}

// --- losses: one point's logits and label -> how wrong they are, in nats ---

// (x0 + x1) + x2
static Value sum(Arena *arena, const Value *x) {
  Value total = x[0];
  for (int i = 1; i < CLASSES; i++) total = value_add(arena, total, x[i]);
  return total;
}

// -log softmax(logits)[label], step by step as it is taught. Overflows when a logit passes 709.
Value value_nll(Arena *arena, const Value *logits, int label) {
  Value ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) ex[i] = value_exp(arena, logits[i]);
  Value denom = sum(arena, ex);
  Value p = value_div(arena, ex[label], denom);
  return value_neg(arena, value_log(arena, p));
}

// The same loss with the largest logit subtracted first, so that no exponential overflows.
//
// -log(e**z_l / sum(e**z)) = log(sum(e**(z - m))) - (z_l - m) for any m; m = max(z) is a constant here, because its
// derivative cancels.
Value value_logsumexp(Arena *arena, const Value *logits, int label) {
  double m = arena->node[logits[0]].data;
  for (int i = 1; i < CLASSES; i++) {
    double z = arena->node[logits[i]].data;
    if (z > m) m = z;
  }
  Value minus_m = value_new(arena, -m);
  arena->shift = minus_m;
  Value s[CLASSES], ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) s[i] = value_add(arena, logits[i], minus_m);
  for (int i = 0; i < CLASSES; i++) ex[i] = value_exp(arena, s[i]);
  Value denom = sum(arena, ex);
  return value_sub(arena, value_log(arena, denom), s[label]);
}

const Loss LOSSES[] = {
    {"nll", value_nll, plain_nll},
    {"logsumexp", value_logsumexp, plain_logsumexp},
    {NULL, NULL, NULL},
};

// (0 + l0 + l1 + …) * (1/n), summed in order; count > 0.
Value value_mean(Arena *arena, const Value *losses, int count) {
  Value total = value_new(arena, 0.0);
  for (int i = 0; i < count; i++) total = value_add(arena, total, losses[i]);
  return value_mul(arena, total, value_new(arena, 1.0 / count));
}
