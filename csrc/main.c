// The native program: trains a network and prints the log. Twin of `python -m micrograd`, which takes the same options.

#define _POSIX_C_SOURCE 200809L  // for running Graphviz's dot; everything else is C11

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "micrograd.h"

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
    "  --help             prints this\n";

static int print_usage(void);
static bool parse_options(char **words, Config *config, const char **graph, Text *error);
static int train(Session *session, uint64_t steps);
static int write_graph(Session *session, const char *file);
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
  Config config = config_default();
  const char *graph = "";
  Text error = {0};
  if (argc > 1 && !parse_options(argv + 1, &config, &graph, &error)) {
    int status = fail((const char *[]){error.bytes, NULL}, 2);
    text_free(&error);
    config_free(&config);
    return status;
  }
  uint64_t steps = config.steps;
  Session session;
  session_open(&session, &config);
  int status = train(&session, steps);
  if (status == 0 && *graph) status = write_graph(&session, graph);
  session_close(&session);
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

// Whether a word is `--` and the name of a setting, or --graph; the name is written to `name`.
static bool is_option(const char *word, size_t length, char name[32]) {
  if (length < 3 || length >= 32 || strncmp(word, "--", 2) != 0 || memchr(word, '_', length)) return false;
  for (size_t i = 2; i < length; i++) name[i - 2] = word[i] == '-' ? '_' : word[i];
  name[length - 2] = '\0';
  const Rule *rule = RULES;
  while (rule->name && strcmp(rule->name, name) != 0) rule++;
  return rule->name || strcmp(name, "graph") == 0;
}

static bool graph_file(const char *text, const char **graph, Text *error);

// Settings by name from `--name value` or `--name=value`; the last of two wins.
static bool parse_options(char **words, Config *config, const char **graph, Text *error) {
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
    bool valid = strcmp(name, "graph") == 0 ? graph_file(text, graph, error)
                                            : config_set(config, name, text, option, error);
    if (!valid) return false;
  }
  return true;
}

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

// The name of the file for the graph. Refuses one whose ending says nothing.
static bool graph_file(const char *text, const char **graph, Text *error) {
  *graph = text;
  if (ends_with(text, ".svg") || ends_with(text, ".dot") || ends_with(text, ".gv")) return true;
  const char *const refusal[] = {"--graph must be a file that ends in .svg, .dot or .gv, not '", text, "'", NULL};
  return text_refuse(error, refusal);
}

static bool print_loss(uint64_t step, uint64_t steps, const char *split, const char *loss) {
  return printf("step %" PRIu64 "/%" PRIu64 ", %s loss %s\n", step, steps, split, loss) >= 0;
}

// Trains and prints the log: the val loss before every tenth step, the train loss of each. Returns the exit status.
static int train(Session *session, uint64_t steps) {
  Text error = {0};
  bool printed = true, refused = false;
  for (uint64_t s = 0; printed && s < steps; s++) {
    refused = !session_step(session, &error);
    if (refused) break;
    char number[FIXED_BYTES];
    if (s % 10 == 0) printed = print_loss(s + 1, steps, "val", double_fixed(session->val, 6, number));
    printed = printed && print_loss(s + 1, steps, "train", double_repr(session->train, number));
  }
  printed = printed && fflush(stdout) == 0;
  int status = !printed ? fail_to_print() : refused ? fail((const char *[]){error.bytes, NULL}, 2) : 0;
  text_free(&error);
  return status;
}

// --- the graph ---

static int write_file(const char *file, const Text *dot);
static int write_svg(const char *file, const Text *dot);

// Writes the first train point's graph, through Graphviz's dot where a picture is asked for.
static int write_graph(Session *session, const char *file) {
  const Point *first = session->points, *end = first + session->n;
  while (first < end && first->split != TRAIN) first++;
  if (first == end) return fail((const char *[]){"--graph needs a train point", NULL}, 2);
  Text dot = {0}, error = {0};
  if (session_trace(session, first->x, first->y, first->label, &error)) graph_dot(&session->graph, &dot);
  int status = ends_with(file, ".svg") ? write_svg(file, &dot) : write_file(file, &dot);
  text_free(&dot);
  text_free(&error);
  return status;
}

static int write_file(const char *file, const Text *dot) {
  FILE *out = fopen(file, "w");
  bool written = out && fwrite(dot->bytes, 1, dot->length, out) == dot->length;
  int reason = errno;
  if (out && fclose(out) != 0 && written) {
    written = false;
    reason = errno;
  }
  return written ? 0 : fail((const char *[]){"can't write ", file, ": ", strerror(reason), NULL}, 1);
}

// Whether a program of that name is in one of the PATH's folders.
static bool is_installed(const char *program) {
  const char *path = getenv("PATH");
  if (!path) path = "/bin:/usr/bin";
  Text file = {0};
  bool found = false;
  for (;;) {
    size_t length = strcspn(path, ":");
    struct stat status;
    text_clear(&file);
    text_add_bytes(&file, path, length);
    text_add(&file, length ? "/" : "./");
    text_add(&file, program);
    found = access(file.bytes, X_OK) == 0 && stat(file.bytes, &status) == 0 && !S_ISDIR(status.st_mode);
    if (found || !path[length]) break;
    path += length + 1;
  }
  text_free(&file);
  return found;
}

static int write_svg(const char *file, const Text *dot) {
  if (!is_installed("dot")) {
    return fail((const char *[]){"an .svg needs Graphviz's dot: `apt install graphviz`, `brew install graphviz` or "
                                 "graphviz.org; a .dot file needs nothing", NULL}, 1);
  }
  fflush(stdout);
  signal(SIGPIPE, SIG_IGN);  // a dot that ends early says so by its status
  int ends[2];
  pid_t child = pipe(ends) == 0 ? fork() : -1;
  if (child == 0) {
    signal(SIGPIPE, SIG_DFL);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    execlp("dot", "dot", "-Tsvg", "-o", file, (char *)NULL);
    _exit(127);
  }
  int status = -1;
  if (child > 0) {
    close(ends[0]);
    for (size_t sent = 0; sent < dot->length;) {
      ssize_t bytes = write(ends[1], dot->bytes + sent, dot->length - sent);
      if (bytes <= 0) break;
      sent += (size_t)bytes;
    }
    close(ends[1]);
    waitpid(child, &status, 0);
  }
  return status ? fail((const char *[]){"dot can't write ", file, NULL}, 1) : 0;
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
