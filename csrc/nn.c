// Neurons, layers and the multi-layer perceptron: everything a network is, out of Values.
//
//     Mlp model = mlp_new(&arena, 2, (int[]){8, 3}, 2, nonlin_at(0), &rng);  // 8 * (2 + 1) + 3 * (8 + 1) parameters
//     const Value *logits = mlp_call(&model, &arena, inputs);

#include <math.h>
#include <stdlib.h>

#include "micrograd.h"

// The operations that a neuron may apply, in the order of OPERATIONS: Python's NONLINS.
const Operation *nonlin_at(int i) {
  for (int op = 0; op < OP_COUNT; op++) {
    if (OPERATIONS[op].nonlin && i-- == 0) return &OPERATIONS[op];
  }
  return NULL;
}

// nonlin(((b + w0*x0) + w1*x1) + …), with weights from uniform(-1, 1) / sqrt(nin) and b = 0.
static Neuron neuron_new(Arena *arena, int nin, const Operation *nonlin, Rng *rng) {
  Neuron neuron = {.w = arena->count, .nin = nin, .nonlin = nonlin};
  for (int i = 0; i < nin; i++) value_new(arena, rng_uniform(rng, -1.0, 1.0) * pow(nin, -0.5));
  neuron.b = value_new(arena, 0.0);
  return neuron;
}

static Value neuron_call(const Neuron *neuron, Arena *arena, const Value *x) {
  Value act = neuron->b;
  for (int i = 0; i < neuron->nin; i++) act = value_add(arena, act, value_mul(arena, neuron->w + i, x[i]));
  return neuron->nonlin ? neuron->nonlin->nonlin(arena, act) : act;
}

// nout neurons that read the same nin inputs.
static Layer layer_new(Arena *arena, int nin, int nout, const Operation *nonlin, Rng *rng) {
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
Mlp mlp_new(Arena *arena, int nin, const int *nouts, int count, const Operation *nonlin, Rng *rng) {
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
    memory_free(model->layers[i].neurons);
    memory_free(model->layers[i].out);
  }
  memory_free(model->layers);
  *model = (Mlp){0};
}
