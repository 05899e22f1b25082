// describe: the tables of this engine as JSON text: operations, data sets, losses, optimisers, settings.
//
// A page reads them rather than having lists of its own, and a test compares them with those of the twin in Python, byte
// for byte; only `functions`, the names of what implements each row, differs.

#include <string.h>

#include "micrograd.h"

static const char *const COMMANDS[] = {"step", "restore", "set_points", "set_hyper", "set_variant", NULL};
static const char *const QUERIES[] = {"snapshot",    "trace",        "surface",   "predict", "learning_rate", "gradient", "contributions",
                                      "predictions", "point_losses", "landscape", "naive",   "overwritten", "nudge",
                                      "field",       NULL};

// --- JSON: values with a comma between two ---

// A comma unless this is the first of its list.
static void separate(Text *out) {
  char last = out->length ? out->bytes[out->length - 1] : '{';
  if (!strchr("[{:", last)) text_add(out, ",");
}

static void add_string(Text *out, const char *string) {
  separate(out);
  text_add(out, "\"");
  for (; *string; string++) {
    if (strchr("\\\"", *string)) text_add(out, "\\");
    text_add_bytes(out, string, 1);
  }
  text_add(out, "\"");
}

static void add_key(Text *out, const char *key) {
  add_string(out, key);
  text_add(out, ":");
}

static void add_pair(Text *out, const char *key, const char *string) {
  add_key(out, key);
  add_string(out, string);
}

static void begin(Text *out, const char *bracket) {
  separate(out);
  text_add(out, bracket);
}

static void begin_key(Text *out, const char *key, const char *bracket) {
  add_key(out, key);
  begin(out, bracket);
}

static void begin_row(Text *out, const char *name, const char *title) {
  begin(out, "{");
  add_pair(out, "name", name);
  add_pair(out, "title", title);
}

static void add_strings(Text *out, const char *key, const char *const *strings, int count) {
  begin_key(out, key, "[");
  for (int i = 0; i < count && strings[i]; i++) add_string(out, strings[i]);
  text_add(out, "]");
}

static void add_whole(Text *out, const char *key, uint64_t number) {
  add_key(out, key);
  text_add(out, "\"");
  text_add_uint(out, number);
  text_add(out, "\"");
}

// --- the tables ---

static void operations(Text *out) {
  begin_key(out, "operations", "[");
  for (int i = 0; i < OP_COUNT; i++) {
    const Operation *row = &OPERATIONS[i];
    begin_row(out, row->name, row->title);
    add_pair(out, "word", row->word);
    add_key(out, "arity");
    text_add_int(out, operation_arity(row));
    add_pair(out, "formula", row->formula);
    add_strings(out, "derivatives", row->derivatives, 2);
    add_key(out, "nonlinearity");
    text_add(out, row->nonlin ? "true}" : "false}");
  }
  text_add(out, "]");
}

static void nonlinearities(Text *out) {
  begin_key(out, "nonlinearities", "[");
  for (int i = 0; nonlin_at(i); i++) add_string(out, nonlin_at(i)->name);
  text_add(out, "]");
}

static void datasets(Text *out) {
  begin_key(out, "datasets", "[");
  for (const Dataset *row = DATASETS; row->name; row++) {
    begin_row(out, row->name, row->title);
    text_add(out, "}");
  }
  text_add(out, "]");
}

static void parts(Text *out, const Part *part) {
  begin_key(out, "parts", "[");
  for (; part && part->part; part++) {
    begin(out, "{");
    add_pair(out, "part", part->part);
    if (part->name) add_pair(out, "name", part->name);
    add_pair(out, "words", part->words);
    text_add(out, "}");
  }
  text_add(out, "]");
}

static void losses(Text *out) {
  begin_key(out, "losses", "[");
  for (const Loss *row = LOSSES; row->name; row++) {
    begin_row(out, row->name, row->title);
    add_strings(out, "limits", row->limits, row->limits ? INT32_MAX : 0);
    parts(out, row->parts);
    text_add(out, "}");
  }
  text_add(out, "]");
}

static void optimizers(Text *out) {
  begin_key(out, "optimizers", "[");
  for (const OptimizerKind *row = OPTIMIZERS; row->name; row++) {
    begin_row(out, row->name, row->title);
    add_strings(out, "hyper", row->hyper, MOST_HYPER);
    begin_key(out, "moments", "{");
    if (row->m) add_pair(out, "m", row->m);
    if (row->v) add_pair(out, "v", row->v);
    text_add(out, "}");
    add_strings(out, "rule", row->rule, MOST_RULE);
    text_add(out, "}");
  }
  text_add(out, "]");
}

static void schedules(Text *out) {
  begin_key(out, "schedules", "[");
  for (const Schedule *row = SCHEDULES; row->name; row++) {
    begin_row(out, row->name, row->title);
    text_add(out, "}");
  }
  text_add(out, "]");
}

// Every setting with its kind, its range and its default, as text.
static void settings(Text *out) {
  begin_key(out, "settings", "[");
  for (const Rule *rule = RULES; rule->name; rule++) {
    begin(out, "{");
    add_pair(out, "name", rule->name);
    add_pair(out, "kind", KINDS[rule->kind]);
    if (rule->kind == WHOLE || rule->kind == SIZES) {
      add_whole(out, "low", rule->low);
      add_whole(out, "high", rule->high);
    }
    if (rule->kind == CHOICE) {
      begin_key(out, "choices", "[");
      for (int row = 0; rule->choice(row); row++) add_string(out, rule->choice(row));
      text_add(out, "]");
    }
    add_pair(out, "default", rule->initial);
    text_add(out, "}");
  }
  text_add(out, "]");
}

// The name of what implements each row, in this language.
static void functions(Text *out) {
  begin_key(out, "functions", "{");
  begin_key(out, "operations", "{");
  for (int i = 0; i < OP_COUNT; i++) add_pair(out, OPERATIONS[i].name, OPERATIONS[i].function);
  text_add(out, "}");
  begin_key(out, "datasets", "{");
  for (const Dataset *row = DATASETS; row->name; row++) add_pair(out, row->name, row->function);
  text_add(out, "}");
  begin_key(out, "losses", "{");
  for (const Loss *row = LOSSES; row->name; row++) add_pair(out, row->name, row->function);
  text_add(out, "}");
  begin_key(out, "optimizers", "{");
  for (const OptimizerKind *row = OPTIMIZERS; row->name; row++) add_pair(out, row->name, row->function);
  text_add(out, "}");
  begin_key(out, "schedules", "{");
  for (const Schedule *row = SCHEDULES; row->name; row++) add_pair(out, row->name, row->function);
  text_add(out, "}}");
}

// All tables as JSON text, in the order of their rows.
void describe(Text *out) {
  text_clear(out);
  begin(out, "{");
  operations(out);
  nonlinearities(out);
  datasets(out);
  losses(out);
  optimizers(out);
  add_pair(out, "shrink", SHRINK);
  schedules(out);
  parts(out, PARTS);
  add_strings(out, "roles", ROLES, ROLE_COUNT);
  add_strings(out, "splits", SPLITS, SPLIT_COUNT);
  settings(out);
  add_strings(out, "hyper", HYPER, INT32_MAX);
  add_strings(out, "commands", COMMANDS, INT32_MAX);
  add_strings(out, "queries", QUERIES, INT32_MAX);
  functions(out);
  text_add(out, "}");
}
