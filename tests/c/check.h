// The whole test framework: CHECK counts and says where, check_done prints the sum and gives main its exit status.

#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "micrograd.h"

static int checks_passed, checks_failed;

#define CHECK(...) check((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

static inline void check(bool holds, const char *what, const char *file, int line) {
  if (holds) {
    checks_passed++;
  } else {
    checks_failed++;
    printf("%s:%d: does not hold: %s\n", file, line, what);
  }
}

static inline int check_done(void) {
  printf("%d passed, %d failed\n", checks_passed, checks_failed);
  return checks_failed != 0;
}

// Equal as 64-bit patterns; all NaNs are one value.
static inline bool same(double a, double b) { return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0; }

static inline bool near(double a, double b, double tolerance) {
  return fabs(a - b) <= tolerance * fmax(1.0, fmax(fabs(a), fabs(b)));
}

// A session from lines `name=value`; ends the program when they are refused.
static inline void open_lines(Session *session, const char *lines) {
  Config config = config_default();
  Text error = {0};
  for (; *lines; lines += strspn(lines, "\n")) {
    char line[200];
    size_t length = strcspn(lines, "\n"), name = strcspn(lines, "=");
    if (length >= sizeof line || name >= length) exit(1);
    memcpy(line, lines, length);
    line[length] = line[name] = '\0';
    if (!config_set(&config, line, line + name + 1, line, &error)) {
      printf("%s\n", error.bytes);
      exit(1);
    }
    lines += length;
  }
  session_open(session, &config);
  text_free(&error);
}

#endif
