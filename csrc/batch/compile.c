// Compiling: recorded graphs -> instructions, forward and backward.
//
// Forward, the order of the instructions is free: a node's number depends on its operands' numbers alone. So nodes are
// sorted by level (how far from the leaves) and operation, which lays rows that meet the same operation side by side.
//
// Backward, order decides how sums round. In value_backward a node's gradient is ((0 + c1) + c2) + … over its uses, in
// the reverse of the topological order. One point's part of that order is the same in the whole training graph: all
// that points share are parameters, and skipping leaves moves nothing else in a depth-first postorder. So each label's
// own order, found by topological_order, is written down as the terms of a sum, and no argument about it is needed
// elsewhere. Only the first two terms may be swapped, since 0 + c1 + c2 = 0 + c2 + c1: then more labels have equal
// sums.
//
// A gradient is never -0, as it begins at +0. So a single contribution with the local derivative 1 is the same number,
// and needs no row of its own.

#include "batch/compile.h"

#include <string.h>

#include "batch/plan.h"

// --- rows ---

// Parameters get a row only where they stand in for a number per point: as factors of a dot they don't.
static void parameter_rows(const Plan *plan, Program *program) {
  for (int i = 0; i < plan->sorted_count; i++) {
    Value v = plan->sorted[i];
    if (plan->is_step[v]) continue;
    for (int label = 0; label < CLASSES; label++) {
      const Value *operand = plan->recording->label[label].prev[v];
      bool both = operand[0] < plan->parameters && operand[1] < plan->parameters;
      for (int j = 0; j < 2; j++) {
        if (operand[j] == NONE || operand[j] >= plan->parameters) continue;
        if (plan->is_absorbed[v] && !(both && j == 1)) continue;
        if (program->data_row[operand[j]] == NONE) program->data_row[operand[j]] = program->rows++;
      }
    }
  }
}

// Rows of the inputs, of the gradient that backward starts from, and of data. An absorbed node has none.
static void data_rows(const Plan *plan, Program *program) {
  size_t nodes = (size_t)plan->nodes;
  program->data_row = memory_resize(NULL, nodes, sizeof(int));
  program->local_row = memory_resize(NULL, nodes, sizeof(int));
  program->grad_row = memory_resize(NULL, nodes, sizeof(int));
  for (size_t v = 0; v < nodes; v++) program->data_row[v] = program->local_row[v] = program->grad_row[v] = NONE;
  for (int i = 0; i < 2; i++) {
    program->input_row[i] = program->data_row[plan->recording->inputs[i]] = program->rows++;
  }
  program->seed_row = program->rows++;
  parameter_rows(plan, program);
  for (int i = 0; i < plan->sorted_count; i++) {
    Value v = plan->sorted[i];
    if (!plan->is_absorbed[v] && program->data_row[v] == NONE) program->data_row[v] = program->rows++;
  }
  program->loss_row = program->data_row[plan->graph->root];
  for (int c = 0; c < CLASSES; c++) program->logit_row[c] = program->data_row[plan->recording->logits[c]];
}

// --- forward ---

// ((b + w0*x0) + w1*x1) + … in one instruction: the products and the sums on the way are nobody else's operands.
static void compile_dot(Program *program, const Plan *plan, Value v) {
  const Recorded *r = plan->graph;
  int first = program->terms_count;
  Value base = v;
  do {
    Value product = r->prev[base][1];
    int w = r->prev[product][0] < plan->parameters ? 0 : 1;
    program_push_term(program, (Term){TIMES_PARAMETER, r->prev[product][w], program->data_row[r->prev[product][1 - w]]});
    base = r->prev[base][0];
  } while (base >= plan->parameters && plan->is_step[base] && plan->is_absorbed[base]);
  for (int i = first, j = program->terms_count - 1; i < j; i++, j--) {
    Term term = program->terms[i];
    program->terms[i] = program->terms[j];
    program->terms[j] = term;
  }
  bool is_parameter = base < plan->parameters;
  program_push(&program->forward, (Instruction){.what = DO_DOT, .range = ALL, .out = program->data_row[v],
                                        .a = is_parameter ? base : NONE,
                                        .b = is_parameter ? NONE : program->data_row[base],
                                        .first = first, .count = program->terms_count - first});
}

static void compile_leaf(Program *program, const Plan *plan, Value v) {
  Instruction i = {.what = DO_FILL, .range = ALL, .out = program->data_row[v], .a = NONE, .b = NONE};
  if (v == plan->recording->inputs[0] || v == plan->recording->inputs[1]) return;
  if (v == plan->recording->shift) {
    i.what = DO_LARGEST;
    i.first = program->terms_count;
    i.count = CLASSES;
    for (int c = 0; c < CLASSES; c++) program_push_term(program, (Term){TIMES_ONE, NONE, program->logit_row[c]});
  }
  i.k = plan->graph->k[v];
  program_push(&program->forward, i);
}

// How the lanes compute an operation, and its local derivative: by an instruction, or from what is there already. A row
// that is missing leaves its operation to the scalar engine.
static const struct {
  unsigned char forward, local;
  bool of_operand;  // the local derivative is computed from the operand, not from the result
} KERNELS[OP_COUNT] = {
    [OP_LEAF] = {DO_FILL, DO_NOTHING, false}, [OP_ADD] = {DO_ADD, DO_NOTHING, false},
    [OP_MUL] = {DO_MUL, DO_NOTHING, false},   [OP_POW] = {DO_POW, DO_POW_LOCAL, true},
    [OP_TANH] = {DO_TANH, DO_TANH_LOCAL, false}, [OP_RELU] = {DO_RELU, DO_RELU_LOCAL, false},
    [OP_EXP] = {DO_EXP, DO_NOTHING, false},   [OP_LOG] = {DO_LOG, DO_LOG_LOCAL, true},
};

static bool has_kernels(const Plan *plan) {
  for (int i = 0; i < plan->sorted_count; i++) {
    if (KERNELS[plan->graph->op[plan->sorted[i]]].forward == DO_NOTHING) return false;
  }
  return true;
}

static void compile_forward(Program *program, const Plan *plan, Value v) {
  if (plan->is_absorbed[v]) return;
  if (plan->graph->op[v] == OP_LEAF) {
    compile_leaf(program, plan, v);
  } else if (plan->is_step[v]) {
    compile_dot(program, plan, v);
  } else {
    bool same = plan_same_operands(plan, v);
    for (int label = 0; label < (same ? 1 : CLASSES); label++) {
      const Recorded *r = &plan->recording->label[label];
      Value a = r->prev[v][0], b = r->prev[v][1];
      program_push(&program->forward, (Instruction){.what = KERNELS[r->op[v]].forward, .range = same ? ALL : (unsigned char)label,
                                            .out = program->data_row[v], .a = program->data_row[a],
                                            .b = b == NONE ? NONE : program->data_row[b],
                                            .k = r->op[v] == OP_POW ? r->k[v] : 0.0});
    }
  }
  for (int c = 0; c < CLASSES; c++) {
    if (plan->recording->logits[c] == v) program->until_logits = program->forward.count;
  }
}

// --- local derivatives ---

static void compile_local(Program *program, const Plan *plan, Value v) {
  unsigned char op = plan->graph->op[v];
  if (KERNELS[op].local == DO_NOTHING || !plan->needs_grad[v]) return;
  program->local_row[v] = program->rows++;
  bool of_operand = KERNELS[op].of_operand, same = !of_operand || plan_same_operands(plan, v);
  for (int label = 0; label < (same ? 1 : CLASSES); label++) {
    Value x = of_operand ? plan->recording->label[label].prev[v][0] : v;
    program_push(&program->local, (Instruction){.what = KERNELS[op].local, .range = same ? ALL : (unsigned char)label,
                                        .out = program->local_row[v], .a = program->data_row[x], .b = NONE,
                                        .k = op == OP_POW ? plan->graph->k[v] : 0.0});
  }
}

// --- backward ---

// What one use, as the j-th operand of u, adds to a gradient: local * grad.
static Term contribution(const Program *program, const Plan *plan, const Recorded *r, Value u, int j) {
  int grad = program->grad_row[u];
  if (r->op[u] == OP_ADD) return (Term){TIMES_ONE, NONE, grad};
  if (r->op[u] == OP_EXP) return (Term){TIMES_ROW, program->data_row[u], grad};
  if (r->op[u] != OP_MUL) return (Term){TIMES_ROW, program->local_row[u], grad};
  Value other = r->prev[u][1 - j];
  if (other < plan->parameters) return (Term){TIMES_PARAMETER, other, grad};
  return (Term){TIMES_ROW, program->data_row[other], grad};
}

// Appends the contributions to v in the label's graph, in their order; returns how many.
static int push_contributions(Program *program, const Plan *plan, int label, Value v) {
  const Uses *uses = &plan->uses[label];
  for (int i = uses->first[v]; i < uses->first[v + 1]; i++) {
    program_push_term(program, contribution(program, plan, &plan->recording->label[label], uses->user[i] >> 1,
                                    uses->user[i] & 1));
  }
  return uses->first[v + 1] - uses->first[v];
}

static bool same_terms(const Program *program, int first, int other, int count) {
  return memcmp(&program->terms[first], &program->terms[other], (size_t)count * sizeof(Term)) == 0;
}

static void order_first_two(Term *terms, int count) {
  if (count < 2 || memcmp(&terms[0], &terms[1], sizeof(Term)) <= 0) return;
  Term term = terms[0];
  terms[0] = terms[1];
  terms[1] = term;
}

static bool all_parameters(const Term *term, int count) {
  for (int i = 0; i < count; i++) {
    if (term[i].kind != TIMES_PARAMETER) return false;
  }
  return true;
}

static void push_sum(Program *program, unsigned char range, int out, int first, int count) {
  const Term *term = &program->terms[first];
  if (count == 1 && term->kind == TIMES_ROW) {
    program_push(&program->backward, (Instruction){.what = DO_PASS, .range = range, .out = out, .a = term->factor,
                                           .b = term->row});
  } else {
    unsigned char what = all_parameters(term, count) ? DO_DOT : DO_SUM;
    program_push(&program->backward, (Instruction){.what = what, .range = range, .out = out, .a = NONE, .b = NONE,
                                           .first = first, .count = count});
  }
}

static void compile_grad(Program *program, const Plan *plan, Value v) {
  if (!plan->needs_grad[v]) return;
  if (v == plan->graph->root) {
    program->grad_row[v] = program->seed_row;
    return;
  }
  int first[CLASSES], count[CLASSES];
  bool same = true;
  for (int label = 0; label < CLASSES; label++) {
    first[label] = program->terms_count;
    count[label] = push_contributions(program, plan, label, v);
    order_first_two(&program->terms[first[label]], count[label]);
    same = same && count[label] == count[0] && same_terms(program, first[0], first[label], count[0]);
  }
  if (same) program->terms_count = first[1];
  if (same && count[0] == 1 && program->terms[first[0]].kind == TIMES_ONE) {
    program->grad_row[v] = program->terms[first[0]].row;
    return;
  }
  program->grad_row[v] = program->rows++;
  for (int label = 0; label < (same ? 1 : CLASSES); label++) {
    push_sum(program, same ? ALL : (unsigned char)label, program->grad_row[v], first[label], count[label]);
  }
}

// The gradients in such an order that every use comes before its operands: levels from the last to the first.
static void compile_backward(Program *program, const Plan *plan) {
  int end = plan->sorted_count;
  while (end > 0) {
    int begin = end - 1;
    while (begin > 0 && plan_same_group(plan, begin - 1, end - 1)) begin--;
    for (int i = begin; i < end; i++) compile_grad(program, plan, plan->sorted[i]);
    end = begin;
  }
}

// A parameter gets every point's contributions one by one: a sum that goes on from point to point, so that nothing may
// be swapped, and all labels must agree.
static bool compile_parameters(Program *program, const Plan *plan) {
  program->parameter_first = memory_resize(NULL, (size_t)program->parameters + 1, sizeof(int));
  for (Value v = 0; v < program->parameters; v++) {
    int first[CLASSES], count[CLASSES];
    for (int label = 0; label < CLASSES; label++) {
      first[label] = program->terms_count;
      count[label] = push_contributions(program, plan, label, v);
      if (count[label] != count[0] || !same_terms(program, first[0], first[label], count[0])) return false;
    }
    program->terms_count = first[1];
    program->parameter_first[v] = first[0];
  }
  program->parameter_first[program->parameters] = program->terms_count;
  return true;
}

bool program_compile(Program *program, const Recording *recording) {
  Plan plan;
  plan_make(&plan, recording);
  *program = (Program){.parameters = recording->parameters, .nodes = plan.nodes};
  if (!has_kernels(&plan)) {
    plan_free(&plan);
    return false;
  }
  data_rows(&plan, program);
  for (Value v = 0; v < program->parameters; v++) {
    if (program->data_row[v] == NONE) continue;
    program_push(&program->forward, (Instruction){.what = DO_SPREAD, .range = ALL, .out = program->data_row[v], .a = v,
                                          .b = NONE});
  }
  for (int i = 0; i < plan.sorted_count; i++) compile_forward(program, &plan, plan.sorted[i]);
  for (int i = 0; i < plan.sorted_count; i++) compile_local(program, &plan, plan.sorted[i]);
  compile_backward(program, &plan);
  bool compiled = compile_parameters(program, &plan);
  plan_free(&plan);
  return compiled;
}
