// Session: one training run, as the command line and the page drive it.
//
// Commands change the run: restore, step, set_points, set_hyper, set_variant. Queries look at it and leave parameters,
// gradients and moments untouched: snapshot, trace, surface, predict, and those of inside.c and replay.c.

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

const char *const HYPER[] = {"batch_size", "loss",  "optimizer", "lr",  "schedule",     "schedule_steps", "momentum",
                             "beta1",      "beta2", "eps", "weight_decay", "l1",           NULL};

static void configure_optimizer(Session *session);

// A data set, a network and an optimiser.
//
// The data are drawn first, then the parameters, then the noise: noise changes neither.
void session_open(Session *session, Config *config) {
  *session = (Session){.config = *config, .n = (int)config->n, .train = NAN, .val = NAN, .zero_grad = true};
  *config = (Config){0};
  Rng rng = {session->config.seed};
  session->points = make_dataset(&DATASETS[session->config.dataset], session->n, &rng, session->config.split);

  const Sizes *hidden = &session->config.layers;
  int *nouts = memory_resize(NULL, (size_t)hidden->count + 1, sizeof(int));
  for (int i = 0; i < hidden->count; i++) nouts[i] = hidden->size[i];
  nouts[hidden->count] = CLASSES;
  session->model = mlp_new(&session->arena, 2, nouts, hidden->count + 1, nonlin_at(session->config.nonlin), &rng);
  memory_free(nouts);

  session->parameters = session->arena.count;
  for (Value p = 0; p < session->parameters; p++) session->arena.node[p].data *= session->config.init_scale;
  if (session->config.noise > 0.0) add_noise(session->points, session->n, session->config.noise, &rng);
  session->optimizer = optimizer_new(session->parameters);
  configure_optimizer(session);
}

// All that can be made again, but for the arena.
static void free_scratch(Session *session) {
  predictor_free(&session->predictor);
  graph_free(&session->graph);
  names_free(&session->names);
  memory_free(session->losses);
  memory_free(session->batch);
  memory_free(session->epoch.order);
  session->losses = NULL;
  session->batch = NULL;
  session->epoch = (Epoch){0};
}

void session_close(Session *session) {
  config_free(&session->config);
  memory_free(session->points);
  mlp_free(&session->model);
  arena_free(&session->arena);
  optimizer_free(&session->optimizer);
  free_scratch(session);
  *session = (Session){0};
}

// Does what a step does before it changes anything, so that a step won't run out of memory.
void session_prepare(Session *session) {
  Text error = {0};
  Value loss, count;
  arena_rewind(&session->arena, session->parameters);
  if (session_training_loss(session, &session->arena, &loss, &error)) topological_order(&session->arena, loss, &count);
  session_split_loss(session, VAL);
  arena_rewind(&session->arena, session->parameters);
  text_free(&error);
}

// Keeps the points, the parameters, the moments and the settings.
void session_shrink(Session *session) {
  arena_shrink(&session->arena, session->parameters);
  free_scratch(session);
}

// --- commands ---

// One update from the train points of its mini-batch; leaves the train and val loss before it in the session.
//
// The train loss is that of the mini-batch. Refuses when there is no train point.
bool session_step(Session *session, Text *error) {
  Arena *arena = &session->arena;
  arena_rewind(arena, session->parameters);
  Value loss, count;
  if (!session_training_loss(session, arena, &loss, error)) return false;
  double val = session_split_loss(session, VAL);
  topological_order(arena, loss, &count);  // for backward: nothing has changed yet if memory runs out here
  session->train = arena->node[loss].data;
  session->val = val;
  if (session->zero_grad) optimizer_zero_grad(&session->optimizer, arena);
  value_backward(arena, loss);
  session->optimizer.lr = session_learning_rate(session);
  optimizer_step(&session->optimizer, arena);
  session_end_step(session);
  return true;
}

// What follows every update: the L1 penalty, and the count.
void session_end_step(Session *session) {
  const double l1 = session->config.l1;
  if (l1 > 0.0) optimizer_shrink(&session->optimizer, &session->arena, session->optimizer.lr * l1);
  session->steps++;
}

// Replaces the points. The refusal names the first that is not finite or has no such label or split.
bool session_set_points(Session *session, const Point *points, int n, Text *error) {
  for (int i = 0; i < n; i++) {
    if (!check_point(&points[i], error)) return false;
  }
  session->points = memory_resize(session->points, (size_t)n, sizeof(Point));
  if (n) memcpy(session->points, points, (size_t)n * sizeof(Point));
  session->n = n;
  return true;
}

// Changes settings of HYPER, such as the optimiser or its numbers, between two steps.
//
// Another optimizer starts with empty moments and t = 0, since m and v mean something else to it: the first move of AdamW
// is lr, whatever went before. Refuses a value out of range, or a setting that needs a new Session; then nothing changes.
bool session_set_hyper(Session *session, const char *lines, const double *numbers, Text *error) {
  Config changed = session->config;  // shares the layers, which no such setting touches
  if (!config_read(&changed, lines, numbers, HYPER, error)) return false;
  session->config = changed;
  const OptimizerKind *old = session->optimizer.kind;
  configure_optimizer(session);
  if (session->optimizer.kind != old) optimizer_clear(&session->optimizer);
  return true;
}

// With zero_grad false, steps leave out zero_grad: every gradient is added to those before it.
//
// The experiment of one who forgets it; session_gradient gives the true gradient beside the accumulated one.
void session_set_variant(Session *session, bool zero_grad) { session->zero_grad = zero_grad; }

// Goes on from a snapshot of this network, from either engine, with the same bits.
//
// A snapshot of another optimizer leaves this one with empty moments and t = 0. Refuses one of another number of
// parameters, or of an optimizer that doesn't exist.
bool session_restore(Session *session, int parameters, const double *snapshot, Text *error) {
  int count = session->parameters, kinds = 0;
  while (OPTIMIZERS[kinds].name) kinds++;
  int kind = 0.0 <= snapshot[3] && snapshot[3] < kinds ? (int)snapshot[3] : kinds;
  if (!check_index("a snapshot's optimizer", kind, kinds, error)) return false;
  if (!check_count("a snapshot's step", snapshot[0], error) || !check_count("a snapshot's t", snapshot[4], error)) return false;
  if (parameters != count) {
    text_refuse(error, (const char *[]){"a snapshot of ", NULL});
    text_add_int(error, parameters);
    text_add(error, " parameters; the network has ");
    text_add_int(error, count);
    return false;
  }
  const double *data = snapshot + SNAPSHOT_HEAD, *grad = data + count, *m = grad + count, *v = m + count;
  for (int i = 0; i < count; i++) {
    session->arena.node[i].data = data[i];
    session->arena.node[i].grad = grad[i];
  }
  Optimizer *optimizer = &session->optimizer;
  optimizer_clear(optimizer);
  if (kind == session->config.optimizer) {
    optimizer->t = (int64_t)snapshot[4];
    memcpy(optimizer->m, m, (size_t)count * sizeof *m);
    memcpy(optimizer->v, v, (size_t)count * sizeof *v);
  }
  session->steps = (int64_t)snapshot[0];
  session->train = snapshot[1];
  session->val = snapshot[2];
  return true;
}

// --- queries ---

// A copy of the training state: SNAPSHOT_HEAD + 4 * parameters doubles.
void session_snapshot(const Session *session, double *out) {
  int count = session->parameters;
  double *data = out + SNAPSHOT_HEAD, *grad = data + count, *m = grad + count, *v = m + count;
  out[0] = (double)session->steps;
  out[1] = session->train;
  out[2] = session->val;
  out[3] = session->config.optimizer;
  out[4] = (double)session->optimizer.t;
  for (int i = 0; i < count; i++) {
    data[i] = session->arena.node[i].data;
    grad[i] = session->arena.node[i].grad;
    m[i] = session->optimizer.m[i];
    v[i] = session->optimizer.v[i];
  }
}

// The graph of one point's loss, with the gradients of a backward of its own, into session->graph.
bool session_trace(Session *session, double x, double y, int label, Text *error) {
  Point point = {x, y, label, TRAIN};
  if (!check_point(&point, error)) return false;
  Arena arena = session_arena(session);
  PointGraph graph = session_point_graph(session, &arena, &point);
  value_backward(&arena, graph.loss);
  point_names(&session->names, &arena, &session->model, &graph, &LOSSES[session->config.loss], label);
  graph_trace(&session->graph, &arena, graph.loss, &session->names);
  arena_free(&arena);
  return true;
}

// The probabilities of the classes over [-extent, extent]^2, at the centres of columns x rows cells: row by row from the
// top (y = extent), three numbers a cell.
void session_surface(Session *session, int columns, int rows, double extent, double *out) {
  predictor_read(&session->predictor, &session->model, &session->arena);
  for (int row = 0; row < rows; row++) {
    double y = (1.0 - (row + 0.5) / rows * 2.0) * extent;
    for (int column = 0; column < columns; column++, out += CLASSES) {
      double x = ((column + 0.5) / columns * 2.0 - 1.0) * extent;
      predictor_probabilities(&session->predictor, x, y, out);
    }
  }
}

// The probabilities of the classes at one point.
void session_predict(Session *session, double x, double y, double out[CLASSES]) {
  predictor_read(&session->predictor, &session->model, &session->arena);
  predictor_probabilities(&session->predictor, x, y, out);
}

// The learning rate of the coming step: what the schedule makes of lr.
double session_learning_rate(const Session *session) {
  const Config *config = &session->config;
  return SCHEDULES[config->schedule].rate(config->lr, session->steps, (int64_t)config->schedule_steps);
}

// The mean loss over a split in plain doubles, with the graph's bits; nan when it is empty.
double session_split_loss(Session *session, Split split) {
  predictor_read(&session->predictor, &session->model, &session->arena);
  double total = 0.0;
  int count = 0;
  for (int i = 0; i < session->n; i++) {
    const Point *p = &session->points[i];
    if (p->split != (int)split) continue;
    total += predictor_loss(&session->predictor, p, &LOSSES[session->config.loss]);
    count++;
  }
  return count ? total * (1.0 / count) : (double)NAN;
}

// --- graphs: what steps and queries have in common ---

// The places among the train points of those that the coming step sees: all without mini-batches. Returns how many.
int session_batch(Session *session) {
  session->batch = memory_resize(session->batch, (size_t)session->n, sizeof(int));
  int count = 0;
  for (int i = 0; i < session->n; i++) count += session->points[i].split == TRAIN;
  const Config *config = &session->config;
  return minibatch(&session->epoch, config->seed, session->steps, count, config->batch_size, session->batch);
}

// The mean loss over the coming step's train points as the root of its graph. Refuses when there is none.
bool session_training_loss(Session *session, Arena *arena, Value *loss, Text *error) {
  session->losses = memory_resize(session->losses, (size_t)session->n, sizeof(Value));
  const int size = session_batch(session);
  int count = 0, place = 0;
  for (int i = 0; i < session->n && count < size; i++) {
    const Point *p = &session->points[i];
    if (p->split != TRAIN || place++ != session->batch[count]) continue;
    session->losses[count++] = session_point_graph(session, arena, p).loss;
  }
  static const char *const NO_POINT[] = {"the mean of no losses is not defined: a step needs at least one train point", NULL};
  if (!count) return text_refuse(error, NO_POINT);
  *loss = value_mean(arena, session->losses, count);
  return true;
}

// One point's graph, by the nodes that have a meaning outside of it: the inputs, the logits, the loss.
PointGraph session_point_graph(Session *session, Arena *arena, const Point *point) {
  PointGraph graph;
  graph.inputs[0] = value_new(arena, point->x);
  graph.inputs[1] = value_new(arena, point->y);
  memcpy(graph.logits, mlp_call(&session->model, arena, graph.inputs), sizeof graph.logits);
  graph.loss = LOSSES[session->config.loss].value(arena, graph.logits, point->label);
  return graph;
}

// The parameters in an arena of its own, with gradients of 0: a graph that is built there leaves no mark on the run,
// not even on the order that its steps reuse. The caller frees it.
Arena session_arena(const Session *session) {
  Arena arena = {0};
  for (Value i = 0; i < session->parameters; i++) value_new(&arena, session->arena.node[i].data);
  return arena;
}

// The optimiser that the settings name, with the moments and the t that it has.
static void configure_optimizer(Session *session) {
  const Config *config = &session->config;
  session->optimizer.kind = &OPTIMIZERS[config->optimizer];
  session->optimizer.lr = config->lr;
  session->optimizer.momentum = config->momentum;
  session->optimizer.beta1 = config->beta1;
  session->optimizer.beta2 = config->beta2;
  session->optimizer.eps = config->eps;
  session->optimizer.weight_decay = config->weight_decay;
}
