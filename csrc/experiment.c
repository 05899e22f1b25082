// An experiment as JSON text: settings, points, training state and losses, with every bit of every number.
//
// The page, the Python package and this program write the same bytes for the same run; docs/files.md describes the format.
// Reading it is in read_experiment.c.

#include "experiment.h"

#include <math.h>
#include <string.h>

const char *const SNAPSHOT[] = {"step", "train", "val", "optimizer", "t", "data", "grad", "m", "v", NULL};

Experiment experiment_default(void) {
  return (Experiment){.config = config_default(), .zero_grad = true, .losses.known = true};
}

void open_experiment(Session *session, Experiment *experiment) {
  Text error = {0};  // stays empty: read_experiment has refused what a session would
  session_open(session, &experiment->config);
  session_set_variant(session, experiment->zero_grad);
  if (experiment->points) session_set_points(session, experiment->points, experiment->n, &error);
  if (experiment->snapshot) session_restore(session, experiment->parameters, experiment->snapshot, &error);
  text_free(&error);
}

void experiment_free(Experiment *experiment) {
  config_free(&experiment->config);
  memory_free(experiment->points);
  memory_free(experiment->snapshot);
  memory_free(experiment->losses.train);
  memory_free(experiment->losses.val);
  *experiment = (Experiment){0};
}

void losses_add(Losses *losses, double train, double val) {
  if (losses->count == losses->capacity) {
    losses->capacity = 2 * losses->capacity + 64;
    losses->train = memory_resize(losses->train, losses->capacity, sizeof(double));
    losses->val = memory_resize(losses->val, losses->capacity, sizeof(double));
  }
  losses->train[losses->count] = train;
  losses->val[losses->count++] = val;
}

// --- writing ---

static void config_text(const Session *session, Text *out);
static void point_text(const Point *p, Text *out);
static void snapshot_text(const Session *session, Text *out);
static void list_text(const double *numbers, size_t count, Text *out);

static void add_name(Text *out, const char *name) {
  text_add(out, "\"");
  text_add(out, name);
  text_add(out, "\": ");
}

// The session as it is now, with the losses of its steps if they are known.
void experiment_text(const Session *session, const Losses *losses, Text *out) {
  text_add(out, "{\n  \"micrograd\": ");
  text_add_int(out, VERSION);
  text_add(out, ",\n  \"config\": ");
  config_text(session, out);
  text_add(out, ",\n  \"points\": [");
  for (int i = 0; i < session->n; i++) {
    text_add(out, i ? ",\n    " : "\n    ");
    point_text(&session->points[i], out);
  }
  text_add(out, session->n ? "\n  ],\n  \"snapshot\": " : "],\n  \"snapshot\": ");
  snapshot_text(session, out);
  if (losses->known) {
    text_add(out, ",\n  \"losses\": {\n    \"train\": ");
    list_text(losses->train, losses->count, out);
    text_add(out, ",\n    \"val\": ");
    list_text(losses->val, losses->count, out);
    text_add(out, "\n  }");
  }
  text_add(out, "\n}\n");
}

static void value_text(const Rule *rule, const Config *config, Text *out);

// The settings, and zero_grad where it is left out.
static void config_text(const Session *session, Text *out) {
  text_add(out, "{");
  for (const Rule *rule = RULES; rule->name; rule++) {
    if (strcmp(rule->name, "steps") == 0) continue;
    if (rule > RULES) text_add(out, ", ");
    add_name(out, rule->name);
    value_text(rule, &session->config, out);
  }
  text_add(out, session->zero_grad ? "}" : ", \"zero_grad\": false}");
}

static void number_text(double x, Text *out);

static void whole_list_text(const int *numbers, int count, Text *out) {
  text_add(out, "[");
  for (int i = 0; i < count; i++) {
    if (i) text_add(out, ", ");
    text_add_int(out, numbers[i]);
  }
  text_add(out, "]");
}

// A setting's value; one that JavaScript's numbers may round, such as a seed, in quotes.
static void value_text(const Rule *rule, const Config *config, Text *out) {
  const void *field = (const char *)config + rule->field;
  const Sizes *sizes = field;
  bool quotes = rule->kind == CHOICE || (rule->kind == WHOLE && rule->high > (uint64_t)1 << 53);
  if (quotes) text_add(out, "\"");
  switch (rule->kind) {
    case WHOLE: text_add_uint(out, *(const uint64_t *)field); break;
    case CHOICE: text_add(out, rule->choice(*(const int *)field)); break;
    case SIZES: whole_list_text(sizes->size, sizes->count, out); break;
    case SHARES: whole_list_text(field, SPLIT_COUNT, out); break;
    default: number_text(*(const double *)field, out);
  }
  if (quotes) text_add(out, "\"");
}

static void point_text(const Point *p, Text *out) {
  text_add(out, "{\"x\": ");
  number_text(p->x, out);
  text_add(out, ", \"y\": ");
  number_text(p->y, out);
  text_add(out, ", \"label\": ");
  text_add_int(out, p->label);
  text_add(out, ", \"split\": \"");
  text_add(out, SPLITS[p->split]);
  text_add(out, "\"}");
}

// Its columns, one a line.
static void snapshot_text(const Session *session, Text *out) {
  size_t count = (size_t)session->parameters;
  double *snapshot = memory_resize(NULL, SNAPSHOT_HEAD + 4 * count, sizeof(double)), *column = snapshot + SNAPSHOT_HEAD;
  session_snapshot(session, snapshot);
  for (int i = 0; i < SNAPSHOT_COLUMNS; i++) {
    text_add(out, i ? ",\n    " : "{\n    ");
    add_name(out, SNAPSHOT[i]);
    if (i == 0) text_add_int(out, session->steps);
    if (i == 1 || i == 2) number_text(snapshot[i], out);
    if (i == 3) {
      text_add(out, "\"");
      text_add(out, OPTIMIZERS[session->config.optimizer].name);
      text_add(out, "\"");
    }
    if (i == 4) text_add_int(out, session->optimizer.t);
    if (i < SNAPSHOT_HEAD) continue;
    list_text(column, count, out);
    column += count;
  }
  text_add(out, "\n  }");
  memory_free(snapshot);
}

static void list_text(const double *numbers, size_t count, Text *out) {
  text_add(out, "[");
  for (size_t i = 0; i < count; i++) {
    if (i) text_add(out, ", ");
    number_text(numbers[i], out);
  }
  text_add(out, "]");
}

// The shortest decimal that reads back as the same bits; JSON has no nan and inf, which get quotes.
static void number_text(double x, Text *out) {
  char digits[REPR_BYTES];
  if (!isfinite(x)) text_add(out, "\"");
  text_add(out, double_repr(x, digits));
  if (!isfinite(x)) text_add(out, "\"");
}
