// Reads an experiment's file: everything in it is checked, and a refusal names the field and what is right.

#include <math.h>
#include <string.h>

#include "experiment.h"
#include "json_fields.h"

static const char *const PARTS_OF_IT[] = {"micrograd", "config", "points", "snapshot", "losses", NULL};
static const char *const POINT[] = {"x", "y", "label", "split", NULL};
static const char *const LOSSES_OF_IT[] = {"train", "val", NULL};
enum { MOST_POINTS = 1000000 };

static bool read_parts(Experiment *experiment, const Json *json, Text *error);
static bool read_config(Experiment *experiment, const Json *json, size_t at, Text *error);
static bool read_points(Experiment *experiment, const Json *json, size_t at, Text *error);
static bool read_snapshot(Experiment *experiment, const Json *json, size_t at, Text *error);
static bool read_losses(Losses *losses, const Json *json, size_t at, size_t step, Text *error);

bool read_experiment(Experiment *experiment, char *bytes, size_t length, Text *error) {
  Json json = {0};
  *experiment = experiment_default();
  bool valid = read_json(&json, bytes, length, error) && read_parts(experiment, &json, error);
  if (!valid) experiment_free(experiment);
  json_free(&json);
  return valid;
}

static bool read_parts(Experiment *experiment, const Json *json, Text *error) {
  Fields at;
  if (!fields_of(json, 0, PLACE("it"), PARTS_OF_IT, at, error)) return false;
  if (!needed(at[0], PLACE("it"), PARTS_OF_IT[0], error)) return false;
  const JsonValue *version = &json->value[at[0]];
  if (version->kind != JSON_NUMBER || strcmp(version->text, "1") != 0)
    return refuse_field(PLACE("micrograd"), "1, the version of the format that is known here", version, error);
  if (at[1] && !read_config(experiment, json, at[1], error)) return false;
  if (at[2] && !read_points(experiment, json, at[2], error)) return false;
  if (at[3] && !read_snapshot(experiment, json, at[3], error)) return false;
  double step = experiment->snapshot ? experiment->snapshot[0] : 0.0;
  experiment->losses.known = at[4] || step == 0.0;
  return !at[4] || read_losses(&experiment->losses, json, at[4], (size_t)step, error);
}

static void setting_of(const Json *json, size_t at, Text *out);

// Each setting as the command line takes it; what is not there keeps its default.
static bool read_config(Experiment *experiment, const Json *json, size_t at, Text *error) {
  const char *names[MOST_FIELDS] = {0};
  int count = 0;
  for (const Rule *rule = RULES; rule->name && count < MOST_FIELDS - 2; rule++) {
    if (strcmp(rule->name, "steps") != 0) names[count++] = rule->name;
  }
  names[count] = "zero_grad";
  Fields found;
  if (!fields_of(json, at, PLACE("config"), names, found, error)) return false;
  // in the order of the file, as Python's dict: the first wrong one is named
  for (size_t i = 0, item = at + 1; i < json->value[at].count; i++, item = json->value[item].next) {
    const JsonValue *value = &json->value[item];
    bool is_null = value->kind == JSON_WORD && strcmp(value->text, "null") == 0, valid = true;
    if (is_null) continue;
    if (strcmp(value->name, "zero_grad") == 0) {
      if (value->kind != JSON_WORD) return refuse_field((Place){"config", -1, "zero_grad"}, "true or false", value, error);
      experiment->zero_grad = strcmp(value->text, "true") == 0;
      continue;
    }
    Text text = {0}, name = {0};
    setting_of(json, item, &text);
    text_add(&name, "config.");
    text_add(&name, value->name);
    valid = config_set(&experiment->config, value->name, text.bytes, name.bytes, error);
    text_free(&text);
    text_free(&name);
    if (!valid) return false;
  }
  return true;
}

// A setting as it would be typed: [6, 5] is 6,5, and [] is none.
static void setting_of(const Json *json, size_t at, Text *out) {
  const JsonValue *value = &json->value[at];
  bool is_numbers = value->kind == JSON_LIST;
  Text listed = {0};
  text_clear(&listed);
  for (size_t i = 0, item = at + 1; is_numbers && i < value->count; i++, item = json->value[item].next) {
    is_numbers = json->value[item].kind == JSON_NUMBER;
    if (i) text_add(&listed, ",");
    if (is_numbers) text_add(&listed, json->value[item].text);
  }
  if (is_numbers) printable(value->count ? listed.bytes : "none", 400, out);
  else shown(value, 400, out);
  text_free(&listed);
}

// --- points ---

static bool read_point(const Json *json, size_t at, Place what, Point *out, Text *error);

static bool read_points(Experiment *experiment, const Json *json, size_t at, Text *error) {
  if (!items_of(json, at, PLACE("points"), error)) return false;
  size_t count = json->value[at].count;
  if (count > MOST_POINTS) {
    text_refuse(error, (const char *[]){"points must be at most ", NULL});
    text_add_int(error, MOST_POINTS);
    text_add(error, ", not ");
    text_add_uint(error, count);
    return false;
  }
  experiment->n = (int)count;
  experiment->points = memory_resize(NULL, count, sizeof(Point));
  for (size_t i = 0, item = at + 1; i < count; i++, item = json->value[item].next) {
    if (!read_point(json, item, (Place){"points", (int64_t)i, NULL}, &experiment->points[i], error)) return false;
  }
  return true;
}

static bool is_finite(Place what, double number, Text *error) {
  if (isfinite(number)) return true;
  Text name = {0};
  add_place(&name, what);
  check_finite(name.bytes, number, error);
  text_free(&name);
  return false;
}

static bool read_point(const Json *json, size_t at, Place what, Point *out, Text *error) {
  Fields found;
  double number[3];
  Place part = what;
  if (!fields_of(json, at, what, POINT, found, error)) return false;
  for (int i = 0; i < 3; i++) {
    part.field = POINT[i];
    if (!needed(found[i], what, POINT[i], error)) return false;
    if (!number_of(&json->value[found[i]], part, &number[i], error)) return false;
  }
  for (int i = 0; i < 2; i++) {
    part.field = POINT[i];
    if (!is_finite(part, number[i], error)) return false;
  }
  part.field = "label";
  bool is_label = number[2] == 0.0 || number[2] == 1.0 || number[2] == 2.0;
  if (!is_label) return refuse_field(part, "a whole number from 0 to 2", &json->value[found[2]], error);
  if (!needed(found[3], what, "split", error)) return false;
  const JsonValue *name = &json->value[found[3]];
  int split = 0;
  while (split < SPLIT_COUNT && (name->kind != JSON_TEXT || strcmp(name->text, SPLITS[split]) != 0)) split++;
  part.field = "split";
  if (split == SPLIT_COUNT) return refuse_field(part, "one of train, val, test", name, error);
  *out = (Point){number[0], number[1], (int)number[2], split};
  return true;
}

// --- the training state ---

// How many weights and biases a network of two inputs has.
static size_t parameter_count(const Sizes *layers) {
  size_t count = 0, nin = 2;
  for (int i = 0; i <= layers->count; i++) {
    size_t nout = i < layers->count ? (size_t)layers->size[i] : CLASSES;
    count += nout * (nin + 1);
    nin = nout;
  }
  return count;
}

static bool read_optimizer(const JsonValue *value, double *out, Text *error) {
  Config config = {0};
  Text text = {0};
  shown(value, 400, &text);
  bool valid = config_set(&config, "optimizer", text.bytes, "snapshot.optimizer", error);
  text_free(&text);
  *out = config.optimizer;
  return valid;
}

static bool read_snapshot(Experiment *experiment, const Json *json, size_t at, Text *error) {
  Fields found;
  if (!fields_of(json, at, PLACE("snapshot"), SNAPSHOT, found, error)) return false;
  size_t count = parameter_count(&experiment->config.layers);
  double *snapshot = memory_resize(NULL, SNAPSHOT_HEAD + 4 * count, sizeof(double));
  experiment->snapshot = snapshot;
  experiment->parameters = (int)count;
  static const char *const LISTS[] = {"snapshot.data", "snapshot.grad", "snapshot.m", "snapshot.v"};
  for (int i = 0; i < SNAPSHOT_COLUMNS; i++) {
    if (!needed(found[i], PLACE("snapshot"), SNAPSHOT[i], error)) return false;
    const JsonValue *value = &json->value[found[i]];
    double *list = snapshot + SNAPSHOT_HEAD + count * (size_t)(i < SNAPSHOT_HEAD ? 0 : i - SNAPSHOT_HEAD);
    bool valid = i == 3 ? read_optimizer(value, &snapshot[3], error)
                 : i < SNAPSHOT_HEAD
                     ? number_of(value, (Place){"snapshot", -1, SNAPSHOT[i]}, &snapshot[i], error)
                     : numbers_of(json, found[i], LISTS[i - SNAPSHOT_HEAD], count, "parameter", list, error);
    if (!valid) return false;
  }
  if (!check_count("snapshot.step", snapshot[0], error) || !check_count("snapshot.t", snapshot[4], error)) return false;
  if (snapshot[4] <= snapshot[0]) return true;
  text_refuse(error, (const char *[]){"snapshot.t must be at most snapshot.step, ", NULL});
  text_add_int(error, (int64_t)snapshot[0]);
  text_add(error, ", not ");
  text_add_int(error, (int64_t)snapshot[4]);
  return false;
}

static bool read_losses(Losses *losses, const Json *json, size_t at, size_t step, Text *error) {
  Fields found;
  if (!fields_of(json, at, PLACE("losses"), LOSSES_OF_IT, found, error)) return false;
  static const char *const LISTS[] = {"losses.train", "losses.val"};
  double **columns[] = {&losses->train, &losses->val};
  for (int i = 0; i < 2; i++) {
    if (!needed(found[i], PLACE("losses"), LOSSES_OF_IT[i], error)) return false;
    size_t count = json->value[found[i]].count;  // no more memory than the file itself has
    *columns[i] = memory_resize(NULL, count, sizeof(double));
    if (!numbers_of(json, found[i], LISTS[i], step, "step", *columns[i], error)) return false;
    losses->count = losses->capacity = count;
  }
  return true;
}
