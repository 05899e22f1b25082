// What can be set, and in which ranges: config.c.

#ifndef CONFIG_H
#define CONFIG_H

#include "runtime/runtime.h"

typedef struct {
  int *size, count;
} Sizes;

typedef struct {
  uint64_t seed;
  int dataset;  // this and the other choices: the row of their table
  uint64_t n, steps;  // steps are the command line's; a session doesn't look at them
  double noise;
  int split[3];  // percentages
  Sizes layers;
  int nonlin, loss, optimizer, schedule;
  double init_scale;
  uint64_t batch_size, schedule_steps;
  double lr, momentum, beta1, beta2, eps, weight_decay, l1;
} Config;

typedef enum { WHOLE, NUMBER, FRACTION, POSITIVE, SHARES, SIZES, CHOICE, KIND_COUNT } Kind;
extern const char *const KINDS[KIND_COUNT];

// A setting: what it may be, and its default.
typedef struct {
  const char *name;
  Kind kind;
  uint64_t low, high;             // of a whole number, or of each size
  const char *(*choice)(int row);  // the names to choose from, NULL behind the last
  const char *initial;             // the default as text
  double number;                   // and as a number
  size_t field;                    // where it is in a Config
} Rule;

extern const Rule RULES[];
const Rule *rule_named(const char *name);        // NULL if there is none
void rule_says(const Rule *rule, Text *out);  // completes the sentence "… must be"

Config config_default(void);
// One setting from its text; `shown` is what the refusal calls it. A name without a rule is refused too.
bool config_set(Config *config, const char *name, const char *text, const char *shown, Text *error);
// Settings from lines `name=value`; with `only`, of those names only. The value of a number of any kind is the next of `numbers`, and
// its text is for the refusal alone. What was read before a refusal stays set.
bool config_read(Config *config, const char *lines, const double *numbers, const char *const *only, Text *error);
void config_free(Config *config);

#endif
