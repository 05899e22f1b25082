// The graph as data: every node of it in topological order, with the name that a person would give it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

enum { OPERANDS = 2 };
static const size_t UNNAMED = SIZE_MAX;

static void graph_resize(Graph *graph, Value count) {
  graph->count = count;
  if (count <= graph->capacity) return;
  size_t room = (size_t)count;
  graph->capacity = count;
  graph->op = memory_resize(graph->op, room, 1);
  graph->role = memory_resize(graph->role, room, 1);
  graph->k = memory_resize(graph->k, room, sizeof(double));
  graph->data = memory_resize(graph->data, room, sizeof(double));
  graph->grad = memory_resize(graph->grad, room, sizeof(double));
  graph->prev = memory_resize(graph->prev, room, OPERANDS * sizeof(Value));
  graph->local = memory_resize(graph->local, room, OPERANDS * sizeof(double));
  graph->contribution = memory_resize(graph->contribution, room, OPERANDS * sizeof(double));
  graph->name = memory_resize(graph->name, room, sizeof(size_t));
}

// Name and role of the i-th node; v0, v1, … and input or result for one that point_names doesn't know.
static void graph_add_name(Graph *graph, Value i, const Node *node, Value v, const Names *names) {
  graph->name[i] = graph->names.length;
  if (names && v < names->count && names->name[v] != UNNAMED) {
    graph->role[i] = names->role[v];
    text_add(&graph->names, names->text.bytes + names->name[v]);
  } else {
    graph->role[i] = node->prev[0] == NONE ? ROLE_INPUT : ROLE_RESULT;
    text_add(&graph->names, "v");
    text_add_int(&graph->names, i);
  }
  text_add_bytes(&graph->names, "", 1);
}

// The graph that ends in root, as it is now.
void graph_trace(Graph *graph, Arena *arena, Value root, const Names *names) {
  Value count;
  const Value *order = topological_order(arena, root, &count);
  Value *ids = memory_resize(NULL, (size_t)root + 1, sizeof(Value));
  graph_resize(graph, count);
  text_clear(&graph->names);
  for (Value i = 0; i < count; i++) {
    const Node *node = &arena->node[order[i]];
    ids[order[i]] = i;
    graph->op[i] = node->op;
    graph->k[i] = value_k(arena, order[i]);
    graph->data[i] = node->data;
    graph->grad[i] = node->grad;
    for (int j = 0; j < OPERANDS; j++) {
      bool is_operand = node->prev[j] != NONE;
      graph->prev[OPERANDS * i + j] = is_operand ? ids[node->prev[j]] : NONE;
      graph->local[OPERANDS * i + j] = is_operand ? node->local[j] : 0.0;
      graph->contribution[OPERANDS * i + j] = is_operand ? node->local[j] * node->grad : 0.0;
    }
    graph_add_name(graph, i, node, order[i], names);
  }
  free(ids);
}

const char *graph_name_of(const Graph *graph, Value i) { return graph->names.bytes + graph->name[i]; }

void graph_free(Graph *graph) {
  free(graph->op);
  free(graph->role);
  free(graph->k);
  free(graph->data);
  free(graph->grad);
  free(graph->prev);
  free(graph->local);
  free(graph->contribution);
  free(graph->name);
  text_free(&graph->names);
  *graph = (Graph){0};
}

// --- names: x, y; h3 with h3.w1, h3.w1*x, h3.sum1; z1 … z3; e1 …, denom, p2, loss ---

static Value prev(const Arena *arena, Value v, int i) { return arena->node[v].prev[i]; }

// Gives v a role and begins its name; what is added to the text until the next one is its name.
static Text *name_begin(Names *names, Value v, Role role) {
  text_add_bytes(&names->text, "", 1);
  names->name[v] = names->text.length;
  names->role[v] = (unsigned char)role;
  return &names->text;
}

// The name `before`, or with a number, which counts from 1, `before3after`.
static void name_set(Names *names, Value v, Role role, const char *before, int number, const char *after) {
  Text *text = name_begin(names, v, role);
  text_add(text, before);
  if (number) text_add_int(text, number);
  text_add(text, after);
}

static void add_layer_name(Text *text, const Mlp *model, int layer, int i);
static void name_neuron(Names *names, const Arena *arena, const Mlp *model, int layer, int i);
static void name_results(Names *names, const Arena *arena, Value loss, int label);
static void name_denom(Names *names, const Arena *arena, Value denom, bool shifted);

// Name and role of every node of one point's loss, right after its forward pass. Everything counts from 1: label 1 is
// class 2.
void point_names(Names *names, const Arena *arena, const Mlp *model, const Value *inputs, Value loss, int label) {
  names->count = arena->count;
  names->name = memory_resize(names->name, (size_t)names->count, sizeof(size_t));
  names->role = memory_resize(names->role, (size_t)names->count, 1);
  for (Value v = 0; v < names->count; v++) names->name[v] = UNNAMED;
  text_clear(&names->text);
  for (int layer = model->count - 1; layer >= 0; layer--) {
    for (int i = 0; i < model->layers[layer].nout; i++) name_neuron(names, arena, model, layer, i);
  }
  for (int i = 0; i < 2; i++) add_layer_name(name_begin(names, inputs[i], ROLE_INPUT), model, -1, i);
  name_results(names, arena, loss, label);
}

// z1, z2, z3 for the last layer; h1 … h8 for the only hidden one, h2.1 … when there are several; x, y.
static void add_layer_name(Text *text, const Mlp *model, int layer, int i) {
  if (layer < 0) {
    text_add(text, i ? "y" : "x");
    return;
  }
  bool is_last = layer == model->count - 1;
  text_add(text, is_last ? "z" : "h");
  if (!is_last && model->count > 2) {
    text_add_int(text, layer + 1);
    text_add(text, ".");
  }
  text_add_int(text, i + 1);
}

// Names a neuron's nodes, from its result down to its bias.
static void name_neuron(Names *names, const Arena *arena, const Mlp *model, int layer, int i) {
  const Neuron *neuron = &model->layers[layer].neurons[i];
  Value out = model->layers[layer].out[i];
  Value node = neuron->nonlin ? prev(arena, out, 0) : out;
  for (int j = neuron->nin; j > 0; j--) {
    Text *text = name_begin(names, node, ROLE_RESULT);
    add_layer_name(text, model, layer, i);
    text_add(text, ".sum");
    text_add_int(text, j);
    Value product = prev(arena, node, 1);
    name_begin(names, product, ROLE_RESULT);
    add_layer_name(text, model, layer, i);
    text_add(text, ".w");
    text_add_int(text, j);
    text_add(text, "*");
    add_layer_name(text, model, layer - 1, j - 1);
    name_begin(names, prev(arena, product, 0), ROLE_PARAM);
    add_layer_name(text, model, layer, i);
    text_add(text, ".w");
    text_add_int(text, j);
    node = prev(arena, node, 0);
  }
  Text *text = name_begin(names, node, ROLE_PARAM);
  add_layer_name(text, model, layer, i);
  text_add(text, ".b");
  name_begin(names, out, ROLE_RESULT);
  add_layer_name(text, model, layer, i);
}

// Names what lies between the logits and the loss, for both losses.
static void name_results(Names *names, const Arena *arena, Value loss, int label) {
  name_set(names, loss, ROLE_RESULT, "loss", 0, "");
  Value minus_one, denom;
  if (arena->node[loss].op == OP_MUL) {  // nll: log(p) * -1, p = e[label] * denom**-1
    Value log_p = prev(arena, loss, 0), p = prev(arena, log_p, 0), inverse = prev(arena, p, 1);
    minus_one = prev(arena, loss, 1);
    denom = prev(arena, inverse, 0);
    name_set(names, log_p, ROLE_RESULT, "log(p", label + 1, ")");
    name_set(names, p, ROLE_RESULT, "p", label + 1, "");
    name_set(names, inverse, ROLE_RESULT, "denom**-1", 0, "");
  } else {  // logsumexp: log(denom) + s[label] * -1, s = z + -m
    Value log_denom = prev(arena, loss, 0), minus_s = prev(arena, loss, 1), s = prev(arena, minus_s, 0);
    minus_one = prev(arena, minus_s, 1);
    denom = prev(arena, log_denom, 0);
    name_set(names, log_denom, ROLE_RESULT, "log(denom)", 0, "");
    name_set(names, minus_s, ROLE_RESULT, "-s", label + 1, "");
    name_set(names, prev(arena, s, 1), ROLE_CONST, "-m", 0, "");
  }
  name_set(names, minus_one, ROLE_CONST, "-1", 0, "");
  name_denom(names, arena, denom, arena->node[loss].op != OP_MUL);
}

// Names denom = (e1 + e2) + e3, its exponentials, and where the logits were shifted s1, s2, s3.
static void name_denom(Names *names, const Arena *arena, Value denom, bool shifted) {
  Value node = denom;
  for (int i = CLASSES; i > 0; i--) {
    Value e = i > 1 ? prev(arena, node, 1) : node;
    if (i == CLASSES) name_set(names, node, ROLE_RESULT, "denom", 0, "");
    else if (i > 1) name_set(names, node, ROLE_RESULT, "denom.sum", i - 1, "");
    name_set(names, e, ROLE_RESULT, "e", i, "");
    if (shifted) name_set(names, prev(arena, e, 0), ROLE_RESULT, "s", i, "");
    if (i > 1) node = prev(arena, node, 0);
  }
}

void names_free(Names *names) {
  free(names->name);
  free(names->role);
  text_free(&names->text);
  *names = (Names){0};
}

// --- drawing: the same picture from Graphviz as everybody's first notebook on micrograd ---

static const char *const FILL[ROLE_COUNT] = {"lightgreen", "lightblue", "lightgray", "white"};

static void add_escaped(Text *out, const char *string);

static void add_id(Text *out, const char *before, Value i) {
  text_add(out, before);
  text_add_int(out, i);
}

static void add_fixed(Text *out, const char *before, double number) {
  char text[FIXED_BYTES];
  text_add(out, before);
  text_add(out, double_fixed(number, 4, text));
}

// The graph in Graphviz's language: a box per node with data and grad, an ellipse per operation.
void graph_dot(const Graph *graph, Text *out) {
  text_clear(out);
  text_add(out, "digraph micrograd {\n  rankdir=LR\n");
  text_add(out, "  node [shape=record style=filled fontname=\"Courier\" fontsize=10 height=0.3]\n");
  text_add(out, "  edge [arrowsize=0.6]\n");
  for (Value i = 0; i < graph->count; i++) {
    add_id(out, "  n", i);
    text_add(out, " [label=\"{");
    add_escaped(out, graph_name_of(graph, i));
    add_fixed(out, "|data ", graph->data[i]);
    add_fixed(out, "|grad ", graph->grad[i]);
    text_add(out, "}\" fillcolor=");
    text_add(out, FILL[graph->role[i]]);
    text_add(out, "]\n");
    if (graph->op[i] == OP_LEAF) continue;
    char k[32] = "";
    if (graph->op[i] == OP_POW) snprintf(k, sizeof k, "%g", graph->k[i]);
    add_id(out, "  o", i);
    text_add(out, " [label=\"");
    text_add(out, OPS[graph->op[i]]);
    text_add(out, k);
    text_add(out, "\" shape=ellipse fillcolor=white]\n");
    add_id(out, "  o", i);
    add_id(out, " -> n", i);
    text_add(out, "\n");
    for (int j = 0; j < OPERANDS && graph->prev[OPERANDS * i + j] != NONE; j++) {
      add_id(out, "  n", graph->prev[OPERANDS * i + j]);
      add_id(out, " -> o", i);
      text_add(out, "\n");
    }
  }
  text_add(out, "}\n");
}

// The name with a backslash before what a record label would take for its own syntax.
static void add_escaped(Text *out, const char *string) {
  for (; *string; string++) {
    if (strchr("\\\"{}|<> ", *string)) text_add(out, "\\");
    text_add_bytes(out, string, 1);
  }
}
