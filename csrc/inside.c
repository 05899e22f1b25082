// Inside a step: the gradient and the loss point by point, the loss around it, and what a wrong backward would make of it.
//
// Queries over a session, which they leave as it is; nodes are identified by id in the graph of session_trace.

#include "inside.h"

#include <stdlib.h>
#include <string.h>

void answer_resize(Answer *answer, size_t count) {
  answer->number = memory_resize(answer->number, count, sizeof(double));
  answer->count = count;
}

void answer_free(Answer *answer) {
  memory_free(answer->number);
  *answer = (Answer){0};
}

// --- the training gradient: whole, and split by point ---

// The gradient of the training loss at the present parameters: what the next step would follow.
//
// A snapshot's grad is that of the step before, at other parameters, and the sum of several without zero_grad. Refuses
// when there is no train point.
bool session_gradient(Session *session, Answer *answer, Text *error) {
  Arena arena = session_arena(session);
  Value loss;
  bool done = session_training_loss(session, &arena, &loss, error);
  if (done) {
    value_backward(&arena, loss);
    answer_resize(answer, (size_t)session->parameters);
    for (Value p = 0; p < session->parameters; p++) answer->number[p] = arena.node[p].grad;
  }
  arena_free(&arena);
  return done;
}

// What each train point contributes to one parameter's gradient, in the order of the points.
//
// It is what arrives from the point inside the training loss, 1/n included. Backward comes to the last point first;
// added in that order, from 0.0 on, they are the gradient, to the last bit. Each is a single product
// local * out.grad, since a network uses a parameter once per point; 0 for a point that is not in the coming step's
// mini-batch. Refuses a parameter that does not exist, and when there is no train point.
bool session_contributions(Session *session, int parameter, Answer *answer, Text *error) {
  if (!check_index("a parameter", parameter, session->parameters, error)) return false;
  Arena arena = session_arena(session);
  Value loss;
  bool done = session_training_loss(session, &arena, &loss, error);
  if (done) {
    value_backward(&arena, loss);
    Value count;
    const Value *order = topological_order(&arena, loss, &count);
    answer_resize(answer, (size_t)session->n);
    answer->count = 0;
    for (int i = 0; i < session->n; i++) {
      if (session->points[i].split == TRAIN) answer->number[answer->count++] = 0.0;
    }
    const int *place = session->batch;
    for (Value i = 0; i < count; i++) {
      const Node *out = &arena.node[order[i]];
      for (int j = 0; j < 2; j++) {
        if (out->prev[j] == parameter) answer->number[*place++] = out->local[j] * out->grad;
      }
    }
  }
  arena_free(&arena);
  return done;
}

// --- point by point: the predicted class and the loss ---

// The predicted class of every point, whatever its split: the first of the largest logits.
//
// Where it is the label, the prediction is right; the share of those in a split is its accuracy.
bool session_predictions(Session *session, Answer *answer) {
  answer_resize(answer, (size_t)session->n);
  predictor_read(&session->predictor, &session->model, &session->arena);
  for (int i = 0; i < session->n; i++) {
    const double *z = predictor_logits(&session->predictor, session->points[i].x, session->points[i].y);
    int best = 0;
    for (int j = 1; j < CLASSES; j++) {
      if (z[j] > z[best]) best = j;
    }
    answer->number[i] = best;
  }
  return true;
}

// The loss of each train point, in the order of the points; the training loss is their mean.
bool session_point_losses(Session *session, Answer *answer) {
  answer_resize(answer, (size_t)session->n);
  answer->count = 0;
  predictor_read(&session->predictor, &session->model, &session->arena);
  for (int i = 0; i < session->n; i++) {
    const Point *p = &session->points[i];
    if (p->split != TRAIN) continue;
    answer->number[answer->count++] = predictor_loss(&session->predictor, p, &LOSSES[session->config.loss]);
  }
  return true;
}

// --- the training loss over two parameters ---

// The training loss with other values of two parameters; all the others have the values that they have.
//
// The first goes from left to right, the second from bottom to top: at the centres of columns x rows cells, row by row
// from the top, with the bits that a step there would log. Forward passes only: a cell costs as much as the val loss of
// as many points. nan without a train point. Refuses a parameter or a grid that does not exist, and a parameter beside
// itself.
bool session_landscape(Session *session, const int parameter[2], const double edges[4], int columns, int rows, Answer *answer,
                       Text *error) {
  for (int i = 0; i < 2; i++) {
    if (!check_index("a parameter", parameter[i], session->parameters, error)) return false;
  }
  if (parameter[0] == parameter[1]) {
    text_refuse(error, (const char *[]){"the two parameters must be different, not both ", NULL});
    text_add_int(error, parameter[0]);
    return false;
  }
  if (!check_grid(columns, rows, 0.0, error)) return false;
  static const char *const EDGES[] = {"left", "right", "bottom", "top"};
  for (int i = 0; i < 4; i++) {
    if (!check_finite(EDGES[i], edges[i], error)) return false;
  }
  double left = edges[0], right = edges[1], bottom = edges[2], top = edges[3];
  // all memory before the first change, since running out of it ends the call
  answer_resize(answer, (size_t)columns * (size_t)rows);
  predictor_read(&session->predictor, &session->model, &session->arena);
  double *p = &session->arena.node[parameter[0]].data, *q = &session->arena.node[parameter[1]].data;
  const double held[2] = {*p, *q};
  double *next = answer->number;
  for (int row = 0; row < rows; row++) {
    *q = top - (row + 0.5) / rows * (top - bottom);
    for (int column = 0; column < columns; column++) {
      *p = left + (column + 0.5) / columns * (right - left);
      *next++ = session_split_loss(session, TRAIN);
    }
  }
  *p = held[0];
  *q = held[1];
  return true;
}

// --- the naive order: backward without the topological sort ---

static const double MAX_VISITS = 3000000.0;

static const char TOO_MANY[] = "the naive order would make more than 3000000 visits: it walks every path";

static void take_grads(Node *node, const Value *order, Value count, double *out);

// The gradient of one point's loss, or of another node of its graph, by the naive and the true order, one entry per
// node, and how often the naive order came to it; 0 for a node that the root doesn't depend on.
//
// Refuses a root that is no node, and when the naive order would make more than 3,000,000 visits.
bool session_naive(Session *session, const Point *point, int root, Answer *answer, Text *error) {
  if (!check_point(point, error)) return false;
  Arena arena = session_arena(session);
  Value count, loss = session_point_graph(session, &arena, point).loss;
  const Value *lent = topological_order(&arena, loss, &count);
  Value *order = memory_resize(NULL, (size_t)count, sizeof(Value));  // backward from another root finds another one
  memcpy(order, lent, (size_t)count * sizeof(Value));
  double *visits = NULL;
  bool done = root == NONE || check_index("a node", root, count, error);
  if (done) {
    Value top = root == NONE ? loss : order[root];
    visits = count_visits(&arena, top);
    double total = 0.0;
    for (Value v = 0; v <= top; v++) total += visits[v];
    done = total <= MAX_VISITS || text_refuse(error, (const char *[]){TOO_MANY, NULL});
    if (done) {
      answer_resize(answer, 3 * (size_t)count);
      double *naive = answer->number, *grad = naive + count, *visited = grad + count;
      value_backward(&arena, top);
      take_grads(arena.node, order, count, grad);
      naive_backward(&arena, top);
      take_grads(arena.node, order, count, naive);
      for (Value i = 0; i < count; i++) visited[i] = order[i] <= top ? visits[order[i]] : 0.0;
    }
  }
  memory_free(visits);
  memory_free(order);
  arena_free(&arena);
  return done;
}

// Copies the gradients and sets them to 0.
static void take_grads(Node *node, const Value *order, Value count, double *out) {
  for (Value i = 0; i < count; i++) {
    out[i] = node[order[i]].grad;
    node[order[i]].grad = 0.0;
  }
}

// How often naive_backward comes to each node up to root, by its index: once per path. Doubles, as there may be 1e300
// paths. The caller frees them.
double *count_visits(const Arena *arena, Value root) {
  double *visits = memory_resize(NULL, (size_t)root + 1, sizeof(double));
  for (Value v = 0; v < root; v++) visits[v] = 0.0;
  visits[root] = 1.0;
  for (Value out = root; out >= 0; out--) {  // operands are made before their results
    const Value *prev = arena->node[out].prev;
    if (prev[0] != NONE) visits[prev[0]] += visits[out];
    if (prev[1] != NONE) visits[prev[1]] += visits[out];
  }
  return visits;
}

// Backward as one would write it first: pass on what has arrived, go to each operand, do the same there.
//
// A node that is used twice is visited twice, the first time before all of its gradient is there, and the second time
// it passes on once more what it has passed on already. On a tree that can't happen.
void naive_backward(Arena *arena, Value root) {
  Node *node = arena->node;
  node[root].grad = 1.0;
  Value *stack = memory_resize(NULL, (size_t)root + 2, sizeof(Value));  // a visit replaces a node by at most two
  size_t depth = 0;
  stack[depth++] = root;
  while (depth) {
    const Node *out = &node[stack[--depth]];
    double grad = out->grad;
    if (out->prev[0] != NONE) node[out->prev[0]].grad += out->local[0] * grad;
    if (out->prev[1] != NONE) node[out->prev[1]].grad += out->local[1] * grad;
    if (out->prev[1] != NONE) stack[depth++] = out->prev[1];
    if (out->prev[0] != NONE) stack[depth++] = out->prev[0];
  }
  memory_free(stack);
}

// --- = in place of +=: backward that overwrites ---

// The gradient of one point's loss with = in place of +=, and the true one: both in topological order.
bool session_overwritten(Session *session, const Point *point, Answer *answer, Text *error) {
  if (!check_point(point, error)) return false;
  Arena arena = session_arena(session);
  Value count, loss = session_point_graph(session, &arena, point).loss;
  value_backward(&arena, loss);
  const Value *order = topological_order(&arena, loss, &count);
  answer_resize(answer, 2 * (size_t)count);
  double *overwritten = answer->number, *grad = overwritten + count;
  take_grads(arena.node, order, count, grad);
  overwriting_backward(&arena, loss);
  take_grads(arena.node, order, count, overwritten);
  arena_free(&arena);
  return true;
}

// Backward in the right order, with = in place of +=: each consumer wipes out what those before added.
//
// Of a node's consumers only the last to come, the first in topological order, leaves its contribution.
void overwriting_backward(Arena *arena, Value root) {
  Value count;
  const Value *order = topological_order(arena, root, &count);
  Node *node = arena->node;
  node[root].grad = 1.0;
  while (count-- > 0) {
    const Node *out = &node[order[count]];
    double grad = out->grad;
    if (out->prev[0] != NONE) node[out->prev[0]].grad = out->local[0] * grad;
    if (out->prev[1] != NONE) node[out->prev[1]].grad = out->local[1] * grad;
  }
}
