// The files of the command line: it writes a graph, and reads and writes experiments.

#define _POSIX_C_SOURCE 200809L  // for running Graphviz's dot; everything else is C11

#include "files.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_file(const char *file, const Text *text, Text *error);

// --- experiments ---

// The experiment of a file. The refusal has the file's name; returns the exit status: 1 if it can't be read, 2 if it is none.
int load_experiment(const char *file, Experiment *experiment, Text *error) {
  Text data = {0}, reason = {0};
  char block[65536];
  errno = 0;
  FILE *in = fopen(file, "rb");
  text_clear(&data);
  for (size_t got = 1; in && got;) text_add_bytes(&data, block, got = fread(block, 1, sizeof block, in));
  int status = !in || ferror(in) ? 1 : 0;
  if (status) text_refuse(error, (const char *[]){"can't read ", file, ": ", strerror(errno), NULL});
  experiment_free(experiment);
  if (status == 0 && !read_experiment(experiment, data.bytes, data.length, &reason)) {
    text_refuse(error, (const char *[]){file, " can't be used: ", reason.bytes, NULL});
    status = 2;
  }
  if (in) fclose(in);
  text_free(&data);
  text_free(&reason);
  return status;
}

// Writes the session as it is now.
bool write_experiment(const Session *session, const Losses *losses, const char *file, Text *error) {
  Text text = {0};
  experiment_text(session, losses, &text);
  bool written = write_file(file, &text, error);
  text_free(&text);
  return written;
}

// --- the graph ---

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

// Whether it is a name for the graph's file. Refuses one whose ending says nothing.
bool graph_file(const char *text, Text *error) {
  if (ends_with(text, ".svg") || ends_with(text, ".dot") || ends_with(text, ".gv")) return true;
  const char *const refusal[] = {"--graph must be a file that ends in .svg, .dot or .gv, not '", text, "'", NULL};
  return text_refuse(error, refusal);
}

static bool write_svg(const char *file, const Text *dot, Text *error);

// Writes the first train point's graph, through Graphviz's dot where a picture is asked for. Returns the exit status.
int write_graph(Session *session, const char *file, Text *error) {
  const Point *first = session->points, *end = first + session->n;
  while (first < end && first->split != TRAIN) first++;
  if (first == end) {
    text_refuse(error, (const char *[]){"--graph needs a train point", NULL});
    return 2;
  }
  Text dot = {0};
  if (session_trace(session, first->x, first->y, first->label, error)) graph_dot(&session->graph, &dot);
  bool written = ends_with(file, ".svg") ? write_svg(file, &dot, error) : write_file(file, &dot, error);
  text_free(&dot);
  return written ? 0 : 1;
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

static bool write_svg(const char *file, const Text *dot, Text *error) {
  if (!is_installed("dot")) {
    return text_refuse(error, (const char *[]){"an .svg needs Graphviz's dot: `apt install graphviz`, `brew install graphviz` or "
                                 "graphviz.org; a .dot file needs nothing", NULL});
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
  return status == 0 || text_refuse(error, (const char *[]){"dot can't write ", file, NULL});
}

static bool write_file(const char *file, const Text *text, Text *error) {
  FILE *out = fopen(file, "w");
  bool written = out && fwrite(text->bytes, 1, text->length, out) == text->length;
  int reason = errno;
  if (out && fclose(out) != 0 && written) {
    written = false;
    reason = errno;
  }
  return written || text_refuse(error, (const char *[]){"can't write ", file, ": ", strerror(reason), NULL});
}
