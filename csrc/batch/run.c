// Running: instructions over rows of lanes. All rounding happens here, in the order that the compiler wrote down.

#include "batch/run.h"

#include "simd/lanes.h"

// --- sums of products ---

// What an instruction works on: the columns from `start`, `columns` of them.
typedef struct {
  const Program *program;
  const double *parameters;
  const Rows *rows;
  size_t start, columns;
} Run;

static inline double *row(const Run *run, int r) { return row_at(run->rows, r) + run->start; }

static void fill(double *out, double k, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(out + i, splat(k));
}

static inline Pair begin(const Run *run, const Instruction *i, size_t column) {
  if (i->a != NONE) return splat(run->parameters[i->a]);
  return i->b != NONE ? load(row(run, i->b) + column) : splat(0.0);
}

// Every product is rounded, then every sum, in order: only different columns are computed at the same time.
static void do_dot(const Run *run, const Instruction *i) {
  const Term *terms = run->program->terms + i->first;
  const double *base = run->rows->rows + run->start, *w = run->parameters;
  size_t stride = run->rows->stride, c = 0;
  double *out = row(run, i->out);
  for (; c + 8 <= run->columns; c += 8) {
    Pair s0 = begin(run, i, c), s1 = begin(run, i, c + 2), s2 = begin(run, i, c + 4), s3 = begin(run, i, c + 6);
    for (const Term *t = terms; t < terms + i->count; t++) {
      Pair factor = splat(w[t->factor]);
      const double *x = base + (size_t)t->row * stride + c;
      s0 += factor * load(x);
      s1 += factor * load(x + 2);
      s2 += factor * load(x + 4);
      s3 += factor * load(x + 6);
    }
    store(out + c, s0);
    store(out + c + 2, s1);
    store(out + c + 4, s2);
    store(out + c + 6, s3);
  }
  for (; c < run->columns; c += 4) {
    Pair s0 = begin(run, i, c), s1 = begin(run, i, c + 2);
    for (const Term *t = terms; t < terms + i->count; t++) {
      Pair factor = splat(w[t->factor]);
      const double *x = base + (size_t)t->row * stride + c;
      s0 += factor * load(x);
      s1 += factor * load(x + 2);
    }
    store(out + c, s0);
    store(out + c + 2, s1);
  }
}

static void add_term(const Run *run, double *out, const Term *t) {
  const double *x = row(run, t->row);
  size_t n = run->columns;
  if (t->kind == TIMES_ROW) {
    const double *factor = row(run, t->factor);
    for (size_t c = 0; c < n; c += 2) store(out + c, load(out + c) + load(factor + c) * load(x + c));
  } else {
    Pair factor = splat(t->kind == TIMES_PARAMETER ? run->parameters[t->factor] : 1.0);  // 1 * x is x
    for (size_t c = 0; c < n; c += 2) store(out + c, load(out + c) + factor * load(x + c));
  }
}

static void do_sum(const Run *run, const Instruction *i) {
  double *out = row(run, i->out);
  fill(out, 0.0, run->columns);
  for (int t = 0; t < i->count; t++) add_term(run, out, &run->program->terms[i->first + t]);
}

// -max, scanning from the first with `>`.
static void do_largest(const Run *run, const Instruction *i) {
  const Term *terms = run->program->terms + i->first;
  double *out = row(run, i->out);
  for (size_t c = 0; c < run->columns; c += 2) {
    Pair m = load(row(run, terms[0].row) + c);
    for (int t = 1; t < i->count; t++) {
      Pair z = load(row(run, terms[t].row) + c);
      m = bitselect((Bits)(z > m), z, m);
    }
    store(out + c, -m);
  }
}

// --- the same operation for every column of rows that lie one after the other ---

static void add(double *out, const double *a, const double *b, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(out + i, load(a + i) + load(b + i));
}

static void multiply(double *out, const double *a, const double *b, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(out + i, load(a + i) * load(b + i));
}

static void pass(double *out, const double *a, const double *b, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(out + i, splat(0.0) + load(a + i) * load(b + i));
}

static void relu(double *out, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(out + i, bitselect((Bits)(load(x + i) <= splat(0.0)), splat(0.0), load(x + i)));
}

static void relu_local(double *local, const double *out, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(local + i, bitselect((Bits)(load(out + i) > splat(0.0)), splat(1.0), splat(0.0)));
}

static void log_local(double *local, const double *x, size_t n) {
  for (size_t i = 0; i < n; i += 2) store(local + i, splat(1.0) / load(x + i));
}

// k * x**(k-1), and 0 where k = 0.
static void pow_local(double *local, const double *x, double k, size_t n) {
  if (k == 0.0) {
    fill(local, 0.0, n);
    return;
  }
  lanes_pow(local, x, k - 1.0, n);
  for (size_t i = 0; i < n; i += 2) store(local + i, splat(k) * load(local + i));
}

static void elementwise(const Instruction *i, double *out, const double *a, const double *b, size_t n) {
  switch (i->what) {
    case DO_FILL: fill(out, i->k, n); break;
    case DO_ADD: add(out, a, b, n); break;
    case DO_MUL: multiply(out, a, b, n); break;
    case DO_PASS: pass(out, a, b, n); break;
    case DO_POW: lanes_pow(out, a, i->k, n); break;
    case DO_RELU: relu(out, a, n); break;
    case DO_TANH: lanes_tanh(out, a, n); break;
    case DO_EXP: lanes_exp(out, a, n); break;
    case DO_LOG: lanes_log(out, a, n); break;
    case DO_POW_LOCAL: pow_local(out, a, i->k, n); break;
    case DO_RELU_LOCAL: relu_local(out, a, n); break;
    case DO_TANH_LOCAL: lanes_one_minus_square(out, a, n); break;
    case DO_LOG_LOCAL: log_local(out, a, n); break;
    default: break;
  }
}

// --- a list of instructions ---

static void run_one(const Run *run, const Instruction *i) {
  if (i->what == DO_DOT) do_dot(run, i);
  else if (i->what == DO_SUM) do_sum(run, i);
  else if (i->what == DO_LARGEST) do_largest(run, i);
  else if (i->what == DO_SPREAD) fill(row(run, i->out), run->parameters[i->a], run->columns);
  else {
    // rows that are full from end to end are one long row
    bool full = run->columns == run->rows->stride;
    int turns = full ? 1 : i->rows;
    size_t n = full ? run->columns * (size_t)i->rows : run->columns;
    for (int r = 0; r < turns; r++) {
      const double *a = i->a != NONE ? row(run, i->a + r) : NULL, *b = i->b != NONE ? row(run, i->b + r) : NULL;
      elementwise(i, row(run, i->out + r), a, b, n);
    }
  }
}

static void run_list(const Program *program, const Instructions *list, int until, const double *parameters,
                     const Rows *rows, const Columns *columns, const int length[RANGES]) {
  Run run = {program, parameters, rows, 0, 0};
  for (int j = 0; j < until; j++) {
    const Instruction *i = &list->list[j];
    run.start = (size_t)columns->start[i->range];
    run.columns = (size_t)length[i->range];
    if (run.columns) run_one(&run, i);
  }
}

void program_forward(const Program *program, int until, const double *parameters, const Rows *rows,
                     const Columns *columns) {
  run_list(program, &program->forward, until, parameters, rows, columns, columns->all);
}

void program_backward(const Program *program, const double *parameters, const Rows *rows, const Columns *columns) {
  run_list(program, &program->local, program->local.count, parameters, rows, columns, columns->train);
  run_list(program, &program->backward, program->backward.count, parameters, rows, columns, columns->train);
}
