// The native engine under the stopwatch: reads `step N` or `surface N` per line, answers with ms each; see engine.py.

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "micrograd.h"

#define CELLS 50

static double cells[CELLS * CELLS * CLASSES];

static double now(void) {
  struct timespec t;
  timespec_get(&t, TIME_UTC);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(void) {
  char what[16];
  int count;
  while (scanf("%15s %d", what, &count) == 2) {
    Config config = config_default();
    Session session;
    Text error = {0};
    session_open(&session, &config);
    double start = now();
    for (int i = 0; i < count; i++) {
      if (strcmp(what, "step") == 0) session_step(&session, &error);
      else session_surface(&session, CELLS, CELLS, 2.0, cells);
    }
    printf("%.9f\n", (now() - start) / count);
    fflush(stdout);
    session_close(&session);
  }
  return 0;
}
