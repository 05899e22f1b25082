// The native program: trains a network and prints the log. Twin of `python -m micrograd`, which takes the same options.

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"

static const char USAGE[] =
    "usage: micrograd [--option value]...\n"
    "trains a small network on 2D points of three classes and prints the loss of every step\n"
    "\n"
    "  --seed N           the random numbers, 1 to 18446744073709551615 (42)\n"
    "  --dataset NAME     {dataset}\n"
    "  --n N              number of points, 0 to 1000000 (100)\n"
    "  --noise X          each coordinate of a point moves by up to this much (0.0)\n"
    "  --split P,P,P      percentages of train, val and test points (80,10,10)\n"
    "  --steps N          number of updates (100)\n"
    "  --layers SIZES     hidden layers, such as 6,5, or none (8)\n"
    "  --nonlin NAME      {nonlin}\n"
    "  --init-scale X     factor of the initial parameters (1.0)\n"
    "  --batch-size N     train points per step, 0 for all (0)\n"
    "  --loss NAME        {loss}\n"
    "  --optimizer NAME   {optimizer}\n"
    "  --lr X             learning rate (0.1)\n"
    "  --schedule NAME    of the learning rate: {schedule}\n"
    "  --schedule-steps N cosine: steps from lr to 0; step: steps until a tenth (100)\n"
    "  --momentum X       momentum of sgd (0.9)\n"
    "  --beta1 X          decay of adamw's mean gradient (0.9)\n"
    "  --beta2 X          decay of adamw's mean square (0.95)\n"
    "  --eps X            added to adamw's root of the mean square (1e-08)\n"
    "  --weight-decay X   decoupled weight decay (0.0001)\n"
    "  --l1 X             L1 penalty, decoupled: gives exact zeros (0.0)\n"
    "  --graph FILE       writes the first train point's graph after the last step: .svg (by Graphviz), .dot or .gv\n"
    "  --experiment FILE  goes on from a saved experiment: one of --save, or of Files on the page\n"
    "  --save FILE        writes the experiment after the last step, as JSON\n"
    "  --help             prints this\n";

// What the options say: the settings, and files or "".
typedef struct {
  Config config;
  const char *graph, *experiment, *save;
  char setting[32];  // the first option that can't go with --experiment, or ""
} Options;

static int run(Options *options, Text *error);
static int print_usage(void);
static bool parse_options(char **words, Options *options, Text *error);
static int train(Session *session, uint64_t steps, Losses *losses);
static int fail(const char *const parts[], int status);
static int fail_to_print(void);

// Runs the program; returns its exit status: 0, 1 if something can't be written, 2 for a bad option.
//
// A closed pipe (`| head -1`) ends it by SIGPIPE, without a word and with status 141 in a shell, as it ends cat or grep.
int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_DFL);
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--help") == 0) return print_usage();
  }
  Options options = {.config = config_default(), .graph = "", .experiment = "", .save = ""};
  Text error = {0};
  int status = argc < 2 || parse_options(argv + 1, &options, &error) ? run(&options, &error) : 2;
  if (error.length) fail((const char *[]){error.bytes, NULL}, status);
  config_free(&options.config);
  text_free(&error);
  return status;
}

// Does what the options say; returns the exit status, with what is left to say in `error`.
static int run(Options *options, Text *error) {
  Experiment experiment = experiment_default();
  uint64_t steps = options->config.steps;
  int status = *options->experiment ? load_experiment(options->experiment, &experiment, error) : 0;
  if (status) return status;
  if (!*options->experiment) {
    config_free(&experiment.config);
    experiment.config = options->config;
    options->config = (Config){0};
  }
  Session session;
  open_experiment(&session, &experiment);
  status = train(&session, steps, &experiment.losses);
  if (status == 0 && *options->graph) status = write_graph(&session, options->graph, error);
  if (status == 0 && *options->save && !write_experiment(&session, &experiment.losses, options->save, error)) status = 1;
  session_close(&session);
  experiment_free(&experiment);
  return status;
}

// tanh or relu (tanh)
static void add_choices(Text *out, const Rule *rule) {
  for (int row = 0; rule->choice(row); row++) {
    if (row) text_add(out, rule->choice(row + 1) ? ", " : " or ");
    text_add(out, rule->choice(row));
  }
  text_add(out, " (");
  text_add(out, rule->initial);
  text_add(out, ")");
}

// Prints USAGE with the names to choose from and the default in their places.
static int print_usage(void) {
  Text out = {0};
  for (const char *c = USAGE; *c;) {
    size_t length = strcspn(c, "{");
    text_add_bytes(&out, c, length);
    c += length;
    if (!*c) break;
    const Rule *rule = RULES;
    length = strcspn(++c, "}");
    while (strncmp(rule->name, c, length) != 0 || rule->name[length]) rule++;
    add_choices(&out, rule);
    c += length + 1;
  }
  bool printed = fputs(out.bytes, stdout) >= 0 && fflush(stdout) == 0;
  int status = printed ? 0 : fail_to_print();
  text_free(&out);
  return status;
}

// Whether a word is `--` and the name of a setting, or of a file; the name is written to `name`.
static bool is_option(const char *word, size_t length, char name[32]) {
  if (length < 3 || length >= 32 || strncmp(word, "--", 2) != 0 || memchr(word, '_', length)) return false;
  for (size_t i = 2; i < length; i++) name[i - 2] = word[i] == '-' ? '_' : word[i];
  name[length - 2] = '\0';
  return rule_named(name) || strcmp(name, "graph") == 0 || strcmp(name, "experiment") == 0 || strcmp(name, "save") == 0;
}

// Settings by name from `--name value` or `--name=value`; the last of two wins.
static bool parse_options(char **words, Options *options, Text *error) {
  for (; *words; words++) {
    size_t length = strcspn(*words, "=");
    const char *text = (*words)[length] ? *words + length + 1 : words[1];
    char option[32] = "", name[32] = "";
    if (!is_option(*words, length, name)) {
      (*words)[length] = '\0';
      return text_refuse(error, (const char *[]){"there is no option '", *words, "'; --help lists them", NULL});
    }
    memcpy(option, *words, length);
    if (!text) return text_refuse(error, (const char *[]){option, " needs a value", NULL});
    if (!(*words)[length]) words++;
    bool valid = true;
    if (strcmp(name, "graph") == 0) valid = graph_file(options->graph = text, error);
    else if (strcmp(name, "experiment") == 0) options->experiment = text;
    else if (strcmp(name, "save") == 0) options->save = text;
    else {
      valid = config_set(&options->config, name, text, option, error);
      if (strcmp(name, "steps") != 0 && !*options->setting) strcpy(options->setting, option);
    }
    if (!valid) return false;
  }
  if (!*options->experiment || !*options->setting) return true;
  const char *const refusal[] = {options->setting, " can't go with --experiment, whose file has all the settings", NULL};
  return text_refuse(error, refusal);
}

static bool print_loss(uint64_t step, uint64_t steps, const char *split, const char *loss) {
  return printf("step %" PRIu64 "/%" PRIu64 ", %s loss %s\n", step, steps, split, loss) >= 0;
}

// Trains and prints the log: the val loss before every tenth step, the train loss of each. Returns the exit status.
static int train(Session *session, uint64_t steps, Losses *losses) {
  Text error = {0};
  bool printed = true, stepped = true;
  uint64_t first = (uint64_t)session->steps, last = first + steps;
  for (uint64_t s = first; printed && s < last && (stepped = session_step(session, &error)); s++) {
    char number[FIXED_BYTES];
    if (losses->known) losses_add(losses, session->train, session->val);
    if (s % 10 == 0) printed = print_loss(s + 1, last, "val", double_fixed(session->val, 6, number));
    printed = printed && print_loss(s + 1, last, "train", double_repr(session->train, number));
  }
  printed = printed && fflush(stdout) == 0;
  int status = !printed ? fail_to_print() : stepped ? 0 : fail((const char *[]){error.bytes, NULL}, 2);
  text_free(&error);
  return status;
}

// --- output ---

// One line on stderr, and the exit status.
static int fail(const char *const parts[], int status) {
  fflush(stdout);
  fputs("micrograd: ", stderr);
  for (int i = 0; parts[i]; i++) fputs(parts[i], stderr);
  fputs("\n", stderr);
  return status;
}

// Right after a write to standard output failed.
static int fail_to_print(void) {
  return fail((const char *[]){"can't write to standard output: ", strerror(errno), NULL}, 1);
}
