// The forward pass in plain doubles, for when nobody asks for a gradient (PyTorch's no_grad).
//
// The same operations in the same order as the graph, so the same bits, without a node per operation: the val loss of
// every step and the picture of the decision boundary come from here.

#include <math.h>
#include <stdlib.h>

#include "micrograd.h"

// A network's parameters as plain doubles, read once for any number of points.
void predictor_read(Predictor *predictor, const Mlp *model, const Arena *arena) {
  size_t width = (size_t)model->layers[0].nin, count = 0;
  for (int i = 0; i < model->count; i++) {
    const Layer *layer = &model->layers[i];
    if ((size_t)layer->nout > width) width = (size_t)layer->nout;
    count += (size_t)layer->nout * ((size_t)layer->nin + 1);
  }
  if (predictor->model != model) {
    predictor->model = model;
    predictor->parameters = memory_resize(predictor->parameters, count, sizeof(double));
    predictor->in = memory_resize(predictor->in, width, sizeof(double));
    predictor->out = memory_resize(predictor->out, width, sizeof(double));
  }
  for (size_t i = 0; i < count; i++) predictor->parameters[i] = arena->node[i].data;
}

static double neuron(const double *w, int nin, const Operation *nonlin, const double *x);

// The outputs of the last layer for one input; lent until the next call.
const double *predictor_logits(Predictor *predictor, double x, double y) {
  predictor->out[0] = x;
  predictor->out[1] = y;
  for (int i = 0; i < predictor->model->count; i++) {
    const Layer *layer = &predictor->model->layers[i];
    double *in = predictor->out;
    predictor->out = predictor->in;
    predictor->in = in;
    for (int j = 0; j < layer->nout; j++) {
      const Neuron *n = &layer->neurons[j];
      predictor->out[j] = neuron(predictor->parameters + n->w, n->nin, n->nonlin, in);
    }
  }
  return predictor->out;
}

// softmax(logits), the largest logit always subtracted, so that a picture never overflows.
void predictor_probabilities(Predictor *predictor, double x, double y, double out[CLASSES]) {
  const double *z = predictor_logits(predictor, x, y);
  double m = plain_largest(z);
  for (int i = 0; i < CLASSES; i++) out[i] = exp(z[i] - m);
  double denom = plain_total(out);
  for (int i = 0; i < CLASSES; i++) out[i] /= denom;
}

// One point's loss, with the bits that the graph of the loss has.
double predictor_loss(Predictor *predictor, const Point *point, const Loss *loss) {
  return loss->plain(predictor_logits(predictor, point->x, point->y), point->label);
}

void predictor_free(Predictor *predictor) {
  memory_free(predictor->parameters);
  memory_free(predictor->in);
  memory_free(predictor->out);
  *predictor = (Predictor){0};
}

// nonlin(((b + w0*x0) + w1*x1) + …), with b behind the last weight
static double neuron(const double *w, int nin, const Operation *nonlin, const double *x) {
  double act = w[nin];
  for (int i = 0; i < nin; i++) act += w[i] * x[i];
  return nonlin ? nonlin->unary(act) : act;
}
