// The forward pass in plain doubles, for when nobody asks for a gradient (PyTorch's no_grad).
//
// The same operations in the same order as the graph, so the same bits, without a node per operation: the val loss of
// every step and the picture of the decision boundary come from here.

#include <math.h>
#include <stdlib.h>

#include "micrograd.h"

// max(x, 0); a nan stays nan.
double plain_relu(double x) { return x <= 0.0 ? 0.0 : x; }

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

static double neuron(const double *w, int nin, const Nonlin *nonlin, const double *x);

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

static double total(const double *ex);

// softmax(logits), the largest logit always subtracted, so that a picture never overflows.
void predictor_probabilities(Predictor *predictor, double x, double y, double out[CLASSES]) {
  const double *z = predictor_logits(predictor, x, y);
  double m = plain_largest(z);
  for (int i = 0; i < CLASSES; i++) out[i] = exp(z[i] - m);
  double denom = total(out);
  for (int i = 0; i < CLASSES; i++) out[i] /= denom;
}

// One point's loss, with the bits that the graph of the loss has.
double predictor_loss(Predictor *predictor, const Point *point, const Loss *loss) {
  return loss->plain(predictor_logits(predictor, point->x, point->y), point->label);
}

void predictor_free(Predictor *predictor) {
  free(predictor->parameters);
  free(predictor->in);
  free(predictor->out);
  *predictor = (Predictor){0};
}

// nonlin(((b + w0*x0) + w1*x1) + …), with b behind the last weight
static double neuron(const double *w, int nin, const Nonlin *nonlin, const double *x) {
  double act = w[nin];
  for (int i = 0; i < nin; i++) act += w[i] * x[i];
  return nonlin ? nonlin->plain(act) : act;
}

// --- twins of the losses in nn.py ---

// The largest logit, scanning from the first with `>`.
double plain_largest(const double *z) {
  double m = z[0];
  for (int i = 1; i < CLASSES; i++) {
    if (z[i] > m) m = z[i];
  }
  return m;
}

// (ex0 + ex1) + ex2
static double total(const double *ex) {
  double denom = ex[0];
  for (int i = 1; i < CLASSES; i++) denom += ex[i];
  return denom;
}

// -log softmax(z)[label], step by step.
double plain_nll(const double *z, int label) {
  double ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) ex[i] = exp(z[i]);
  return log(ex[label] * ieee_pow(total(ex), -1.0)) * -1.0;
}

// log(sum(e**(z - m))) - (z_label - m)
double plain_logsumexp(const double *z, int label) {
  double m = plain_largest(z), s[CLASSES], ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) s[i] = z[i] + -m;
  for (int i = 0; i < CLASSES; i++) ex[i] = exp(s[i]);
  return log(total(ex)) + s[label] * -1.0;
}
