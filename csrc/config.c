// What can be set, and in which ranges: one rule per setting, for the command line and the page alike.

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

// --- numbers: digits only, no hex, no nan, no blanks ---

static const char *skip_sign(const char *c) { return c + (*c == '+' || *c == '-'); }

// Past one digit or more; NULL when there is none.
static const char *skip_digits(const char *c) {
  const char *start = c;
  while (*c >= '0' && *c <= '9') c++;
  return c > start ? c : NULL;
}

// [+-]?[0-9]+ from low to high. Any number of digits, but for those that Python's rule doesn't read either.
static bool whole_between(const char *text, size_t length, uint64_t low, uint64_t high, uint64_t *out) {
  const char *c = skip_sign(text), *end = skip_digits(c);
  if (end != text + length || length > 400) return false;
  uint64_t value = 0;
  for (; c < end; c++) {
    uint64_t digit = (uint64_t)(*c - '0');
    if (digit > high || value > (high - digit) / 10) return false;  // 10 * value + digit would exceed high
    value = 10 * value + digit;
  }
  if (value < low || (*text == '-' && value != 0)) return false;
  *out = value;
  return true;
}

// A finite number >= 0, as text: [+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?
//
// strtod rounds correctly, as Python's float does: to the nearest double, ties to even.
static bool number_parse(const char *text, double *out) {
  const char *c = skip_digits(skip_sign(text));
  if (c && *c == '.') c = skip_digits(c + 1);
  if (c && (*c == 'e' || *c == 'E')) c = skip_digits(skip_sign(c + 1));
  if (!c || *c) return false;
  *out = strtod(text, NULL);
  return true;
}

static bool is_number(const Rule *rule) {
  return rule->kind == NUMBER || rule->kind == FRACTION || rule->kind == POSITIVE;
}

static bool number_set(const Rule *rule, double value, double *field) {
  if (!(0.0 <= value && (rule->kind == FRACTION ? value < 1.0 : value <= DBL_MAX))) return false;
  if (rule->kind == POSITIVE && value == 0.0) return false;
  *field = value;
  return true;
}

// The percentages of the splits.
static bool shares_set(const char *text, int *field) {
  int share[SPLIT_COUNT], count = 0, total = 0;
  const char *end = text;
  while (end) {
    const char *start = end;
    end = strchr(start, ',');
    uint64_t percent = 0;
    size_t length = end ? (size_t)(end++ - start) : strlen(start);
    if (count == SPLIT_COUNT || !whole_between(start, length, 0, 100, &percent)) return false;
    share[count++] = (int)percent;
    total += (int)percent;
  }
  if (count < SPLIT_COUNT || total != 100) return false;
  memcpy(field, share, sizeof share);
  return true;
}

// The sizes of the hidden layers; "none" is a network without any.
static bool sizes_set(const Rule *rule, const char *text, Sizes *field) {
  Sizes sizes = {0};
  bool valid = true;
  const char *end = strcmp(text, "none") == 0 ? NULL : text;
  while (valid && end) {
    const char *start = end;
    end = strchr(start, ',');
    size_t length = end ? (size_t)(end++ - start) : strlen(start);
    uint64_t size = 0;
    valid = whole_between(start, length, rule->low, rule->high, &size);
    sizes.size = memory_resize(sizes.size, (size_t)sizes.count + 1, sizeof(int));
    sizes.size[sizes.count++] = (int)size;
  }
  memory_free(valid ? field->size : sizes.size);
  if (valid) *field = sizes;
  return valid;
}

// One of a few names; the field gets the row of its table.
static bool choice_set(const Rule *rule, const char *text, int *field) {
  for (int row = 0; rule->choice(row); row++) {
    if (strcmp(text, rule->choice(row)) != 0) continue;
    *field = row;
    return true;
  }
  return false;
}

// --- the rules ---

static const char *dataset_name(int row) { return DATASETS[row].name; }
static const char *nonlin_name(int row) { return nonlin_at(row) ? nonlin_at(row)->name : NULL; }
static const char *optimizer_name(int row) { return OPTIMIZERS[row].name; }
static const char *loss_name(int row) { return LOSSES[row].name; }
static const char *schedule_name(int row) { return SCHEDULES[row].name; }

const char *const KINDS[KIND_COUNT] = {"whole", "number", "fraction", "positive", "shares", "sizes", "choice"};

#define RULE(setting, rule_kind, text) .name = #setting, .kind = rule_kind, .initial = text, .field = offsetof(Config, setting)

const Rule RULES[] = {
    {RULE(seed, WHOLE, "42"), .low = 1, .high = UINT64_MAX},
    {RULE(dataset, CHOICE, "yinyang"), .choice = dataset_name},
    {RULE(n, WHOLE, "100"), .low = 0, .high = 1000000},
    {RULE(noise, NUMBER, "0.0"), .number = 0.0},
    {RULE(split, SHARES, "80,10,10")},
    {RULE(steps, WHOLE, "100"), .low = 0, .high = INT64_MAX},
    {RULE(layers, SIZES, "8"), .low = 1, .high = 1024},
    {RULE(nonlin, CHOICE, "tanh"), .choice = nonlin_name},
    {RULE(init_scale, NUMBER, "1.0"), .number = 1.0},
    {RULE(batch_size, WHOLE, "0"), .low = 0, .high = 1000000},
    {RULE(loss, CHOICE, "nll"), .choice = loss_name},
    {RULE(optimizer, CHOICE, "adamw"), .choice = optimizer_name},
    {RULE(lr, NUMBER, "0.1"), .number = 0.1},
    {RULE(schedule, CHOICE, "constant"), .choice = schedule_name},
    {RULE(schedule_steps, WHOLE, "100"), .low = 1, .high = 1000000},
    {RULE(momentum, NUMBER, "0.9"), .number = 0.9},
    {RULE(beta1, FRACTION, "0.9"), .number = 0.9},
    {RULE(beta2, FRACTION, "0.95"), .number = 0.95},
    {RULE(eps, POSITIVE, "1e-08"), .number = 1e-8},
    {RULE(weight_decay, NUMBER, "0.0001"), .number = 0.0001},
    {RULE(l1, NUMBER, "0.0"), .number = 0.0},
    {.name = NULL},
};

// Writes the value into the config's field: that of the text, but `number` for a number of any kind. False when it is out of range.
static bool rule_set(const Rule *rule, const char *text, double number, Config *config) {
  void *field = (char *)config + rule->field;
  switch (rule->kind) {
    case WHOLE: return whole_between(text, strlen(text), rule->low, rule->high, field);
    case NUMBER:
    case FRACTION:
    case POSITIVE: return number_set(rule, number, field);
    case SHARES: return shares_set(text, field);
    case SIZES: return sizes_set(rule, text, field);
    default: return choice_set(rule, text, field);
  }
}

void rule_says(const Rule *rule, Text *out) {
  if (rule->kind == NUMBER) text_add(out, "a finite number >= 0");
  if (rule->kind == POSITIVE) text_add(out, "a finite number > 0");
  if (rule->kind == FRACTION) text_add(out, "a number >= 0 and < 1");
  if (rule->kind == SHARES) text_add(out, "3 whole percentages with commas that add up to 100, such as 80,10,10");
  if (rule->kind == SIZES) text_add(out, "none or sizes from 1 to 1024 with commas, such as 8 or 6,5");
  if (rule->kind == WHOLE) {
    text_add(out, "a whole number from ");
    text_add_uint(out, rule->low);
    text_add(out, " to ");
    text_add_uint(out, rule->high);
  }
  if (rule->kind == CHOICE) text_add(out, "one of ");
  for (int row = 0; rule->kind == CHOICE && rule->choice(row); row++) {
    if (row) text_add(out, ", ");
    text_add(out, rule->choice(row));
  }
}

const Rule *rule_named(const char *name) {
  const Rule *rule = RULES;
  while (rule->name && strcmp(rule->name, name) != 0) rule++;
  return rule->name ? rule : NULL;
}

static bool refuse_name(const char *name, Text *error) {
  return text_refuse(error, (const char *[]){"there is no setting '", name, "'", NULL});
}

static bool refuse_value(const Rule *rule, const char *text, const char *shown, Text *error) {
  text_refuse(error, (const char *[]){shown, " must be ", NULL});
  rule_says(rule, error);
  text_add(error, ", not '");
  text_add(error, text);
  text_add(error, "'");
  return false;
}

bool config_set(Config *config, const char *name, const char *text, const char *shown, Text *error) {
  const Rule *rule = rule_named(name);
  if (!rule) return refuse_name(name, error);
  double number = -1.0;
  bool valid = !is_number(rule) || number_parse(text, &number);
  return (valid && rule_set(rule, text, number, config)) || refuse_value(rule, text, shown, error);
}

// --- lines ---

static bool is_among(const char *name, const char *const *names) {
  while (*names && strcmp(*names, name) != 0) names++;
  return *names;
}

// One line `name=value`, cut in two; *numbers moves on when its number is used.
static bool config_read_line(Config *config, char *line, const double **numbers, const char *const *only, Text *error) {
  char *value = line + strcspn(line, "=");
  if (*value) *value++ = '\0';
  if (only && !is_among(line, only)) {
    text_refuse(error, (const char *[]){line, " can't change during a run: only ", NULL});
    for (int i = 0; only[i]; i++) {
      if (i) text_add(error, ", ");
      text_add(error, only[i]);
    }
    text_add(error, " can");
    return false;
  }
  const Rule *rule = rule_named(line);
  // steps have a rule, but belong to the command line: a session takes as many as it is told to
  if (!rule || strcmp(line, "steps") == 0) return refuse_name(line, error);
  double number = is_number(rule) ? *(*numbers)++ : 0.0;
  return rule_set(rule, value, number, config) || refuse_value(rule, value, line, error);
}

bool config_read(Config *config, const char *lines, const double *numbers, const char *const *only, Text *error) {
  Text line = {0};
  bool valid = true;
  while (valid && *lines) {
    size_t length = strcspn(lines, "\n");
    text_clear(&line);
    text_add_bytes(&line, lines, length);
    if (length) valid = config_read_line(config, line.bytes, &numbers, only, error);
    lines += length + (lines[length] == '\n');
  }
  text_free(&line);
  return valid;
}

// --- the whole ---

// Everything that determines a run, but for the user's own points.
//
// Those up to init_scale determine the data and the initial parameters: noise is how far a coordinate may be moved, split the
// percentages of train, val and test, layers the sizes of the hidden layers, and init_scale a factor of the initial parameters.
// The others may change between two steps: batch_size 0 means all train points, schedule_steps is the period of the schedule,
// momentum is of sgd, the betas and eps of adamw.
Config config_default(void) {
  Config config = {0};
  for (const Rule *rule = RULES; rule->name; rule++) rule_set(rule, rule->initial, rule->number, &config);
  return config;
}

void config_free(Config *config) {
  memory_free(config->layers.size);
  *config = (Config){0};
}
