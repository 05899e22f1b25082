// The losses: how wrong the logits of one point are, in nats, and the mean over points.
//
//     Value loss = value_nll(&arena, logits, 1);  // of three equal logits: log 3

#include <math.h>
#include <string.h>

#include "micrograd.h"

static Value prev(const Arena *arena, Value v, int i) { return arena->node[v].prev[i]; }

// (x0 + x1) + x2
static Value sum(Arena *arena, const Value *x) {
  Value total = x[0];
  for (int i = 1; i < CLASSES; i++) total = value_add(arena, total, x[i]);
  return total;
}

static int denom_parts(const Arena *arena, Value denom, PartOf *out);

// --- nll: the negative log-likelihood ---

// -log softmax(logits)[label], step by step as it is taught: only for logits of ordinary size.
//
// In doubles exp(z) is inf above 709.78 and 0 below -745.13, and 1/denom is inf when denom is below e**-709.78. So the loss
// is not finite when a logit passes 709, when the label's is below -745 or 745 below the largest, or when all are below
// -710. Its gradient fails earlier, since the derivative of 1/denom is -denom**-2: that is inf when the largest logit is
// below -355, loses digits above 354, and is 0 above 372. log(p) has the derivative 1/p: inf when the label's logit is 709
// below the largest. value_logsumexp has none of these limits.
Value value_nll(Arena *arena, const Value *logits, int label) {
  Value ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) ex[i] = value_exp(arena, logits[i]);
  Value denom = sum(arena, ex);
  Value p = value_div(arena, ex[label], denom);
  return value_neg(arena, value_log(arena, p));
}

// The same in plain doubles.
double plain_nll(const double *z, int label) {
  double ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) ex[i] = exp(z[i]);
  return log(ex[label] * ieee_pow(plain_total(ex), -1.0)) * -1.0;
}

// log(p) * -1, with p = e[label] * denom**-1.
static int nll_parts(const Arena *arena, Value loss, int label, PartOf out[MOST_PARTS]) {
  Value log_p = prev(arena, loss, 0), p = prev(arena, log_p, 0), inverse = prev(arena, p, 1);
  int count = 0;
  out[count++] = (PartOf){log_p, "log", label + 1, 0};
  out[count++] = (PartOf){p, "p", label + 1, 0};
  out[count++] = (PartOf){inverse, "inverse", 0, 0};
  out[count++] = (PartOf){prev(arena, loss, 1), "constant", 0, 0};
  return count + denom_parts(arena, prev(arena, inverse, 0), out + count);
}

// --- logsumexp: the same loss without overflow ---

// The same loss with the largest logit subtracted first, so that no exponential overflows.
//
// -log(e**z_l / sum(e**z)) = log(sum(e**(z - m))) - (z_l - m) for any m; m = max(z) is a constant here, because its
// derivative cancels.
Value value_logsumexp(Arena *arena, const Value *logits, int label) {
  double z[CLASSES];
  for (int i = 0; i < CLASSES; i++) z[i] = arena->node[logits[i]].data;
  Value minus_m = value_new(arena, -plain_largest(z));
  Value s[CLASSES], ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) s[i] = value_add(arena, logits[i], minus_m);
  for (int i = 0; i < CLASSES; i++) ex[i] = value_exp(arena, s[i]);
  Value denom = sum(arena, ex);
  return value_sub(arena, value_log(arena, denom), s[label]);
}

// The same in plain doubles.
double plain_logsumexp(const double *z, int label) {
  double m = plain_largest(z), s[CLASSES], ex[CLASSES];
  for (int i = 0; i < CLASSES; i++) s[i] = z[i] + -m;
  for (int i = 0; i < CLASSES; i++) ex[i] = exp(s[i]);
  return log(plain_total(ex)) + s[label] * -1.0;
}

// log(denom) + s[label] * -1, with s = z + -m.
static int logsumexp_parts(const Arena *arena, Value loss, int label, PartOf out[MOST_PARTS]) {
  Value log_denom = prev(arena, loss, 0), minus_s = prev(arena, loss, 1), s = prev(arena, minus_s, 0);
  int count = 0;
  out[count++] = (PartOf){log_denom, "log", 0, 0};
  out[count++] = (PartOf){minus_s, "minus s", label + 1, 0};
  out[count++] = (PartOf){prev(arena, minus_s, 1), "constant", 0, 0};
  out[count++] = (PartOf){prev(arena, s, 1), "minus m", 0, 0};
  int end = count + denom_parts(arena, prev(arena, log_denom, 0), out + count);
  for (int i = count, last = end; i < last; i++) {
    if (strcmp(out[i].part, "exp") == 0) out[end++] = (PartOf){prev(arena, out[i].node, 0), "s", out[i].neuron, 0};
  }
  return end;
}

// -m.
static Value logsumexp_shift(const Arena *arena, Value loss) {
  return prev(arena, prev(arena, prev(arena, loss, 1), 0), 1);
}

// --- what both have in common ---

// denom = (e1 + e2) + e3: the sums and the exponentials.
static int denom_parts(const Arena *arena, Value denom, PartOf *out) {
  int count = 0;
  Value node = denom;
  for (int i = CLASSES; i > 1; i--) {
    out[count++] = node == denom ? (PartOf){node, "denom", 0, 0} : (PartOf){node, "sum", 0, i - 1};
    out[count++] = (PartOf){prev(arena, node, 1), "exp", i, 0};
    node = prev(arena, node, 0);
  }
  out[count++] = (PartOf){node, "exp", 1, 0};
  return count;
}

// The largest logit, scanning from the first with `>`.
double plain_largest(const double *z) {
  double m = z[0];
  for (int i = 1; i < CLASSES; i++) {
    if (z[i] > m) m = z[i];
  }
  return m;
}

// (ex0 + ex1) + ex2
double plain_total(const double *ex) {
  double denom = ex[0];
  for (int i = 1; i < CLASSES; i++) denom += ex[i];
  return denom;
}

static const Part NLL_PARTS[] = {
    {"exp", "e{neuron}", "exp of class {neuron}'s logit"},
    {"sum", "denom.sum{input}", "sum of the first exponentials"},
    {"denom", "denom", "sum of all exponentials"},
    {"inverse", "denom**-1", "one over the sum of all exponentials"},
    {"p", "p{neuron}", "probability of class {neuron}"},
    {"log", "log(p{neuron})", "logarithm of the probability of class {neuron}"},
    {"constant", "-1", "the constant −1"},
    {NULL, NULL, NULL},
};

static const Part LOGSUMEXP_PARTS[] = {
    {"minus m", "-m", "minus the largest logit, a constant"},
    {"s", "s{neuron}", "class {neuron}'s logit minus the largest"},
    {"exp", "e{neuron}", "exp of class {neuron}'s shifted logit"},
    {"sum", "denom.sum{input}", "sum of the first exponentials"},
    {"denom", "denom", "sum of all exponentials"},
    {"log", "log(denom)", "logarithm of the sum of all exponentials"},
    {"minus s", "-s{neuron}", "minus class {neuron}'s shifted logit"},
    {"constant", "-1", "the constant −1"},
    {NULL, NULL, NULL},
};

static const char *const NLL_LIMITS[] = {
    "nll is not finite when a logit passes 709, when the label's is below −745 or 745 below the largest, "
    "or when all are below −710.",
    "Its gradient is wrong once the largest logit is beyond ±354, and not finite when the label's is 709 "
    "below the largest.",
    NULL,
};

const Loss LOSSES[] = {
    {"nll", "nll, as it is taught", "value_nll", value_nll, plain_nll, NLL_PARTS, nll_parts, NULL, NLL_LIMITS},
    {"logsumexp", "log-sum-exp, never overflows", "value_logsumexp", value_logsumexp, plain_logsumexp, LOGSUMEXP_PARTS,
     logsumexp_parts, logsumexp_shift, NULL},
    {.name = NULL},
};

// --- the mean over points ---

// (0 + l0 + l1 + …) * (1/n), summed in order; count > 0.
Value value_mean(Arena *arena, const Value *losses, int count) {
  Value total = value_new(arena, 0.0);
  for (int i = 0; i < count; i++) total = value_add(arena, total, losses[i]);
  return value_mul(arena, total, value_new(arena, 1.0 / count));
}
