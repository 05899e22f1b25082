// The graph as data: every node of it in topological order, with the name that a person would give it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

enum { OPERANDS = 2 };
static const size_t UNNAMED = SIZE_MAX;

const char *const ROLES[ROLE_COUNT] = {"param", "input", "const", "result"};

static void graph_resize(Graph *graph, Value count) {
  graph->count = count;
  if (count <= graph->capacity) return;
  size_t room = (size_t)count;
  graph->capacity = count;
  graph->op = memory_resize(graph->op, room, 1);
  graph->role = memory_resize(graph->role, room, 1);
  graph->layer = memory_resize(graph->layer, room, sizeof(int));
  graph->neuron = memory_resize(graph->neuron, room, sizeof(int));
  graph->input = memory_resize(graph->input, room, sizeof(int));
  graph->k = memory_resize(graph->k, room, sizeof(double));
  graph->data = memory_resize(graph->data, room, sizeof(double));
  graph->grad = memory_resize(graph->grad, room, sizeof(double));
  graph->prev = memory_resize(graph->prev, room, OPERANDS * sizeof(Value));
  graph->local = memory_resize(graph->local, room, OPERANDS * sizeof(double));
  graph->contribution = memory_resize(graph->contribution, room, OPERANDS * sizeof(double));
  graph->name = memory_resize(graph->name, room, sizeof(size_t));
}

// What the i-th node is called and where it is; v0, v1, … and input or result for one that has no name.
static void graph_add_name(Graph *graph, Value i, const Node *node, Value v, const Names *names) {
  static const Name NOWHERE = {.part = ""};
  bool named = names && v < names->count && names->node[v].name != UNNAMED;
  const Name *name = named ? &names->node[v] : &NOWHERE;
  graph->name[i] = graph->names.length;
  graph->role[i] = named ? name->role : node->prev[0] == NONE ? ROLE_INPUT : ROLE_RESULT;
  graph->layer[i] = name->layer;
  graph->neuron[i] = name->neuron;
  graph->input[i] = name->input;
  if (named) {
    text_add(&graph->names, names->text.bytes + name->name);
  } else {
    text_add(&graph->names, "v");
    text_add_int(&graph->names, i);
  }
  text_add_bytes(&graph->names, "", 1);
  text_add(&graph->parts, name->part);
  text_add_bytes(&graph->parts, "", 1);
}

// The graph that ends in root, as it is now.
void graph_trace(Graph *graph, Arena *arena, Value root, const Names *names) {
  Value count;
  const Value *order = topological_order(arena, root, &count);
  Value *ids = memory_resize(NULL, (size_t)root + 1, sizeof(Value));
  graph_resize(graph, count);
  text_clear(&graph->names);
  text_clear(&graph->parts);
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
  memory_free(ids);
}

const char *graph_name_of(const Graph *graph, Value i) { return graph->names.bytes + graph->name[i]; }

void graph_free(Graph *graph) {
  memory_free(graph->op);
  memory_free(graph->role);
  memory_free(graph->layer);
  memory_free(graph->neuron);
  memory_free(graph->input);
  memory_free(graph->k);
  memory_free(graph->data);
  memory_free(graph->grad);
  memory_free(graph->prev);
  memory_free(graph->local);
  memory_free(graph->contribution);
  memory_free(graph->name);
  text_free(&graph->names);
  text_free(&graph->parts);
  *graph = (Graph){0};
}

// --- names: x, y; h3 with h3.w1, h3.w1*x, h3.sum1; z1 … z3; e1 …, denom, p2, loss ---

const Part PARTS[] = {
    {"input", NULL, "input {neuron}"},
    {"weight", NULL, "weight of input {input}"},
    {"product", NULL, "weight {input} times input {input}"},
    {"sum", NULL, "bias plus the products up to input {input}"},
    {"bias", NULL, "bias"},
    {"out", NULL, "output"},
    {NULL, NULL, NULL},
};

static Value prev(const Arena *arena, Value v, int i) { return arena->node[v].prev[i]; }

// Says where v is and begins its name; what is added to the text until the next one is its name.
static Text *name_begin(Names *names, Value v, Name name) {
  text_add_bytes(&names->text, "", 1);
  name.name = names->text.length;
  names->node[v] = name;
  return &names->text;
}

static void add_layer_name(Text *text, const Mlp *model, int layer, int i);
static void name_neuron(Names *names, const Arena *arena, const Mlp *model, int layer, int i);
static void name_loss(Names *names, Arena *arena, Value loss, const Loss *kind, int label, int layer);

// What every node of one point's loss is called, right after its forward pass. Everything counts from 1: label 1 is
// class 2.
void point_names(Names *names, Arena *arena, const Mlp *model, const PointGraph *point, const Loss *loss, int label) {
  names->count = arena->count;
  if (names->count > names->capacity) {
    names->capacity = names->count;
    names->node = memory_resize(names->node, (size_t)names->count, sizeof(Name));
  }
  for (Value v = 0; v < names->count; v++) names->node[v].name = UNNAMED;
  text_clear(&names->text);
  for (int layer = model->count - 1; layer >= 0; layer--) {
    for (int i = 0; i < model->layers[layer].nout; i++) name_neuron(names, arena, model, layer, i);
  }
  for (int i = 0; i < 2; i++) {
    Name name = {.role = ROLE_INPUT, .neuron = i + 1, .part = "input"};
    add_layer_name(name_begin(names, point->inputs[i], name), model, -1, i);
  }
  name_loss(names, arena, point->loss, loss, label, model->count + 1);
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

// Names a part of the neuron whose output `name` is: the neuron's name, the suffix, and the number of the input if any.
static Text *name_part(Names *names, const Mlp *model, Value v, Name name, Role role, const char *suffix, int input) {
  name.role = (unsigned char)role;
  name.input = input;
  Text *text = name_begin(names, v, name);
  add_layer_name(text, model, name.layer - 1, name.neuron - 1);
  text_add(text, suffix);
  if (input) text_add_int(text, input);
  return text;
}

// Names a neuron's nodes, from its result down to its bias.
static void name_neuron(Names *names, const Arena *arena, const Mlp *model, int layer, int i) {
  const Neuron *neuron = &model->layers[layer].neurons[i];
  Value out = model->layers[layer].out[i];
  Value node = neuron->nonlin ? prev(arena, out, 0) : out;
  Name name = {.layer = layer + 1, .neuron = i + 1};
  for (int j = neuron->nin; j > 0; j--) {
    name.part = "sum";
    name_part(names, model, node, name, ROLE_RESULT, ".sum", j);
    Value product = prev(arena, node, 1);
    name.part = "product";
    Text *text = name_part(names, model, product, name, ROLE_RESULT, ".w", j);
    text_add(text, "*");
    add_layer_name(text, model, layer - 1, j - 1);
    name.part = "weight";
    name_part(names, model, prev(arena, product, 0), name, ROLE_PARAM, ".w", j);
    node = prev(arena, node, 0);
  }
  name.part = "bias";
  name_part(names, model, node, name, ROLE_PARAM, ".b", 0);
  name.part = "out";
  name_part(names, model, out, name, ROLE_RESULT, "", 0);
}

// A part's name, with the numbers in their places.
static void add_part_name(Text *text, const char *name, int neuron, int input) {
  static const char *const PLACES[] = {"{neuron}", "{input}"};
  while (*name) {
    int place = 0;
    while (place < 2 && strncmp(name, PLACES[place], strlen(PLACES[place])) != 0) place++;
    if (place < 2) text_add_int(text, place ? input : neuron);
    else text_add_bytes(text, name, 1);
    name += place < 2 ? strlen(PLACES[place]) : 1;
  }
}

// Names what lies between the logits and the loss, as the loss calls it, or by number and operation.
static void name_loss(Names *names, Arena *arena, Value loss, const Loss *kind, int label, int layer) {
  PartOf found[MOST_PARTS];
  int parts = kind->find_parts ? kind->find_parts(arena, loss, label, found) : 0;
  for (int i = 0; i < parts; i++) {
    const Part *part = kind->parts;
    while (strcmp(part->part, found[i].part) != 0) part++;
    Name name = {.layer = layer, .neuron = found[i].neuron, .input = found[i].input, .part = part->part};
    name.role = prev(arena, found[i].node, 0) == NONE ? ROLE_CONST : ROLE_RESULT;
    add_part_name(name_begin(names, found[i].node, name), part->name, name.neuron, name.input);
  }
  Value count;
  const Value *order = topological_order(arena, loss, &count);
  for (Value i = 0; i < count; i++) {
    if (names->node[order[i]].name != UNNAMED) continue;
    bool is_leaf = prev(arena, order[i], 0) == NONE;
    Name name = {.role = is_leaf ? ROLE_CONST : ROLE_RESULT, .layer = layer};
    name.part = is_leaf ? "constant" : OPERATIONS[arena->node[order[i]].op].word;
    Text *text = name_begin(names, order[i], name);
    text_add(text, "v");
    text_add_int(text, i);
  }
  text_add(name_begin(names, loss, (Name){.role = ROLE_RESULT, .layer = layer, .part = "loss"}), "loss");
}

void names_free(Names *names) {
  memory_free(names->node);
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
    text_add(out, OPERATIONS[graph->op[i]].name);
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
