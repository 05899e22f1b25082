// Queries that look inside a step: inside.c and replay.c, the twins of inside.py and replay.py. A page asks them;
// training needs none of them.
//
// None changes the session: each builds its graph in an arena of its own. Nodes are identified by their id in the graph of
// session_trace.

#ifndef INSIDE_H
#define INSIDE_H

#include "micrograd.h"

// The numbers of the last answer. Zero bytes are a valid empty one.
typedef struct {
  double *number;
  size_t count;
} Answer;

// --- inside.c: where the gradient comes from ---

void answer_resize(Answer *answer, size_t count);
void answer_free(Answer *answer);

bool session_gradient(Session *session, Answer *answer, Text *error);  // one number per parameter
bool session_contributions(Session *session, int parameter, Answer *answer, Text *error);  // one per train point
bool session_predictions(Session *session, Answer *answer);  // one class per point
bool session_point_losses(Session *session, Answer *answer);  // one number per train point
// One number per cell, row by row from the top; edges are left, right, bottom, top.
bool session_landscape(Session *session, const int parameter[2], const double edges[4], int columns, int rows, Answer *answer,
                       Text *error);
// All naive gradients, then all true ones, then the visits; root NONE means the loss.
bool session_naive(Session *session, const Point *point, int root, Answer *answer, Text *error);
double *count_visits(const Arena *arena, Value root);
void naive_backward(Arena *arena, Value root);
// All gradients with = in place of +=, then all true ones.
bool session_overwritten(Session *session, const Point *point, Answer *answer, Text *error);
void overwriting_backward(Arena *arena, Value root);

// --- replay.c: the forward pass once more ---

// The loss, the nudged loss, the change predicted and measured; then every node's new data.
bool session_nudge(Session *session, const Point *point, int node, double delta, Answer *answer, Text *error);
// One number per cell, row by row from the top.
bool session_field(Session *session, int node, int label, int columns, int rows, double extent, Answer *answer,
                   Text *error);

#endif
