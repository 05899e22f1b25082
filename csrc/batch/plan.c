// Planning: which nodes need what, in which order, in which rows.

#include "batch/plan.h"

#include <stdlib.h>
#include <string.h>

static void *room(size_t count, size_t size) { return memory_resize(NULL, count, size); }

bool plan_same_operands(const Plan *plan, Value v) {
  for (int label = 1; label < CLASSES; label++) {
    const Value *operands = plan->recording->label[label].prev[v];
    if (memcmp(operands, plan->graph->prev[v], sizeof *plan->graph->prev) != 0) return false;
  }
  return true;
}

static bool used_once(const Plan *plan, Value v) {
  for (int label = 0; label < CLASSES; label++) {
    if (plan->recording->label[label].uses[v] != 1) return false;
  }
  for (int c = 0; c < CLASSES; c++) {
    if (plan->recording->logits[c] == v) return false;  // the surface wants it too
  }
  return true;
}

// What backward does, written down: for every node its uses, the last one in topological order first.
static void plan_uses(Plan *plan, int label) {
  const Recorded *r = &plan->recording->label[label];
  Uses *uses = &plan->uses[label];
  size_t nodes = (size_t)plan->nodes;
  uses->first = room(nodes + 1, sizeof(int));
  uses->first[0] = 0;
  for (Value v = 0; v < plan->nodes; v++) uses->first[v + 1] = uses->first[v] + r->uses[v];
  uses->user = room((size_t)uses->first[nodes], sizeof(int));
  int *next = room(nodes, sizeof(int));
  memcpy(next, uses->first, nodes * sizeof(int));
  for (Value i = r->ordered; i-- > 0;) {
    Value u = r->order[i];
    for (int j = 0; j < 2; j++) {
      if (r->prev[u][j] != NONE) uses->user[next[r->prev[u][j]]++] = 2 * u + j;
    }
  }
  memory_free(next);
}

// base + w*x where w is a parameter and nobody else uses the product.
static bool is_step(const Plan *plan, Value v) {
  const Recorded *r = plan->graph;
  if (r->op[v] != OP_ADD || !plan_same_operands(plan, v)) return false;
  Value product = r->prev[v][1];
  if (r->op[product] != OP_MUL || !used_once(plan, product) || !plan_same_operands(plan, product)) return false;
  return r->prev[product][0] < plan->parameters || r->prev[product][1] < plan->parameters;
}

static int level_of(const Plan *plan, Value v) {
  int level = 0;
  for (int label = 0; label < CLASSES; label++) {
    for (int j = 0; j < 2; j++) {
      Value operand = plan->recording->label[label].prev[v][j];
      if (operand != NONE && plan->level[operand] >= level) level = plan->level[operand] + 1;
    }
  }
  for (int c = 0; c < CLASSES && v == plan->recording->shift; c++) {
    int logit = plan->level[plan->recording->logits[c]];
    if (logit >= level) level = logit + 1;
  }
  return level;
}

static void plan_nodes(Plan *plan) {
  for (Value v = 0; v < plan->nodes; v++) {
    plan->level[v] = level_of(plan, v);
    plan->needs_grad[v] = v < plan->parameters;
    plan->is_step[v] = plan->is_absorbed[v] = false;
    for (int label = 0; label < CLASSES; label++) {
      for (int j = 0; j < 2; j++) {
        Value operand = plan->recording->label[label].prev[v][j];
        if (operand != NONE && plan->needs_grad[operand]) plan->needs_grad[v] = true;
      }
    }
    if (!plan->graph->alive[v] || !is_step(plan, v)) continue;
    const Value *operand = plan->graph->prev[v];
    plan->is_step[v] = plan->is_absorbed[operand[1]] = true;
    if (plan->is_step[operand[0]] && used_once(plan, operand[0])) plan->is_absorbed[operand[0]] = true;
  }
}

// Level, operation and index in one number, so that sorting needs nothing else.
static int compare(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static void plan_sort(Plan *plan) {
  uint64_t *keys = room((size_t)plan->nodes, sizeof(uint64_t));
  for (Value v = plan->parameters; v < plan->nodes; v++) {
    if (!plan->graph->alive[v]) continue;
    keys[plan->sorted_count++] =
        (uint64_t)plan->level[v] << 40 | (uint64_t)plan->graph->op[v] << 32 | (uint64_t)(uint32_t)v;
  }
  qsort(keys, (size_t)plan->sorted_count, sizeof(uint64_t), compare);
  plan->sorted = room((size_t)plan->sorted_count, sizeof(Value));
  for (int i = 0; i < plan->sorted_count; i++) plan->sorted[i] = (Value)(keys[i] & 0xFFFFFFFF);
  memory_free(keys);
}

bool plan_same_group(const Plan *plan, int i, int j) {
  Value a = plan->sorted[i], b = plan->sorted[j];
  return plan->level[a] == plan->level[b] && plan->graph->op[a] == plan->graph->op[b];
}

void plan_make(Plan *plan, const Recording *recording) {
  *plan = (Plan){.recording = recording, .graph = &recording->label[0], .parameters = recording->parameters};
  size_t nodes = (size_t)(plan->nodes = recording->label[0].count);
  plan->needs_grad = room(nodes, sizeof(bool));
  plan->is_step = room(nodes, sizeof(bool));
  plan->is_absorbed = room(nodes, sizeof(bool));
  plan->level = room(nodes, sizeof(int));
  for (int label = 0; label < CLASSES; label++) plan_uses(plan, label);
  plan_nodes(plan);
  plan_sort(plan);
}

void plan_free(Plan *plan) {
  for (int label = 0; label < CLASSES; label++) {
    memory_free(plan->uses[label].first);
    memory_free(plan->uses[label].user);
  }
  memory_free(plan->needs_grad);
  memory_free(plan->is_step);
  memory_free(plan->is_absorbed);
  memory_free(plan->level);
  memory_free(plan->sorted);
  *plan = (Plan){0};
}
