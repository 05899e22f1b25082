// What can be set, and in which ranges: one rule per setting, for the command line and the page alike.

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

typedef struct Rule Rule;

// A setting: `parse` writes the value that the text stands for into the config's field, or answers false when it
// stands for none in range; `says` completes the sentence "… must be".
struct Rule {
  const char *name;
  bool (*parse)(const Rule *rule, const char *text, void *field);
  void (*says)(const Rule *rule, Text *out);
  size_t field;        // where it is in a Config
  uint64_t low, high;  // of a whole number
  const char *const *names;  // of a choice: a member of each table's first row …
  size_t row_bytes;          // … and how far it is to the next row's
};

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
    if (value > (high - digit) / 10) return false;  // 10 * value + digit would exceed high, which no rule has below 9
    value = 10 * value + digit;
  }
  if (value < low || (*text == '-' && value != 0)) return false;
  *out = value;
  return true;
}

// A whole number from low to high.
static bool whole_parse(const Rule *rule, const char *text, void *field) {
  return whole_between(text, strlen(text), rule->low, rule->high, field);
}

static void whole_says(const Rule *rule, Text *out) {
  text_add(out, "a whole number from ");
  text_add_uint(out, rule->low);
  text_add(out, " to ");
  text_add_uint(out, rule->high);
}

// A finite number >= 0: [+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?
static bool number_parse(const Rule *rule, const char *text, void *field) {
  (void)rule;
  const char *c = skip_digits(skip_sign(text));
  if (c && *c == '.') c = skip_digits(c + 1);
  if (c && (*c == 'e' || *c == 'E')) c = skip_digits(skip_sign(c + 1));
  if (!c || *c) return false;
  double value = double_parse(text);
  if (!(0.0 <= value && value <= DBL_MAX)) return false;
  *(double *)field = value;
  return true;
}

static void number_says(const Rule *rule, Text *out) {
  (void)rule;
  text_add(out, "a finite number >= 0");
}

// The sizes of the hidden layers; "none" is a network without any.
static bool sizes_parse(const Rule *rule, const char *text, void *field) {
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
  Sizes *old = field;
  free(valid ? old->size : sizes.size);
  if (valid) *old = sizes;
  return valid;
}

static void sizes_says(const Rule *rule, Text *out) {
  (void)rule;
  text_add(out, "none or sizes from 1 to 1024 with commas, such as 8 or 6,5");
}

// One of a few names; the field gets the row of its table.
static const char *choice_name(const Rule *rule, int row) {
  return *(const char *const *)((const char *)rule->names + (size_t)row * rule->row_bytes);
}

static bool choice_parse(const Rule *rule, const char *text, void *field) {
  for (int row = 0; choice_name(rule, row); row++) {
    if (strcmp(text, choice_name(rule, row)) != 0) continue;
    *(int *)field = row;
    return true;
  }
  return false;
}

static void choice_says(const Rule *rule, Text *out) {
  text_add(out, "one of ");
  for (int row = 0; choice_name(rule, row); row++) {
    if (row) text_add(out, ", ");
    text_add(out, choice_name(rule, row));
  }
}

#define WHOLE(setting, low, high) {#setting, whole_parse, whole_says, offsetof(Config, setting), low, high, NULL, 0}
#define NUMBER(setting) {#setting, number_parse, number_says, offsetof(Config, setting), 0, 0, NULL, 0}
#define SIZES(setting) {#setting, sizes_parse, sizes_says, offsetof(Config, setting), 1, 1024, NULL, 0}
#define CHOICE(setting, table) \
  {#setting, choice_parse, choice_says, offsetof(Config, setting), 0, 0, &table[0].name, sizeof table[0]}

static const Rule RULES[] = {
    WHOLE(seed, 1, UINT64_MAX),
    CHOICE(dataset, DATASETS),
    WHOLE(n, 2, 1000000),
    WHOLE(steps, 0, INT64_MAX),
    SIZES(layers),
    CHOICE(nonlin, NONLINS),
    CHOICE(optimizer, OPTIMIZERS),
    NUMBER(lr),
    NUMBER(momentum),
    NUMBER(weight_decay),
    CHOICE(loss, LOSSES),
};

static const Rule *rule_named(const char *name) {
  for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++) {
    if (strcmp(RULES[i].name, name) == 0) return &RULES[i];
  }
  return NULL;
}

static bool refuse_name(const char *name, Text *error) {
  return text_refuse(error, (const char *[]){"there is no setting '", name, "'", NULL});
}

bool config_set(Config *config, const char *name, const char *text, const char *shown, Text *error) {
  const Rule *rule = rule_named(name);
  if (!rule) return refuse_name(name, error);
  if (rule->parse(rule, text, (char *)config + rule->field)) return true;
  text_refuse(error, (const char *[]){shown, " must be ", NULL});
  rule->says(rule, error);
  text_add(error, ", not '");
  text_add(error, text);
  text_add(error, "'");
  return false;
}

// --- lines ---

static bool is_among(const char *name, const char *const *names) {
  while (*names && strcmp(*names, name) != 0) names++;
  return *names;
}

// One line `name=value`, cut in two.
static bool config_read_line(Config *config, char *line, const char *const *only, Text *error) {
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
  // steps have a rule, but are the command line's: a session goes as far as it is told to
  if (strcmp(line, "steps") == 0) return refuse_name(line, error);
  return config_set(config, line, value, line, error);
}

bool config_read(Config *config, const char *lines, const char *const *only, Text *error) {
  Text line = {0};
  bool valid = true;
  while (valid && *lines) {
    size_t length = strcspn(lines, "\n");
    text_clear(&line);
    text_add_bytes(&line, lines, length);
    if (length) valid = config_read_line(config, line.bytes, only, error);
    lines += length + (lines[length] == '\n');
  }
  text_free(&line);
  return valid;
}

// --- the whole ---

// Everything that determines a run, but for the user's own points.
//
// seed, dataset, n, layers (sizes of the hidden layers) and nonlin determine the data and the initial parameters;
// optimizer, lr, momentum (of sgd), weight_decay and loss may change between two steps.
Config config_default(void) {
  Config config = {.seed = 42, .n = 100, .steps = 100, .lr = 0.1, .momentum = 0.9, .weight_decay = 1e-4};
  config.layers.size = memory_resize(NULL, 1, sizeof(int));
  config.layers.size[config.layers.count++] = 8;
  return config;
}

void config_free(Config *config) {
  free(config->layers.size);
  *config = (Config){0};
}
