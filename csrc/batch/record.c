// Recording: the graph of one point per label, as the scalar engine builds it, kept without its numbers.

#include "batch/record.h"

#include <stdlib.h>
#include <string.h>

static void *room(Value count, size_t size) { return memory_resize(NULL, (size_t)count, size); }

// How often each node is used, and which ones the root depends on.
static void count_uses(Recorded *r) {
  for (Value v = 0; v < r->count; v++) {
    r->uses[v] = 0;
    r->alive[v] = false;
  }
  for (Value i = 0; i < r->ordered; i++) {
    Value v = r->order[i];
    r->alive[v] = true;
    for (int j = 0; j < 2; j++) {
      if (r->prev[v][j] != NONE) r->uses[r->prev[v][j]]++;
    }
  }
}

static void record(Recorded *r, Arena *arena, Value root) {
  *r = (Recorded){.count = arena->count, .root = root};
  r->op = room(r->count, 1);
  r->prev = room(r->count, sizeof *r->prev);
  r->k = room(r->count, sizeof(double));
  r->uses = room(r->count, sizeof(int));
  r->alive = room(r->count, sizeof(bool));
  for (Value v = 0; v < r->count; v++) {
    const Node *node = &arena->node[v];
    r->op[v] = node->op;
    r->k[v] = node->op == OP_LEAF ? node->data : value_k(arena, v);
    for (int j = 0; j < 2; j++) r->prev[v][j] = node->prev[j];
  }
  const Value *order = topological_order(arena, root, &r->ordered);
  r->order = room(r->ordered, sizeof(Value));
  memcpy(r->order, order, (size_t)r->ordered * sizeof(Value));
  count_uses(r);
}

static bool is_point_leaf(const Recording *recording, Value v) {
  return v < recording->parameters || v == recording->inputs[0] || v == recording->inputs[1] || v == recording->shift;
}

// Node v of every label's graph must be the same operation, needed or not, and of constants the same number.
static bool labels_agree(const Recording *recording) {
  const Recorded *one = &recording->label[0];
  for (int label = 1; label < CLASSES; label++) {
    const Recorded *other = &recording->label[label];
    if (other->count != one->count || other->root != one->root) return false;
    for (Value v = 0; v < one->count; v++) {
      if (other->op[v] != one->op[v] || other->alive[v] != one->alive[v]) return false;
      if (!is_point_leaf(recording, v) && memcmp(&other->k[v], &one->k[v], sizeof(double)) != 0) return false;
    }
  }
  return true;
}

bool recording_make(Recording *recording, const Recorder *recorder, Arena *arena) {
  *recording = (Recording){.parameters = arena->count};
  for (int label = 0; label < CLASSES; label++) {
    arena_rewind(arena, recording->parameters);
    PointGraph graph = recorder->graph(recorder->self, arena, label);
    memcpy(recording->inputs, graph.inputs, sizeof graph.inputs);
    memcpy(recording->logits, graph.logits, sizeof graph.logits);
    recording->shift = recorder->find_shift ? recorder->find_shift(arena, graph.loss) : NONE;
    record(&recording->label[label], arena, graph.loss);
  }
  arena_rewind(arena, recording->parameters);
  return labels_agree(recording);
}

void recording_free(Recording *recording) {
  for (int label = 0; label < CLASSES; label++) {
    Recorded *r = &recording->label[label];
    memory_free(r->op);
    memory_free(r->prev);
    memory_free(r->k);
    memory_free(r->order);
    memory_free(r->uses);
    memory_free(r->alive);
  }
  *recording = (Recording){0};
}
